/**
 * A workspace as a real Bazel sees it: which directories `//...` takes for packages (bazel-* links of a build among them), and which repositories a WORKSPACE file with macros defines.
 */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FileReader } from "../../server/src/bazel/workspace/fileReader.ts";
import { ignoredDirectoriesOf } from "../../server/src/bazel/workspace/ignoredDirectories.ts";
import { packagesBelow } from "../../server/src/bazel/workspace/packages.ts";
import { DiskFileSystem } from "../../server/src/host/diskFileSystem.ts";
import { installedBazel, RealWorkspace } from "../harness/bazel.ts";
import { testParser } from "../harness/parser.ts";
import { evaluateWorkspace } from "../bazel/workspace/workspaceRunner.ts";

const installed = await installedBazel();

const WORKSPACE = `
workspace(name = "me")
local_repository(name = "declared", path = "declared")
local_repository(name = "twice", path = "first")
local_repository(name = "twice", path = "second")
load("//:deps.bzl", "deps", "more")
deps(["x", "y"])
load("@bazel_tools//tools/build_defs/repo:utils.bzl", "maybe")
load("@bazel_tools//tools/build_defs/repo:http.bzl", "http_archive")
maybe(http_archive, name = "x", url = "https://example.com/never.zip")
maybe(http_archive, name = "z", url = "https://example.com/never.zip")
more()
`;

const DEPS = `
load("@bazel_tools//tools/build_defs/repo:git.bzl", "git_repository")

def _fetch_impl(ctx):
    pass

fetch = repository_rule(implementation = _fetch_impl)

def deps(names):
    for name in names:
        if name not in native.existing_rules():
            fetch(name = name)
    native.new_local_repository(name = "n", path = "declared", build_file_content = "")

def more():
    if not native.existing_rule("g"):
        git_repository(name = "g", remote = "https://example.com/g.git", commit = "0")
    if native.existing_rule("z")["kind"] == "http_archive":
        fetch(name = "seen_" + native.existing_rule("x")["name"])
`;

describe.skipIf(installed === undefined)("a workspace", () => {
  let workspace: RealWorkspace;

  beforeAll(() => {
    if (installed === undefined) return;
    workspace = new RealWorkspace(installed, {
      source: "native-rules/basics",
      prepare: (root) => {
        write(root, "WORKSPACE", WORKSPACE);
        write(root, "deps.bzl", DEPS);
        write(root, ".bazelignore", "ignored\nsub/dir/\n blank\n#comment\n./a/../dotted\n");
        const packages = [
          "a",
          "a/c",
          "nested/p",
          "declared",
          "declared/p",
          "module",
          "bazel-real",
          "ignored/x",
          "sub/dir",
          "sub/other",
          "blank",
          "dotted",
          ".hidden",
          "sp ace",
          "col:on",
          "external/e",
          "b/external",
          "x",
          "y",
          "first",
          "second",
        ];
        for (const path of packages) write(root, `${path}/BUILD`, `filegroup(name = "t")\n`);
        for (const path of [
          "nested/WORKSPACE",
          "declared/WORKSPACE",
          "module/MODULE.bazel",
          "first/WORKSPACE",
          "second/WORKSPACE",
        ])
          write(root, path, "");
        link(root, "linked", "a");
        link(root, "bazel-linked", "a");
        link(root, "a/up", "../a");
        link(root, "x/to_y", "../y");
        link(root, "y/to_x", "../x");
      },
    });
  });

  afterAll(async () => {
    await workspace.close();
  });

  it("has the packages that //... names, also with the links of a build", async () => {
    await workspace.build(["//a:t"], []);
    const reader = diskReader();
    const tree = {
      root: workspace.root,
      ignored: ignoredDirectoriesOf(reader, workspace.root),
      localRepositories: new Map([
        ["declared", "declared"],
        ["first", "twice"],
        ["second", "twice"],
      ]),
      deletedPackages: new Set<string>(),
    };
    const { stdout } = await workspace.command(["query", "//...:all-targets", "--output=package", "--keep_going"]);
    // The last definition of a name holds: only `second` is a repository.
    tree.localRepositories.delete("first");
    expect(packagesBelow(reader, tree, "").toSorted()).toEqual(
      stdout
        .split("\n")
        .filter((line, i, lines) => i < lines.length - 1 || line !== "")
        .toSorted(),
    );
  });

  it("has the repositories that its WORKSPACE file defines", async () => {
    const definitions = evaluateWorkspace(await testParser(), WORKSPACE, { "//:deps.bzl": DEPS });
    expect(definitions.problems).toEqual([]);
    const { stdout } = await workspace.command(["query", "//external:all", "--output=label_kind"]);
    const real = new Map(
      stdout.split("\n").flatMap((line) => {
        const [, kind, name] = /^(\S+) rule \/\/external:(\S+)$/.exec(line) ?? [];
        return kind === undefined || name === undefined ? [] : [[name, kind] as const];
      }),
    );
    const ours = [...definitions.repositories.values()].map(({ name, rule }) => [name, rule.name]);
    expect(ours.map(([name]) => name)).toEqual(["declared", "twice", "x", "y", "n", "z", "g", "seen_x"]);
    expect(ours.map(([name = ""]) => [name, real.get(name)])).toEqual(ours);
  });
});

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function link(root: string, path: string, target: string): void {
  symlinkSync(target, join(root, path));
}

function diskReader(): FileReader {
  const disk = new DiskFileSystem();
  return {
    text: (path) => {
      const result = disk.readFile(path);
      return result.kind === "text" ? result.text : undefined;
    },
    list: (path) => {
      const result = disk.readDirectory(path);
      return result.kind === "entries" ? result.entries : undefined;
    },
    kind: (path) => disk.stat(path),
    realPath: (path) => disk.realPath(path),
  };
}
