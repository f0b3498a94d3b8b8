import { readFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";
import { describe, expect, it } from "vitest";
import { needsOf } from "@/router/nav";

const file = new URL("../../../src/api/openapi.yaml", import.meta.url);
const contract = readFileSync(file, "utf8");

/** `x-permission` of an operation, read from the lines of the contract. */
function permissions(path: string, method: string): string[] {
    const start = contract.indexOf(`\n  ${path}:\n`);
    const operation = contract.indexOf(`    ${method}:`, start);
    const found = /x-permission: \[([^\]]*)\]/.exec(contract.slice(operation));
    if (start < 0 || !found?.[1]) throw new Error(`no x-permission for ${path}`);
    return found[1].split(",").map((name) => name.trim());
}

describe("the contract", () => {
    it("is what the generated types were made from", { timeout: 60_000 }, async () => {
        const committed = readFileSync(new URL("./schema.d.ts", import.meta.url), "utf8");
        expect(committed).toContain(astToString(await openapiTS(file, { alphabetize: false })));
    });
    it.each([
        ["live", "get", "/api/v1/live"],
        ["captures", "get", "/api/v1/captures"],
        ["alerts", "get", "/api/v1/alerts"],
        ["statistics", "get", "/api/v1/statistics"],
        ["control", "get", "/api/v1/analysis/groups/{group}"],
        ["watchLists", "get", "/api/v1/watch-lists"],
        ["cameras", "get", "/api/v1/cameras"],
        ["webhooks", "get", "/api/v1/webhooks"],
        ["notices", "get", "/api/v1/notices"],
        ["persons", "get", "/api/v1/persons"],
        ["import", "post", "/api/v1/persons/import"],
        ["verify", "post", "/api/v1/verifications"],
        ["identify", "post", "/api/v1/identifications"],
        ["events", "get", "/api/v1/events"],
        ["doors", "get", "/api/v1/doors"],
        ["retention", "get", "/api/v1/retention"],
        ["deletions", "get", "/api/v1/deletions"],
        ["ledger", "get", "/api/v1/ledger"],
        ["calibration", "get", "/api/v1/calibration"],
        ["users", "get", "/api/v1/users"],
        ["devices", "get", "/api/v1/devices"],
        ["certificates", "get", "/api/v1/certificates"],
        ["compliance", "get", "/api/v1/system/compliance"],
        ["system", "get", "/api/v1/system"],
    ])("lets those use %s whom the menu shows it to", (page, method, path) => {
        expect([...needsOf(page)].sort()).toEqual(permissions(path, method).sort());
    });
});
