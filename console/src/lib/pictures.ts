/** Pictures live in memory only: a Blob, and an object URL that its owner must release. Nothing is stored. */
import { ownProblem } from "@/api/problem";

export interface Picture {
    blob: Blob;
    url: string;
}

export const acceptedTypes = ["image/jpeg", "image/png", "image/webp", "image/bmp"];
const largestBytes = 20 * 1024 * 1024;

export function toPicture(blob: Blob): Picture {
    return { blob, url: URL.createObjectURL(blob) };
}

/** B3, B4: revokes the URL so that the browser may free the pixels. */
export function release(...pictures: (Picture | null | undefined)[]): void {
    for (const picture of pictures) if (picture) URL.revokeObjectURL(picture.url);
}

export function checkFile(file: Blob): void {
    if (!acceptedTypes.includes(file.type)) {
        throw ownProblem("picture_type", "只接受 JPEG、PNG、WebP 或 BMP 图片。", "Only JPEG, PNG, WebP or BMP pictures are accepted.");
    }
    if (file.size > largestBytes) throw ownProblem("picture_size", "图片超过 20 MB。", "The picture is larger than 20 MB.");
}

export async function toBase64(blob: Blob): Promise<string> {
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let binary = "";
    const step = 0x8000;
    for (let at = 0; at < bytes.length; at += step) binary += String.fromCharCode(...bytes.subarray(at, at + step));
    return btoa(binary);
}

/** Opens the camera; refusals become sentences a person can act on. */
export async function openCamera(): Promise<MediaStream> {
    if (!navigator.mediaDevices?.getUserMedia) {
        throw ownProblem("camera_missing", "此浏览器不能使用摄像头，请改用图片文件。", "This browser offers no camera. Use picture files.");
    }
    try {
        return await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1280 }, height: { ideal: 720 }, facingMode: "user" }, audio: false });
    } catch (cause) {
        const name = cause instanceof DOMException ? cause.name : "";
        if (name === "NotAllowedError") {
            throw ownProblem("camera_refused", "浏览器未允许使用摄像头，请在地址栏允许后重试。", "The browser has not allowed the camera. Allow it in the address bar and retry.");
        }
        throw ownProblem("camera_failed", "没有可用的摄像头，或它正被其他程序占用。", "No camera is available, or another program holds it.");
    }
}

export function stopCamera(stream: MediaStream | null): void {
    stream?.getTracks().forEach((track) => track.stop());
}

/** One frame of a playing video as JPEG, at its own size. */
export function grabFrame(video: HTMLVideoElement): Promise<Blob> {
    const canvas = document.createElement("canvas");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext("2d")?.drawImage(video, 0, 0);
    return new Promise((resolve, reject) => {
        canvas.toBlob((blob) => (blob ? resolve(blob) : reject(ownProblem("frame", "无法取得画面。", "No frame could be taken."))), "image/jpeg", 0.92);
    });
}

/** `count` frames spread over about `duration_ms`, for the liveness check. */
export async function grabBurst(video: HTMLVideoElement, count: number, durationMs: number, onFrame: (taken: number) => void): Promise<Blob[]> {
    const frames: Blob[] = [];
    for (let index = 0; index < count; index += 1) {
        if (index > 0) await new Promise((resolve) => setTimeout(resolve, durationMs / (count - 1)));
        frames.push(await grabFrame(video));
        onFrame(frames.length);
    }
    return frames;
}
