import { describe, expect, it } from "vitest";
import type { Capture } from "@/api/types";
import { merge, passes, seconds, sightings } from "./captures";

const time = (minute: number) => `2026-01-05T08:${String(minute).padStart(2, "0")}:00Z`;
const capture = (id: string, more: Partial<Capture> = {}): Capture => ({
    id,
    kind: "best",
    stage: "closed",
    subject: "a".repeat(16),
    camera_id: "c1",
    regions: ["大厅"],
    first_seen: time(0),
    last_seen: time(1),
    taken_at: time(1),
    quality: 0.8,
    has_picture: true,
    ...more,
});
const everything = { camera_id: "", region: "", kind: "", subject: "", period: null };

describe("captures", () => {
    it("C2: first and last of one subject and window stand together, first before last", () => {
        const list = [capture("2", { kind: "last", taken_at: time(9) }), capture("3", { taken_at: time(5) }), capture("1", { kind: "first" })];
        const seen = sightings(list);
        expect(seen.map((entry) => entry.pictures.map((picture) => picture.id))).toEqual([["1", "2"], ["3"]]);
        expect(seen[0]?.latest).toBe(time(9));
    });
    it("another window of the same subject is another sighting", () => {
        expect(sightings([capture("1", { kind: "first" }), capture("2", { kind: "first", first_seen: time(20) })])).toHaveLength(2);
    });
    it("a better picture replaces, it does not add", () => {
        const list = [capture("1"), capture("2")];
        expect(merge(list, capture("2", { quality: 0.9 }), 10).map((entry) => entry.quality)).toEqual([0.8, 0.9]);
        expect(merge(list, capture("3"), 2).map((entry) => entry.id)).toEqual(["3", "1"]);
    });
    it("C2: what turns out to be one too many is withdrawn", () => {
        expect(merge([capture("1"), capture("2")], capture("2", { stage: "withdrawn" }), 10).map((entry) => entry.id)).toEqual(["1"]);
        expect(merge([capture("1")], capture("9", { stage: "withdrawn" }), 10)).toHaveLength(1);
    });
    it("arrive in the list only as far as it is filtered", () => {
        expect(passes(capture("1"), everything)).toBe(true);
        expect(passes(capture("1"), { ...everything, camera_id: "c2" })).toBe(false);
        expect(passes(capture("1"), { ...everything, region: "门口" })).toBe(false);
        expect(passes(capture("1"), { ...everything, kind: "first" })).toBe(false);
        expect(passes(capture("1"), { ...everything, subject: "b".repeat(16) })).toBe(false);
        expect(passes(capture("1"), { ...everything, period: ["", ""] })).toBe(false);
    });
    it("say how long somebody was there", () => {
        expect(seconds(capture("1"))).toBe(60);
        expect(seconds(capture("1", { last_seen: time(0), first_seen: time(1) }))).toBe(0);
    });
});
