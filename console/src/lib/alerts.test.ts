import { describe, expect, it } from "vitest";
import type { Alert } from "@/api/types";
import { alertPasses, fromStream, isWriting, mergeAlert, neighbour } from "./alerts";

const alert = (id: string, minute: number, more: Partial<Alert> = {}) => ({ id, raised_at: `2026-01-05T08:${String(minute).padStart(2, "0")}:00Z`, state: "raised", kind: "stay", camera_id: "c1", version: 1, ...more }) as Alert;

describe("the list of alerts", () => {
    const list = [alert("c", 30), alert("b", 20), alert("a", 10)];
    it("takes a new one in by its time, and no more than it can show", () => {
        expect(mergeAlert(list, alert("x", 25), 3).map((entry) => entry.id)).toEqual(["c", "x", "b"]);
        expect(mergeAlert(list, alert("x", 40), 9)[0]?.id).toBe("x");
    });
    it("keeps the newest word on an alert, whatever order it comes in", () => {
        const acknowledged = mergeAlert(list, alert("b", 20, { state: "acknowledged", version: 3 }), 9);
        expect(acknowledged[1]?.state).toBe("acknowledged");
        expect(mergeAlert(acknowledged, alert("b", 20, { version: 2 }), 9)[1]?.state).toBe("acknowledged");
    });
    it("is walked with the keyboard and stops at its ends", () => {
        expect(neighbour(list, null, 1)).toBe("c");
        expect(neighbour(list, "c", 1)).toBe("b");
        expect(neighbour(list, "a", 1)).toBe("a");
        expect(neighbour(list, "c", -1)).toBe("c");
        expect(neighbour([], null, 1)).toBeNull();
    });
    it("gives people of the stream, which has no names, the shape they have elsewhere", () => {
        const event = { ...alert("a", 10), what: "acknowledged" as const, acknowledged_by: "u1", closed_by: null };
        expect(fromStream(event)).toMatchObject({ id: "a", acknowledged_by: { id: "u1", name: null }, closed_by: null });
        expect(fromStream(event)).not.toHaveProperty("what");
    });
    it("lets in what its filter asks for", () => {
        const all = { state: "", kind: "", camera_id: "", period: null } as const;
        expect(alertPasses(list[0]!, all)).toBe(true);
        expect(alertPasses(list[0]!, { ...all, state: "closed" })).toBe(false);
        expect(alertPasses(list[0]!, { ...all, kind: "wander" })).toBe(false);
        expect(alertPasses(list[0]!, { ...all, camera_id: "c2" })).toBe(false);
        expect(alertPasses(list[0]!, { ...all, period: ["", ""] })).toBe(false);
    });
    it("hears no commands in what somebody writes", () => {
        expect(isWriting({ tagName: "TEXTAREA" } as unknown as EventTarget)).toBe(true);
        expect(isWriting({ tagName: "BUTTON" } as unknown as EventTarget)).toBe(false);
        expect(isWriting(null)).toBe(false);
    });
});
