// Writes a .gz beside every file of the bundle that gains from it, and refuses a bundle above its budget.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const dist = fileURLToPath(new URL("../dist", import.meta.url));
const budget = 600 * 1024;
const compressible = new Set([".html", ".js", ".css", ".svg", ".json"]);

function filesBelow(folder) {
    return readdirSync(folder).flatMap((name) => {
        const path = join(folder, name);
        return statSync(path).isDirectory() ? filesBelow(path) : [path];
    });
}

let total = 0;
for (const path of filesBelow(dist)) {
    if (!compressible.has(extname(path))) continue;
    const packed = gzipSync(readFileSync(path), { level: 9 });
    writeFileSync(`${path}.gz`, packed);
    total += packed.length;
}
console.log(`console: ${(total / 1024).toFixed(0)} kB compressed, budget ${budget / 1024} kB`);
if (total > budget) {
    console.error("the bundle is above its budget");
    process.exit(1);
}
