import { webcrypto } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api, ok, session } from "./client";
import { ownProblem, ProblemError, readProblem, toProblem } from "./problem";

const answer = (status: number, body: unknown) => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
const asked = vi.fn<(request: Request) => Promise<Response>>();

if (!globalThis.crypto) vi.stubGlobal("crypto", webcrypto); // Node 18 knows it only as a module; browsers always have it

beforeEach(() => {
    asked.mockReset();
});
afterEach(() => {
    session.csrfToken = "";
    session.onLost = () => {};
});

const options = { fetch: asked, baseUrl: "https://platform.test" }; // Node's fetch wants whole addresses
const read = () => api.GET("/api/v1/doors", options);
const write = () => api.POST("/api/v1/doors", { ...options, body: { name: "东门", schedules: [], groups: [], grade: 2 } });

describe("the client", () => {
    it("sends the CSRF token and an idempotency key only where something changes", async () => {
        session.csrfToken = "token";
        asked.mockImplementation(async () => answer(200, { items: [] }));
        await read();
        await write();
        await write();
        const [plain, first, second] = asked.mock.calls.map(([request]) => request.headers);
        expect(plain!.get("X-CSRF-Token")).toBeNull();
        expect(plain!.get("Idempotency-Key")).toBeNull();
        expect(first!.get("X-CSRF-Token")).toBe("token");
        expect(first!.get("Idempotency-Key")).toMatch(/^[0-9a-f]{32}$/);
        expect(second!.get("Idempotency-Key")).not.toBe(first!.get("Idempotency-Key"));
    });
    it("throws a problem with both sentences and the code", async () => {
        asked.mockResolvedValue(
            answer(409, { status: 409, code: "people.consent_missing", detail_zh: "没有同意。", detail_en: "No consent.", request_id: "r1", fields: [{ path: "/consent", zh: "缺少", en: "missing" }] }),
        );
        const failure = await ok(write()).catch((cause: unknown) => cause);
        expect(failure).toBeInstanceOf(ProblemError);
        expect((failure as ProblemError).problem).toEqual({
            code: "people.consent_missing",
            status: 409,
            zh: "没有同意。",
            en: "No consent.",
            requestId: "r1",
            fields: [{ path: "/consent", zh: "缺少", en: "missing" }],
            reasons: [],
        });
    });
    it("notices a lost session", async () => {
        const lost = vi.fn();
        session.onLost = lost;
        asked.mockResolvedValue(answer(401, { code: "access.no_session" }));
        await read();
        expect(lost).toHaveBeenCalledOnce();
    });
});

describe("problems", () => {
    it("have a sentence even when the body has none", () => {
        expect(readProblem(502, "<html>")).toMatchObject({ code: "console.http_502", status: 502, fields: [] });
        expect(readProblem(500, { title: "Broken", fields: "x" })).toMatchObject({ zh: "Broken", en: "Broken", fields: [] });
    });
    it("tell a dead network from a fault of the console", () => {
        expect(toProblem(new TypeError("Failed to fetch")).code).toBe("console.unreachable");
        expect(toProblem(new TypeError("x is undefined")).code).toBe("console.unexpected");
        expect(toProblem(ownProblem("frame", "无", "none")).code).toBe("console.frame");
    });
});
