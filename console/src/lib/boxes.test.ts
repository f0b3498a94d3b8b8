import { describe, expect, it } from "vitest";
import { BoxTrail } from "./boxes";

const zero = Date.parse("2026-01-05T08:00:00Z");
const seen = (ms: number) => ({ time: new Date(zero + ms).toISOString(), ms });

describe("boxes find the picture of their time", () => {
    it("takes those of the frame itself, or of the last analysed one before it", () => {
        const trail = new BoxTrail<ReturnType<typeof seen>>();
        [0, 125, 250].forEach((ms) => trail.add(seen(ms)));
        expect(trail.at(zero + 125)?.ms).toBe(125);
        expect(trail.at(zero + 200)?.ms).toBe(125);
        expect(trail.at(zero + 215)?.ms).toBe(250); // as good as the same time
        expect(trail.newest()?.ms).toBe(250);
    });
    it("shows no boxes of a moment long gone, nor of one to come", () => {
        const trail = new BoxTrail<ReturnType<typeof seen>>();
        trail.add(seen(0));
        expect(trail.at(zero + 601)).toBeNull();
        expect(trail.at(zero - 200)).toBeNull();
    });
    it("sorts what arrives late, forgets what is old, and skips what has no time", () => {
        const trail = new BoxTrail<ReturnType<typeof seen>>();
        trail.add(seen(200));
        trail.add(seen(100));
        trail.add({ time: "yesterday", ms: -1 });
        expect(trail.at(zero + 120)?.ms).toBe(100);
        expect(trail.newest()?.ms).toBe(200);
        for (let ms = 300; ms < 10_000; ms += 100) trail.add(seen(ms));
        expect(trail.at(zero + 200)).toBeNull();
        trail.clear();
        expect(trail.newest()).toBeNull();
    });
});
