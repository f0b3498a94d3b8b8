import type { DecisionCode, Event } from "@/api/types";

export interface HourCount {
    hour: number;
    accepted: number;
    refused: number;
    not_judged: number;
}

/** Decisions of one day by hour of Shanghai time. */
export function countByHour(events: readonly Pick<Event, "time" | "decision">[]): HourCount[] {
    const hours = Array.from({ length: 24 }, (_, hour) => ({ hour, accepted: 0, refused: 0, not_judged: 0 }));
    for (const event of events) {
        const slot = hours[(new Date(event.time).getUTCHours() + 8) % 24];
        if (slot) slot[event.decision] += 1;
    }
    return hours;
}

export function sum(hours: readonly HourCount[], decision: DecisionCode): number {
    return hours.reduce((total, hour) => total + hour[decision], 0);
}
