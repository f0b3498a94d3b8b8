import { defineStore } from "pinia";
import { computed, shallowRef } from "vue";
import { api, ok } from "@/api/client";
import type { AlertEvent } from "@/lib/alerts";
import { useStream } from "./stream";

/** How many alerts wait for somebody, for the whole console. */
export const useAlerts = defineStore("alerts", () => {
    const counts = shallowRef<{ raised: number; acknowledged: number; closed: number; ongoing: number } | null>(null);
    const newest = shallowRef<AlertEvent | null>(null);
    const waiting = computed(() => counts.value?.raised ?? 0);
    let leave: (() => void) | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;

    async function reload() {
        counts.value = await ok(api.GET("/api/v1/alerts/counts")).catch(() => counts.value); // the next event asks again
    }
    function start() {
        if (leave) return;
        leave = useStream().listen("alert", (event) => {
            const alert = event as AlertEvent;
            if (alert.what === "raised") newest.value = alert;
            if (alert.what === "updated" || alert.what === "commented") return;
            clearTimeout(timer);
            timer = setTimeout(reload, 200); // a burst of alerts is one question
        });
        void reload();
    }
    function stop() {
        leave?.();
        leave = null;
        clearTimeout(timer);
        counts.value = newest.value = null;
    }
    return { counts, newest, waiting, start, stop };
});
