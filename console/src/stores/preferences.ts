import { defineStore } from "pinia";
import { ref, watch } from "vue";
import { setLanguage, type Language } from "@/i18n";

export type Theme = "light" | "dark";

/** The only two things the console keeps in the browser: language and theme. */
const keys = { language: "miandun.language", theme: "miandun.theme" };

function stored(key: string): string | null {
    try {
        return localStorage.getItem(key);
    } catch {
        return null; // storage may be switched off; the choice then lasts for the page
    }
}

function store(key: string, value: string): void {
    try {
        localStorage.setItem(key, value);
    } catch {
        // see above
    }
}

export const usePreferences = defineStore("preferences", () => {
    const language = ref<Language>(stored(keys.language) === "en" ? "en" : "zh-CN");
    const theme = ref<Theme>(stored(keys.theme) === "dark" ? "dark" : "light");
    const chosen = ref(stored(keys.language) !== null);

    function chooseLanguage(value: Language) {
        language.value = value;
        chosen.value = true;
        store(keys.language, value);
    }
    /** The account's language counts until the person picks another in this browser. */
    function suggestLanguage(value: string) {
        if (!chosen.value) language.value = value === "en" ? "en" : "zh-CN";
    }
    function toggleTheme() {
        theme.value = theme.value === "light" ? "dark" : "light";
        store(keys.theme, theme.value);
    }

    watch(language, setLanguage, { immediate: true });
    watch(theme, (value) => (document.documentElement.dataset.theme = value), { immediate: true });
    return { language, theme, chooseLanguage, suggestLanguage, toggleTheme };
});
