import { describe, expect, it } from "vitest";
import type { StatisticsLine } from "@/api/types";
import { alertsByKind, dwellClasses, labelOf, overTime, stepsBetween, totals } from "./statistics";

const line = (from: string, more: Partial<StatisticsLine> = {}): StatisticsLine => ({
    from,
    camera_id: "c1",
    region: null,
    people: 2,
    dwell: [1, 2],
    dwell_total_s: 30,
    alerts: { intrusion: 1, stay: 0, wander: 0, appearance: 2 },
    minutes_running: 45,
    minutes_broken: 15,
    ...more,
});

describe("statistics", () => {
    it("labels steps by Shanghai's calendar", () => {
        expect(labelOf("2026-01-04T16:00:00Z", "hour")).toBe("01-05 00:00");
        expect(labelOf("2026-01-04T16:00:00Z", "day")).toBe("01-05");
        expect(labelOf("2025-12-31T16:00:00Z", "month")).toBe("2026-01");
    });
    it("leaves no hour out, not even one in which nothing happened", () => {
        expect(stepsBetween("2026-01-05T00:10:00Z", "2026-01-05T03:00:00Z", "hour")).toEqual(["2026-01-05T00:00:00.000Z", "2026-01-05T01:00:00.000Z", "2026-01-05T02:00:00.000Z"]);
        expect(stepsBetween("2026-01-04T18:00:00Z", "2026-01-06T18:00:00Z", "day")).toEqual(["2026-01-04T16:00:00.000Z", "2026-01-05T16:00:00.000Z", "2026-01-06T16:00:00.000Z"]);
        expect(stepsBetween("2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z", "month")).toEqual([]);
    });
    it("are split into series over the same steps", () => {
        const lines = [line("2026-01-05T00:00:00Z"), line("2026-01-05T02:00:00Z", { camera_id: "c2", people: 5 }), line("2026-01-05T02:00:00Z", { people: 1 })];
        const table = overTime(lines, stepsBetween("2026-01-05T00:00:00Z", "2026-01-05T03:00:00Z", "hour"), "hour", (entry) => [[entry.camera_id, entry.people]]);
        expect(table).toEqual({
            labels: ["01-05 08:00", "01-05 09:00", "01-05 10:00"],
            series: [
                { name: "c1", values: [2, 0, 1] },
                { name: "c2", values: [0, 0, 5] },
            ],
        });
    });
    it("add up", () => {
        const lines = [line("2026-01-05T00:00:00Z"), line("2026-01-05T01:00:00Z", { minutes_broken: 0, minutes_running: 60 })];
        expect(totals(lines)).toEqual({ people: 4, appearances: 6, dwell: 10, alerts: 6, running: 105 / 120 });
        expect(alertsByKind(lines)).toEqual({ intrusion: 2, stay: 0, wander: 0, appearance: 4 });
        expect(dwellClasses(lines, 3)).toEqual([2, 4, 0]);
    });
    it("say nothing about what was not there", () => expect(totals([])).toEqual({ people: 0, appearances: 0, dwell: null, alerts: 0, running: null }));
});
