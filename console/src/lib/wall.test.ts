import { describe, expect, it } from "vitest";
import { readPart } from "./liveFeed";
import { colourOf, fit } from "./overlay";
import { health, lastPictureAt } from "./sources";
import { layoutFor, pageOf, widthFor } from "./wall";

describe("the wall", () => {
    it("is no larger than it must be", () => expect([0, 1, 2, 4, 5, 9, 40].map(layoutFor)).toEqual([1, 1, 4, 4, 9, 9, 9]));
    it("turns its pages and stays within them", () => {
        const all = [1, 2, 3, 4, 5];
        expect(pageOf(all, 4, 0)).toEqual({ shown: [1, 2, 3, 4], page: 0, pages: 2 });
        expect(pageOf(all, 4, 7)).toEqual({ shown: [5], page: 1, pages: 2 });
        expect(pageOf([], 9, -1)).toEqual({ shown: [], page: 0, pages: 1 });
    });
    it("asks for pictures in few sizes", () => {
        expect([100, 500, 700, 5000].map((width) => widthFor(width, 1))).toEqual([320, 640, 960, 1920]);
        expect(widthFor(300, 3)).toBe(640); // nobody sees more than twice
    });
    it("lays a picture into a stage of another shape without bending it", () => {
        expect(fit(1600, 900, 640, 480)).toEqual({ x: 200, y: 0, width: 1200, height: 900 });
        expect(fit(400, 900, 1600, 900)).toEqual({ x: 0, y: 337.5, width: 400, height: 225 });
        expect(fit(400, 300, 0, 0)).toEqual({ x: 0, y: 0, width: 400, height: 300 });
    });
    it("marks whom a watch list names before all others", () => {
        const colours = [{ confirmed: false, watch_list: null }, { confirmed: true, watch_list: null }, { confirmed: true, watch_list: "名单" }].map(colourOf);
        expect(new Set(colours).size).toBe(3);
    });
});

describe("a part of the live stream", () => {
    const part = (headers: Record<string, string>, body = "") => ({ headers: new Map(Object.entries(headers)), body: Uint8Array.from(body, (sign) => sign.charCodeAt(0)) });
    it("is a picture with its time and boxes", () => {
        const boxes = { time: "2026-01-05T08:00:00Z", frame: 7, boxes: [] };
        const read = readPart(part({ "x-camera": "c1", "x-time": "2026-01-05T08:00:00.120Z", "x-boxes": JSON.stringify(boxes) }, "jpeg"));
        expect(read).toMatchObject({ camera: "c1", time: Date.parse("2026-01-05T08:00:00.120Z"), state: "running", boxes });
        expect(read.jpeg?.size).toBe(4);
    });
    it("or says why there is none", () => {
        expect(readPart(part({ "x-camera": "c1", "x-state": "backing_off", "x-boxes": "{" }))).toEqual({ camera: "c1", time: null, state: "backing_off", boxes: null, jpeg: null });
    });
});

describe("the health of the cameras", () => {
    it("counts those that should run", () => {
        const camera = (enabled: boolean, state: "running" | "stopped" | "refused") => ({ enabled, report: { state } });
        expect(health([camera(true, "running"), camera(true, "refused"), camera(false, "stopped")])).toEqual({ running: 1, wanted: 2 });
    });
    it("knows when the last picture came", () => {
        expect(lastPictureAt({ since_last_frame_ms: 5000 }, Date.parse("2026-01-05T08:00:10Z"))).toBe("2026-01-05T08:00:05.000Z");
        expect(lastPictureAt({ since_last_frame_ms: null })).toBeNull();
    });
});
