import { onBeforeUnmount, watch, type Ref } from "vue";
import { api } from "@/api/client";
import type { LiveBoxes, StreamState } from "@/api/types";
import { boundaryOf, PartReader, type Part } from "./multipart";

/** One part of /live: a picture of one camera with what is known of it; no picture while the stream is not running. */
export interface LivePart {
    camera: string;
    /** Milliseconds of the epoch; null when the part has no picture. */
    time: number | null;
    state: StreamState;
    boxes: LiveBoxes | null;
    jpeg: Blob | null;
}

function boxesOf(text: string | undefined): LiveBoxes | null {
    try {
        return text ? (JSON.parse(text) as LiveBoxes) : null;
    } catch {
        return null;
    }
}

export function readPart({ headers, body }: Part): LivePart {
    const time = Date.parse(headers.get("x-time") ?? "");
    return {
        camera: headers.get("x-camera") ?? "",
        time: body.length > 0 && !Number.isNaN(time) ? time : null,
        state: (headers.get("x-state") ?? "running") as StreamState,
        boxes: boxesOf(headers.get("x-boxes")),
        jpeg: body.length > 0 ? new Blob([body], { type: "image/jpeg" }) : null,
    };
}

async function readOnce(ids: readonly string[], width: number, fps: number, signal: AbortSignal, onPart: (part: LivePart) => void): Promise<void> {
    const { data, response } = await api.GET("/api/v1/live", { params: { query: { cameras: ids.join(","), width, fps } }, parseAs: "stream", signal });
    const boundary = boundaryOf(response.headers.get("content-type"));
    if (!data || !boundary) throw new Error(`no live pictures: HTTP ${response.status}`);
    const parts = new PartReader(boundary);
    const stream = (data as ReadableStream<Uint8Array>).getReader();
    for (let piece = await stream.read(); !piece.done; piece = await stream.read()) parts.push(piece.value).map(readPart).forEach(onPart);
}

const pauseMs = [500, 1000, 2000, 4000];
const rest = (ms: number, signal: AbortSignal) => new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve(undefined)), { once: true });
});

/**
 * Live pictures of these cameras over one connection (a browser has only six to a server); a new choice of cameras starts a new one, and a broken one is
 * taken up again. `onBreak` hears when there is none.
 */
export function useLiveFeed(wanted: Ref<{ ids: readonly string[]; width: number; fps: number }>, onPart: (part: LivePart) => void, onBreak: (broken: boolean) => void): void {
    let current = new AbortController();

    async function run(signal: AbortSignal) {
        const { ids, width, fps } = wanted.value;
        for (let failures = 0; ids.length > 0 && !signal.aborted; failures += 1) {
            try {
                await readOnce(ids, width, fps, signal, (part) => {
                    failures = 0;
                    onBreak(false);
                    if (!signal.aborted) onPart(part);
                });
            } catch {
                // the pause below, then again; the tiles say meanwhile that there is no connection
            }
            if (signal.aborted) return;
            onBreak(true);
            await rest(pauseMs[Math.min(failures, pauseMs.length - 1)]!, signal);
        }
    }
    watch(
        () => JSON.stringify(wanted.value),
        () => {
            current.abort();
            current = new AbortController();
            void run(current.signal);
        },
        { immediate: true },
    );
    onBeforeUnmount(() => current.abort());
}
