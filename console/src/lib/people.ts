import type { ConsentChannel, DeletionReason, PersonKind, PersonState } from "@/api/types";
import type { Tone } from "@/components/StatusTag.vue";
import type { Language } from "@/i18n";

export const personKinds: readonly PersonKind[] = ["resident", "staff", "visitor", "contractor", "other"];
export const consentChannels: readonly ConsentChannel[] = ["paper", "screen", "app", "mini_program"];
export const deletionReasons: readonly DeletionReason[] = ["left", "withdrawn", "expired", "request"];
export const stateTones: Record<PersonState, Tone> = { active: "good", not_yet_valid: "plain", expired: "warn", no_image: "warn", stopped: "warn" };

/** Under 14 a guardian consents (个人信息保护法 art. 31). */
export const guardianAge = 14;

/** First line of people.csv in either language, in the order a clerk fills it; the platform reads the columns by name. */
export const importColumns: Record<Language, readonly string[]> = {
    "zh-CN": ["姓名", "编号", "类别", "出生日期", "部门", "电话", "证件号码", "生效日期", "失效日期", "分组", "照片1", "照片2", "同意方式", "同意凭据", "监护人姓名", "监护人关系", "监护人证件号码"],
    en: [
        "name",
        "external_id",
        "kind",
        "birth_date",
        "department",
        "phone",
        "document_number",
        "valid_from",
        "valid_until",
        "groups",
        "picture_1",
        "picture_2",
        "consent_channel",
        "consent_evidence",
        "guardian_name",
        "guardian_relation",
        "guardian_document",
    ],
};

/** The template as spreadsheet programs open it: UTF-8 with its mark, CRLF. */
export function importTemplate(language: Language): string {
    return `\uFEFF${importColumns[language].join(",")}\r\n`;
}
