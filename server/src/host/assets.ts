/** What is read beside the program: the wasm files of the parser and the models in Starlark. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { StarlarkParser } from "../syntax/parser.ts";

/** Where the files lie: a bundle has them all in its own directory, a checkout in three places. */
export interface AssetPaths {
  readonly parserRuntime: string;
  readonly grammar: string;
  readonly models: string;
}

export function bundledAssets(directory: string): AssetPaths {
  return {
    parserRuntime: join(directory, "web-tree-sitter.wasm"),
    grammar: join(directory, "tree-sitter-starlark.wasm"),
    models: join(directory, "models"),
  };
}

/** Texts of the model files by their path below `models`, with `/`: `native/sh.bzl`. */
export function readModels(directory: string): ReadonlyMap<string, string> {
  const models = new Map<string, string>();
  for (const file of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const path = join(file.parentPath, file.name);
    models.set(path.slice(directory.length + 1).replaceAll("\\", "/"), readFileSync(path, "utf8"));
  }
  return models;
}

export function loadParser(assets: AssetPaths): Promise<StarlarkParser> {
  return StarlarkParser.create({
    runtimeWasm: readFileSync(assets.parserRuntime),
    grammarWasm: readFileSync(assets.grammar),
  });
}
