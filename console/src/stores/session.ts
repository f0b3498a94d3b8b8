import { defineStore } from "pinia";
import { computed, ref, shallowRef } from "vue";
import { api, ok, session as wire } from "@/api/client";
import { ProblemError } from "@/api/problem";
import type { Permission, SignedIn } from "@/api/types";
import { needsOf } from "@/router/nav";
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
    /** Asks again who we are: after the one-time password is changed, the account has its full permissions. */
    async function refresh() {
        accept(await ok(api.GET("/api/v1/session")));
    }
    const may = (...anyOf: Permission[]) => user.value !== null && anyOf.some((permission) => user.value?.permissions.includes(permission));
    const mayVisit = (page: string) => needsOf(page).length === 0 || may(...needsOf(page));

    return { current, user, lost, mustChangePassword, accept, restore, refresh, signOut, may, mayVisit };
});
