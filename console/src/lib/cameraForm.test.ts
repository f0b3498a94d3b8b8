import { describe, expect, it } from "vitest";
import type { Camera } from "@/api/types";
import { cameraChange, emptyForm, formOf, hasSecretInside, isWhole, newCamera, withoutSecret } from "./cameraForm";

const camera = { name: "南门", kind: "stream", group: null, address: "rtsp://10.0.0.1/a", user: "viewer", has_password: true, transport: "tcp", loop: false, enabled: true, device_id: null } as Camera;

describe("the form of a camera", () => {
    it("sends of a new one what its kind knows", () => {
        const form = { ...emptyForm(), name: " 南门 ", address: "rtsp://10.0.0.1/a", user: "viewer", password: "secret" };
        expect(newCamera(form)).toEqual({ name: "南门", kind: "stream", enabled: true, address: "rtsp://10.0.0.1/a", transport: "tcp", user: "viewer", password: "secret" });
        expect(newCamera({ ...form, kind: "file", address: "clip.mp4" })).toEqual({ name: "南门", kind: "file", enabled: true, address: "clip.mp4", loop: true });
        expect(newCamera({ ...form, kind: "edge", device_id: "d1" })).toEqual({ name: "南门", kind: "edge", enabled: true, device_id: "d1" });
    });
    it("sends of a change only what differs, so that a stream nobody touched runs on", () => {
        const form = formOf(camera);
        expect(cameraChange(form, camera)).toEqual({});
        expect(cameraChange({ ...form, group: "大门", user: "" }, camera)).toEqual({ group: "大门", user: null });
        expect(cameraChange({ ...form, enabled: false }, camera)).toEqual({ enabled: false });
    });
    it("never holds a saved password: it stays, is replaced, or is taken away", () => {
        const form = formOf(camera);
        expect(form.password).toBe("");
        expect(cameraChange(form, camera)).not.toHaveProperty("password");
        expect(cameraChange({ ...form, password: "new" }, camera)).toEqual({ password: "new" });
        expect(cameraChange({ ...form, forgetPassword: true }, camera)).toEqual({ password: null });
    });
    it("takes a password out of a pasted address", () => {
        const pasted = { ...emptyForm(), name: "x", address: "rtsp://admin:p%40ss@10.0.0.1:554/ch1" };
        expect(hasSecretInside(pasted.address)).toBe(true);
        expect(isWhole(pasted)).toBe(false);
        const clean = withoutSecret(pasted);
        expect(clean).toMatchObject({ address: "rtsp://10.0.0.1:554/ch1", user: "admin", password: "p@ss" });
        expect(isWhole(clean)).toBe(true);
        expect(withoutSecret(clean)).toBe(clean);
        expect(hasSecretInside("/dev/video0")).toBe(false);
        expect(hasSecretInside("http://10.0.0.1/a@b")).toBe(false);
    });
});
