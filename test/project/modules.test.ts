/**
 * Modules of registries: resolved from the MODULE.bazel files that are on disk, and used where Bazel has fetched the very version that is selected.
 */
import { describe, expect, test } from "vitest";
import type { Snapshot } from "../../server/src/project.ts";
import { textDigest } from "../../server/src/bazel/workspace/moduleRegistry.ts";
import { projectOver, ROOT, runfilesText, treeOf } from "../harness/literateProject.ts";
import { MemoryFileSystem, type MemoryEntry } from "../harness/memoryFileSystem.ts";

type Files = Readonly<Record<string, MemoryEntry | undefined>>;

const RULES = `
def _bin_impl(ctx):
    executable = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(executable, "", is_executable = True)
    return [DefaultInfo(executable = executable, runfiles = ctx.runfiles(ctx.files.data))]

bin = rule(_bin_impl, attrs = {"data": attr.label_list(allow_files = True)}, executable = True)
`;

const LIB_1_0 = `module(name = "lib", version = "1.0")\n`;
const LIB_1_1 = `module(name = "lib", version = "1.1")\nregister_toolchains("//:toolchain")\n`;
const OTHER = `module(name = "other", version = "1.0")\nbazel_dep(name = "lib", version = "1.1")\n`;
const MARKER = `${"0".repeat(64)}\nREPO_MAPPING:bazel_tools,bazel_tools bazel_tools\n`;

const COMMON: Files = {
  ".bazelversion": "8.4.0",
  ".bazelrc": "startup --output_base=/b/out\n",
  "MODULE.bazel": `bazel_dep(name = "lib", version = "1.0")\nbazel_dep(name = "other", version = "1.0")\n`,
  BUILD: `load(":rules.bzl", "bin")\nbin(name = "bin", data = ["@lib//:a.txt"])\n`,
  "rules.bzl": RULES,
  "/b/out/install/build-label.txt": "8.4.0",
  "/b/out/external/bazel_tools/MODULE.bazel": `module(name = "bazel_tools")\n`,
};

async function ask<T>(layers: readonly Files[], flags: readonly string[], task: (snapshot: Snapshot) => T): Promise<T> {
  const entries = Object.entries(Object.assign({}, COMMON, ...layers) as Files);
  const files = new MemoryFileSystem(
    ROOT,
    entries.flatMap(([path, entry]) => (entry === undefined ? [] : [[path, entry] as const])),
  );
  const project = await projectOver(files);
  return project.run({ command: "build", configs: [], flags }, task);
}

/** Of `//:bin`. */
function tree(...layers: readonly Files[]): Promise<readonly string[]> {
  return ask(layers, [], (snapshot) => runfilesText(treeOf(snapshot, "//:bin")).split("\n"));
}

const complete = (path: string) => ["complete", "_main/bin.sh", "_repo_mapping", path].sort();

async function paths(...layers: readonly Files[]): Promise<readonly string[]> {
  return (await tree(...layers)).toSorted();
}

describe("a registry in a directory", () => {
  const REGISTRY: Files = {
    ".bazelrc": "startup --output_base=/b/out\ncommon --registry=file://%workspace%/registry\n",
    "registry/bazel_registry.json": `{"module_base_path": "sources"}`,
    "registry/modules/lib/1.0/MODULE.bazel": LIB_1_0,
    "registry/modules/lib/1.0/source.json": `{"type": "local_path", "path": "lib-1.0"}`,
    "registry/modules/lib/1.1/MODULE.bazel": LIB_1_1,
    "registry/modules/lib/1.1/source.json": `{"type": "local_path", "path": "lib-1.1"}`,
    "registry/modules/other/1.0/MODULE.bazel": OTHER,
    "registry/modules/other/1.0/source.json": `{"type": "local_path", "path": "other"}`,
    "registry/sources/lib-1.0/BUILD": `exports_files(["a.txt"])`,
    "registry/sources/lib-1.0/a.txt": "",
    "registry/sources/lib-1.1/BUILD": `exports_files(["a.txt", "toolchain"])`,
    "registry/sources/lib-1.1/a.txt": "",
    "registry/sources/lib-1.1/toolchain": "",
  };

  test("the selected version's directory", async () => {
    expect(await paths(REGISTRY)).toEqual(complete("lib+/a.txt"));
    const without = { "registry/sources/lib-1.1/a.txt": undefined, "registry/sources/lib-1.1/BUILD": undefined };
    expect(await paths(REGISTRY, without, { "registry/sources/lib-1.1/toolchain": undefined })).toContainEqual(
      expect.stringContaining("/workspace/registry/sources/lib-1.1 is not a directory"),
    );
  });

  test("a version that is not selected", async () => {
    const pinned = `${COMMON["MODULE.bazel"] as string}single_version_override(module_name = "lib", version = "1.0")\n`;
    const changes = { "MODULE.bazel": pinned, "registry/sources/lib-1.1/a.txt": undefined };
    expect(await paths(REGISTRY, changes)).toEqual(complete("lib+/a.txt"));
  });
});

describe("what Bazel refuses of modules", () => {
  const LIB = { "registry/modules/lib/1.0/MODULE.bazel": LIB_1_0 };
  const SOURCE = { "registry/modules/lib/1.0/source.json": `{"type": "local_path", "path": "lib"}` };
  const DEPENDENCY = `bazel_dep(name = "lib", version = "1.0")\n`;
  const PLACE = "file:///workspace/registry/modules";
  const told = (files: Files) => {
    const registry = { ".bazelrc": "startup --output_base=/b/out\ncommon --registry=file://%workspace%/registry\n" };
    const all = { "MODULE.bazel": DEPENDENCY, BUILD: `filegroup(name = "f")\n`, ...registry, ...files };
    return ask([all], [], (snapshot) => ({
      tree: runfilesText(treeOf(snapshot, "//:f")).split("\n")[0],
      errors: snapshot.findings().flatMap(({ location: { path, range }, message, severity }) => {
        const place = `${path.slice(ROOT.length + 1)}:${String(range.start.line + 1)}`;
        return severity === "error" ? [`${place}: ${message}`] : [];
      }),
    }));
  };
  const chain = "in module dependency chain <root> -> lib@1.0";
  const ofSource = "Unable to get module repo spec for lib@1.0 from registry";

  test.each<[string, Files, string]>([
    [
      "no registry has it",
      {},
      `1: ${chain}: module lib@1.0 not found in registries:\n* ${PLACE}/lib/1.0/MODULE.bazel: not found`,
    ],
    [
      "nor what it depends on",
      { "registry/modules/lib/1.0/MODULE.bazel": `${LIB_1_0}bazel_dep(name = "more", version = "2.0")\n` },
      `1: ${chain} -> more@2.0: module more@2.0 not found in registries:\n* ${PLACE}/more/2.0/MODULE.bazel: not found`,
    ],
    [
      "no version is given",
      { ...LIB, ...SOURCE, "MODULE.bazel": `module(name = "m")\nbazel_dep(name = "lib")\n` },
      "2: in module dependency chain <root> -> lib@_: bad bazel_dep on module 'lib' with no version. Did you forget to specify a version, or a non-registry override?",
    ],
    [
      "its file is another's",
      { ...SOURCE, "registry/modules/lib/1.0/MODULE.bazel": LIB_1_1 },
      `1: ${chain}: the MODULE.bazel file of lib@1.0 declares a different version (1.1)`,
    ],
    [
      "its file fails, although another version is selected",
      {
        "MODULE.bazel": `${DEPENDENCY}bazel_dep(name = "other", version = "1.0")\n`,
        "registry/modules/lib/1.0/MODULE.bazel": `${LIB_1_0}fail("no")\n`,
        "registry/modules/lib/1.1/MODULE.bazel": LIB_1_1,
        "registry/modules/lib/1.1/source.json": `{"type": "local_path", "path": "lib"}`,
        "registry/modules/other/1.0/MODULE.bazel": OTHER,
        "registry/modules/other/1.0/source.json": `{"type": "local_path", "path": "lib"}`,
      },
      `1: ${chain}: error executing MODULE.bazel file for lib@1.0: no`,
    ],
    [
      "nothing says where it is",
      LIB,
      `1: ${ofSource}: Module lib@1.0's source.json not found in registry file:///workspace/registry`,
    ],
    [
      "what says so is of an unknown kind",
      { ...LIB, "registry/modules/lib/1.0/source.json": `{"type": "nosuch"}` },
      `1: ${ofSource}: Invalid source type "nosuch" for module lib@1.0`,
    ],
    [
      "or says no place",
      { ...LIB, "registry/modules/lib/1.0/source.json": `{"integrity": "sha256-x"}` },
      `1: ${ofSource}: Missing source URL for module lib@1.0`,
    ],
    [
      "an override of the root module itself",
      { "MODULE.bazel": `module(name = "m")\nlocal_path_override(module_name = "m", path = "m")\n` },
      "2: invalid override for the root module found: m",
    ],
    [
      "an extension of a repository that the module does not see",
      { ...LIB, ...SOURCE, "MODULE.bazel": `${DEPENDENCY}use_extension("@nosuch//:e.bzl", "e")\n` },
      "2: invalid label for module extension found: no repo visible as '@nosuch' here",
    ],
    [
      "a registry that is none",
      { ".bazelrc": "startup --output_base=/b/out\ncommon --registry=nosuch\n", "MODULE.bazel": "" },
      "1: Invalid registry URL: nosuch: Registry URL has no scheme -- supported schemes are: http://, https:// and file://: nosuch",
    ],
  ])("%s", async (_, files, message) => {
    expect(await told(files)).toEqual({ tree: "partial", errors: [`MODULE.bazel:${message}`] });
  });

  test("not one that is there, an older spelling of a directory's URL, or a build's metadata", async () => {
    const built = { "registry/modules/lib/1.0/MODULE.bazel": `module(name = "lib", version = "1.0+build")\n` };
    const rc = { ".bazelrc": "startup --output_base=/b/out\ncommon --registry=file:%workspace%/registry/\n" };
    for (const more of [{}, built, rc])
      expect(await told({ ...LIB, ...SOURCE, ...more })).toEqual({ tree: "complete", errors: [] });
  });

  test("not one that may be elsewhere, or that only another's file in doubt leads to", async () => {
    const remote = { ".bazelrc": "startup --output_base=/b/out\n" };
    expect((await told(remote)).errors).toEqual([]);
    const second = "common --registry=file://%workspace%/registry --registry=https://bcr.bazel.build\n";
    expect((await told({ ".bazelrc": `startup --output_base=/b/out\n${second}` })).errors).toEqual([]);
  });
});

describe("what Bazel has fetched", () => {
  const url = (path: string) => `https://bcr.bazel.build/modules/${path}/MODULE.bazel`;
  const cached = (text: string) => ({
    [`/b/cache/repos/v1/content_addressable/sha256/${textDigest(text)}/file`]: text,
  });
  const lock = (hashes: Readonly<Record<string, string | null>>) => ({
    "MODULE.bazel.lock": JSON.stringify({ lockFileVersion: 18, registryFileHashes: hashes }),
  });
  const HASHES = {
    [url("lib/1.0")]: textDigest(LIB_1_0),
    [url("lib/1.1")]: textDigest(LIB_1_1),
    [url("other/1.0")]: textDigest(OTHER),
  };
  const FETCHED: Files = {
    ...lock(HASHES),
    ...cached(LIB_1_0),
    ...cached(LIB_1_1),
    ...cached(OTHER),
    "/b/out/external/@lib+.marker": MARKER,
    "/b/out/external/lib+/MODULE.bazel": LIB_1_1,
    "/b/out/external/lib+/BUILD": `exports_files(["a.txt", "toolchain"])`,
    "/b/out/external/lib+/a.txt": "",
    "/b/out/external/lib+/toolchain": "",
  };

  test("the version that is selected", async () => {
    expect(await paths(FETCHED)).toEqual(complete("lib+/a.txt"));
  });

  test("its own MODULE.bazel file stands in for the cache's, a vendored one for both", async () => {
    const gone = Object.fromEntries(
      Object.keys({ ...cached(LIB_1_1), ...cached(OTHER) }).map((path) => [path, undefined]),
    );
    const vendored: Files = {
      ".bazelrc": "startup --output_base=/b/out\ncommon --vendor_dir=vendor\n",
      "vendor/_registries/bcr.bazel.build/modules/other/1.0/MODULE.bazel": OTHER,
    };
    expect(await paths(FETCHED, gone, vendored)).toEqual(complete("lib+/a.txt"));
  });

  test.each<[string, Files, string]>([
    [
      "another version",
      { "/b/out/external/lib+/MODULE.bazel": LIB_1_0 },
      "repository @lib+ may be out of date on disk: its MODULE.bazel file is not the one that the registry has",
    ],
    [
      "one that depends on what has changed",
      { "/b/out/external/@lib+.marker": `${MARKER}FILE:@@//:a.patch ${"1".repeat(64)}\n` },
      "repository @lib+ is out of date on disk: it depends on the file @@//:a.patch, which has changed",
    ],
    [
      "one that an override patches",
      {
        "MODULE.bazel": `${COMMON["MODULE.bazel"] as string}single_version_override(module_name = "lib", patches = ["//:a.patch"])\n`,
      },
      "repository @lib+ may be out of date on disk: an override tells where it comes from, and it is not known for which Bazel has fetched it",
    ],
    ["nothing", { "/b/out/external/@lib+.marker": undefined }, "module lib 1.1 is not on disk"],
  ])("%s", async (_, changes, reason) => {
    const text = await tree(FETCHED, changes);
    expect(text[0]).toBe("partial");
    expect(text).toContainEqual(expect.stringContaining(reason));
  });

  test("a module whose MODULE.bazel file is not on disk may raise other versions", async () => {
    const text = await tree(FETCHED, lock({ ...HASHES, [url("other/1.0")]: "2".repeat(64) }));
    expect(text[0]).toBe("partial");
    expect(text).toContainEqual(
      expect.stringContaining(
        "module lib 1.0 may be resolved to another version: module other 1.0 is not on disk (its MODULE.bazel file is neither in the repository cache nor in the vendor directory)",
      ),
    );
  });

  test("a file with another digest than the lock file's does not count", async () => {
    const text = await tree(FETCHED, { [Object.keys(cached(OTHER))[0] ?? ""]: `${OTHER}# changed` });
    expect(text[0]).toBe("partial");
  });

  describe("in a vendor directory", () => {
    const VENDORED: Files = {
      ...FETCHED,
      ".bazelrc": "startup --output_base=/b/out\ncommon --vendor_dir=vendor\n",
      "/b/out/external/@lib+.marker": undefined,
      "/b/out/external/lib+/a.txt": undefined,
      "vendor/@lib+.marker": MARKER,
      "vendor/lib+/MODULE.bazel": LIB_1_1,
      "vendor/lib+/BUILD": `exports_files(["a.txt", "toolchain"])`,
      "vendor/lib+/a.txt": "",
      "vendor/lib+/toolchain": "",
    };

    test("the version that is selected", async () => {
      expect(await paths(VENDORED)).toEqual(complete("lib+/a.txt"));
    });

    test("another version may be fetched anew", async () => {
      const text = await tree(VENDORED, { "vendor/lib+/MODULE.bazel": LIB_1_0 });
      expect(text[0]).toBe("partial");
      expect(text).toContainEqual(expect.stringContaining("repository @lib+ may be out of date on disk"));
    });

    test("what is pinned is taken as it is", async () => {
      const pinned: Files = {
        "vendor/VENDOR.bazel": `pin("@@lib+")\n`,
        "vendor/@lib+.marker": undefined,
        "vendor/lib+/MODULE.bazel": LIB_1_0,
      };
      expect(await paths(VENDORED, pinned)).toEqual(complete("lib+/a.txt"));
      const gone = Object.fromEntries(
        Object.keys(VENDORED).flatMap((path) => (path.startsWith("vendor/lib+/") ? [[path, undefined]] : [])),
      ) as Files;
      expect(await tree(VENDORED, pinned, gone)).toContainEqual(
        expect.stringContaining("Pinned repository lib+ not found under the vendor directory"),
      );
    });

    test("what is ignored is not taken", async () => {
      expect(await tree(VENDORED, { "vendor/VENDOR.bazel": `ignore("@@lib+")\n` })).toContainEqual(
        expect.stringContaining("module lib 1.1 is not on disk"),
      );
    });
  });

  test("where bazel_tools is not on disk its dependencies are known by release, if their files are on disk", async () => {
    // Those of 8.4.2, and no others.
    const names =
      "rules_license/1.0.0 buildozer/7.1.2 platforms/0.0.11 zlib/1.3.1.bcr.5 rules_proto/7.0.2 bazel_features/1.30.0 protobuf/29.0 rules_java/8.14.0 rules_cc/0.1.1 rules_python/0.40.0 rules_shell/0.2.0";
    const texts = names.split(" ").map((key) => {
      const [name = "", version = ""] = key.split("/");
      return [key, `module(name = "${name}", version = "${version}")\n`] as const;
    });
    const withLib = (key: string, text: string) =>
      key === "zlib/1.3.1.bcr.5" ? `${text}bazel_dep(name = "lib", version = "1.1")\n` : text;
    const known: Files = {
      ...(Object.assign({}, ...texts.map(([key, text]) => cached(withLib(key, text)))) as Files),
      ...lock({
        ...HASHES,
        ...Object.fromEntries(texts.map(([key, text]) => [url(key), textDigest(withLib(key, text))])),
      }),
      "/b/out/install/build-label.txt": undefined,
      "/b/out/external/bazel_tools/MODULE.bazel": undefined,
      "MODULE.bazel": `bazel_dep(name = "lib", version = "1.0")\n`,
    };
    expect(await paths(FETCHED, known, { ".bazelversion": "8.4.2" })).toEqual(complete("lib+/a.txt"));
    // Of 8.7.0 they are not known.
    expect(await tree(FETCHED, known, { ".bazelversion": "8.7.0" })).toContainEqual(
      expect.stringContaining("what bazel_tools depends on is known for Bazel 8.4.2, not for 8.7.0"),
    );
    expect(await tree(FETCHED, known, { ".bazelversion": "8.4.2" }, lock(HASHES))).toContainEqual(
      expect.stringContaining("module bazel_tools is not on disk"),
    );
  });

  test("files that a repository depends on, by label and by path", async () => {
    const patch = (line: string): Files => ({
      "pkg/a.patch": "a",
      "/b/out/external/@lib+.marker": `${MARKER}${line}\n`,
    });
    for (const name of ["@@//pkg:a.patch", "@@//pkg/a.patch", "/workspace/pkg/a.patch"]) {
      expect(await paths(FETCHED, patch(`FILE:${name} ${textDigest("a")}`))).toEqual(complete("lib+/a.txt"));
      expect(await tree(FETCHED, patch(`FILE:${name} ${textDigest("b")}`))).toContainEqual(
        expect.stringContaining(`it depends on the file ${name}, which has changed`),
      );
    }
    expect(await paths(FETCHED, patch("FILE:@@//pkg/none ENOENT"))).toEqual(complete("lib+/a.txt"));
  });

  test("of several registries the first that has the module", async () => {
    const inFirst = (path: string) => `https://first.example/modules/${path}/MODULE.bazel`;
    const several: Files = {
      ".bazelrc":
        "startup --output_base=/b/out\ncommon --registry=https://first.example/ --registry=https://bcr.bazel.build\n",
      ...lock({
        ...HASHES,
        [inFirst("lib/1.0")]: null,
        [inFirst("lib/1.1")]: null,
        [inFirst("other/1.0")]: null,
      }),
    };
    expect(await paths(FETCHED, several)).toEqual(complete("lib+/a.txt"));
    expect((await tree(FETCHED, several, lock(HASHES)))[0]).toBe("partial");
  });
});

test("a module of the workspace, by a flag", async () => {
  const files = {
    "MODULE.bazel": `bazel_dep(name = "lib", version = "1.0")\n`,
    "third_party/lib/MODULE.bazel": LIB_1_0,
    "third_party/lib/BUILD": `exports_files(["a.txt"])`,
    "third_party/lib/a.txt": "",
  };
  for (const path of ["%workspace%/third_party/lib", "third_party/lib"]) {
    const found = await ask([files], [`--override_module=lib=${path}`], (snapshot) => treeOf(snapshot, "//:bin"));
    expect(runfilesText(found).split("\n").toSorted()).toEqual(complete("lib+/a.txt"));
  }
});

describe("overrides of modules that nobody depends on", () => {
  const local = (name: string) => `local_path_override(module_name = "${name}", path = "${name}")\n`;
  const ROOT_MODULE = `module(name = "own")\nbazel_dep(name = "lib")\n${local("lib")}`;
  const LIB = { "lib/MODULE.bazel": `module(name = "lib")\n` };
  const errors = (module: string, flags: readonly string[] = [], more: Files = {}) =>
    ask([LIB, more, { "MODULE.bazel": module }], flags, (snapshot) =>
      snapshot.findings().flatMap(({ location: { path, range }, message, severity }) => {
        const place = `${path.slice(ROOT.length + 1)}:${String(range.start.line + 1)}`;
        return severity === "error" && /override|declares/.test(message) ? [`${place}: ${message}`] : [];
      }),
    );

  test("of a statement, at the first of them", async () => {
    expect(await errors(`${ROOT_MODULE}${local("other")}${local("third")}`)).toEqual([
      "MODULE.bazel:4: the root module specifies overrides on nonexistent module(s): other, third",
    ]);
  });

  test("of a flag, where the file begins", async () => {
    expect(await errors(ROOT_MODULE, ["--override_module=other=/o"])).toEqual([
      "MODULE.bazel:1: the root module specifies overrides on nonexistent module(s): other",
    ]);
  });

  test("to a file that declares another module, or none", async () => {
    const declared = (module: string) => errors(ROOT_MODULE, [], { "lib/MODULE.bazel": module });
    const told = (name: string) => [
      `MODULE.bazel:3: the MODULE.bazel file of lib@_ declares a different name (${name})`,
    ];
    expect(await declared('module(name = "other")\n')).toEqual(told("other"));
    expect(await declared("")).toEqual(told(""));
    expect(await declared('module(name = "lib", version = "7")\n')).toEqual([]);
  });

  test("to another version than a dependency asks for that brings nothing in", async () => {
    const seven = { ".bazelversion": "7.7.1" };
    const tools = {
      "tools/MODULE.bazel": 'module(name = "tools")\nbazel_dep(name = "lib", version = "1.0", repo_name = None)\n',
    };
    const module = `${ROOT_MODULE}bazel_dep(name = "tools")\n${local("tools")}`;
    expect(await errors(module, [], { ...seven, ...tools })).toEqual([
      "MODULE.bazel:3: the MODULE.bazel file of lib@1.0 declares a different version ()",
    ]);
    const lib = { "lib/MODULE.bazel": 'module(name = "lib", version = "1.0")\n' };
    expect(await errors(module, [], { ...seven, ...tools, ...lib })).toEqual([]);
  });

  test("leave no tree complete", async () => {
    const files = { "MODULE.bazel": `${ROOT_MODULE}${local("other")}`, "BUILD.bazel": 'filegroup(name = "f")\n' };
    const tree = await ask([LIB, files], [], (snapshot) => runfilesText(treeOf(snapshot, "//:f")));
    expect(tree).toContain("unknown: Bazel refuses the workspace: the root module specifies overrides on nonexistent");
  });

  test("none where all are there, or a file is not on disk that may name them", async () => {
    expect(await errors(ROOT_MODULE)).toEqual([]);
    const lib = { "lib/MODULE.bazel": `module(name = "lib")\nbazel_dep(name = "unknown", version = "1.0")\n` };
    expect(await errors(`${ROOT_MODULE}${local("other")}`, [], lib)).toEqual([]);
  });
});

describe("bazel_compatibility", () => {
  const needing = (name: string, ...conditions: readonly string[]) =>
    `module(name = "${name}", bazel_compatibility = ${JSON.stringify(conditions)})\n`;
  const refusal = (files: Files, flags: readonly string[] = []) =>
    ask([{ "BUILD.bazel": 'filegroup(name = "f")\n' }, files], flags, (snapshot) =>
      runfilesText(treeOf(snapshot, "//:f"))
        .split("\n")
        .filter((line) => line.startsWith("unknown: ")),
    );
  const root = (...conditions: readonly string[]) => ({ "MODULE.bazel": needing("own", ...conditions) });

  test.each([
    [">=8.4.0", "<=8.4.0", ">8.3.9", "<8.4.1", "-8.4.1"],
    [">=8.10.0", "-8.4.0"],
    [">8.4.0"],
    ["<8.4.0"],
    ["<=7.7.1"],
    ["-8.4.0"],
  ])("is held against the version: %s", async (...conditions) => {
    const shown = conditions.join(", ");
    const message = `unknown: Bazel refuses the workspace: Bazel version 8.4.0 is not compatible with module "<root>" (bazel_compatibility: [${shown}])`;
    expect(await refusal(root(...conditions))).toEqual(conditions.length === 5 ? [] : [message]);
  });

  test("of a dependency", async () => {
    const files = {
      "MODULE.bazel":
        'module(name = "own")\nbazel_dep(name = "lib")\nlocal_path_override(module_name = "lib", path = "lib")\n',
      "lib/MODULE.bazel": needing("lib", ">=9.0.0"),
    };
    expect(await refusal(files)).toEqual([
      'unknown: Bazel refuses the workspace: Bazel version 8.4.0 is not compatible with module "lib@_" (bazel_compatibility: [>=9.0.0])',
    ]);
  });

  test("not where a flag says otherwise, nor where the version is not known", async () => {
    expect(await refusal(root(">=9.0.0"), ["--check_bazel_compatibility=warning"])).toEqual([]);
    const unknown = await refusal({ ...root(">=9.0.0"), ".bazelversion": "latest" });
    expect(unknown.filter((message) => message.includes("not compatible"))).toEqual([]);
  });

  test("is a condition", async () => {
    expect(await refusal(root("8.4.0"))).toEqual([
      expect.stringContaining("unknown: Bazel refuses the workspace: invalid version argument '8.4.0'"),
    ]);
  });
});

test.each([
  ["both", "--noenable_bzlmod --noenable_workspace", "unknown: Bazel refuses the workspace: both --noenable_bzlmod"],
  ["one of them", "--noenable_bzlmod", "complete"],
])("with %s of modules and WORKSPACE files turned off", async (_, flags, told) => {
  const files = { ".bazelversion": "7.7.1", "BUILD.bazel": 'filegroup(name = "f")\n' };
  const tree = await ask([files], flags.split(" "), (snapshot) => runfilesText(treeOf(snapshot, "//:f")));
  expect(tree).toContain(told);
});
