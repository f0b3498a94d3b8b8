import { defineStore } from "pinia";
import { ref } from "vue";

export interface Toast {
    id: number;
    text: string;
}

/** Short confirmations, spoken by screen readers and gone after a few seconds. Failures never go here: they stay where they happened. */
export const useToasts = defineStore("toasts", () => {
    const items = ref<Toast[]>([]);
    let next = 1;
    function say(text: string) {
        const id = next++;
        items.value.push({ id, text });
        setTimeout(() => (items.value = items.value.filter((toast) => toast.id !== id)), 4000);
    }
    return { items, say };
});
