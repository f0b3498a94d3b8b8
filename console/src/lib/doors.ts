import type { Schedule, Weekday } from "@/api/types";

export const weekdays: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** Whole and as the contract wants it: days, and hours from 00:00 to 24:00. */
export function isSchedule(schedule: Schedule): boolean {
    return schedule.days.length > 0 && /^([01]\d|2[0-3]):[0-5]\d$/.test(schedule.from) && /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(schedule.to);
}

/** Start and length of each span on a week of 7 × 24 hours; a span that ends before it starts reaches into the next day, Sunday's into Monday. */
export function weekSpans(schedules: readonly Pick<Schedule, "days" | "from" | "to">[]): { day: number; from: number; hours: number }[] {
    if (schedules.length === 0) return weekdays.map((_, day) => ({ day, from: 0, hours: 24 })); // no schedule means always
    const hour = (text: string) => Number(text.slice(0, 2)) + Number(text.slice(3, 5)) / 60;
    return schedules.flatMap((schedule) => {
        const from = hour(schedule.from);
        const to = hour(schedule.to);
        return schedule.days.flatMap((name) => {
            const day = weekdays.indexOf(name);
            if (to > from) return [{ day, from, hours: to - from }];
            return [
                { day, from, hours: 24 - from },
                { day: (day + 1) % 7, from: 0, hours: to },
            ].filter((span) => span.hours > 0);
        });
    });
}
