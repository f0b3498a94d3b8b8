import { defineStore } from "pinia";
import { ref, shallowRef } from "vue";
import { api, ok } from "@/api/client";
import { toProblem, type Problem } from "@/api/problem";
import type { Camera } from "@/api/types";
import { shortId } from "@/lib/format";

/** The cameras by name, which every page of the analysis speaks of. */
export const useCameras = defineStore("cameras", () => {
    const items = shallowRef<readonly Camera[]>([]);
    const loaded = ref(false);
    const problem = shallowRef<Problem | null>(null);

    async function reload() {
        try {
            items.value = (await ok(api.GET("/api/v1/cameras"))).items;
            problem.value = null;
            loaded.value = true;
        } catch (cause) {
            problem.value = toProblem(cause);
        }
    }
    const byId = (id: string) => items.value.find((camera) => camera.id === id) ?? null;
    /** A camera that was removed still has captures and alerts; its id stands for it. */
    const nameOf = (id: string) => byId(id)?.name ?? shortId(id);
    return { items, loaded, problem, reload, byId, nameOf };
});
