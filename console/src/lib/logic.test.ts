import { describe, expect, it } from "vitest";
import { binCentre, readSource, scoreAtRate, visibleRange } from "./calibration";
import { clauseOrder, evidencePage } from "./compliance";
import { isSchedule, weekSpans } from "./doors";
import { actionName } from "./ledgerActions";
import { importColumns, importTemplate } from "./people";
import { dayEnd, dayStart, emptyDetails, toRequest } from "./personForm";
import { checkFile, toBase64 } from "./pictures";
import { countByHour, sum } from "./today";
import { nav, needsOf } from "@/router/nav";

describe("decisions of a day", () => {
    it("counts by Shanghai's hour", () => {
        const hours = countByHour([
            { time: "2026-01-01T16:30:00Z", decision: "accepted" },
            { time: "2026-01-01T16:59:00Z", decision: "refused" },
            { time: "2026-01-02T15:00:00Z", decision: "not_judged" },
        ]);
        expect(hours[0]).toEqual({ hour: 0, accepted: 1, refused: 1, not_judged: 0 });
        expect(hours[23]).toMatchObject({ not_judged: 1 });
        expect(sum(hours, "accepted") + sum(hours, "refused") + sum(hours, "not_judged")).toBe(3);
    });
});

describe("a door's week", () => {
    it("is open always without a schedule", () => expect(weekSpans([])).toHaveLength(7));
    it("reaches into the next day, Sunday into Monday", () => {
        expect(weekSpans([{ days: ["sun"], from: "22:30", to: "06:00" }])).toEqual([
            { day: 6, from: 22.5, hours: 1.5 },
            { day: 0, from: 0, hours: 6 },
        ]);
    });
    it("wants days and hours as the contract writes them", () => {
        expect(isSchedule({ days: ["mon"], from: "08:00", to: "24:00" })).toBe(true);
        expect(isSchedule({ days: ["mon"], from: "24:00", to: "08:00" })).toBe(false);
        expect(isSchedule({ days: ["mon"], from: "8:00", to: "20:00" })).toBe(false);
        expect(isSchedule({ days: [], from: "08:00", to: "20:00" })).toBe(false);
    });
    it("ends at 24:00 without a second day", () => expect(weekSpans([{ days: ["mon"], from: "08:00", to: "24:00" }])).toEqual([{ day: 0, from: 8, hours: 16 }]));
});

describe("registering a person", () => {
    it("leaves out what is empty and includes the last day of validity", () => {
        const request = toRequest({ ...emptyDetails(), name: " 张三 ", valid_until: "2026-05-03" });
        expect(request).toEqual({ name: "张三", kind: "resident", valid_until: "2026-05-03T15:59:59Z" });
    });
    it("takes days as Shanghai's", () => {
        expect(dayStart("2026-05-03")).toBe("2026-05-02T16:00:00Z");
        expect(dayEnd("2026-05-03")).toBe("2026-05-03T15:59:59Z");
    });
    it("offers a table that spreadsheets open as UTF-8", () => {
        expect(importTemplate("zh-CN")).toMatch(/^\uFEFF姓名,.*同意凭据.*\r\n$/);
        expect(importTemplate("en")).toMatch(/^\uFEFFname,.*consent_evidence.*\r\n$/);
        expect(importColumns.en).toHaveLength(importColumns["zh-CN"].length);
    });
});

describe("pictures", () => {
    it("become base64 byte by byte, also when longer than one step", async () => {
        const bytes = Uint8Array.from({ length: 100_001 }, (_, index) => index % 251);
        expect(await toBase64(new Blob([bytes]))).toBe(Buffer.from(bytes).toString("base64"));
    });
    it("are refused when they are something else", () => expect(() => checkFile(new Blob(["x"], { type: "application/pdf" }))).toThrow("console.picture_type"));
});

describe("calibration", () => {
    it("places 200 bins from -1 to 1", () => {
        expect(binCentre(0)).toBeCloseTo(-0.995);
        expect(binCentre(199)).toBeCloseTo(0.995);
    });
    it("shows where something is, and everything when nothing is", () => {
        const histogram = Array.from({ length: 200 }, (_, bin) => (bin >= 100 && bin < 110 ? 100 : 0));
        expect(visibleRange(histogram)[0]).toBeCloseTo(-0.045);
        expect(visibleRange(histogram)[1]).toBeCloseTo(0.145);
        expect(visibleRange(histogram.map(() => 0))).toEqual([-1, 1]);
    });
    it("finds the score that a share of strangers reaches, if there are enough of them", () => {
        const histogram = Array.from({ length: 200 }, (_, bin) => (bin >= 100 && bin < 110 ? 100 : 0));
        expect(scoreAtRate(histogram, 0.1)).toBeCloseTo(binCentre(109));
        expect(scoreAtRate(histogram, 0.11)).toBeCloseTo(binCentre(108));
        expect(scoreAtRate(histogram, 1e-3)).toBeNull();
    });
    it("takes the origin of a threshold apart", () => {
        expect(readSource("shipped: CASIA-FaceV5, 30 adults, extrapolated")).toEqual({ kind: "shipped", detail: "CASIA-FaceV5, 30 adults", extrapolated: true });
        expect(readSource("site, tail fit").kind).toBe("site_tail");
        expect(readSource("site: 44,850 impostor scores of 300 people").kind).toBe("site");
    });
});

describe("compliance", () => {
    it("orders clauses by letter, then number", () => expect(["D9", "B10", "B2", "G1"].sort(clauseOrder)).toEqual(["B2", "B10", "D9", "G1"]));
    it("links only to pages that exist", () => {
        const names = nav.flatMap((group) => group.items.map((item) => item.name));
        for (let letter = 0; letter < 26; letter += 1) {
            for (let digit = 1; digit < 20; digit += 1) {
                const page = evidencePage(`${String.fromCharCode(65 + letter)}${digit}`);
                if (page) expect(names).toContain(page);
            }
        }
        expect(needsOf("ledger")).toEqual(["read_ledger"]);
    });
});

describe("actions of the ledger", () => {
    it("have names in both languages, and those without one their code", () => {
        expect(actionName("user.sign_in", "zh-CN")).toBe("登录");
        expect(actionName("user.sign_in", "en")).toBe("Signed in");
        expect(actionName("door.painted", "zh-CN")).toBe("door.painted");
    });
});
