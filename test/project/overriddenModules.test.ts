/**
 * Modules that an override patches or has fetched from elsewhere count where Bazel has fetched them as the override says now. The markers here were written by Bazel 7.7.1 after `bazel query` of this very workspace, with the
 * two .bzl files below in the place of its own.
 */
import { describe, expect, test } from "vitest";
import { textDigest } from "../../server/src/bazel/workspace/moduleRegistry.ts";
import { projectOver, ROOT, runfilesText, treeOf } from "../harness/literateProject.ts";
import { MemoryFileSystem, type MemoryEntry } from "../harness/memoryFileSystem.ts";

type Files = Readonly<Record<string, MemoryEntry | undefined>>;

const HTTP = `"""A stand-in for what Bazel brings along: as far as a module's call of it goes."""

def _http_archive(ctx):
    for patch in ctx.attr.patches:
        ctx.read(patch)
    ctx.file("MODULE.bazel", "module(name = \\"%s\\")\\n" % ctx.name.rstrip("~"))
    ctx.file("BUILD", "exports_files([\\"a.txt\\"])\\n")
    ctx.file("a.txt", "")

http_archive = repository_rule(
    _http_archive,
    attrs = {
        "urls": attr.string_list(),
        "integrity": attr.string(),
        "strip_prefix": attr.string(),
        "type": attr.string(),
        "patches": attr.label_list(),
        "remote_file_urls": attr.string_list_dict(),
        "remote_file_integrity": attr.string_dict(),
        "remote_module_file_urls": attr.string_list(),
        "remote_module_file_integrity": attr.string(),
        "remote_patches": attr.string_dict(),
        "remote_patch_strip": attr.int(),
        "patch_args": attr.string_list(default = ["-p0"]),
        "patch_cmds": attr.string_list(),
    },
)
`;

const GIT = `"""A stand-in for what Bazel brings along: as far as a module's call of it goes."""

def _git_repository(ctx):
    for patch in ctx.attr.patches:
        ctx.read(patch)
    ctx.file("MODULE.bazel", "module(name = \\"%s\\")\\n" % ctx.name.rstrip("~"))
    ctx.file("BUILD", "exports_files([\\"a.txt\\"])\\n")
    ctx.file("a.txt", "")

git_repository = repository_rule(
    _git_repository,
    attrs = {
        "remote": attr.string(mandatory = True),
        "commit": attr.string(),
        "init_submodules": attr.bool(),
        "recursive_init_submodules": attr.bool(),
        "strip_prefix": attr.string(),
        "patches": attr.label_list(),
        "patch_args": attr.string_list(default = ["-p0"]),
        "patch_cmds": attr.string_list(),
    },
)
`;

const MODULES = `module(name = "main")

bazel_dep(name = "patched", version = "1.0")
single_version_override(
    module_name = "patched",
    patch_cmds = ["echo a"],
    patch_strip = 1,
    patches = ["//patches:a.patch"],
)

bazel_dep(name = "archived")
archive_override(
    module_name = "archived",
    integrity = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    patches = ["@main//patches:a.patch"],
    strip_prefix = "archived-2",
    urls = "https://example.com/archived.zip",
)

bazel_dep(name = "cloned")
git_override(
    module_name = "cloned",
    commit = "0123456789abcdef0123456789abcdef01234567",
    init_submodules = True,
    patch_cmds = ["echo b"],
    remote = "https://example.com/cloned.git",
)
`;

const SOURCE = `{
  "url": "https://example.com/patched/1.0.tgz",
  "integrity": "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
  "strip_prefix": "patched-1.0",
  "patches": { "fix.patch": "sha256-fix" },
  "overlay": { "BUILD": "sha256-build", "lib/BUILD": "sha256-lib" },
  "patch_strip": 1,
  "archive_type": "tar.gz"
}
`;

const PATCH = "FILE:@@//patches/a.patch 8eefdfa35348df2ec75eeed0daf25afe217b15de4c3353eef916744c4e4bc100\n";

const KEYS = {
  archived: "3577538890576a164982d490e76e3551d235b821cbed36fe735f85eca1f37d69",
  cloned: "8d31cb471f78fcf2f3812775f904ad1de076094309f48a0e29c5cd65d4ecfc51",
  patched: "2260836763406c0e03ad6c411526b3675880d829a208cb9c5125e2a90d0ca8f6",
};

function fetched(name: keyof typeof KEYS, moduleFile: string, inputs: string): Files {
  return {
    [`/out/external/@${name}~.marker`]: `${KEYS[name]}\n${inputs}`,
    [`/out/external/${name}~/MODULE.bazel`]: moduleFile,
    [`/out/external/${name}~/BUILD`]: 'exports_files(["a.txt"])\n',
    [`/out/external/${name}~/a.txt`]: "",
  };
}

const FILES: Files = {
  ".bazelversion": "7.7.1",
  ".bazelrc": `startup --output_base=/out
common --registry=file:///registry --noenable_workspace
build --nolegacy_external_runfiles
`,
  "MODULE.bazel": MODULES,
  BUILD: `sh_binary(
    name = "bin",
    srcs = ["bin.sh"],
    data = [
        "@archived//:a.txt",
        "@cloned//:a.txt",
        "@patched//:a.txt",
    ],
)
`,
  "bin.sh": "",
  "patches/BUILD": "",
  "patches/a.patch": "change\n",
  "/registry/bazel_registry.json": '{"mirrors": ["https://mirror.example.com/"]}\n',
  "/registry/modules/patched/1.0/MODULE.bazel": 'module(name = "patched", version = "1.0")\n',
  "/registry/modules/patched/1.0/source.json": SOURCE,
  "/out/install/build-label.txt": "7.7.1",
  "/out/external/bazel_tools/MODULE.bazel": 'module(name = "bazel_tools")\n',
  "/out/external/bazel_tools/tools/build_defs/repo/BUILD": "",
  "/out/external/bazel_tools/tools/build_defs/repo/http.bzl": HTTP,
  "/out/external/bazel_tools/tools/build_defs/repo/git.bzl": GIT,
  ...fetched("archived", 'module(name = "archived")\n', PATCH),
  ...fetched("cloned", 'module(name = "cloned")\n', ""),
  ...fetched("patched", 'module(name = "patched", version = "1.0")\n', PATCH),
};

async function tree(changes: Files = {}): Promise<readonly string[]> {
  const entries = Object.entries<MemoryEntry | undefined>({ ...FILES, ...changes });
  const files = new MemoryFileSystem(
    ROOT,
    entries.flatMap(([path, entry]) => (entry === undefined ? [] : [[path, entry] as const])),
  );
  const project = await projectOver(files, {}, {});
  const request = { command: "build", configs: [], flags: [] } as const;
  return project.run(request, (snapshot) => runfilesText(treeOf(snapshot, "//:bin")).split("\n"));
}

test("modules that Bazel has fetched as their overrides say", async () => {
  expect(await tree()).toEqual([
    "complete",
    "_main/bin",
    "_main/bin.sh",
    "_repo_mapping",
    "archived~/a.txt",
    "cloned~/a.txt",
    "patched~/a.txt",
  ]);
});

test("the registry may be elsewhere: the lock file tells which of its files are in the repository cache", async () => {
  const url = "http://127.0.0.1:8123";
  const registry = Object.entries(FILES).flatMap(([path, text]) =>
    path.startsWith("/registry/") && typeof text === "string" ? [[path.replace("/registry", url), text] as const] : [],
  );
  const cached = registry.map(([, text]) => [`/cache/content_addressable/sha256/${textDigest(text)}/file`, text]);
  const hashes = registry.map(([address, text]) => [address, textDigest(text)]);
  const found = await tree({
    ".bazelrc": `startup --output_base=/out
common --registry=${url}/ --noenable_workspace --repository_cache=/cache
build --nolegacy_external_runfiles
`,
    "MODULE.bazel.lock": JSON.stringify({ registryFileHashes: Object.fromEntries(hashes) as unknown }),
    ...(Object.fromEntries(cached) as Files),
    "/out/external/@patched~.marker": `da02501a15cdebd281cef575494954255735403e146d251db9a800fb99851a10\n${PATCH}`,
  });
  expect(found[0]).toBe("complete");
});

const OVERRIDDEN =
  "may be out of date on disk: an override tells where it comes from, and it is not known for which Bazel has fetched it";

describe("they are doubted", () => {
  test.each<[string, Files, string]>([
    [
      "an archive has another address",
      { "MODULE.bazel": MODULES.replace("archived.zip", "other.zip") },
      `repository @archived~ ${OVERRIDDEN}`,
    ],
    [
      "an archive is no longer patched",
      { "MODULE.bazel": MODULES.replace('["@main//patches:a.patch"]', "[]") },
      `repository @archived~ ${OVERRIDDEN}`,
    ],
    [
      "another commit is asked for",
      { "MODULE.bazel": MODULES.replace("0123", "3210") },
      `repository @cloned~ ${OVERRIDDEN}`,
    ],
    [
      "its submodules are",
      { "MODULE.bazel": MODULES.replace("    init_submodules = True,\n", "") },
      `repository @cloned~ ${OVERRIDDEN}`,
    ],
    [
      "a patch is stripped otherwise",
      { "MODULE.bazel": MODULES.replace("patch_strip = 1", "patch_strip = 0") },
      `repository @patched~ ${OVERRIDDEN}`,
    ],
    [
      "a command is another one",
      { "MODULE.bazel": MODULES.replace("echo a", "echo c") },
      `repository @patched~ ${OVERRIDDEN}`,
    ],
    [
      "the registry's archive is another one",
      { "/registry/modules/patched/1.0/source.json": SOURCE.replace("1.0.tgz", "1.1.tgz") },
      `repository @patched~ ${OVERRIDDEN}`,
    ],
    [
      "the registry does not say where it comes from",
      { "/registry/modules/patched/1.0/source.json": undefined },
      `repository @patched~ ${OVERRIDDEN}`,
    ],
    [
      "the registry has other mirrors",
      { "/registry/bazel_registry.json": undefined },
      `repository @patched~ ${OVERRIDDEN}`,
    ],
    [
      "Bazel's own rule has changed",
      { "/out/external/bazel_tools/tools/build_defs/repo/git.bzl": `${GIT}# why\n` },
      `repository @cloned~ ${OVERRIDDEN}`,
    ],
  ])("where %s", async (_, changes, why) => {
    const [completeness, ...lines] = await tree(changes);
    expect(completeness).toBe("partial");
    expect(lines).toContain(`unknown: ${why}`);
  });

  test("where a patch has another content", async () => {
    const found = await tree({ "patches/a.patch": "other\n" });
    expect(found[0]).toBe("partial");
    expect(found).toContain(
      "unknown: repository @patched~ is out of date on disk: it depends on the file @@//patches/a.patch, which has changed",
    );
  });
});
