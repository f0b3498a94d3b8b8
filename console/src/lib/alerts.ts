import type { Alert, AlertKind, AlertOutcome, AlertState } from "@/api/types";
import type { Tone } from "@/components/StatusTag.vue";
import type { Period } from "./period";

export const alertKinds: readonly AlertKind[] = ["intrusion", "stay", "wander", "appearance"];
export const alertStates: readonly AlertState[] = ["raised", "acknowledged", "closed"];
export const outcomes: readonly AlertOutcome[] = ["true", "false_alarm", "test"];
export const alertTones: Record<AlertState, Tone> = { raised: "bad", acknowledged: "warn", closed: "plain" };

/** An alert as it comes over the stream: people are ids there, since the stream holds no names. */
export type AlertEvent = Omit<Alert, "acknowledged_by" | "closed_by"> & {
    what: "raised" | "updated" | "ended" | "acknowledged" | "commented" | "closed";
    acknowledged_by: string | null;
    closed_by: string | null;
};
export function fromStream({ what: _, ...event }: AlertEvent): Alert {
    const actor = (id: string | null) => (id === null ? null : { id, name: null });
    return { ...event, acknowledged_by: actor(event.acknowledged_by), closed_by: actor(event.closed_by) };
}

export interface AlertFilter {
    state: AlertState | "";
    kind: AlertKind | "";
    camera_id: string;
    period: Period;
}

export function alertPasses(alert: Alert, filter: AlertFilter): boolean {
    return !filter.period && (!filter.state || alert.state === filter.state) && (!filter.kind || alert.kind === filter.kind) && (!filter.camera_id || alert.camera_id === filter.camera_id);
}

/** A newer word on an alert takes the place of the older; whatever comes out of order is dropped by its version. */
export function mergeAlert(alerts: readonly Alert[], fresh: Alert, most: number): Alert[] {
    const known = alerts.find((alert) => alert.id === fresh.id);
    if (!known) return [fresh, ...alerts].sort((a, b) => b.raised_at.localeCompare(a.raised_at)).slice(0, most);
    return fresh.version < known.version ? [...alerts] : alerts.map((alert) => (alert.id === fresh.id ? fresh : alert));
}

/** The one to look at after a step up or down; stays at the ends. */
export function neighbour(alerts: readonly Alert[], id: string | null, step: 1 | -1): string | null {
    const at = alerts.findIndex((alert) => alert.id === id);
    if (at < 0) return alerts[0]?.id ?? null;
    return alerts[Math.min(alerts.length - 1, Math.max(0, at + step))]?.id ?? null;
}

/** Keys mean commands only where nobody is writing. */
export function isWriting(target: EventTarget | null): boolean {
    const element = target as { tagName?: string; isContentEditable?: boolean } | null;
    return Boolean(element?.isContentEditable) || ["INPUT", "TEXTAREA", "SELECT"].includes(element?.tagName ?? "");
}
