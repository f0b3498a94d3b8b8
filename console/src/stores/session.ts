import { defineStore } from "pinia";
import { computed, ref, shallowRef } from "vue";
import { api, ok, session as wire } from "@/api/client";
import { ProblemError } from "@/api/problem";
import type { Role, SignedIn } from "@/api/types";
import { usePreferences } from "./preferences";

/** Who is signed in. Lives in memory; a reload asks the platform again. */
export const useSession = defineStore("session", () => {
    const current = shallowRef<SignedIn | null>(null);
    const lost = ref(false);
    let asked = false;

    const user = computed(() => current.value?.user ?? null);
    const mustChangePassword = computed(() => current.value?.must_change_password ?? false);

    function accept(answer: SignedIn) {
        current.value = answer;
        wire.csrfToken = answer.csrf_token;
        lost.value = false;
        asked = true;
        usePreferences().suggestLanguage(answer.user.language);
    }
    function forget() {
        current.value = null;
        wire.csrfToken = "";
    }
    wire.onLost = () => {
        lost.value = current.value !== null;
        forget();
    };

    /** Once a page load: is there a session behind the cookie? */
    async function restore() {
        if (asked) return;
        try {
            accept(await ok(api.GET("/api/v1/session")));
        } catch (cause) {
            if (!(cause instanceof ProblemError) || cause.problem.status !== 401) throw cause;
        }
        asked = true;
    }
    async function signOut() {
        await ok(api.DELETE("/api/v1/session"));
        forget();
    }
    function passwordChanged() {
        if (current.value) current.value = { ...current.value, must_change_password: false };
    }
    const may = (...roles: Role[]) => user.value !== null && roles.includes(user.value.role);

    return { current, user, lost, mustChangePassword, accept, restore, signOut, passwordChanged, may };
});
