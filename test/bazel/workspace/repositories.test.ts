import { beforeAll, describe, expect, test } from "vitest";
import { parseVersion } from "../../../server/src/bazel/workspace/bazelVersion.ts";
import { repositoryNaming } from "../../../server/src/bazel/workspace/canonicalNames.ts";
import { modelFolders } from "../../../server/src/bazel/workspace/modelRepositories.ts";
import { evaluateModuleFile } from "../../../server/src/bazel/workspace/moduleFile.ts";
import { moduleGraph } from "../../../server/src/bazel/workspace/moduleGraph.ts";
import type { Repositories, RepositoriesInput } from "../../../server/src/bazel/workspace/repositories.ts";
import { makeRepositories } from "../../../server/src/bazel/workspace/repositories.ts";
import type { RepositoryContents } from "../../../server/src/bazel/repositoryView.ts";
import type { StarlarkParser } from "../../../server/src/syntax/parser.ts";
import { testParser } from "../../harness/parser.ts";
import { memoryFiles } from "./memoryFiles.ts";
import { evaluateWorkspace } from "./workspaceRunner.ts";

let parser: StarlarkParser;

beforeAll(async () => {
  parser = await testParser();
});

interface Options {
  readonly version?: string;
  readonly overrides?: Readonly<Record<string, string>>;
  readonly injected?: Readonly<Record<string, string>>;
  readonly moduleOverrides?: Readonly<Record<string, string>>;
  readonly fetched?: RepositoriesInput["fetched"];
}

/** `WORKSPACE` and `MODULE.bazel` of `files` decide which of both is read. */
function repositories(files: Record<string, string>, options: Options = {}): Repositories {
  const version = parseVersion(options.version ?? "7.4.0");
  if (!version) throw new Error("version");
  const reader = memoryFiles(files);
  const naming = repositoryNaming(version, version.major >= 8);
  const modules =
    files["MODULE.bazel"] === undefined
      ? undefined
      : moduleGraph({
          root: "/w",
          naming,
          devDependencies: true,
          levels: true,
          nodepsKeepVersions: false,
          fromRegistry: () => ({ kind: "unknown", why: "no registry is on disk" }),
          fromRepository: () => undefined,
          patchedSource: () => undefined,
          bazelTools: undefined,
          overrides: new Map(Object.entries(options.moduleOverrides ?? {})),
          evaluate: (directory, moduleOptions) => {
            const fileId = `${directory}/MODULE.bazel`;
            const { tree } = parser.parse(reader.text(fileId) ?? "");
            return evaluateModuleFile({
              ...moduleOptions,
              version,
              fileId,
              tree,
              included: () => undefined,
              thread: {},
            });
          },
        });
  return makeRepositories(reader, {
    root: "/w",
    version,
    naming,
    modules,
    workspace: files.WORKSPACE === undefined ? undefined : evaluateWorkspace(parser, files.WORKSPACE),
    hasSuffix: files.WORKSPACE !== undefined,
    suffixToolchains: [],
    overrides: new Map(Object.entries(options.overrides ?? {})),
    injected: new Map(Object.entries(options.injected ?? {})),
    modelOf: modelFolders(["bazel_tools/x.bzl", "platforms/BUILD", "native/sh.bzl", "rules_shell/BUILD"]),
    builtinToolchains: ["@bazel_tools//tools/python:autodetecting_toolchain"],
    ...(options.fetched && { fetched: options.fetched }),
  });
}

/** `/path`, `/path + build file`, `model:folder`, `//:file.bzl%extension`, `//:file.bzl%rule(name)` or `? reason`. */
function contents(table: Repositories, canonical: string): string {
  const found = table.contents(canonical);
  switch (found.kind) {
    case "directory":
      return found.path + (found.buildFile ? ` + ${JSON.stringify(found.buildFile)}` : "");
    case "generated":
      return found.maker.kind === "extension"
        ? `${found.maker.extension.file.toString()}%${found.maker.extension.name}`
        : `${found.maker.file.toString()}%${found.maker.rule}(${found.maker.name})`;
    case "model":
      return `model:${found.folder}`;
    case "unknown":
      return `? ${found.unknown.reason.message}`;
  }
}

describe("WORKSPACE", () => {
  const files = {
    WORKSPACE: `
workspace(name = "me")
local_repository(name = "a", path = "third_party/a")
local_repository(name = "abs", path = "/abs")
local_repository(name = "gone", path = "nowhere", repo_mapping = {"@x": "@a", "@y": "@me"})
new_local_repository(name = "b", path = "./third_party/b/", build_file = "//third_party:b.BUILD")
new_local_repository(name = "c", path = "third_party/b", build_file_content = "filegroup(name = 'c')")
new_local_repository(name = "d", path = "third_party/b", build_file = "@a//sub:d.BUILD")
new_local_repository(name = "e", path = "third_party/b")
new_local_repository(name = "f", path = "third_party/b", build_file_content = "")
new_local_repository(name = "g", path = "third_party/b", build_file = "//third_party:b.BUILD", build_file_content = "")
load("@bazel_tools//tools/build_defs/repo:http.bzl", "http_archive")
http_archive(name = "rules_python", url = "x")
http_archive(name = "platforms", url = "x")
register_toolchains("//t:t")
`,
    "third_party/a/WORKSPACE": "",
    "third_party/b/x": "",
    "/abs/WORKSPACE": "",
  };

  test.each([
    ["", "/w"],
    ["a", "/w/third_party/a"],
    ["abs", "/abs"],
    ["gone", "? repository @gone is not on disk: /w/nowhere is not a directory"],
    ["b", `/w/third_party/b + {"path":"/w/third_party/b.BUILD"}`],
    ["c", `/w/third_party/b + {"content":"filegroup(name = 'c')"}`],
    ["d", `/w/third_party/b + {"path":"/w/third_party/a/sub/d.BUILD"}`],
    ["e", "? Bazel refuses repository @e: its rule requires a 'build_file' or 'build_file_content' attribute"],
    ["f", `/w/third_party/b + {"content":""}`],
    ["g", "? Bazel refuses repository @g: its rule cannot have both a 'build_file' and 'build_file_content' attribute"],
    ["rules_python", "? repository @rules_python is not on disk"],
    ["platforms", "model:platforms"],
    ["bazel_tools", "model:bazel_tools"],
    ["native", "? repository @native is not known: nothing defines it"],
  ])("@%s: %s", (name, expected) => {
    expect(contents(repositories(files), name)).toBe(expected);
  });

  test("names", () => {
    const table = repositories(files);
    expect([table.resolve("", "a"), table.resolve("a", "b"), table.resolve("", "nobody")]).toEqual([
      "a",
      "b",
      "nobody",
    ]);
    expect([
      table.resolve("", "me"),
      table.resolve("a", "me"),
      table.resolve("", "__main__"),
      table.resolve("a", ""),
    ]).toEqual(["", "", "", ""]);
    expect([table.resolve("gone", "x"), table.resolve("gone", "y"), table.resolve("gone", "z")]).toEqual([
      "a",
      "",
      "z",
    ]);
    expect(table.mainRunfilesDirectory).toBe("me");
  });

  test("directories of the main repository that belong to others", () => {
    expect([...repositories(files).localRepositories]).toEqual([
      ["third_party/a", "a"],
      ["nowhere", "gone"],
    ]);
  });

  test("--override_repository", () => {
    const table = repositories(files, {
      overrides: { rules_python: "third_party/a", a: "%workspace%/third_party/b", extra: "/abs" },
    });
    expect(["rules_python", "a", "extra"].map((name) => contents(table, name))).toEqual([
      "/w/third_party/a",
      "/w/third_party/b",
      "/abs",
    ]);
  });

  test("to what only an override brings, the workspace is the repository of its name, and not the main one", () => {
    const table = repositories(files, { overrides: { extra: "/abs" } });
    expect(["a", "rules_cc", "bazel_tools", "me", "extra"].map((from) => table.resolve(from, "me"))).toEqual([
      "",
      "",
      "",
      "",
      "me",
    ]);
    expect(contents(table, "me")).toBe("/w");
  });

  test("Bazel's own toolchains come last", () => {
    expect(repositories(files).toolchains.map((entry) => (entry.kind === "pattern" ? entry.pattern : "?"))).toEqual([
      "//t:t",
      "@bazel_tools//tools/cpp:own_toolchain_definition",
      "@bazel_tools//tools/python:autodetecting_toolchain",
    ]);
  });

  test("behind a macro that is not on disk, what nobody defines may be its", () => {
    const table = repositories({ WORKSPACE: `load("@x//:d.bzl", "deps")\ndeps()` });
    expect(contents(table, "y")).toBe(
      "? repository @y is not known: deps comes from @@x//:d.bzl, and repository @x is not defined, and may define it",
    );
  });

  test("equal repositories have equal ids, others have others", () => {
    const other = { ...files, WORKSPACE: files.WORKSPACE.replace('"@x": "@a"', '"@x": "@b"') };
    expect(repositories(files).id).toBe(repositories({ ...files, WORKSPACE: `# why\n${files.WORKSPACE}` }).id);
    expect(repositories(files).id).not.toBe(repositories(other).id);
    expect(repositories(files).id).not.toBe(repositories({ ...files, "nowhere/WORKSPACE": "" }).id);
  });

  test("what has been fetched may have read files of a repository that nothing defines", () => {
    const seen: string[] = [];
    const WORKSPACE = `
load("@bazel_tools//tools/build_defs/repo:http.bzl", "http_archive")
http_archive(name = "downloaded", url = "x")
`;
    const fetched = (_: unknown, of: (canonical: string) => RepositoryContents) => {
      seen.push(of("nowhere").kind);
      return undefined;
    };
    const table = repositories({ WORKSPACE }, { version: "4.2.3", fetched });
    expect(seen).toEqual(["unknown"]);
    expect(contents(table, "nowhere")).toBe("? repository @nowhere is not known: nothing defines it");
  });
});

describe("modules", () => {
  const files = {
    "MODULE.bazel": `
module(name = "me", version = "1.0")
bazel_dep(name = "rules_python", version = "0.27.0")
bazel_dep(name = "platforms", version = "0.0.10")
bazel_dep(name = "lib", version = "1.0", repo_name = "my_lib")
local_path_override(module_name = "lib", path = "third_party/lib")
pip = use_extension("@rules_python//python/extensions:pip.bzl", "pip")
use_repo(pip, "pypi", numpy = "pypi_numpy")
ext = use_extension("//:ext.bzl", "ext")
use_repo(ext, "made")
local_repository = use_repo_rule("@bazel_tools//tools/build_defs/repo:local.bzl", "local_repository")
local_repository(name = "l", path = "third_party/l")
register_toolchains("//t:root")
`,
    "third_party/lib/MODULE.bazel": `
module(name = "lib", version = "1.0")
bazel_dep(name = "deep", version = "2.0")
bazel_dep(name = "test_only", version = "1", dev_dependency = True)
bazel_dep(name = "rules_python", version = "0.31.0")
register_toolchains("//t:lib")
`,
    "third_party/l/BUILD": "",
  };

  test.each<[string, Record<string, string>]>([
    [
      "6.5.0",
      {
        rules_python: "rules_python~0.31.0",
        my_lib: "lib~override",
        pypi: "rules_python~0.31.0~pip~pypi",
        made: "_main~ext~made",
      },
    ],
    [
      "7.4.0",
      {
        rules_python: "rules_python~",
        my_lib: "lib~",
        numpy: "rules_python~~pip~pypi_numpy",
        made: "_main~ext~made",
        l: "_main~_repo_rules~l",
      },
    ],
    [
      "8.4.0",
      {
        rules_python: "rules_python+",
        my_lib: "lib+",
        pypi: "rules_python++pip+pypi",
        made: "+ext+made",
        l: "+_repo_rules+l",
      },
    ],
    ["9.1.0", { l: "+local_repository+l", me: "", bazel_tools: "bazel_tools", platforms: "platforms" }],
  ])("canonical names of Bazel %s", (version, expected) => {
    const table = repositories(files, { version });
    expect(Object.fromEntries(Object.keys(expected).map((name) => [name, table.resolve("", name)]))).toEqual(expected);
  });

  test.each([
    ["7.4.0", { my_lib: "/abs" }, "/w/third_party/lib"],
    ["7.4.0", { "lib~": "third_party/l" }, "/w/third_party/l"],
    ["8.4.0", { my_lib: "/abs" }, "/w/third_party/lib"],
    ["8.5.0", { my_lib: "third_party/l" }, "? whether --override_repository=my_lib means @@lib+ is not known"],
    ["9.0.0", { my_lib: "third_party/l" }, "/w/third_party/l"],
    ["9.0.0", { "lib+": "third_party/l" }, "/w/third_party/l"],
  ])("--override_repository of a module's repository in Bazel %s: %j", (version, overrides, expected) => {
    const table = repositories(files, { version, overrides });
    expect(contents(table, table.resolve("", "my_lib") ?? "")).toBe(expected);
  });

  test("extensions of one name are counted as they are used first, and rules of a Bazel 7 are of one extension", () => {
    const table = repositories({
      "MODULE.bazel": `
use_extension("//:a.bzl", "ext")
b = use_extension("//:b.bzl", "ext")
use_repo(b, "in_b")
c = use_extension("//:c.bzl", "ext")
use_repo(c, "in_c")
a = use_extension("//:a.bzl", "ext")
use_repo(a, "in_a")
first = use_repo_rule("//:a.bzl", "first")
second = use_repo_rule("//:a.bzl", "second")
second(name = "s")
first(name = "f")
`,
    });
    expect(
      Object.fromEntries(["in_a", "in_b", "in_c", "f", "s"].map((name) => [name, table.resolve("", name)])),
    ).toEqual({
      in_a: "_main~ext~in_a",
      in_b: "_main~ext2~in_b",
      in_c: "_main~ext3~in_c",
      f: "_main~_repo_rules~f",
      s: "_main~_repo_rules~s",
    });
    expect(contents(table, "_main~ext3~in_c")).toBe("//:c.bzl%ext");
    expect(contents(table, "_main~_repo_rules~s")).not.toContain("is not known");
  });

  test("each module sees its own", () => {
    const table = repositories(files);
    expect(
      ["lib", "deep", "test_only", "my_lib", "pypi", "bazel_tools"].map((name) => table.resolve("lib~", name)),
    ).toEqual(["lib~", "deep~", undefined, undefined, undefined, "bazel_tools"]);
    expect(["deep", "lib", "nobody"].map((name) => table.resolve("", name))).toEqual([undefined, undefined, undefined]);
    expect(table.mainRunfilesDirectory).toBe("_main");
  });

  test.each([
    ["", "/w"],
    ["lib~", "/w/third_party/lib"],
    ["rules_python~", "? module rules_python 0.31.0 is not on disk"],
    ["deep~", "? module deep 2.0 is not on disk"],
    [
      "rules_python~~pip~pypi",
      "? repository @pypi is not on disk: the module extension pip of @rules_python//python/extensions:pip.bzl would make it",
    ],
    ["_main~ext~made", "//:ext.bzl%ext"],
    ["_main~_repo_rules~l", "/w/third_party/l"],
    ["platforms", "model:platforms"],
  ])("@@%s: %s", (name, expected) => {
    expect(contents(repositories(files), name)).toBe(expected);
  });

  test("flags", () => {
    const table = repositories(files, {
      version: "8.4.0",
      moduleOverrides: { rules_python: "/rp" },
      overrides: { "+ext+made": "third_party/l", "lib+": "third_party/l" },
      injected: { inj: "third_party/l" },
    });
    expect(contents(table, "rules_python+")).toBe("? repository @rules_python+ is not on disk: /rp is not a directory");
    expect(contents(table, "+ext+made")).toBe("/w/third_party/l");
    expect(contents(table, "lib+")).toBe("/w/third_party/l");
    expect(table.resolve("", "inj")).toBe("+_repo_rules+inj");
    expect(contents(table, "+_repo_rules+inj")).toBe("/w/third_party/l");
  });

  test("with two repository rules the names are not known of Bazel 8", () => {
    const two = {
      ...files,
      "MODULE.bazel": `${files["MODULE.bazel"]}
http_archive = use_repo_rule("@bazel_tools//tools/build_defs/repo:http.bzl", "http_archive")
http_archive(name = "h")
`,
    };
    const before = repositories(two, { version: "8.4.0" });
    expect(contents(before, before.resolve("", "l") ?? "")).toBe(
      "? the canonical name of repository @l is not known: several repository rules are used",
    );
    const since = repositories(two, { version: "9.0.0" });
    expect(contents(since, since.resolve("", "l") ?? "")).toBe("/w/third_party/l");
  });

  test("registrations: the root module's, the WORKSPACE file's, those of the other modules, and what is not known of them where they stand", () => {
    const table = repositories({ ...files, WORKSPACE: `register_toolchains("//t:workspace")` });
    expect(
      table.toolchains.map((entry) => (entry.kind === "pattern" ? `@@${entry.repository}${entry.pattern}` : "?")),
    ).toEqual([
      "@@//t:root",
      "@@//t:workspace",
      "?", // rules_python
      "?", // platforms
      "@@lib~//t:lib",
      "@@bazel_tools@bazel_tools//tools/cpp:own_toolchain_definition",
      "?", // deep
      "@@bazel_tools@bazel_tools//tools/python:autodetecting_toolchain",
    ]);
  });

  test("beside a WORKSPACE file the main repository sees both", () => {
    const table = repositories({
      ...files,
      WORKSPACE: `local_repository(name = "w", path = "third_party/l")\nlocal_repository(name = "rules_python", path = "third_party/l")`,
    });
    expect(["w", "rules_python", "nobody"].map((name) => table.resolve("", name))).toEqual([
      "w",
      "rules_python~",
      undefined,
    ]);
    expect(table.resolve("w", "my_lib")).toBe("lib~");
    expect(table.resolve("lib~", "w")).toBeUndefined();
    expect(contents(table, "w")).toBe("/w/third_party/l");
  });
});

test("a repository's model", () => {
  const modelOf = modelFolders(["bazel_tools/tools/x.bzl", "native/sh.bzl", "README"]);
  expect(
    ["bazel_tools", "bazel_tools+", "bazel_tools~1.0", "bazel_tools++ext+x", "native", "README", "other"].map(modelOf),
  ).toEqual(["bazel_tools", "bazel_tools", "bazel_tools", undefined, undefined, undefined, undefined]);
});
