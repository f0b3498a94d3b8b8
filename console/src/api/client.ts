import createClient, { type Middleware } from "openapi-fetch";
import { ProblemError, readProblem } from "./problem";
import type { paths } from "./schema";

/** What the client must know of the session; set once by the session store, so that this module depends on no store. */
export const session = {
    csrfToken: "",
    /** Called when the platform no longer knows the session. */
    onLost: () => {},
};

const unsafe = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/** 128 random bits as hex: a repeated click or a retry after a cut connection does its work once. */
export function idempotencyKey(): string {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const guard: Middleware = {
    onRequest({ request }) {
        if (unsafe.has(request.method)) {
            if (session.csrfToken) request.headers.set("X-CSRF-Token", session.csrfToken);
            if (request.method === "POST") request.headers.set("Idempotency-Key", idempotencyKey());
        }
        return request;
    },
    onResponse({ response, schemaPath }) {
        if (response.status === 401 && !schemaPath.startsWith("/api/v1/session")) session.onLost();
        return response;
    },
};

export const api = createClient<paths>({ baseUrl: "", credentials: "same-origin" });
api.use(guard);

interface Answer<T> {
    data?: T;
    error?: unknown;
    response: Response;
}

/** The data of an answer, or a thrown `ProblemError`: `const page = await ok(api.GET("/api/v1/persons"))`. */
export async function ok<T>(answer: Promise<Answer<T>>): Promise<T> {
    const { data, error, response } = await answer;
    if (!response.ok) throw new ProblemError(readProblem(response.status, error));
    return data as T;
}
