/** What went wrong, ready to be shown: an RFC 9457 problem of the platform, or a fault on the way to it. */
export interface Problem {
    /** Stable code, e.g. `people.consent_missing`; faults found by the console itself start with `console.`. */
    code: string;
    /** HTTP status, 0 when no answer came. */
    status: number;
    zh: string;
    en: string;
    requestId?: string;
    fields: { path: string; zh: string; en: string }[];
    /** Why a picture was not taken. */
    reasons: { code: string; zh: string; en: string }[];
}

export class ProblemError extends Error {
    constructor(readonly problem: Problem) {
        super(`${problem.code}: ${problem.en}`);
    }
}

const unreachable: Problem = {
    code: "console.unreachable",
    status: 0,
    zh: "无法连接平台，请检查网络或平台是否正在运行。",
    en: "The platform cannot be reached. Check the network and that it is running.",
    fields: [],
    reasons: [],
};

const text = (value: unknown): string => (typeof value === "string" ? value : "");

function objects(value: unknown): Record<string, unknown>[] {
    return Array.isArray(value) ? value.filter((entry): entry is Record<string, unknown> => typeof entry === "object" && entry !== null) : [];
}

/** Reads the body of a failed answer; a body that is no problem+json still yields a sentence. */
export function readProblem(status: number, body: unknown): Problem {
    const source = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
    const fallback = text(source.detail) || text(source.title);
    return {
        code: text(source.code) || `console.http_${status}`,
        status,
        zh: text(source.detail_zh) || fallback || `平台未能处理这个请求（HTTP ${status}）。`,
        en: text(source.detail_en) || fallback || `The platform could not handle this request (HTTP ${status}).`,
        requestId: text(source.request_id) || undefined,
        fields: objects(source.fields).map((entry) => ({ path: text(entry.path), zh: text(entry.zh), en: text(entry.en) })),
        reasons: objects(source.reasons).map((entry) => ({ code: text(entry.code), zh: text(entry.zh), en: text(entry.en) })),
    };
}

/** Turns anything thrown into a problem; what is not ours is taken for a network fault only if fetch raised it. */
export function toProblem(cause: unknown): Problem {
    if (cause instanceof ProblemError) return cause.problem;
    if (cause instanceof TypeError && /fetch|network|load failed/i.test(cause.message)) return unreachable;
    const message = cause instanceof Error ? cause.message : String(cause);
    return { code: "console.unexpected", status: 0, zh: `控制台遇到意外情况：${message}`, en: `Unexpected in the console: ${message}`, fields: [], reasons: [] };
}

/** A problem the console itself finds, e.g. a camera that is not allowed. */
export function ownProblem(code: string, zh: string, en: string): ProblemError {
    return new ProblemError({ code: `console.${code}`, status: 0, zh, en, fields: [], reasons: [] });
}
