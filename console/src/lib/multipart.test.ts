import { describe, expect, it } from "vitest";
import { boundaryOf, PartReader, type Part } from "./multipart";

const bytes = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
const written = (parts: Part[]) => parts.map((part) => String.fromCharCode(...part.body));
const part = (body: string, length = true) => `--frame\r\nContent-Type: image/jpeg\r\nX-Time: 2026-01-05T00:00:00.040Z\r\n${length ? `Content-Length: ${body.length}\r\n` : ""}\r\n${body}\r\n`;

describe("a stream of pictures", () => {
    it("names its boundary, quoted or not", () => {
        expect(boundaryOf("multipart/x-mixed-replace; boundary=frame")).toBe("frame");
        expect(boundaryOf('multipart/x-mixed-replace;boundary="a b"; x=y')).toBe("a b");
        expect(boundaryOf("image/jpeg")).toBeNull();
        expect(boundaryOf(null)).toBeNull();
    });
    it("comes whole out of pieces of any size", () => {
        const stream = bytes(part("one") + part("--fram") + part("t\r\n\r\nhree"));
        for (let size = 1; size <= stream.length; size += 1) {
            const reader = new PartReader("frame");
            const parts: Part[] = [];
            for (let at = 0; at < stream.length; at += size) parts.push(...reader.push(stream.subarray(at, at + size)));
            expect(written(parts)).toEqual(["one", "--fram", "t\r\n\r\nhree"]);
            expect(parts[0]?.headers.get("x-time")).toBe("2026-01-05T00:00:00.040Z");
        }
    });
    it("can do without lengths", () => {
        const reader = new PartReader("frame");
        expect(written(reader.push(bytes(part("one", false))))).toEqual([]); // the next mark ends it
        expect(written(reader.push(bytes(part("two", false))))).toEqual(["one"]);
    });
    it("is given up when a part is larger than any picture", () => {
        expect(() => new PartReader("frame").push(bytes("--frame\r\nContent-Length: 99999999\r\n\r\n"))).toThrow();
        const endless = new PartReader("frame");
        expect(() => {
            for (let piece = 0; piece < 10; piece += 1) endless.push(new Uint8Array(1024 * 1024));
        }).toThrow();
    });
});
