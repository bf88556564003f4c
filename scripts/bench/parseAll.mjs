/** Parses every Starlark file below a directory and resolves its names, as `check` does before it evaluates anything: these are the lints that need the syntax alone. `node parseAll.cjs DIRECTORY`. Bundled by bench.mjs. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { BUILD_OPTIONS, BZL_OPTIONS } from "../../server/src/starlark/fileOptions.ts";
import { compile } from "../../server/src/starlark/program.ts";
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
    const { tree } = parser.parse(readFileSync(join(entry.parentPath, entry.name), "utf8"));
    compile(tree, entry.name, entry.name.endsWith(".bzl") ? BZL_OPTIONS : BUILD_OPTIONS, () => true);
  }
}

void main();
