/** One parser for all tests of a file, with the WebAssembly modules of node_modules. It parses each of the server's models once, though every project of a test asks for them. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { ParsedFile } from "../../server/src/syntax/ast.ts";
import { StarlarkParser } from "../../server/src/syntax/parser.ts";
import { modelFiles } from "./models.ts";

const { resolve } = createRequire(import.meta.url);
let parser: Promise<StarlarkParser> | undefined;

export function testParser(): Promise<StarlarkParser> {
  parser ??= createParser();
  return parser;
}

async function createParser(): Promise<StarlarkParser> {
  const created = await StarlarkParser.create({
    runtimeWasm: readFileSync(resolve("web-tree-sitter/web-tree-sitter.wasm")),
    grammarWasm: readFileSync(resolve("tree-sitter-starlark/tree-sitter-starlark.wasm")),
  });
  const models = new Set(modelFiles().values());
  const parsed = new Map<string, ParsedFile>();
  const parse = created.parse.bind(created);
  created.parse = (text) => {
    const known = parsed.get(text);
    if (known) return known;
    const file = parse(text);
    if (models.has(text)) parsed.set(text, file);
    return file;
  };
  return created;
}
