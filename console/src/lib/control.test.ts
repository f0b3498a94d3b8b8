import { describe, expect, it } from "vitest";
import { directionOf, directions, faultsOf, freeName, isMadeName, isOn, newRule, newSchedule, partOf, readSettings, rename, usedBy, vectorOf, writeSettings, type ControlDraft } from "./control";
import { firstPolygon } from "./polygon";

const draft = (): ControlDraft => ({
    continuous: { on: true, span: 1, output: "best" },
    intermittent: { on: true, span: 600, output: "first_last" },
    regions: [
        { name: "大厅", camera: "", polygon: firstPolygon() },
        { name: "门口", camera: "东门", polygon: firstPolygon() },
    ],
    schedules: [newSchedule("夜间")],
    rules: [{ ...newRule("intrusion"), regions: ["大厅"], schedule: "夜间" }],
});

describe("settings of the analysis", () => {
    it("are taken when whole", () => expect(faultsOf(draft(), [])).toEqual({}));

    it("say at which field they are wrong: names", () => {
        const wrong = draft();
        wrong.regions[1]!.name = "大厅";
        wrong.schedules[0]!.name = " ";
        expect(faultsOf(wrong)).toMatchObject({ "regions.1.name": "nameTaken", "schedules.0.name": "nameEmpty", "rules.0.schedule": "scheduleGone" });
    });
    it("two cameras may each have a region of one name, but not one camera two", () => {
        const mine = draft();
        mine.regions = ["东门", "西门", ""].map((camera) => ({ name: "大厅", camera, polygon: firstPolygon() }));
        expect(faultsOf(mine)).toEqual({ "regions.2.name": "nameTaken" });
        mine.schedules[0]!.name = "很长的时段名称".repeat(4);
        expect(faultsOf(mine)["schedules.0.name"]).toBe("nameLong");
    });
    it("spans of time that the platform does not take", () => {
        const wrong = draft();
        wrong.rules = [
            { ...newRule("stay"), regions: ["大厅"], longer_than: 90_000, cool_down: 90_000, gap: 0 },
            { ...newRule("wander"), regions: ["大厅"], longer_than: 600, within: 600 },
        ];
        expect(faultsOf(wrong)).toEqual({ "rules.0.longer_than": "tooLong", "rules.0.cool_down": "tooLong", "rules.0.gap": "gap", "rules.1.longer_than": "neverReached" });
    });
    it("a polygon that crosses itself or leaves the picture", () => {
        const wrong = draft();
        wrong.regions[0]!.polygon = [[0.2, 0.2], [0.6, 0.6], [0.6, 0.2], [0.2, 0.6]];
        wrong.regions[1]!.polygon = [[0.2, 0.2], [1.6, 0.6], [0.6, 0.9]];
        expect(faultsOf(wrong)).toEqual({ "regions.0.polygon": "crossing", "regions.1.polygon": "outside" });
    });
    it("a schedule that never holds, and a day that is to hold and not to hold", () => {
        const wrong = draft();
        wrong.schedules[0]!.days = [];
        expect(faultsOf(wrong)).toEqual({ "schedules.0.days": "never" });
        Object.assign(wrong.schedules[0]!, { dates: ["2026-10-01"], holidays: ["2026-10-01"] });
        expect(faultsOf(wrong)).toEqual({ "schedules.0.dates": "bothDays" });
        wrong.schedules[0]!.holidays = [];
        expect(faultsOf(wrong)).toEqual({});
        wrong.schedules[0]!.from = "24:00";
        expect(faultsOf(wrong)).toEqual({ "schedules.0.from": "time" });
        Object.assign(wrong.schedules[0]!, { from: "08:00", to: "24:00", dates: ["2026-13-01"] });
        expect(faultsOf(wrong)).toEqual({ "schedules.0.dates": "date" });
    });
    it("C3, C4: units below one second and one minute", () => {
        const wrong = draft();
        wrong.continuous.span = 0.5;
        wrong.intermittent.span = 59;
        expect(faultsOf(wrong)).toEqual({ "continuous.unit": "unit", "intermittent.window": "window" });
        wrong.continuous.on = wrong.intermittent.on = false;
        expect(faultsOf(wrong)).toEqual({ "continuous.on": "output" });
    });
    it("C5-C8: each kind of rule wants its own", () => {
        const wrong = draft();
        wrong.rules = [
            { ...newRule("intrusion"), regions: ["大厅", "门口"] },
            { ...newRule("stay"), regions: ["走廊"], longer_than: 0 },
            { ...newRule("wander"), regions: ["大厅", "门口"], longer_than: 0, more_often_than: 0, within: 0 },
            { ...newRule("appearance"), regions: ["大厅"] },
            { ...newRule("appearance"), watch_list: "逃犯", schedule: "白天" },
        ];
        expect(faultsOf(wrong, ["名单"])).toEqual({
            "rules.0.regions": "regionOnce",
            "rules.1.regions": "regionGone",
            "rules.1.longer_than": "longerThan",
            "rules.2.longer_than": "wanderNothing",
            "rules.2.within": "within",
            "rules.3.schedule": "needsReason",
            "rules.4.regions": "region",
            "rules.4.watch_list": "listGone",
            "rules.4.schedule": "scheduleGone",
        });
        expect(faultsOf({ ...wrong, rules: [{ ...newRule("appearance"), regions: ["大厅"], watch_list: "未知" }] }, null)).toEqual({});
    });
});

describe("the platform's document", () => {
    it("is read with its defaults written out", () => {
        expect(readSettings({})).toEqual({ ...draft(), regions: [], schedules: [], rules: [] });
        expect(readSettings({ deduplication: { continuous: null } }).continuous.on).toBe(false);
        expect(readSettings({ schedules: [{ name: "白天" }] }).schedules[0]).toMatchObject({ from: "00:00", to: "24:00", zone: "Asia/Shanghai", holidays: [] });
        expect(readSettings({ schedules: [{ name: "白天" }] }).schedules[0]?.days).toHaveLength(7);
    });
    it("comes back as it was", () => {
        const mine = draft();
        mine.intermittent.on = false;
        mine.rules = [
            { ...newRule("intrusion"), regions: ["大厅"], schedule: "夜间", direction: [0, 1], name: "夜闯" },
            { ...newRule("stay"), regions: ["大厅"], longer_than: 30 },
            { ...newRule("wander"), regions: ["大厅", "门口"] },
            { ...newRule("appearance"), regions: ["大厅"], watch_list: "名单" },
        ];
        expect(readSettings(writeSettings(mine))).toEqual({ ...mine, intermittent: { on: false, span: 600, output: "first_last" } });
        expect(writeSettings(mine).rules?.[1]).toEqual({ kind: "stay", region: "大厅", longer_than: "30s", cool_down: "1min", gap: "5s" });
        expect(writeSettings(mine).regions?.[0]).not.toHaveProperty("camera");
        expect(writeSettings(mine).deduplication).toEqual({ continuous: { unit: "1s", output: "best" }, intermittent: null });
    });
    it("says nothing of what does not belong to a kind of rule", () => {
        const mine = draft();
        mine.rules = [{ ...newRule("intrusion"), regions: ["大厅"], watch_list: "名单", longer_than: 9, more_often_than: 4 }];
        expect(writeSettings(mine).rules).toEqual([{ kind: "intrusion", region: "大厅", cool_down: "1min", gap: "5s" }]);
    });
});

describe("the parts of the settings", () => {
    it("are found from a fault and from a remark of the platform", () => {
        expect(["rules.1.gap", "continuous.unit", "intermittent.window", "/schedules/0", "/regions/2"].map(partOf)).toEqual(["rules", "deduplication", "deduplication", "schedules", "regions"]);
    });
});

describe("names in the settings", () => {
    it("follow a renamed region or schedule into the rules", () => {
        const mine = draft();
        rename(mine, "regions", 0, "前厅");
        rename(mine, "schedules", 0, "深夜");
        expect(mine.rules[0]).toMatchObject({ regions: ["前厅"], schedule: "深夜" });
        expect(usedBy(mine, "regions", "前厅")).toHaveLength(1);
        expect(usedBy(mine, "schedules", "夜间")).toHaveLength(0);
    });
    it("stay with the other one while two have the same", () => {
        const mine = draft();
        mine.regions[1]!.name = "大厅";
        rename(mine, "regions", 1, "后院");
        expect(mine.rules[0]!.regions).toEqual(["大厅"]);
    });
    it("that the platform made are told from those that people gave", () => {
        expect(isMadeName("stay-大厅", "stay", ["大厅"])).toBe(true);
        expect(isMadeName("wander-大厅-后院-2", "wander", ["大厅", "后院"])).toBe(true);
        expect(isMadeName("stay-大厅-夜间", "stay", ["大厅"])).toBe(false);
        expect(isMadeName("夜间值守", "stay", ["大厅"])).toBe(false);
        const [made, given] = readSettings({
            rules: [
                { kind: "stay", region: "大厅", longer_than: "30s", name: "stay-大厅" },
                { kind: "stay", region: "大厅", longer_than: "30s", name: "夜间值守" },
            ],
        }).rules;
        expect([made!.name, given!.name]).toEqual(["", "夜间值守"]);
    });
    it("are made free by counting", () => expect(freeName("区域", ["区域", "区域 2"])).toBe("区域 3"));
});

describe("regions and directions", () => {
    it("a region without a camera is on every camera", () => {
        expect(draft().regions.filter((region) => isOn(region, "西门")).map((region) => region.name)).toEqual(["大厅"]);
        expect(draft().regions.every((region) => isOn(region, "东门"))).toBe(true);
    });
    it("eight words for a direction, there and back", () => {
        for (const word of directions) expect(directionOf(vectorOf(word))).toBe(word);
        expect(directionOf([0.1, -5])).toBe("up");
        expect(directionOf(null)).toBeNull();
        expect(directionOf([0, 0])).toBeNull();
    });
});
