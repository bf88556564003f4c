/** The names that can be loaded from `bazel_tools`, off the files that Bazel itself has installed. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Label } from "../../server/src/bazel/label.ts";
import { parseVersion } from "../../server/src/bazel/workspace/bazelVersion.ts";
import { filesOfTools, namesInTools } from "../../server/src/bazel/workspace/toolsFiles.ts";
import { BZL_OPTIONS } from "../../server/src/starlark/fileOptions.ts";
import { compile } from "../../server/src/starlark/program.ts";
import { installedBazel, RealWorkspace } from "../harness/bazel.ts";
import { testParser } from "../harness/parser.ts";

const installed = await installedBazel();
const parser = await testParser();

describe.skipIf(installed === undefined)("bazel_tools", () => {
  let workspace: RealWorkspace;

  beforeAll(() => {
    if (installed !== undefined) workspace = new RealWorkspace(installed, { source: "native-rules/basics" });
  });

  afterAll(async () => {
    await workspace.close();
  });

  it("has the .bzl files and the names in them that are listed, and no other", async () => {
    const version = parseVersion(workspace.version);
    if (!version) throw new Error(workspace.version);
    const { stdout } = await workspace.command(["info", "install_base"]);
    const there = namesIn(join(stdout.trim(), "embedded_tools"));
    expect(there.size).toBeGreaterThan(40);
    const listed = filesOfTools(version).map((file): readonly [string, readonly string[]] => [
      file,
      namesInTools(labelOf(file), version),
    ]);
    expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(there));
  });
});

function labelOf(file: string): Label {
  const slash = file.lastIndexOf("/");
  return new Label("bazel_tools", file.slice(0, Math.max(slash, 0)), `${file.slice(slash + 1)}.bzl`);
}

/** By file below a directory, without its suffix, what can be loaded from it, in order. */
function namesIn(directory: string): ReadonlyMap<string, readonly string[]> {
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".bzl"));
  return new Map(
    files.map((path) => [path.replace(/\.bzl$/, ""), exportedNames(readFileSync(join(directory, path), "utf8"))]),
  );
}

function exportedNames(text: string): readonly string[] {
  const { tree } = parser.parse(text);
  const { globals, loadedGlobals } = compile(tree, "tools.bzl", BZL_OPTIONS, () => true).resolution;
  return globals.filter((name) => !name.startsWith("_") && !loadedGlobals.has(name)).sort();
}
