import { createI18n } from "vue-i18n";
import en from "./en";
import zh from "./zh-CN";

export type Language = "zh-CN" | "en";

export const i18n = createI18n({
    legacy: false,
    locale: "zh-CN",
    fallbackLocale: "zh-CN",
    messages: { "zh-CN": zh, en },
    missingWarn: false,
    fallbackWarn: false,
});

export function setLanguage(language: Language): void {
    i18n.global.locale.value = language;
    document.documentElement.lang = language;
}

/** The word for a name that the platform uses, or the name itself where a newer platform knows more than this console. */
export function known(group: string, name: string): string {
    const key = `${group}.${name}`;
    return i18n.global.te(key) ? i18n.global.t(key) : name;
}

/** The sentence of a pair of sentences that belongs to the current language. */
export function pick(pair: { zh?: string | null; en?: string | null } | null | undefined): string {
    if (!pair) return "";
    return (i18n.global.locale.value === "en" ? pair.en || pair.zh : pair.zh || pair.en) ?? "";
}
