import { nextTick, ref, shallowRef, type Ref, type ShallowRef } from "vue";
import { toProblem, type Problem } from "@/api/problem";

export interface Task<A extends unknown[], T> {
    run: (...args: A) => Promise<T | undefined>;
    busy: Ref<boolean>;
    problem: ShallowRef<Problem | null>;
    clear: () => void;
}

/** A button is disabled while its task runs, and browsers then take the focus away. The answer gives it back, unless the focus has gone on. */
function holdFocus(): () => void {
    const held = globalThis.document?.activeElement;
    if (!held || !(held instanceof HTMLButtonElement)) return () => undefined;
    let lost = false;
    void nextTick(() => (lost = held.disabled));
    return () => void nextTick(() => lost && document.activeElement === document.body && held.focus({ preventScroll: true }));
}

/** Runs an action with a busy flag and its failure as a value; a second start while busy does nothing. */
export function useTask<A extends unknown[], T>(action: (...args: A) => Promise<T>): Task<A, T> {
    const busy = ref(false);
    const problem = shallowRef<Problem | null>(null);
    async function run(...args: A): Promise<T | undefined> {
        if (busy.value) return undefined;
        busy.value = true;
        const giveFocusBack = holdFocus();
        problem.value = null;
        try {
            return await action(...args);
        } catch (cause) {
            problem.value = toProblem(cause);
            return undefined;
        } finally {
            busy.value = false;
            giveFocusBack();
        }
    }
    return { run, busy, problem, clear: () => (problem.value = null) };
}

export interface Loaded<T> {
    data: ShallowRef<T | null>;
    loading: Ref<boolean>;
    problem: ShallowRef<Problem | null>;
    reload: () => Promise<void>;
}

/** Data fetched at once and again on `reload`; the last good answer stays visible while a new one is on its way. */
export function useLoaded<T>(fetch: () => Promise<T>): Loaded<T> {
    const data = shallowRef<T | null>(null);
    const task = useTask(fetch);
    async function reload() {
        const answer = await task.run();
        if (answer !== undefined) data.value = answer;
    }
    void reload();
    return { data, loading: task.busy, problem: task.problem, reload };
}

export interface Page<T> {
    items: T[];
    next_cursor?: string | null;
}

export interface Listing<T> {
    items: ShallowRef<T[]>;
    loading: Ref<boolean>;
    problem: ShallowRef<Problem | null>;
    hasMore: Ref<boolean>;
    reload: () => Promise<void>;
    more: () => Promise<void>;
}

/** A list read page by page with the platform's cursor. An answer that a newer request has overtaken is dropped. */
export function useListing<T>(fetch: (cursor: string | undefined) => Promise<Page<T>>): Listing<T> {
    const items = shallowRef<T[]>([]);
    const loading = ref(false);
    const problem = shallowRef<Problem | null>(null);
    const hasMore = ref(false);
    let cursor: string | undefined;
    let round = 0;

    async function load(from: string | undefined) {
        const mine = ++round;
        loading.value = true;
        problem.value = null;
        try {
            const page = await fetch(from);
            if (mine !== round) return;
            items.value = from === undefined ? page.items : [...items.value, ...page.items];
            cursor = page.next_cursor ?? undefined;
            hasMore.value = cursor !== undefined;
        } catch (cause) {
            if (mine === round) problem.value = toProblem(cause);
        } finally {
            if (mine === round) loading.value = false;
        }
    }

    void load(undefined);
    return { items, loading, problem, hasMore, reload: () => load(undefined), more: () => load(cursor) };
}
