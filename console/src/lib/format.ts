/** Everything shown to a person is formatted here: one time zone, one number style. */
const zone = "Asia/Shanghai";

function parts(value: string | Date): Record<string, string> {
    const date = typeof value === "string" ? new Date(value) : value;
    const format = new Intl.DateTimeFormat("en-CA", {
        timeZone: zone,
        hourCycle: "h23",
        year: "numeric",
        month: "2-digit",
        day: "2-digit",
        hour: "2-digit",
        minute: "2-digit",
        second: "2-digit",
    });
    return Object.fromEntries(format.formatToParts(date).map((part) => [part.type, part.value]));
}

const isTime = (value: string | null | undefined): value is string => !!value && !Number.isNaN(Date.parse(value));

/** `2026-03-01 08:05:09` in Shanghai time, a dash for nothing. */
export function dateTime(value: string | null | undefined): string {
    if (!isTime(value)) return "—";
    const p = parts(value);
    return `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}:${p.second}`;
}

export function date(value: string | null | undefined): string {
    return isTime(value) ? dateTime(value).slice(0, 10) : "—";
}

export function clock(value: string | null | undefined): string {
    return isTime(value) ? dateTime(value).slice(11) : "—";
}

/** Start of the current day in Shanghai as RFC 3339 UTC. */
export function startOfToday(now = new Date()): string {
    const p = parts(now);
    return new Date(`${p.year}-${p.month}-${p.day}T00:00:00+08:00`).toISOString().replace(".000Z", "Z");
}

/** RFC 3339 UTC from a picker's wall clock (`2026-03-01 08:00:00`), which is Shanghai's whatever the computer's own zone. */
export function wallToUtc(value: string): string {
    return new Date(`${value.replace(" ", "T")}+08:00`).toISOString().replace(".000Z", "Z");
}

/** How pickers hand their values over. */
export const wallFormat = "YYYY-MM-DD HH:mm:ss";

export function number(value: number | null | undefined): string {
    return value === null || value === undefined ? "—" : value.toLocaleString("en-US");
}

export function bytes(value: number): string {
    const units = ["B", "kB", "MB", "GB", "TB"];
    let amount = value;
    let unit = 0;
    while (amount >= 1000 && unit < units.length - 1) {
        amount /= 1000;
        unit += 1;
    }
    return `${unit === 0 ? amount : amount.toFixed(amount < 10 ? 1 : 0)} ${units[unit]}`;
}

/** A false-match rate as people say it: 1e-4 is "1 in 10,000". */
export function oneIn(rate: number): string {
    return rate > 0 ? Math.round(1 / rate).toLocaleString("en-US") : "∞";
}

/** A rate as a share in two digits: 1e-4 is "0.01 %". What is smaller than any rate that can be asked for is none. */
export function percent(rate: number): string {
    return rate < 1e-7 ? "0 %" : `${Number((rate * 100).toPrecision(2))} %`;
}

/** First eight characters of an opaque id; the whole is in the title. */
export function shortId(id: string | null | undefined): string {
    return id ? id.slice(0, 8) : "—";
}

/** Whole days from `now` to `value`, negative when past. */
export function daysUntil(value: string, now = new Date()): number {
    return Math.floor((Date.parse(value) - now.getTime()) / 86_400_000);
}

/** Age in whole years on the day `now`, from `YYYY-MM-DD`. */
export function ageOn(birthDate: string, now = new Date()): number | null {
    const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(birthDate);
    if (!match) return null;
    const p = parts(now);
    const years = Number(p.year) - Number(match[1]);
    const before = `${p.month}-${p.day}` < `${match[2]}-${match[3]}`;
    return before ? years - 1 : years;
}
