export const layouts = [1, 4, 9] as const;
export type Layout = (typeof layouts)[number];

/** The smallest wall that shows so many cameras. */
export function layoutFor(count: number): Layout {
    return layouts.find((size) => size >= count) ?? 9;
}

/** What one page of the wall shows, and how many pages there are. */
export function pageOf<T>(all: readonly T[], size: Layout, page: number): { shown: readonly T[]; page: number; pages: number } {
    const pages = Math.max(1, Math.ceil(all.length / size));
    const at = Math.min(Math.max(0, page), pages - 1);
    return { shown: all.slice(at * size, (at + 1) * size), page: at, pages };
}

/** Pixels across to ask for: what a tile has on this screen, in steps, so that the platform encodes each size once for all who watch. */
export function widthFor(tileWidth: number, ratio: number): number {
    const steps = [320, 480, 640, 960, 1280, 1920];
    return steps.find((step) => step >= tileWidth * Math.min(ratio, 2)) ?? 1920;
}
