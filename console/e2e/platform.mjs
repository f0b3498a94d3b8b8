// The real platform these tests run against: one that is already there (MIANDUN_URL, MIANDUN_FIRST_PASSWORD: the file with the first administrator's
// one-time password, plain or as the platform's ready file), or one started here in a fresh folder (MIANDUN_PLATFORM: the executable).
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const available = Boolean((process.env.MIANDUN_URL && process.env.MIANDUN_FIRST_PASSWORD) || process.env.MIANDUN_PLATFORM);
export const media = process.env.MIANDUN_MEDIA ?? "";

function firstPassword(file) {
    const text = readFileSync(file, "utf8").trim();
    if (!text.startsWith("{")) return { name: "admin", password: text };
    return JSON.parse(text).first_administrator;
}

function freePort() {
    return new Promise((resolve, reject) => {
        const server = createServer().on("error", reject);
        server.listen(0, "127.0.0.1", () => {
            const { port } = server.address();
            server.close(() => resolve(port));
        });
    });
}

async function startPlatform() {
    const home = mkdtempSync(join(tmpdir(), "miandun-console-"));
    const port = await freePort();
    writeFileSync(join(home, "platform.yaml"), `listen: {address: 127.0.0.1, port: ${port}}\nmetrics: {port: 0}\n`);
    const ready = join(home, "ready.json");
    const child = spawn(process.env.MIANDUN_PLATFORM, ["--home", home, "--profile", "general", "--ready-file", ready], { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (said = (said + data).slice(-4000)));
    const ended = new Promise((resolve) => child.on("exit", resolve));
    const deadline = Date.now() + 120_000;
    while (!existsSync(ready)) {
        if (child.exitCode !== null || Date.now() > deadline) throw new Error(`the platform did not start:\n${said}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return {
        url: `https://localhost:${port}`,
        first: firstPassword(ready),
        async stop() {
            child.kill("SIGTERM");
            await ended;
            rmSync(home, { recursive: true, force: true });
        },
    };
}

export async function openPlatform() {
    if (!process.env.MIANDUN_URL) return startPlatform();
    return { url: process.env.MIANDUN_URL.replace(/\/$/, ""), first: firstPassword(process.env.MIANDUN_FIRST_PASSWORD), stop: async () => {} };
}
