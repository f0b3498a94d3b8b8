/** Where in the console the evidence of a clause can be seen; pages by route name. */
const pages: Record<string, string> = {
    B1: "notices",
    B2: "persons",
    B3: "verify",
    B4: "identify",
    B5: "persons",
    B8: "events",
    B9: "doors",
    B10: "events",
    B11: "deletions",
    C1: "captures",
    C2: "control",
    C3: "control",
    C4: "control",
    C5: "alerts",
    C6: "alerts",
    C7: "alerts",
    C8: "watchLists",
    C9: "retention",
    C10: "cameras",
    D4: "devices",
    D9: "certificates",
    D11: "users",
    D19: "ledger",
    G1: "system",
    G2: "overview",
};

export const evidencePage = (clause: string): string | null => pages[clause] ?? null;

/** B2 before B10, and B before D. */
export function clauseOrder(a: string, b: string): number {
    return a.charAt(0).localeCompare(b.charAt(0)) || Number(a.slice(1)) - Number(b.slice(1));
}
