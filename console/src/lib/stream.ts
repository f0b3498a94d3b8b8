import { computed, onBeforeUnmount, ref, type Ref } from "vue";
import { useStream, type StreamState } from "@/stores/stream";

/** What happens on the platform, for as long as the page is open; the page may pause. */
export function useEventStream<T>(kind: string, onEvent: (event: T) => void): { state: Readonly<Ref<StreamState | "paused">>; toggle: () => void } {
    const stream = useStream();
    const paused = ref(false);
    const leave = stream.listen(kind, (event) => {
        if (!paused.value) onEvent(event as T);
    });
    onBeforeUnmount(leave);
    const state = computed(() => (paused.value ? "paused" : stream.state));
    function toggle() {
        if (!paused.value && stream.state === "broken") return stream.open();
        paused.value = !paused.value;
    }
    return { state, toggle };
}
