/** What the region and rule editor works on: the analysis settings with every member there, spans of time in seconds, and what is wrong with them. */
import type { AnalysisRule, AnalysisSettings, Weekday } from "@/api/types";
import { weekdays } from "./doors";
import { readSpan, writeSpan } from "./duration";
import { faultOf, type Corner } from "./polygon";

export const ruleKinds = ["intrusion", "stay", "wander", "appearance"] as const;
export type RuleKind = (typeof ruleKinds)[number];
export const outputs = ["best", "first_last"] as const;
export type Output = (typeof outputs)[number];

export interface RegionDraft {
    name: string;
    camera: string;
    polygon: Corner[];
}
export interface ScheduleDraft {
    name: string;
    days: Weekday[];
    from: string;
    to: string;
    dates: string[];
    holidays: string[];
    zone: string;
}
export interface RuleDraft {
    name: string;
    kind: RuleKind;
    regions: string[];
    schedule: string;
    watch_list: string;
    longer_than: number;
    within: number;
    cool_down: number;
    more_often_than: number;
    /** For how long a subject that is not seen is still taken to be there. */
    gap: number;
    direction: Corner | null;
}
export interface DeduplicationDraft {
    on: boolean;
    /** The unit of continuous, the window of intermittent de-duplication. */
    span: number;
    output: Output;
}
export interface ControlDraft {
    continuous: DeduplicationDraft;
    intermittent: DeduplicationDraft;
    regions: RegionDraft[];
    schedules: ScheduleDraft[];
    rules: RuleDraft[];
}

/** The parts of the document, each with a page of its own in the editor. */
export const parts = ["regions", "schedules", "rules", "deduplication"] as const;
export type Part = (typeof parts)[number];

/** The part that a fault (`rules.1.gap`, `continuous.unit`) or a remark (`/rules/1`) is about. */
export function partOf(path: string): Part {
    const first = path.split(/[./]/).find((word) => word !== "");
    return parts.find((part) => part === first) ?? "deduplication";
}

const usualGap = 5;

// ---- from the platform's document and back; members it may leave out are written out here

/** The name that the platform gives to a rule without one: its kind and regions, and a number where that is taken. */
export function isMadeName(name: string, kind: string, regions: readonly string[]): boolean {
    const base = [kind, ...regions].join("-");
    return name === base || (name.startsWith(`${base}-`) && /^\d+$/.test(name.slice(base.length + 1)));
}

function readRule(rule: AnalysisRule): RuleDraft {
    const regions = rule.regions ?? (rule.region ? [rule.region] : []);
    return {
        name: isMadeName(rule.name ?? "", rule.kind, regions) ? "" : (rule.name ?? ""), // a made name is made anew, and follows a renamed region
        kind: rule.kind,
        regions,
        schedule: rule.schedule ?? "",
        watch_list: rule.watch_list ?? "",
        longer_than: readSpan(rule.longer_than, 0),
        within: readSpan(rule.within, 1800),
        cool_down: readSpan(rule.cool_down, 60),
        more_often_than: rule.more_often_than ?? 0,
        gap: readSpan(rule.gap, usualGap),
        direction: rule.direction ? [rule.direction[0] ?? 0, rule.direction[1] ?? 0] : null,
    };
}
function writeRule(rule: RuleDraft): AnalysisRule {
    return {
        kind: rule.kind,
        ...(rule.name.trim() ? { name: rule.name.trim() } : {}),
        ...(rule.kind === "wander" ? { regions: rule.regions } : { region: rule.regions[0] }),
        ...(rule.schedule ? { schedule: rule.schedule } : {}),
        ...(rule.kind === "appearance" && rule.watch_list ? { watch_list: rule.watch_list } : {}),
        ...(rule.kind === "intrusion" && rule.direction ? { direction: [...rule.direction] } : {}),
        ...((rule.kind === "stay" || rule.kind === "wander") && rule.longer_than > 0 ? { longer_than: writeSpan(rule.longer_than) } : {}),
        ...(rule.kind === "wander" ? { within: writeSpan(rule.within), ...(rule.more_often_than > 0 ? { more_often_than: rule.more_often_than } : {}) } : {}),
        cool_down: writeSpan(rule.cool_down),
        gap: writeSpan(rule.gap),
    };
}

export function readSettings(settings: AnalysisSettings): ControlDraft {
    const { continuous, intermittent } = settings.deduplication ?? {};
    return {
        continuous: { on: continuous !== null, span: readSpan(continuous?.unit, 1), output: continuous?.output ?? "best" },
        intermittent: { on: intermittent !== null, span: readSpan(intermittent?.window, 600), output: intermittent?.output ?? "first_last" },
        regions: (settings.regions ?? []).map((region) => ({ name: region.name, camera: region.camera ?? "", polygon: region.polygon.map(([x = 0, y = 0]) => [x, y]) })),
        schedules: (settings.schedules ?? []).map((schedule) => ({
            name: schedule.name,
            days: schedule.days ?? [...weekdays],
            from: schedule.from ?? "00:00",
            to: schedule.to ?? "24:00",
            dates: schedule.dates ?? [],
            holidays: schedule.holidays ?? [],
            zone: schedule.zone ?? "Asia/Shanghai",
        })),
        rules: (settings.rules ?? []).map(readRule),
    };
}

export function writeSettings(draft: ControlDraft): AnalysisSettings {
    return {
        deduplication: {
            continuous: draft.continuous.on ? { unit: writeSpan(draft.continuous.span), output: draft.continuous.output } : null,
            intermittent: draft.intermittent.on ? { window: writeSpan(draft.intermittent.span), output: draft.intermittent.output } : null,
        },
        regions: draft.regions.map((region) => ({ name: region.name.trim(), ...(region.camera ? { camera: region.camera } : {}), polygon: region.polygon.map((at) => [...at]) })),
        schedules: draft.schedules.map((schedule) => ({ ...schedule, name: schedule.name.trim(), days: weekdays.filter((day) => schedule.days.includes(day)) })),
        rules: draft.rules.map(writeRule),
    };
}

/** A rule of this kind as it usually begins. */
export function newRule(kind: RuleKind): RuleDraft {
    const plain: RuleDraft = { name: "", kind, regions: [], schedule: "", watch_list: "", longer_than: 0, within: 1800, cool_down: 60, more_often_than: 0, gap: usualGap, direction: null };
    if (kind === "stay") return { ...plain, longer_than: 300 };
    if (kind === "wander") return { ...plain, longer_than: 300, more_often_than: 3 };
    return plain;
}

export const newSchedule = (name: string): ScheduleDraft => ({ name, days: [...weekdays], from: "22:00", to: "06:00", dates: [], holidays: [], zone: "Asia/Shanghai" });

/** `base`, or `base 2`, `base 3` ... whichever is free. */
export function freeName(base: string, taken: readonly string[]): string {
    if (!taken.includes(base)) return base;
    for (let count = 2; ; count += 1) if (!taken.includes(`${base} ${count}`)) return `${base} ${count}`;
}

/** A new name of a region, schedule or list is also the name that rules mean by it. */
export function rename(draft: ControlDraft, part: "regions" | "schedules", index: number, name: string): void {
    const entry = draft[part][index];
    if (!entry) return;
    const old = entry.name;
    const shared = draft[part].some((other, at) => at !== index && other.name === old);
    entry.name = name;
    if (shared || !old) return;
    for (const rule of draft.rules) {
        if (part === "regions") rule.regions = rule.regions.map((region) => (region === old ? name : region));
        else if (rule.schedule === old) rule.schedule = name;
    }
}

/** Rules that would lose what they speak of. */
export function usedBy(draft: ControlDraft, part: "regions" | "schedules", name: string): RuleDraft[] {
    return draft.rules.filter((rule) => (part === "regions" ? rule.regions.includes(name) : rule.schedule === name));
}

// ---- directions of crossing, as eight words

export const directions = ["right", "downRight", "down", "downLeft", "left", "upLeft", "up", "upRight"] as const;
export type Direction = (typeof directions)[number];

export function vectorOf(direction: Direction): Corner {
    const angle = (directions.indexOf(direction) * Math.PI) / 4;
    return [Math.round(Math.cos(angle) * 1000) / 1000, Math.round(Math.sin(angle) * 1000) / 1000];
}
export function directionOf(vector: Corner | null): Direction | null {
    if (!vector || (vector[0] === 0 && vector[1] === 0)) return null;
    const eighth = Math.round(Math.atan2(vector[1], vector[0]) / (Math.PI / 4));
    return directions[(eighth + 8) % 8] ?? null;
}

// ---- what is wrong, by the field it is wrong at

export type FaultCode =
    | "nameEmpty"
    | "nameTaken"
    | "nameLong"
    | "few"
    | "outside"
    | "crossing"
    | "flat"
    | "bothDays"
    | "never"
    | "time"
    | "date"
    | "region"
    | "regionOnce"
    | "regionGone"
    | "scheduleGone"
    | "listGone"
    | "needsReason"
    | "longerThan"
    | "wanderNothing"
    | "within"
    | "tooLong"
    | "neverReached"
    | "gap"
    | "unit"
    | "window"
    | "output";
export type Faults = Record<string, FaultCode>;

const isClock = (text: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
const isDate = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

const longestName = 64; // bytes, as the platform counts
const dayLong = 86_400;
type Named = { name: string };

function nameFaults<T extends Named>(faults: Faults, part: string, entries: readonly T[], clashes: (a: T, b: T) => boolean = () => true): void {
    entries.forEach((entry, index) => {
        const at = `${part}.${index}.name`;
        if (!entry.name.trim()) {
            if (part !== "rules") faults[at] = "nameEmpty"; // a rule is named after its kind and region
        } else if (new TextEncoder().encode(entry.name).length > longestName) faults[at] = "nameLong";
        else if (entries.slice(0, index).some((other) => other.name === entry.name && clashes(other, entry))) faults[at] = "nameTaken";
    });
}

function durationFaults(faults: Faults, at: string, rule: RuleDraft): void {
    const timed = rule.kind === "stay" || rule.kind === "wander";
    if (timed && rule.longer_than > dayLong) faults[`${at}.longer_than`] = "tooLong";
    if (rule.cool_down > dayLong) faults[`${at}.cool_down`] = "tooLong";
    if (rule.gap < 1 || rule.gap > 600) faults[`${at}.gap`] = "gap";
    if (rule.kind === "stay" && !(rule.longer_than > 0)) faults[`${at}.longer_than`] = "longerThan";
    if (rule.kind !== "wander") return;
    if (!(rule.longer_than > 0) && !(rule.more_often_than > 0)) faults[`${at}.longer_than`] = "wanderNothing";
    else if (rule.longer_than >= rule.within) faults[`${at}.longer_than`] = "neverReached";
    if (rule.within < 1 || rule.within > dayLong) faults[`${at}.within`] = "within";
}

function ruleFaults(faults: Faults, draft: ControlDraft, lists: readonly string[] | null): void {
    const regions = draft.regions.map((region) => region.name);
    const schedules = draft.schedules.map((schedule) => schedule.name);
    draft.rules.forEach((rule, index) => {
        const at = `rules.${index}`;
        if (rule.regions.length === 0) faults[`${at}.regions`] = "region";
        else if (rule.kind !== "wander" && rule.regions.length > 1) faults[`${at}.regions`] = "regionOnce";
        else if (rule.regions.some((name) => !regions.includes(name))) faults[`${at}.regions`] = "regionGone";
        if (rule.schedule && !schedules.includes(rule.schedule)) faults[`${at}.schedule`] = "scheduleGone";
        if (rule.kind === "appearance") {
            if (rule.watch_list && lists && !lists.includes(rule.watch_list)) faults[`${at}.watch_list`] = "listGone";
            if (!rule.watch_list && !rule.schedule) faults[`${at}.schedule`] = "needsReason";
        }
        durationFaults(faults, at, rule);
    });
}

/** Empty when the platform may be asked to take it. `lists`: names of the watch lists, null while they are not known. */
export function faultsOf(draft: ControlDraft, lists: readonly string[] | null = null): Faults {
    const faults: Faults = {};
    nameFaults(faults, "regions", draft.regions, (a, b) => !a.camera || !b.camera || a.camera === b.camera); // of different cameras, they may share one
    nameFaults(faults, "schedules", draft.schedules);
    nameFaults(faults, "rules", draft.rules);
    draft.regions.forEach((region, index) => {
        const fault = faultOf(region.polygon);
        if (fault) faults[`regions.${index}.polygon`] = fault;
    });
    draft.schedules.forEach((schedule, index) => {
        const at = `schedules.${index}`;
        if (!isClock(schedule.from) || !(isClock(schedule.to) || schedule.to === "24:00")) faults[`${at}.from`] = "time";
        if (![...schedule.dates, ...schedule.holidays].every(isDate)) faults[`${at}.dates`] = "date";
        else if (schedule.dates.some((day) => schedule.holidays.includes(day))) faults[`${at}.dates`] = "bothDays";
        else if (schedule.days.length === 0 && schedule.dates.length === 0) faults[`${at}.days`] = "never";
    });
    if (draft.continuous.on && (draft.continuous.span < 1 || draft.continuous.span > 3600)) faults["continuous.unit"] = "unit"; // C3
    if (draft.intermittent.on && (draft.intermittent.span < 60 || draft.intermittent.span > dayLong)) faults["intermittent.window"] = "window"; // C4
    if (!draft.continuous.on && !draft.intermittent.on) faults["continuous.on"] = "output";
    ruleFaults(faults, draft, lists);
    return faults;
}

/** Whether a region is on the picture of this camera; one without a camera is on any. */
export const isOn = (region: { camera?: string | null }, camera: string): boolean => !region.camera || region.camera === camera;
