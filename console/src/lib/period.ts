import { wallToUtc } from "./format";

/** Begin and end on Shanghai's wall clock, as pickers hand them over; null for any time. */
export type Period = readonly [string, string] | null;

/** The same as members of a query; none of them for any time. */
export function periodQuery(period: Period): { from?: string; to?: string } {
    return period ? { from: wallToUtc(period[0]), to: wallToUtc(period[1]) } : {};
}
