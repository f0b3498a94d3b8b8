import type { NewPerson, PersonKind } from "@/api/types";

/** What the form edits: plain strings and dates, empty for nothing. */
export interface PersonDetails {
    name: string;
    external_id: string;
    kind: PersonKind;
    birth_date: string;
    department: string;
    phone: string;
    document_number: string;
    valid_from: string;
    valid_until: string;
    groups: string[];
}

export function emptyDetails(): PersonDetails {
    return { name: "", external_id: "", kind: "resident", birth_date: "", department: "", phone: "", document_number: "", valid_from: "", valid_until: "", groups: [] };
}

/** First moment of a day in Shanghai. */
export function dayStart(day: string): string {
    return new Date(`${day}T00:00:00+08:00`).toISOString().replace(".000Z", "Z");
}

/** Last second of a day in Shanghai: "valid until the 3rd" includes the 3rd. */
export function dayEnd(day: string): string {
    return new Date(`${day}T23:59:59+08:00`).toISOString().replace(".000Z", "Z");
}

/** The request's members; empty ones are left out, never sent as empty strings. */
export function toRequest(details: PersonDetails): Omit<NewPerson, "consent" | "images"> {
    const given = (value: string) => value.trim() || undefined;
    return {
        name: details.name.trim(),
        kind: details.kind,
        external_id: given(details.external_id),
        birth_date: given(details.birth_date),
        department: given(details.department),
        phone: given(details.phone),
        document_number: given(details.document_number),
        valid_from: details.valid_from ? dayStart(details.valid_from) : undefined,
        valid_until: details.valid_until ? dayEnd(details.valid_until) : undefined,
        groups: details.groups.length > 0 ? details.groups : undefined,
    };
}
