/**
 * Bundles the extension: `dist/client.cjs` (runs in the editor), `dist/server.cjs` (the language server), `dist/evaluator.cjs` (its worker thread), `dist/cli.cjs` (the
 * command line), `dist/keeper.cjs` (what tidies up after a measurement that has died) and `dist/report.js` (the page of the workspace report), and lays what they read beside them: both wasm files, `server/models`, and the licences of what is bundled.
 *
 *     node scripts/build.mjs [--watch] [--minify] [--quiet] [--out DIRECTORY]
 */
import { watch as watchDirectory } from "node:fs";
import { chmod, cp, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { brotliCompressSync, constants } from "node:zlib";
import * as esbuild from "esbuild";
import { root } from "./root.mjs";

const { values: flags } = parseArgs({
  options: {
    watch: { type: "boolean", default: false },
    minify: { type: "boolean", default: false },
    quiet: { type: "boolean", default: false },
    out: { type: "string", default: join(root, "dist") },
  },
});
const dist = flags.out;
const models = join(root, "server/models");

/** Bundle name → entry file. */
const entries = {
  client: "client/src/extension.ts",
  server: "server/src/main.ts",
  evaluator: "server/src/evaluator.ts",
  cli: "server/src/cli.ts",
  keeper: "server/src/keeper.ts",
};

/** File in the project → its place in dist/. */
const data = {
  "node_modules/web-tree-sitter/web-tree-sitter.wasm": "web-tree-sitter.wasm",
  "node_modules/tree-sitter-starlark/tree-sitter-starlark.wasm": "tree-sitter-starlark.wasm",
};

/** @satisfies {esbuild.BuildOptions} */
const options = /** @type {const} */ ({
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
  // Some dependencies name an UMD file as `main`, which cannot be bundled; their ES modules can.
  mainFields: ["module", "main"],
  minify: flags.minify,
  sourcemap: flags.minify ? false : "linked",
  legalComments: "none",
  metafile: true,
  logLevel: flags.quiet ? "warning" : "info",
});

/** What runs in a page: in the editor's webview, and in the file that `runfiles-lens report --format html` writes. @satisfies {esbuild.BuildOptions} */
const pageOptions = /** @type {const} */ ({
  absWorkingDir: root,
  entryPoints: [{ out: "report", in: "webview/src/report.ts" }],
  outdir: dist,
  bundle: true,
  platform: "browser",
  target: "es2022",
  format: "iife",
  loader: { ".css": "text" },
  minify: true,
  legalComments: "none",
  metafile: true,
  logLevel: flags.quiet ? "warning" : "info",
});

/** Best is slow: for what is packed only. */
const packing = { params: { [constants.BROTLI_PARAM_QUALITY]: flags.minify ? constants.BROTLI_MAX_QUALITY : 4 } };

async function copyData() {
  for (const [from, to] of Object.entries(data)) await cp(join(root, from), join(dist, to));
}

/** All of server/models in one file, path → text: as files of their own they would take a tenth of the package, and packed as the package packs them a fiftieth more. */
async function writeModels() {
  const entries = await readdir(models, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(paths.sort().map((path) => readFile(path, "utf8")));
  const named = paths.map((path, index) => [path.slice(models.length + 1).replaceAll("\\", "/"), texts[index]]);
  await writeFile(join(dist, "models.json.br"), brotliCompressSync(JSON.stringify(Object.fromEntries(named)), packing));
}

/** Names, versions and licence texts of all packages of which something is in dist/. @param {readonly esbuild.Metafile[]} metafiles */
async function writeNotices(metafiles) {
  const files = [...metafiles.flatMap(({ inputs }) => Object.keys(inputs)), ...Object.keys(data)];
  const packages = new Set(files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []));
  const notices = await Promise.all([...packages].sort().map((directory) => notice(join(root, directory))));
  await writeFile(join(dist, "THIRD_PARTY_NOTICES.txt"), notices.join(`\n${"-".repeat(80)}\n\n`));
}

/** @param {string} directory */
async function notice(directory) {
  const { name, version, license } = JSON.parse(await readFile(join(directory, "package.json"), "utf8"));
  const file = (await readdir(directory)).find((entry) => /^licen[cs]e(\.(md|txt))?$/i.test(entry));
  const text = file === undefined ? "" : await readFile(join(directory, file), "utf8");
  return `${name} ${version} (${license})\n\n${text.replaceAll("\r\n", "\n").trim()}\n`;
}

await mkdir(dist, { recursive: true });
await copyData();
await writeModels();
if (flags.watch) {
  for (const watched of [options, pageOptions]) await (await esbuild.context(watched)).watch();
  watchDirectory(models, { recursive: true }, () => void writeModels());
} else {
  const built = await Promise.all([esbuild.build(options), esbuild.build(pageOptions)]);
  await writeNotices(built.map(({ metafile }) => metafile));
  await chmod(join(dist, "cli.cjs"), 0o755);
}
