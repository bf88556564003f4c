/** Keeps the house in order: the arrow of the rooms, names, exports, and a lockfile that names no download host. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { roomOf, tidyFaults } from "./harness/importGraph.ts";
import type { SourceFile } from "./harness/importGraph.ts";

const root = join(import.meta.dirname, "..");

describe("source files", () => {
  test("no arrow points back, and no room imports what it may not", () => {
    const files = ourSources();
    expect(files.map((file) => roomOf(file.path))).toEqual(expect.arrayContaining(["client", "base", "bazel"]));
    expect(report(files)).toEqual([]);
  });
});

describe("the rules find", () => {
  const base: SourceFile = { path: "server/src/base/text.ts", text: "export const a = 1;" };
  const lsp: SourceFile = { path: "server/src/lsp/server.ts", text: "export const a = 1;" };
  const label: SourceFile = { path: "server/src/bazel/label.ts", text: "export const a = 1;" };

  test.each([
    {
      what: "an arrow that points back",
      file: { path: "server/src/syntax/parser.ts", text: '// one\n\nimport type { a } from "../bazel/label.ts";' },
      fault: "server/src/syntax/parser.ts:3: syntax must not import bazel (server/src/bazel/label.ts)",
    },
    {
      what: "a dynamic import that points back",
      file: { path: "server/src/ide/hover.ts", text: 'const a = await import("../lsp/server.ts");' },
      fault: "server/src/ide/hover.ts:1: ide must not import lsp (server/src/lsp/server.ts)",
    },
    {
      what: "a type taken from below",
      file: { path: "server/src/base/a.ts", text: 'type A = import("../lsp/server.ts").A;' },
      fault: "server/src/base/a.ts:1: base must not import lsp (server/src/lsp/server.ts)",
    },
    {
      what: "a require call",
      file: { path: "server/src/starlark/a.ts", text: 'const a = require("node:fs");' },
      fault: "server/src/starlark/a.ts:1: starlark must not import node:fs",
    },
    {
      what: "Node in the core",
      file: { path: "server/src/bazel/glob.ts", text: 'import { join } from "node:path";' },
      fault: "server/src/bazel/glob.ts:1: bazel must not import node:path",
    },
    {
      what: "Node in the core, by its bare name",
      file: { path: "server/src/lints/a.ts", text: 'import { join } from "path";' },
      fault: "server/src/lints/a.ts:1: lints must not import path",
    },
    {
      what: "a process started outside of bazelTool",
      file: { path: "server/src/cli.ts", text: 'import { spawn } from "node:child_process";' },
      fault: "server/src/cli.ts:1: entry must not import node:child_process",
    },
    {
      what: "the protocol library outside of lsp",
      file: { path: "server/src/ide/hover.ts", text: 'import type { Hover } from "vscode-languageserver/node";' },
      fault: "server/src/ide/hover.ts:1: ide must not import vscode-languageserver/node",
    },
    {
      what: "a client that sees more of the server than its protocol",
      file: { path: "client/src/extension.ts", text: 'import { a } from "../../server/src/base/text.ts";' },
      fault: "client/src/extension.ts:1: client must not import base (server/src/base/text.ts)",
    },
    {
      what: "an import without extension",
      file: { path: "server/src/base/digest.ts", text: 'import { a } from "./text";' },
      fault:
        "server/src/base/digest.ts:1: imports ./text, which is no source file of ours (relative imports name the file, with .ts)",
    },
    {
      what: "a default export",
      file: { path: "server/src/base/digest.ts", text: "const a = 1;\nexport default a;" },
      fault: "server/src/base/digest.ts:2: no default exports",
    },
    {
      what: "a default export of a function",
      file: { path: "server/src/base/digest.ts", text: "export default function digest() {}" },
      fault: "server/src/base/digest.ts:1: no default exports",
    },
    {
      what: "a re-export",
      file: { path: "server/src/base/digest.ts", text: 'export { a } from "./text.ts";' },
      fault: "server/src/base/digest.ts:1: no re-exports: import from the file that defines the name",
    },
    {
      what: "a file without a purpose",
      file: { path: "server/src/base/utils.ts", text: "" },
      fault: 'server/src/base/utils.ts:1: "utils.ts" names no purpose: call the file after what it does',
    },
    {
      what: "a file outside of the rooms",
      file: { path: "server/src/attic/old.ts", text: "" },
      fault:
        "server/src/attic/old.ts:1: belongs to no room: give it to one, or add the room to test/harness/importGraph.ts",
    },
  ])("$what", ({ file, fault }) => {
    expect(report([base, lsp, label, file])).toEqual([fault]);
  });

  test("nothing in imports that go with the arrow", () => {
    const file = {
      path: "server/src/lsp/hover.ts",
      text: 'import { join } from "node:path";\nimport { a } from "../base/text.ts";\nimport { Hover } from "vscode-languageserver";',
    };
    expect(report([base, lsp, label, file])).toEqual([]);
  });
});

describe("package-lock.json", () => {
  test("names no download host", () => {
    const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
      readonly packages: Readonly<Record<string, { readonly resolved?: string; readonly integrity?: string }>>;
    };
    const packages = Object.entries(lock.packages).filter(([path]) => path !== "");
    expect(packages.length).toBeGreaterThan(0);
    expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    expect(packages.filter(([, { integrity }]) => integrity === undefined)).toEqual([]);
  });
});

function report(files: readonly SourceFile[]): readonly string[] {
  return tidyFaults(files).map(({ path, line, message }) => `${path}:${line}: ${message}`);
}

function ourSources(): readonly SourceFile[] {
  return ["client/src", "webview/src", "server/src"].flatMap((directory) =>
    readdirSync(join(root, directory), { recursive: true, encoding: "utf8" })
      .map((path) => `${directory}/${path.replaceAll("\\", "/")}`)
      .filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"))
      .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") })),
  );
}
