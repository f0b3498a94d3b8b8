/** Draws what analysis knows of a picture over it: regions, boxes and their labels. Fractions in, pixels of the canvas out. */
import type { LiveBoxes } from "@/api/types";
import type { Polygon } from "./polygon";

type OverlayBox = LiveBoxes["boxes"][number];

export interface OverlayRegion {
    name: string;
    polygon: Polygon;
}

const colours = { region: "rgb(255 255 255 / 60%)", fill: "rgb(255 255 255 / 6%)", face: "#a9b6ff", fresh: "#e8ebf7", watch: "#ff8f86", ink: "#0c1120" };

/** Where the picture lies in a stage of another shape (as `object-fit: contain` does it). */
export function fit(stageWidth: number, stageHeight: number, pictureWidth: number, pictureHeight: number) {
    if (pictureWidth <= 0 || pictureHeight <= 0) return { x: 0, y: 0, width: stageWidth, height: stageHeight };
    const scale = Math.min(stageWidth / pictureWidth, stageHeight / pictureHeight);
    const width = pictureWidth * scale;
    const height = pictureHeight * scale;
    return { x: (stageWidth - width) / 2, y: (stageHeight - height) / 2, width, height };
}

/** The colour of a box: whom a watch list names, whom analysis knows again, and who has not shown a good face yet. */
export function colourOf(box: Pick<OverlayBox, "watch_list" | "confirmed">): string {
    if (box.watch_list) return colours.watch;
    return box.confirmed ? colours.face : colours.fresh;
}

function drawRegion(pen: CanvasRenderingContext2D, region: OverlayRegion, width: number, height: number) {
    pen.beginPath();
    region.polygon.forEach(([x, y], index) => (index === 0 ? pen.moveTo(x * width, y * height) : pen.lineTo(x * width, y * height)));
    pen.closePath();
    pen.fillStyle = colours.fill;
    pen.fill();
    pen.strokeStyle = colours.region;
    pen.lineWidth = 1;
    pen.setLineDash([5, 4]);
    pen.stroke();
    pen.setLineDash([]);
    const top = region.polygon.reduce((best, at) => (at[1] < best[1] ? at : best), region.polygon[0] ?? [0, 0]);
    pen.font = "12px sans-serif";
    pen.fillStyle = "rgb(255 255 255 / 85%)";
    const left = Math.max(2, Math.min(top[0] * width + 5, width - pen.measureText(region.name).width - 4));
    pen.fillText(region.name, left, Math.max(13, top[1] * height + 15));
}

function drawBox(pen: CanvasRenderingContext2D, box: OverlayBox, width: number, height: number) {
    const [left = 0, upper = 0, wide = 0, high = 0] = box.box;
    const [x, y, w, h] = [left * width, upper * height, wide * width, high * height];
    pen.strokeStyle = colourOf(box);
    pen.lineWidth = box.watch_list ? 2.5 : 1.75;
    pen.setLineDash(box.seen ? [] : [4, 4]);
    pen.strokeRect(x, y, w, h);
    pen.setLineDash([]);
    const label = box.watch_list || box.subject.slice(0, 6);
    if (!label) return;
    pen.font = "11px sans-serif";
    const long = pen.measureText(label).width + 8;
    const top = y > 17 ? y - 16 : y + h;
    pen.fillStyle = colourOf(box);
    pen.fillRect(x - 1, top, long, 16);
    pen.fillStyle = colours.ink;
    pen.fillText(label, x + 3, top + 12);
}

/** `width` and `height` are those of the picture on the canvas, in the pen's own units. */
export function drawOverlay(pen: CanvasRenderingContext2D, regions: readonly OverlayRegion[], boxes: readonly OverlayBox[], width: number, height: number): void {
    for (const region of regions) drawRegion(pen, region, width, height);
    for (const box of boxes) drawBox(pen, box, width, height);
}
