import type { ConsentChannel, DeletionReason, PersonKind, PersonState } from "@/api/types";
import type { Tone } from "@/components/StatusTag.vue";

export const personKinds: readonly PersonKind[] = ["resident", "staff", "visitor", "contractor", "other"];
export const consentChannels: readonly ConsentChannel[] = ["paper", "screen", "app", "mini_program"];
export const deletionReasons: readonly DeletionReason[] = ["left", "withdrawn", "expired", "request"];
export const stateTones: Record<PersonState, Tone> = { active: "good", not_yet_valid: "plain", expired: "warn", no_image: "warn" };

/** Under 14 a guardian consents (个人信息保护法 art. 31). */
export const guardianAge = 14;

/** First line of people.csv, in the order a clerk fills it; the platform reads the columns by name. */
export const importColumns = [
    "姓名",
    "编号",
    "类别",
    "出生日期",
    "部门",
    "电话",
    "证件号码",
    "生效日期",
    "失效日期",
    "分组",
    "照片1",
    "照片2",
    "同意方式",
    "同意凭据",
    "监护人姓名",
    "监护人关系",
    "监护人证件号码",
] as const;

/** The template as spreadsheet programs open it: UTF-8 with its mark, CRLF. */
export function importTemplate(): string {
    return `\uFEFF${importColumns.join(",")}\r\n`;
}
