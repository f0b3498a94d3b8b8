import type { Camera, CameraKind, NewCamera } from "@/api/types";

/** What the form holds; empty texts mean "not given". A saved password is never shown: it stays unless a new one is typed or it is taken away. */
export interface CameraForm {
    name: string;
    kind: CameraKind;
    group: string;
    address: string;
    user: string;
    password: string;
    forgetPassword: boolean;
    transport: "tcp" | "udp";
    loop: boolean;
    enabled: boolean;
    device_id: string;
}

export const emptyForm = (): CameraForm => ({ name: "", kind: "stream", group: "", address: "", user: "", password: "", forgetPassword: false, transport: "tcp", loop: true, enabled: true, device_id: "" });

export function formOf(camera: Camera): CameraForm {
    return {
        ...emptyForm(),
        name: camera.name,
        kind: camera.kind,
        group: camera.group ?? "",
        address: camera.address ?? "",
        user: camera.user ?? "",
        transport: camera.transport,
        loop: camera.loop,
        enabled: camera.enabled,
        device_id: camera.device_id ?? "",
    };
}

const isStream = (form: CameraForm) => form.kind === "stream";

export function newCamera(form: CameraForm): NewCamera {
    return {
        name: form.name.trim(),
        kind: form.kind,
        enabled: form.enabled,
        ...(form.group.trim() ? { group: form.group.trim() } : {}),
        ...(form.kind === "edge" ? { device_id: form.device_id } : { address: form.address.trim() }),
        ...(isStream(form) ? { transport: form.transport, ...(form.user ? { user: form.user } : {}), ...(form.password ? { password: form.password } : {}) } : {}),
        ...(form.kind === "file" ? { loop: form.loop } : {}),
    };
}

/** Only what differs: a stream that nobody touched runs on. */
export function cameraChange(form: CameraForm, camera: Camera): Record<string, unknown> {
    const before = formOf(camera);
    const change: Record<string, unknown> = {};
    for (const key of ["name", "address", "transport", "loop", "enabled", "device_id"] as const) if (form[key] !== before[key]) change[key] = typeof form[key] === "string" ? (form[key] as string).trim() : form[key];
    for (const key of ["group", "user"] as const) if (form[key] !== before[key]) change[key] = form[key].trim() || null;
    if (form.password) change.password = form.password;
    else if (form.forgetPassword) change.password = null;
    return change;
}

/** A password written into an address would be shown to everybody who may see addresses; it belongs into its own field. */
export const hasSecretInside = (address: string): boolean => /^[a-z]+:\/\/[^/@]*@/i.test(address.trim());

/** Takes user and password out of a pasted address. */
export function withoutSecret(form: CameraForm): CameraForm {
    const match = /^([a-z]+:\/\/)([^/@:]*)(?::([^/@]*))?@(.*)$/i.exec(form.address.trim());
    if (!match) return form;
    const plain = (text: string | undefined) => {
        try {
            return decodeURIComponent(text ?? "");
        } catch {
            return text ?? "";
        }
    };
    return { ...form, address: `${match[1]}${match[4]}`, user: plain(match[2]) || form.user, password: plain(match[3]) || form.password };
}

export function isWhole(form: CameraForm): boolean {
    return form.name.trim() !== "" && (form.kind === "edge" ? form.device_id !== "" : form.address.trim() !== "" && !hasSecretInside(form.address));
}
