import type { CameraKind, CameraReport, StreamState } from "@/api/types";
import type { Tone } from "@/components/StatusTag.vue";

export const cameraKinds: readonly CameraKind[] = ["stream", "file", "folder", "usb", "edge"];

export const stateTones: Record<StreamState, Tone> = {
    connecting: "warn",
    running: "good",
    stalled: "warn",
    backing_off: "warn",
    refused: "bad",
    stopped: "plain",
    ended: "plain",
};

/** When the last picture came, as RFC 3339; null before the first. */
export function lastPictureAt(report: Pick<CameraReport, "since_last_frame_ms">, now = Date.now()): string | null {
    return report.since_last_frame_ms === null ? null : new Date(now - report.since_last_frame_ms).toISOString();
}

/** How many cameras do what they should: running, or switched off on purpose. */
export function health(cameras: readonly { enabled: boolean; report: Pick<CameraReport, "state"> }[]): { running: number; wanted: number } {
    const wanted = cameras.filter((camera) => camera.enabled);
    return { running: wanted.filter((camera) => camera.report.state === "running").length, wanted: wanted.length };
}
