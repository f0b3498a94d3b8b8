import { defineStore } from "pinia";
import { ref } from "vue";

export type StreamState = "connecting" | "live" | "broken";
type Listener = (event: unknown) => void;

/** The platform's event stream, once for the whole console: a browser has only six connections to a server. It resumes with Last-Event-ID by itself. */
export const useStream = defineStore("stream", () => {
    const state = ref<StreamState>("connecting");
    const listeners = new Map<string, Set<Listener>>();
    let source: EventSource | null = null;

    function hear(kind: string, data: string) {
        let event: unknown;
        try {
            event = JSON.parse(data);
        } catch {
            return; // a line that is no JSON is not worth stopping the stream for
        }
        listeners.get(kind)?.forEach((listener) => listener(event));
    }
    function open() {
        close();
        state.value = "connecting";
        source = new EventSource("/api/v1/events/stream", { withCredentials: true });
        source.onopen = () => (state.value = "live");
        source.onerror = () => (state.value = source?.readyState === EventSource.CLOSED ? "broken" : "connecting");
        for (const kind of ["recognition", "capture", "alert", "system"]) source.addEventListener(kind, (message) => hear(kind, (message as MessageEvent<string>).data));
    }
    function close() {
        source?.close();
        source = null;
    }
    /** Returns what to call when no longer interested. The first listener opens the stream; it stays open until `close`. */
    function listen(kind: string, listener: Listener): () => void {
        if (!source) open();
        const set = listeners.get(kind) ?? new Set();
        listeners.set(kind, set.add(listener));
        return () => set.delete(listener);
    }
    return { state, open, close, listen };
});
