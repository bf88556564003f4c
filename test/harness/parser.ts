/** One parser for all tests of a file, with the WebAssembly modules of node_modules. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { StarlarkParser } from "../../server/src/syntax/parser.ts";

const { resolve } = createRequire(import.meta.url);
let parser: Promise<StarlarkParser> | undefined;

export function testParser(): Promise<StarlarkParser> {
  parser ??= StarlarkParser.create({
    runtimeWasm: readFileSync(resolve("web-tree-sitter/web-tree-sitter.wasm")),
    grammarWasm: readFileSync(resolve("tree-sitter-starlark/tree-sitter-starlark.wasm")),
  });
  return parser;
}
