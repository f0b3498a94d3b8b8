import { shallowRef } from "vue";

const shownMs = 4000; // as long as `.fresh` of base.css lasts

/** Which entries of a list have just come in by themselves. */
export function useFresh(): { add: (id: string) => void; has: (id: string) => boolean } {
    const ids = shallowRef<ReadonlySet<string>>(new Set());
    function add(id: string) {
        ids.value = new Set([...ids.value, id]);
        setTimeout(() => (ids.value = new Set([...ids.value].filter((other) => other !== id))), shownMs);
    }
    return { add, has: (id) => ids.value.has(id) };
}
