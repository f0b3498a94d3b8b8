import { onBeforeUnmount } from "vue";

/** Calls at once and then every so often while the page is open and to be seen; never twice at a time. */
export function usePolling(action: () => Promise<unknown>, everyMs: number): void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    async function turn() {
        if (!document.hidden) await action();
        if (!over) timer = setTimeout(turn, everyMs);
    }
    void turn();
    onBeforeUnmount(() => {
        over = true;
        clearTimeout(timer);
    });
}
