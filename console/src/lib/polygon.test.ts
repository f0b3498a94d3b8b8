import { describe, expect, it } from "vitest";
import { corner, crossesItself, faultOf, firstPolygon, mostCorners, moveCorner, movePolygon, nudgeCorner, removeCorner, splitEdge, type Corner } from "./polygon";

const square: Corner[] = [
    [0.2, 0.2],
    [0.6, 0.2],
    [0.6, 0.6],
    [0.2, 0.6],
];

describe("editing a polygon", () => {
    it("keeps every corner on the picture", () => {
        expect(moveCorner(square, 0, [-3, 1.7])[0]).toEqual([0, 1]);
        expect(nudgeCorner(square, 2, 0.9, -0.9)[2]).toEqual([1, 0]);
        expect(nudgeCorner(square, 9, 0.1, 0.1)).toEqual(square);
    });
    it("leaves the other corners and the polygon it was given alone", () => {
        expect(moveCorner(square, 1, [0.9, 0.1]).filter((_, index) => index !== 1)).toEqual(square.filter((_, index) => index !== 1));
        expect(square[1]).toEqual([0.6, 0.2]);
    });
    it("moves the whole without bending it at the border", () => {
        expect(movePolygon(square, 0.7, -0.5)).toEqual([
            [0.6, 0],
            [1, 0],
            [1, 0.4],
            [0.6, 0.4],
        ]);
    });
    it("adds a corner in the middle of an edge, also of the last one", () => {
        expect(splitEdge(square, 0)[1]).toEqual([0.4, 0.2]);
        expect(splitEdge(square, 3).at(-1)).toEqual([0.2, 0.4]);
        let many: Corner[] = square;
        for (let round = 0; round < 100; round += 1) many = splitEdge(many, round % many.length);
        expect(many.length).toBe(mostCorners);
    });
    it("never goes below a triangle", () => {
        const triangle = removeCorner(square, 3);
        expect(triangle).toEqual(square.slice(0, 3));
        expect(removeCorner(triangle, 0)).toEqual(triangle);
    });
    it("rounds to what a person can read", () => expect(corner(1 / 3, 0.123456)).toEqual([0.3333, 0.1235]));
});

describe("what the platform would refuse", () => {
    it("passes a plain region, whichever way round it was drawn", () => {
        expect(faultOf(square)).toBeNull();
        expect(faultOf([...square].reverse())).toBeNull();
        expect(faultOf(firstPolygon())).toBeNull();
    });
    it("names too few corners, corners outside and a polygon without area", () => {
        expect(faultOf(square.slice(0, 2))).toBe("few");
        expect(faultOf([...square.slice(0, 3), [0.2, 1.2]])).toBe("outside");
        expect(faultOf([...square.slice(0, 3), [0.2, Number.NaN]])).toBe("outside");
        expect(faultOf([[0.1, 0.1], [0.5, 0.1], [0.5, 0.1001]])).toBe("flat");
    });
    it("finds edges that cross or touch", () => {
        expect(crossesItself([[0.2, 0.2], [0.6, 0.6], [0.6, 0.2], [0.2, 0.6]])).toBe(true);
        expect(crossesItself([[0, 0], [1, 0], [1, 1], [0.5, 0], [0, 1]])).toBe(true); // a corner on another edge
        expect(crossesItself(square)).toBe(false);
        expect(crossesItself([[0, 0], [1, 0], [0.5, 0.4], [1, 1], [0, 1]])).toBe(false); // hollow but whole
    });
});
