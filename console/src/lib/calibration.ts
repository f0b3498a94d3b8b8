import type { Calibration } from "@/api/types";

export const bins = 200;

/** Middle of a histogram bin on the similarity axis from -1 to 1. */
export function binCentre(bin: number): number {
    return -1 + (2 * (bin + 0.5)) / bins;
}

/** First and last bin worth drawing: where counts or thresholds are, with a margin. */
export function visibleRange(calibration: Pick<Calibration, "histogram" | "thresholds">): [number, number] {
    const filled = calibration.histogram.flatMap((count, bin) => (count > 0 ? [binCentre(bin)] : []));
    const marks = calibration.thresholds.flatMap((entry) => [entry.low, entry.high]);
    const all = [...filled, ...marks];
    if (all.length === 0) return [-1, 1];
    return [Math.max(-1, Math.min(...all) - 0.05), Math.min(1, Math.max(...all) + 0.05)];
}

/** The targets an operator may choose from: powers of ten, where a threshold is known. */
export const targets = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6] as const;
