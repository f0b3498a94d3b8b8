import { useI18n } from "vue-i18n";
import { directionOf, type ControlDraft, type RuleDraft, type RuleKind } from "./control";
import { toAmount } from "./duration";

/** What a rule without a name of its own is called: 禁行闯入 · 大厅. */
export function useMadeName(): (kind: RuleKind, regions: readonly string[]) => string {
    const { t } = useI18n();
    return (kind, regions) => [t(`rule.kind.${kind}`), regions.join(t("common.listSeparator"))].filter(Boolean).join(" · ");
}

/** Says in one sentence what a rule will do, so that nobody has to read it off the fields. */
export function useRuleSentence(): (rule: RuleDraft, draft: Pick<ControlDraft, "schedules">) => string {
    const { t } = useI18n();
    const span = (seconds: number) => {
        const { value, unit } = toAmount(seconds);
        return t(`duration.say.${unit}`, { n: value });
    };
    const where = (names: readonly string[]) => (names.length ? names.map((name) => t("rule.quoted", { name })).join(t("common.listSeparator")) : t("rule.say.somewhere"));

    function when(rule: RuleDraft, draft: Pick<ControlDraft, "schedules">): string {
        const schedule = draft.schedules.find((entry) => entry.name === rule.schedule);
        if (!schedule) return t("rule.say.always");
        return t(schedule.to <= schedule.from ? "rule.say.overnight" : "rule.say.during", { name: schedule.name, from: schedule.from, to: schedule.to });
    }
    function what(rule: RuleDraft): string {
        const at = where(rule.regions);
        if (rule.kind === "intrusion") {
            const way = directionOf(rule.direction);
            return way ? t("rule.say.crossing", { where: at, way: t(`rule.towards.${way}`) }) : t("rule.say.intrusion", { where: at });
        }
        if (rule.kind === "stay") return t("rule.say.stay", { where: at, long: span(rule.longer_than) });
        if (rule.kind === "appearance") return rule.watch_list ? t("rule.say.listed", { where: at, list: rule.watch_list }) : t("rule.say.appearance", { where: at });
        const long = rule.longer_than > 0;
        const often = rule.more_often_than > 0;
        const key = long && often ? "rule.say.wanderBoth" : long ? "rule.say.wanderLong" : "rule.say.wanderOften";
        return t(key, { where: at, long: span(rule.longer_than), n: rule.more_often_than, within: span(rule.within) });
    }
    return (rule, draft) => t("rule.say.whole", { when: when(rule, draft), what: what(rule), rest: rule.cool_down > 0 ? t("rule.say.coolDown", { span: span(rule.cool_down) }) : "" });
}
