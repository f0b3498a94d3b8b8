/** Polygons on a picture: corners are fractions of its width and height, origin top left, the closing edge is implied. */
export type Corner = readonly [number, number];
export type Polygon = readonly Corner[];
export type PolygonFault = "few" | "outside" | "crossing" | "flat";

export const fewestCorners = 3;
export const mostCorners = 32;
/** What an arrow key moves a corner by; with Shift ten times as much. */
export const step = 0.005;

const within = (value: number) => Math.min(1, Math.max(0, value));
/** A tenth of a per mille is finer than any picture, and keeps the numbers readable. */
const tidy = (value: number) => Math.round(within(value) * 10_000) / 10_000;

export const corner = (x: number, y: number): Corner => [tidy(x), tidy(y)];

export function moveCorner(polygon: Polygon, index: number, to: Corner): Corner[] {
    return polygon.map((old, at) => (at === index ? corner(...to) : old));
}

export function nudgeCorner(polygon: Polygon, index: number, dx: number, dy: number): Corner[] {
    const old = polygon[index];
    return old ? moveCorner(polygon, index, [old[0] + dx, old[1] + dy]) : [...polygon];
}

/** Moves the whole, as far as all of it stays on the picture. */
export function movePolygon(polygon: Polygon, dx: number, dy: number): Corner[] {
    const reach = (values: number[], by: number) => Math.min(1 - Math.max(...values), Math.max(-Math.min(...values), by));
    const x = reach(polygon.map((at) => at[0]), dx);
    const y = reach(polygon.map((at) => at[1]), dy);
    return polygon.map((at) => corner(at[0] + x, at[1] + y));
}

/** A new corner in the middle of the edge that begins at `index`. */
export function splitEdge(polygon: Polygon, index: number): Corner[] {
    const from = polygon[index];
    const to = polygon[(index + 1) % polygon.length];
    if (!from || !to || polygon.length >= mostCorners) return [...polygon];
    const middle = corner((from[0] + to[0]) / 2, (from[1] + to[1]) / 2);
    return [...polygon.slice(0, index + 1), middle, ...polygon.slice(index + 1)];
}

/** Nothing goes below a triangle: that would no longer be a region. */
export function removeCorner(polygon: Polygon, index: number): Corner[] {
    return polygon.length > fewestCorners ? polygon.filter((_, at) => at !== index) : [...polygon];
}

const side = (a: Corner, b: Corner, c: Corner) => Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
const between = (a: Corner, b: Corner, c: Corner) =>
    Math.min(a[0], b[0]) <= c[0] && c[0] <= Math.max(a[0], b[0]) && Math.min(a[1], b[1]) <= c[1] && c[1] <= Math.max(a[1], b[1]);

function edgesMeet(a: Corner, b: Corner, c: Corner, d: Corner): boolean {
    const sides = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)] as const;
    if (sides[0] !== sides[1] && sides[2] !== sides[3]) return true;
    return (sides[0] === 0 && between(a, b, c)) || (sides[1] === 0 && between(a, b, d)) || (sides[2] === 0 && between(c, d, a)) || (sides[3] === 0 && between(c, d, b));
}

export function crossesItself(polygon: Polygon): boolean {
    const count = polygon.length;
    for (let first = 0; first < count; first += 1) {
        for (let second = first + 2; second < count; second += 1) {
            if (first === 0 && second === count - 1) continue; // neighbours share a corner
            if (edgesMeet(polygon[first]!, polygon[first + 1]!, polygon[second]!, polygon[(second + 1) % count]!)) return true;
        }
    }
    return false;
}

export function area(polygon: Polygon): number {
    const twice = polygon.reduce((sum, from, index) => {
        const to = polygon[(index + 1) % polygon.length]!;
        return sum + from[0] * to[1] - to[0] * from[1];
    }, 0);
    return Math.abs(twice) / 2;
}

/** What the platform would refuse, said before it has to. */
export function faultOf(polygon: Polygon): PolygonFault | null {
    if (polygon.length < fewestCorners) return "few";
    if (polygon.some(([x, y]) => !(x >= 0 && x <= 1 && y >= 0 && y <= 1))) return "outside";
    if (crossesItself(polygon)) return "crossing";
    return area(polygon) < 0.0005 ? "flat" : null;
}

/** What a new region begins with: the lower middle of the picture, where people walk. */
export const firstPolygon = (): Corner[] => [corner(0.25, 0.35), corner(0.75, 0.35), corner(0.85, 0.9), corner(0.15, 0.9)];
