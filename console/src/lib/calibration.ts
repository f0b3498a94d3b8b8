const bins = 200;

/** Middle of a histogram bin on the similarity axis from -1 to 1. */
export function binCentre(bin: number): number {
    return -1 + (2 * (bin + 0.5)) / bins;
}

/** Tail counts below this say little about where a rate lies. */
const fewest = 10;

/** The score that the share `rate` of this site's impostor scores reaches, or null while there are too few to tell. */
export function scoreAtRate(histogram: readonly number[], rate: number): number | null {
    const wanted = rate * histogram.reduce((total, count) => total + count, 0);
    if (wanted < fewest) return null;
    let tail = 0;
    for (let bin = histogram.length - 1; bin >= 0; bin -= 1) {
        tail += histogram[bin] ?? 0;
        if (tail >= wanted) return binCentre(bin);
    }
    return null;
}

/** The part of the axis worth drawing: where scores are, with a margin. */
export function visibleRange(histogram: readonly number[]): [number, number] {
    const filled = histogram.flatMap((count, bin) => (count > 0 ? [binCentre(bin)] : []));
    if (filled.length === 0) return [-1, 1];
    return [Math.max(-1, (filled[0] ?? -1) - 0.05), Math.min(1, (filled.at(-1) ?? 1) + 0.05)];
}

/** What the platform says of a threshold's origin, taken apart: `shipped: SET, extrapolated`, `site: ...` or `site, tail fit`. */
export function readSource(source: string): { kind: "shipped" | "site" | "site_tail" | "other"; detail: string; extrapolated: boolean } {
    const extrapolated = source.endsWith(", extrapolated");
    const text = extrapolated ? source.slice(0, -", extrapolated".length) : source;
    if (text.startsWith("shipped")) return { kind: "shipped", detail: text.replace(/^shipped:?\s*/, ""), extrapolated };
    if (text.startsWith("site, tail fit")) return { kind: "site_tail", detail: "", extrapolated };
    if (text.startsWith("site")) return { kind: "site", detail: "", extrapolated };
    return { kind: "other", detail: text, extrapolated };
}

/** The targets an operator may choose from: powers of ten, where a threshold is known. */
export const targets = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6] as const;
