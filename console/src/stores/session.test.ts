import { createPinia, setActivePinia } from "pinia";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { SignedIn } from "@/api/types";

const answer: SignedIn = {
    state: "signed_in",
    user: { id: "0".repeat(32), name: "admin", role: "operator", language: "en", permissions: ["read_persons", "verify"] },
    csrf_token: "secret",
    expires_at: "2026-01-01T00:00:00Z",
    must_change_password: true,
};
const kept = new Map<string, string>();
vi.stubGlobal("localStorage", { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value) });
vi.stubGlobal("document", { documentElement: { dataset: {}, lang: "" } });

const { session: wire } = await import("@/api/client");
const { usePreferences } = await import("./preferences");
const { useSession } = await import("./session");

beforeEach(() => {
    kept.clear();
    setActivePinia(createPinia());
});

describe("the session", () => {
    it("hands the CSRF token to the client and takes it back when lost", () => {
        const session = useSession();
        session.accept(answer);
        expect(wire.csrfToken).toBe("secret");
        expect(session.may("manage_users", "verify")).toBe(true);
        expect(session.may("manage_users")).toBe(false);
        wire.onLost();
        expect(session.user).toBeNull();
        expect(session.lost).toBe(true);
        expect(wire.csrfToken).toBe("");
    });
    it("keeps nothing in the browser but language and theme", () => {
        useSession().accept(answer);
        const preferences = usePreferences();
        preferences.chooseLanguage("en");
        preferences.toggleTheme();
        expect([...kept.keys()].sort()).toEqual(["miandun.language", "miandun.theme"]);
        expect(JSON.stringify([...kept])).not.toContain("secret");
    });
    it("takes the account's language until the person picks one", () => {
        const preferences = usePreferences();
        useSession().accept(answer);
        expect(preferences.language).toBe("en");
        preferences.chooseLanguage("zh-CN");
        useSession().accept(answer);
        expect(preferences.language).toBe("zh-CN");
    });
    it("knows which pages are open to it", () => {
        const session = useSession();
        expect(session.mayVisit("verify")).toBe(false);
        session.accept(answer);
        expect(session.mayVisit("verify")).toBe(true);
        expect(session.mayVisit("users")).toBe(false);
        expect(session.mayVisit("overview")).toBe(true);
    });
});
