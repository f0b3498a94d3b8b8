import { describe, expect, it } from "vitest";
import { ageOn, bytes, clock, date, dateTime, daysUntil, number, oneIn, percent, startOfToday, wallToUtc } from "./format";
import { periodQuery } from "./period";

describe("times are shown in Shanghai", () => {
    it("crosses midnight", () => {
        expect(dateTime("2026-03-01T16:05:09.123456Z")).toBe("2026-03-02 00:05:09");
        expect(date("2026-03-01T16:00:00Z")).toBe("2026-03-02");
        expect(clock("2026-03-01T15:59:59Z")).toBe("23:59:59");
    });
    it("shows a dash for nothing and for nonsense", () => {
        expect(dateTime(null)).toBe("—");
        expect(dateTime("soon")).toBe("—");
        expect(number(undefined)).toBe("—");
    });
    it("starts the day at Shanghai's midnight", () => {
        expect(startOfToday(new Date("2026-03-01T15:59:59Z"))).toBe("2026-02-28T16:00:00Z");
        expect(startOfToday(new Date("2026-03-01T16:00:00Z"))).toBe("2026-03-01T16:00:00Z");
    });
    it("asks for a picked period, and for no times without one", () => {
        expect(periodQuery(["2026-01-01 08:00:00", "2026-01-02 08:00:00"])).toEqual({ from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z" });
        expect(periodQuery(null)).toEqual({});
    });
    it("takes a picked time as Shanghai's", () => expect(wallToUtc("2026-01-01 08:00:00")).toBe("2026-01-01T00:00:00Z"));
    it("counts whole days, downwards when past", () => {
        const now = new Date("2026-01-10T00:00:00Z");
        expect(daysUntil("2026-01-11T12:00:00Z", now)).toBe(1);
        expect(daysUntil("2026-01-09T12:00:00Z", now)).toBe(-1);
    });
});

describe("numbers", () => {
    it("says a rate as people say it", () => {
        expect(oneIn(1e-4)).toBe("10,000");
        expect(oneIn(0)).toBe("∞");
        expect(percent(1e-4)).toBe("0.01 %");
        expect(percent(2.54e-3)).toBe("0.25 %");
        expect(percent(1e-6)).toBe("0.0001 %");
        expect(percent(8.7e-45)).toBe("0 %");
        expect(percent(0)).toBe("0 %");
    });
    it("scales bytes by thousands", () => {
        expect(bytes(999)).toBe("999 B");
        expect(bytes(1500)).toBe("1.5 kB");
        expect(bytes(48_233_472)).toBe("48 MB");
    });
});

describe("age (B1: a guardian under 14)", () => {
    const now = new Date("2026-03-01T15:59:00Z"); // still 1 March in Shanghai
    it("changes on the birthday, not before", () => {
        expect(ageOn("2012-03-01", now)).toBe(14);
        expect(ageOn("2012-03-02", now)).toBe(13);
        expect(ageOn("2012-03-02", new Date("2026-03-01T16:00:00Z"))).toBe(14);
    });
    it("is unknown for an empty field", () => expect(ageOn("", now)).toBeNull());
});
