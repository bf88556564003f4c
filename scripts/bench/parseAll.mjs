/** Parses every Starlark file below a directory, as `check` would before it evaluates anything: `node parseAll.cjs DIRECTORY`. Bundled by bench.mjs. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { dialectOfFileName } from "../../server/src/syntax/dialect.ts";
import { StarlarkParser } from "../../server/src/syntax/parser.ts";

const [dist = "", directory = ""] = process.argv.slice(2);

async function main() {
  const parser = await StarlarkParser.create({
    runtimeWasm: readFileSync(join(dist, "web-tree-sitter.wasm")),
    grammarWasm: readFileSync(join(dist, "tree-sitter-starlark.wasm")),
  });
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || dialectOfFileName(entry.name) === undefined) continue;
    parser.parse(readFileSync(join(entry.parentPath, entry.name), "utf8"));
  }
}

void main();
