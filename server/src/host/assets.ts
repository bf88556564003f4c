/** What is read beside the program: the wasm files of the parser and the models in Starlark. `scripts/build.mjs` lays them there. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { StarlarkParser } from "../syntax/parser.ts";

/** Texts of the model files by their path below `server/models`, with `/`: `native/sh.bzl`. One file, for small files are what makes a package large and its start slow. */
export function readModels(directory: string): ReadonlyMap<string, string> {
  const packed = readFileSync(join(directory, "models.json.br"));
  const models = JSON.parse(brotliDecompressSync(packed).toString("utf8")) as Record<string, string>;
  return new Map(Object.entries(models));
}

export function loadParser(directory: string): Promise<StarlarkParser> {
  return StarlarkParser.create({
    runtimeWasm: readFileSync(join(directory, "web-tree-sitter.wasm")),
    grammarWasm: readFileSync(join(directory, "tree-sitter-starlark.wasm")),
  });
}
