/** What an edit makes Bazel's loading, and ours, do again. */
import { beforeEach, describe, expect, test } from "vitest";
import type { PackageResult } from "../../../server/src/bazel/target.ts";
import { MemoryFileSystem } from "../../harness/memoryFileSystem.ts";
import { testParser } from "../../harness/parser.ts";
import type { Loading } from "./loadingRunner.ts";
import { makeLoading } from "./loadingRunner.ts";

const ROOT = "/workspace";

const FILES = {
  "BUILD.bazel": 'load("//lib:defs.bzl", "thing")\n\nthing(name = "x", srcs = glob(["*.txt"]))\n',
  "a.txt": "",
  "lib/BUILD.bazel": "",
  "lib/defs.bzl": 'load(":attrs.bzl", "ATTRS")\n\nthing = rule(implementation = lambda ctx: [], attrs = ATTRS)\n',
  "lib/attrs.bzl": 'ATTRS = {"srcs": attr.label_list()}\n',
  "other/BUILD.bazel": "",
};

let files: MemoryFileSystem;
let loading: Loading;

beforeEach(async () => {
  files = new MemoryFileSystem(ROOT, Object.entries(FILES));
  loading = makeLoading({ fileSystem: files, parser: await testParser(), root: ROOT });
  await load();
});

async function load(): Promise<PackageResult> {
  await loading.package({ repository: "", path: "other" });
  return loading.package({ repository: "", path: "" });
}

/** Loads again after an edit, and says how often packages and modules were evaluated for it. */
async function after(
  edit: () => void,
): Promise<{ readonly packages: number; readonly modules: number; readonly names: readonly string[] }> {
  const before = { packages: count("package"), modules: count("module") };
  edit();
  loading.graph.invalidate();
  const result = await load();
  const names = result.kind === "package" ? [...result.package.targets.keys()] : [result.kind];
  return { packages: count("package") - before.packages, modules: count("module") - before.modules, names };
}

function count(query: string): number {
  return loading.graph.computed.get(query) ?? 0;
}

describe("an edit", () => {
  test("of nothing evaluates nothing", async () => {
    expect(await after(() => {})).toEqual({ packages: 0, modules: 0, names: ["BUILD.bazel", "x", "a.txt"] });
  });

  test("of a comment evaluates nothing", async () => {
    const edited = await after(() => {
      files.write(`${ROOT}/lib/attrs.bzl`, `# What things have.\n\n${FILES["lib/attrs.bzl"]}`);
      files.write(`${ROOT}/BUILD.bazel`, FILES["BUILD.bazel"].replace("\n\n", "\n\n# A thing.\n"));
    });
    expect(edited).toMatchObject({ packages: 0, modules: 0 });
  });

  test("of a module evaluates what loads it", async () => {
    const edited = await after(() => {
      files.write(`${ROOT}/lib/attrs.bzl`, 'ATTRS = {"sources": attr.label_list()}\n');
    });
    expect(edited).toMatchObject({ packages: 1, modules: 2 });
  });

  test("of one BUILD file leaves the others alone", async () => {
    const edited = await after(() => {
      files.write(`${ROOT}/other/BUILD.bazel`, 'exports_files(["x"])\n');
    });
    expect(edited).toMatchObject({ packages: 1, modules: 0 });
  });

  test("that adds a file which a glob matches", async () => {
    const edited = await after(() => {
      files.write(`${ROOT}/b.txt`, "");
    });
    expect(edited).toEqual({ packages: 1, modules: 0, names: ["BUILD.bazel", "x", "a.txt", "b.txt"] });
  });

  test("that adds a file which no glob matches evaluates nothing", async () => {
    expect(
      await after(() => {
        files.write(`${ROOT}/b.md`, "");
      }),
    ).toMatchObject({ packages: 0, modules: 0 });
  });

  test("that takes away the package of a module", async () => {
    const edited = await after(() => {
      files.remove(`${ROOT}/lib/BUILD.bazel`);
    });
    expect(edited.names).toEqual(["BUILD.bazel"]);
  });
});

test("a chain of 1,500 loads is followed", async () => {
  const modules = Array.from({ length: 1_500 }, (_, i): [string, string] => [
    `c${String(i)}.bzl`,
    i === 0 ? "X = 1\n" : `load(":c${String(i - 1)}.bzl", _X = "X")\n\nX = _X + 1\n`,
  ]);
  const deep = makeLoading({
    fileSystem: new MemoryFileSystem(ROOT, [
      ...modules,
      ["BUILD.bazel", 'load(":c1499.bzl", "X")\n\nexports_files(["n%d" % X])\n'],
    ]),
    parser: await testParser(),
    root: ROOT,
  });
  const result = await deep.package({ repository: "", path: "" });
  expect(result.kind === "package" && [...result.package.targets.keys()]).toEqual(["BUILD.bazel", "n1500"]);
});

test("a cycle of 200 loads is an error on the load statement", async () => {
  const modules = Array.from({ length: 200 }, (_, i): [string, string] => [
    `c${String(i)}.bzl`,
    `load(":c${String((i + 1) % 200)}.bzl", _X = "X")\n\nX = _X\n`,
  ]);
  const cyclic = makeLoading({
    fileSystem: new MemoryFileSystem(ROOT, [...modules, ["BUILD.bazel", 'load(":c7.bzl", "X")\n']]),
    parser: await testParser(),
    root: ROOT,
  });
  const result = await cyclic.package({ repository: "", path: "" });
  const errors = result.kind === "package" ? result.package.errors.map(({ message }) => message) : [];
  expect(errors).toEqual([expect.stringContaining("cycle detected in extension files")]);
});
