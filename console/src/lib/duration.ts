/** Spans of time as a person enters and reads them. */
export const units = ["s", "min", "h"] as const;
export type Unit = (typeof units)[number];
const seconds: Record<Unit, number> = { s: 1, min: 60, h: 3600 };

export interface Amount {
    value: number;
    unit: Unit;
}

/** In the largest unit that says it without a fraction: 90 s stay seconds, 120 s are two minutes. */
export function toAmount(total: number): Amount {
    for (const unit of ["h", "min"] as const) if (total > 0 && total % seconds[unit] === 0) return { value: total / seconds[unit], unit };
    return { value: total, unit: "s" };
}

export const toSeconds = ({ value, unit }: Amount): number => Math.round(value * seconds[unit] * 1000) / 1000;

/** `30s`, `10min`, `1500ms` of the platform as seconds; what is no span is `fallback`. */
export function readSpan(text: string | null | undefined, fallback: number): number {
    const match = /^(\d+)(ms|s|min|h|d)$/.exec(text ?? "");
    if (!match) return fallback;
    return Number(match[1]) * { ms: 0.001, s: 1, min: 60, h: 3600, d: 86_400 }[match[2] as "ms" | "s" | "min" | "h" | "d"];
}

/** The same the other way; below a second in milliseconds. */
export function writeSpan(total: number): string {
    if (!Number.isInteger(total)) return `${Math.round(total * 1000)}ms`;
    const { value, unit } = toAmount(total);
    return `${value}${unit}`;
}
