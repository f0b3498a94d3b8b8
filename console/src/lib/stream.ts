import { onBeforeUnmount, ref, type Ref } from "vue";
import type { Event } from "@/api/types";

export type StreamState = "connecting" | "live" | "broken" | "paused";

/** The platform's event stream. The browser reconnects by itself and resumes with Last-Event-ID; we only show the state. */
export function useEventStream(onEvent: (event: Event) => void): { state: Ref<StreamState>; toggle: () => void } {
    const state = ref<StreamState>("connecting");
    let source: EventSource | null = null;

    function take(message: MessageEvent<string>) {
        try {
            onEvent(JSON.parse(message.data) as Event);
        } catch {
            // a line that is no JSON is not worth stopping the stream for
        }
    }
    function open() {
        state.value = "connecting";
        source = new EventSource("/api/v1/events/stream", { withCredentials: true });
        source.onopen = () => (state.value = "live");
        source.onerror = () => (state.value = source?.readyState === EventSource.CLOSED ? "broken" : "connecting");
        for (const kind of ["recognition", "alert", "system"]) source.addEventListener(kind, take as EventListener);
    }
    function close() {
        source?.close();
        source = null;
    }
    function toggle() {
        if (state.value === "paused" || state.value === "broken") return open();
        close();
        state.value = "paused";
    }
    open();
    onBeforeUnmount(close);
    return { state, toggle };
}
