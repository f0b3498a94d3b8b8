import type { AlertKind, StatisticsLine } from "@/api/types";
import { alertKinds } from "./alerts";

export const steps = ["hour", "day", "week", "month"] as const;
export type Step = (typeof steps)[number];

export interface Series {
    name: string;
    values: number[];
}
export interface Table {
    /** One a column of the chart. */
    labels: string[];
    series: Series[];
}

const shanghaiMs = 8 * 3_600_000;
/** The beginning of a step as its label: an hour is read off as such, everything longer by its day. */
export function labelOf(from: string, step: Step): string {
    const at = new Date(Date.parse(from) + shanghaiMs).toISOString();
    if (step === "month") return at.slice(0, 7);
    return step === "hour" ? `${at.slice(5, 10)} ${at.slice(11, 16)}` : at.slice(5, 10);
}

/** Every step between the two times, also those in which nothing happened: a gap in a chart would look like the next hour. */
export function stepsBetween(from: string, to: string, step: Step): string[] {
    if (step === "month" || step === "week") return []; // calendars differ; the lines themselves tell
    const width = step === "hour" ? 3_600_000 : 86_400_000;
    const start = Math.floor((Date.parse(from) + shanghaiMs) / width) * width - shanghaiMs;
    const starts: string[] = [];
    for (let at = start; at < Date.parse(to) && starts.length < 400; at += width) starts.push(new Date(at).toISOString());
    return starts;
}

const timeOf = (line: Pick<StatisticsLine, "from">) => new Date(Date.parse(line.from)).toISOString();

/** Numbers by step of time, a series each for whatever `split` says. */
export function overTime(lines: readonly StatisticsLine[], starts: readonly string[], step: Step, split: (line: StatisticsLine) => Iterable<readonly [string, number]>): Table {
    const all = [...new Set([...starts, ...lines.map(timeOf)])].sort();
    const place = new Map(all.map((start, index) => [start, index]));
    const series = new Map<string, number[]>();
    for (const line of lines) {
        for (const [name, value] of split(line)) {
            const values = series.get(name) ?? Array.from({ length: all.length }, () => 0);
            values[place.get(timeOf(line))!]! += value;
            series.set(name, values);
        }
    }
    return { labels: all.map((start) => labelOf(start, step)), series: [...series].map(([name, values]) => ({ name, values })) };
}

export function alertsByKind(lines: readonly StatisticsLine[]): Record<AlertKind, number> {
    const sum = (kind: AlertKind) => lines.reduce((total, line) => total + line.alerts[kind], 0);
    return Object.fromEntries(alertKinds.map((kind) => [kind, sum(kind)])) as Record<AlertKind, number>;
}

/** Appearances by how long they were, all lines together. */
export function dwellClasses(lines: readonly StatisticsLine[], classes: number): number[] {
    return Array.from({ length: classes }, (_, index) => lines.reduce((total, line) => total + (line.dwell[index] ?? 0), 0));
}

export interface Totals {
    people: number;
    appearances: number;
    /** Mean, in seconds; null when nobody was there. */
    dwell: number | null;
    alerts: number;
    /** Share of the time in which the streams ran; null when there was none to measure. */
    running: number | null;
}
export function totals(lines: readonly StatisticsLine[]): Totals {
    const sum = (value: (line: StatisticsLine) => number) => lines.reduce((total, line) => total + value(line), 0);
    const appearances = sum((line) => line.dwell.reduce((total, count) => total + count, 0));
    const minutes = sum((line) => line.minutes_running + line.minutes_broken);
    return {
        people: sum((line) => line.people),
        appearances,
        dwell: appearances > 0 ? sum((line) => line.dwell_total_s) / appearances : null,
        alerts: Object.values(alertsByKind(lines)).reduce((total, count) => total + count, 0),
        running: minutes > 0 ? sum((line) => line.minutes_running) / minutes : null,
    };
}
