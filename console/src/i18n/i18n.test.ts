import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { i18n, pick } from ".";
import en from "./en";
import zh from "./zh-CN";

type Tree = { [key: string]: string | Tree };
function leaves(tree: Tree, prefix = ""): [string, string][] {
    return Object.entries(tree).flatMap(([key, value]) => (typeof value === "string" ? [[prefix + key, value] as [string, string]] : leaves(value, `${prefix}${key}.`)));
}
const chinese = new Map(leaves(zh));
const english = new Map(leaves(en));
/** The forms of a text by number: one and many, where a language tells them apart. */
const forms = (text: string) => text.split(" | ");
const holes = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

function sources(folder: string): string[] {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return entry.name === "i18n" ? [] : sources(path);
        return /\.(vue|ts)$/.test(entry.name) && !entry.name.endsWith(".test.ts") ? [readFileSync(path, "utf8")] : [];
    });
}

describe("texts", () => {
    it("exist in both languages, with the same holes", () => {
        expect([...english.keys()]).toEqual([...chinese.keys()]);
        for (const [key, text] of chinese) for (const form of forms(english.get(key) ?? "")) expect([key, holes(form)]).toEqual([key, holes(text)]);
    });
    it("are never empty, and none is left in the other language", () => {
        for (const [key, text] of [...chinese, ...english]) expect([key, text.trim().length > 0]).toEqual([key, true]);
        for (const [key, text] of english) expect([key, /[\u4e00-\u9fff]/.test(text)]).toEqual([key, false]);
    });
    it("hold none of the signs that the message format would read as code", () => {
        for (const [key, text] of [...chinese, ...english]) for (const form of forms(text)) expect([key, /[@|]|\{[^}]*[^\w}][^}]*\}/.test(form)]).toEqual([key, false]);
    });
    it("tell one from many in English alone", () => {
        for (const [key, text] of chinese) expect([key, forms(text).length]).toEqual([key, 1]);
        i18n.global.locale.value = "en";
        expect([0, 1, 2].map((n) => i18n.global.t("common.days", { n }))).toEqual(["0 days", "1 day", "2 days"]);
        expect(i18n.global.t("common.days", { n: "1,095", count: 1095 })).toBe("1,095 days");
        i18n.global.locale.value = "zh-CN";
        expect(i18n.global.t("common.days", { n: 2 })).toBe("2 天");
    });
    it("are there for every key the code names", () => {
        const all = sources(fileURLToPath(new URL("..", import.meta.url))).join("\n");
        const named = [...all.matchAll(/\bt\("([\w.]+)"/g)].map((match) => match[1]!);
        const chosen = [...all.matchAll(/\bt\([^"'`()]*\? ["']([\w.]+)["'] : ["']([\w.]+)["']/g)].flatMap((match) => [match[1]!, match[2]!]);
        const families = [...all.matchAll(/\bt\(`([\w.]+)\.\$\{/g)].map((match) => `${match[1]!}.`);
        expect(named.length).toBeGreaterThan(200);
        for (const key of [...named, ...chosen]) expect([key, chinese.has(key)]).toEqual([key, true]);
        for (const family of families) expect([family, [...chinese.keys()].some((key) => key.startsWith(family))]).toEqual([family, true]);
    });
    it("are all used by the code", () => {
        const all = sources(fileURLToPath(new URL("..", import.meta.url))).join("\n");
        const named = new Set([...all.matchAll(/["'`]([a-z]\w*(?:\.\w+)+)["'`]/g)].map((match) => match[1]!));
        const made = [...all.matchAll(/`([a-z]\w*\.(?:\w|\.|\$\{[^}]*\})*)`/g)].map((match) => new RegExp(`^${match[1]!.replace(/\$\{[^}]*\}/g, "\\w+").replaceAll(".", "\\.")}$`));
        const groups = [...all.matchAll(/\bknown\(["']([\w.]+)["']/g)].map((match) => `${match[1]!}.`);
        const unused = [...chinese.keys()].filter((key) => !named.has(key) && !made.some((form) => form.test(key)) && !groups.some((group) => key.startsWith(group)));
        expect(unused).toEqual([]);
    });
    it("follow the chosen language, and fall back to the other one", () => {
        expect(pick({ zh: "甲", en: "a" })).toBe("甲");
        i18n.global.locale.value = "en";
        expect(pick({ zh: "甲", en: "a" })).toBe("a");
        expect(pick({ zh: "甲", en: "" })).toBe("甲");
        i18n.global.locale.value = "zh-CN";
        expect(pick(null)).toBe("");
    });
});
