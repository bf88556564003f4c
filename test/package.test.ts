/** The packed extension holds what it needs, nothing else, and stays small. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { modelFiles } from "./harness/models.ts";
import { unzip } from "./harness/zip.ts";

const root = join(import.meta.dirname, "..");
const scratch = mkdtempSync(join(tmpdir(), "runfiles-lens-package-"));
let archive: Buffer;
let files: ReadonlyMap<string, Buffer>;

beforeAll(() => {
  const vsix = join(scratch, "extension.vsix");
  const run = spawnSync(process.execPath, [join(root, "scripts/package.mjs"), "--out", vsix], { encoding: "utf8" });
  expect(run.stderr + run.stdout, "scripts/package.mjs").toContain("Packaged");
  archive = readFileSync(vsix);
  files = unzip(archive);
}, 120_000);

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test("the package is at most 1 MB", () => {
  expect(archive.length).toBeLessThanOrEqual(1_000_000);
});

test("the package holds these files, the media, the grammars and the pages of the lints", () => {
  const own = [...files.keys()].filter((name) => !/^extension\/(docs\/lints|media|syntaxes)\//.test(name));
  expect(own.sort()).toEqual([
    "[Content_Types].xml",
    "extension.vsixmanifest",
    "extension/LICENSE.txt",
    "extension/changelog.md",
    "extension/dist/THIRD_PARTY_NOTICES.txt",
    "extension/dist/client.cjs",
    "extension/dist/evaluator.cjs",
    "extension/dist/keeper.cjs",
    "extension/dist/models.json.br",
    "extension/dist/report.js",
    "extension/dist/server.cjs",
    "extension/dist/tree-sitter-starlark.wasm",
    "extension/dist/web-tree-sitter.wasm",
    "extension/package.json",
    "extension/package.nls.json",
    "extension/readme.md",
  ]);
});

test("every model is packed as it stands", () => {
  const packed: unknown = JSON.parse(
    brotliDecompressSync(files.get("extension/dist/models.json.br")!).toString("utf8"),
  );
  expect(packed).toEqual(Object.fromEntries(modelFiles()));
});

test("every lint's page is packed: findings and a command open it", () => {
  const packed = [...files.keys()].filter((name) => name.startsWith("extension/docs/lints/"));
  const pages = readdirSync(join(root, "docs/lints")).map((name) => `extension/docs/lints/${name}`);
  expect(packed.sort()).toEqual(pages.sort());
});

test("every file that the manifest names is packed", () => {
  const manifest: unknown = JSON.parse(files.get("extension/package.json")!.toString("utf8"));
  const named = relativePathsIn(manifest);
  expect(named).toContain("dist/client.cjs");
  expect(named.filter((path) => !files.has(`extension/${path}`))).toEqual([]);
});

test("the notices name the packages that are bundled", () => {
  const notices = files.get("extension/dist/THIRD_PARTY_NOTICES.txt")!.toString("utf8");
  for (const name of ["vscode-languageclient", "vscode-languageserver", "web-tree-sitter", "tree-sitter-starlark"]) {
    expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(MIT\\)$`, "m"));
  }
  expect(notices).toMatch(/^echarts [\d.]+ \(Apache-2\.0\)$/m);
});

/** All strings of a JSON value that start with `./` or `media/`, without the `./`: how a manifest names files. */
function relativePathsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return /^(\.\/|media\/)./.test(value) ? [value.replace(/^\.\//, "")] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(relativePathsIn);
}
