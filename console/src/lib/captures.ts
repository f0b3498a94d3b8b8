import type { Capture } from "@/api/types";
import type { Period } from "./period";

/** What belongs together: one picture, or the first and last of one subject within one window. */
export interface Sighting {
    key: string;
    subject: string;
    pictures: Capture[];
    /** When its newest picture was taken, for the order. */
    latest: string;
}

/** The same for both pictures of a pair: they tell of one subject and one window, which begins when it was first seen. */
const keyOf = (capture: Capture): string => (capture.kind === "best" ? capture.id : `${capture.subject} ${capture.first_seen}`);

/** Newest first; a pair stands where its newest picture stands, first before last. */
export function sightings(captures: readonly Capture[]): Sighting[] {
    const found = new Map<string, Sighting>();
    for (const capture of captures) {
        const key = keyOf(capture);
        const known = found.get(key);
        if (!known) found.set(key, { key, subject: capture.subject, pictures: [capture], latest: capture.taken_at });
        else {
            known.pictures = [...known.pictures, capture].sort((a, b) => a.kind.localeCompare(b.kind));
            if (capture.taken_at > known.latest) known.latest = capture.taken_at;
        }
    }
    return [...found.values()].sort((a, b) => b.latest.localeCompare(a.latest));
}

/** A capture as it comes over the stream: a better picture replaces, it does not add; what is withdrawn goes. */
export function merge(captures: readonly Capture[], fresh: Capture, most: number): Capture[] {
    if (fresh.stage === "withdrawn") return captures.filter((known) => known.id !== fresh.id);
    if (captures.some((known) => known.id === fresh.id)) return captures.map((known) => (known.id === fresh.id ? fresh : known));
    return [fresh, ...captures].slice(0, most);
}

export interface CaptureFilter {
    camera_id: string;
    region: string;
    kind: string;
    subject: string;
    period: Period;
}

/** Whether what has just come belongs into the list as it is filtered; a chosen period is of the past. */
export function passes(capture: Capture, filter: CaptureFilter): boolean {
    return (
        !filter.period &&
        (!filter.camera_id || capture.camera_id === filter.camera_id) &&
        (!filter.region || capture.regions.includes(filter.region)) &&
        (!filter.kind || capture.kind === filter.kind) &&
        (!filter.subject || capture.subject === filter.subject)
    );
}

export const seconds = (capture: Pick<Capture, "first_seen" | "last_seen">): number => Math.max(0, Math.round((Date.parse(capture.last_seen) - Date.parse(capture.first_seen)) / 1000));
