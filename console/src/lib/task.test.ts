import { describe, expect, it } from "vitest";
import { useListing, useTask, type Page } from "./task";

const later = <T>() => {
    let resolve!: (value: T) => void;
    const promise = new Promise<T>((done) => (resolve = done));
    return { promise, resolve };
};
const settle = () => new Promise((done) => setTimeout(done, 0));

describe("a task", () => {
    it("keeps its failure as a problem and clears it on the next run", async () => {
        let fail = true;
        const task = useTask(async () => {
            if (fail) throw new TypeError("Failed to fetch");
            return 7;
        });
        expect(await task.run()).toBeUndefined();
        expect(task.problem.value?.code).toBe("console.unreachable");
        fail = false;
        expect(await task.run()).toBe(7);
        expect(task.problem.value).toBeNull();
    });
    it("does not start twice", async () => {
        let starts = 0;
        const gate = later<void>();
        const task = useTask(async () => {
            starts += 1;
            await gate.promise;
        });
        const first = task.run();
        await task.run();
        gate.resolve();
        await first;
        expect(starts).toBe(1);
        expect(task.busy.value).toBe(false);
    });
});

describe("a listing", () => {
    it("adds pages behind each other", async () => {
        const list = useListing(async (cursor): Promise<Page<number>> => (cursor ? { items: [3], next_cursor: null } : { items: [1, 2], next_cursor: "next" }));
        await settle();
        expect(list.hasMore.value).toBe(true);
        await list.more();
        expect(list.items.value).toEqual([1, 2, 3]);
        expect(list.hasMore.value).toBe(false);
    });
    it("drops an answer that a newer question has overtaken", async () => {
        const gates = [later<Page<string>>(), later<Page<string>>()];
        let call = 0;
        const list = useListing(() => gates[call++]!.promise);
        const second = list.reload();
        gates[1]!.resolve({ items: ["new"], next_cursor: null });
        await second;
        gates[0]!.resolve({ items: ["old"], next_cursor: "x" });
        await settle();
        expect(list.items.value).toEqual(["new"]);
        expect(list.hasMore.value).toBe(false);
    });
});
