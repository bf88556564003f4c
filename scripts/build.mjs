/**
 * Bundles the extension: `dist/client.cjs` (runs in the editor), `dist/server.cjs` (the language server), `dist/evaluator.cjs` (its worker thread) and `dist/cli.cjs` (the
 * command line), and lays the data they read beside them: both wasm files and `server/models`.
 *
 *     node scripts/build.mjs [--watch] [--minify] [--quiet]
 */
import { chmod, cp, mkdir, rm } from "node:fs/promises";
import { watch as watchDirectory } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import * as esbuild from "esbuild";
import { root } from "./root.mjs";

const dist = join(root, "dist");
const minify = process.argv.includes("--minify");

/** Bundle name → entry file. */
const entries = {
  client: "client/src/extension.ts",
  server: "server/src/main.ts",
  evaluator: "server/src/evaluator.ts",
  cli: "server/src/cli.ts",
};

/** File or directory in the project → its place in dist/. */
const data = {
  "node_modules/web-tree-sitter/web-tree-sitter.wasm": "web-tree-sitter.wasm",
  "node_modules/tree-sitter-starlark/tree-sitter-starlark.wasm": "tree-sitter-starlark.wasm",
  "server/models": "models",
};

/** @type {esbuild.BuildOptions} */
const options = {
  absWorkingDir: root,
  entryPoints: Object.entries(entries).map(([out, entry]) => ({ out, in: entry })),
  outdir: dist,
  outExtension: { ".js": ".cjs" },
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  external: ["vscode"],
  // Bundled as CommonJS, the ES module build of web-tree-sitter would lose its import.meta.url and could not find its wasm.
  alias: { "web-tree-sitter": join(root, "node_modules/web-tree-sitter/web-tree-sitter.cjs") },
  // Some dependencies name a CommonJS-only UMD file as `main`; their ES modules bundle cleanly.
  mainFields: ["module", "main"],
  minify,
  keepNames: minify,
  sourcemap: minify ? false : "linked",
  legalComments: "none",
  logLevel: process.argv.includes("--quiet") ? "warning" : "info",
};

async function copyData() {
  for (const [from, to] of Object.entries(data)) {
    await rm(join(dist, to), { recursive: true, force: true });
    await cp(join(root, from), join(dist, to), { recursive: true });
  }
}

await mkdir(dist, { recursive: true });
await copyData();
if (process.argv.includes("--watch")) {
  const context = await esbuild.context(options);
  await context.watch();
  watchDirectory(join(root, "server/models"), { recursive: true }, () => void copyData());
} else {
  await esbuild.build(options);
  await chmod(join(dist, "cli.cjs"), 0o755);
}
