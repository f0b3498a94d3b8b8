import { describe, expect, it } from "vitest";
import { readSpan, toAmount, toSeconds, writeSpan } from "./duration";

describe("a span of time", () => {
    it("is shown in the largest unit that fits, and comes back the same", () => {
        expect(toAmount(90)).toEqual({ value: 90, unit: "s" });
        expect(toAmount(120)).toEqual({ value: 2, unit: "min" });
        expect(toAmount(7200)).toEqual({ value: 2, unit: "h" });
        for (const seconds of [0, 1, 1.5, 59, 60, 3600, 86_400]) expect(toSeconds(toAmount(seconds))).toBe(seconds);
    });
    it("is written as the platform reads it, and read back the same", () => {
        for (const seconds of [0, 1, 1.5, 0.25, 30, 600, 3600, 86_400]) expect(readSpan(writeSpan(seconds), -1)).toBe(seconds);
        expect(writeSpan(600)).toBe("10min");
        expect(writeSpan(1.5)).toBe("1500ms");
        expect(readSpan("2d", 0)).toBe(172_800);
        for (const text of ["", "ten minutes", "1.5s", "-1s", null, undefined]) expect(readSpan(text, 7)).toBe(7);
    });
});
