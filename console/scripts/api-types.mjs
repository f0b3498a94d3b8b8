// Generates src/api/schema.d.ts from the platform's OpenAPI file; with --check says whether the committed file is current.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const contract = new URL("../../src/api/openapi.yaml", import.meta.url);
const target = fileURLToPath(new URL("../src/api/schema.d.ts", import.meta.url));
const banner = "// Generated from src/api/openapi.yaml by `npm run api`. Do not edit.\n\n";
const text = banner + astToString(await openapiTS(contract, { alphabetize: false }));

if (process.argv.includes("--check")) {
    if (readFileSync(target, "utf8") !== text) {
        console.error("src/api/schema.d.ts is older than src/api/openapi.yaml: run `npm run api`");
        process.exit(1);
    }
} else {
    writeFileSync(target, text);
}
