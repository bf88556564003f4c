/**
 * A repository rule whose file loads what another rule writes, and that reads files of other repositories: the marker beside what Bazel has fetched counts where those say the same. The markers here were written by
 * Bazel 7.7.1 after `bazel build //:bin` of this very workspace.
 */
import { describe, expect, test } from "vitest";
import { projectOver, ROOT, runfilesText, treeOf } from "../harness/literateProject.ts";
import { MemoryFileSystem, type MemoryEntry } from "../harness/memoryFileSystem.ts";

type Files = Readonly<Record<string, MemoryEntry | undefined>>;

const SETTINGS = `def _settings(ctx):
    ctx.file("settings.bzl", "TEXT = \\"é\\"\\n")
    ctx.file("names.txt", "a é\\n")
    ctx.file("BUILD", "")

_settings_repository = repository_rule(_settings)

def _tool(ctx):
    ctx.execute(["true"])
    ctx.file("BUILD", "")
    ctx.file("bin/tool", "#!/bin/sh\\n")

_tool_repository = repository_rule(_tool)

def _extension(_ctx):
    _settings_repository(name = "settings")
    _tool_repository(name = "tool")

settings = module_extension(_extension)
`;

const MADE = `load("@settings//:settings.bzl", "TEXT")

def _made(ctx):
    ctx.execute(["true"])
    ctx.read(ctx.attr.names)
    ctx.read(ctx.attr.tool)
    ctx.file("a.txt", TEXT)
    ctx.file("BUILD", "exports_files([\\"a.txt\\"])\\n")

_made_repository = repository_rule(
    _made,
    attrs = {
        "names": attr.label(default = "@settings//:names.txt"),
        "tool": attr.label(default = "@tool//:bin/tool"),
    },
)

def _extension(_ctx):
    _made_repository(name = "direct")

made = module_extension(_extension)
`;

const TOOL_KEY = "c64551a20ab2797fa8a6e80554847702a06f806a15b94ef49376d0ce8550d9ab";

const FILES: Files = {
  ".bazelversion": "7.7.1",
  ".bazelrc": "startup --output_base=/out\nbuild --nolegacy_external_runfiles\n",
  "MODULE.bazel": `module(name = "main")

settings = use_extension("//rules:settings.bzl", "settings")
use_repo(settings, "settings", "tool")

made = use_extension("//rules:made.bzl", "made")
use_repo(made, "direct")
`,
  BUILD: `sh_binary(
    name = "bin",
    srcs = ["bin.sh"],
    data = ["@direct//:a.txt"],
)
`,
  "bin.sh": "",
  "rules/BUILD": "",
  "rules/made.bzl": MADE,
  "rules/settings.bzl": SETTINGS,
  "/out/install/build-label.txt": "7.7.1",
  "/out/external/bazel_tools/MODULE.bazel": 'module(name = "bazel_tools")\n',
  "/out/external/@_main~made~direct.marker": `9e4e806e1a4d9bd0d2d9220965f82243b26501fabded7103b4c2fca6bebad0db
FILE:@@_main~settings~settings//names.txt 396aa243a2b3c6e0f694db18efef1183c613b563b1e1448ab50692fbba56bcaf
FILE:@@_main~settings~tool//bin/tool a8076d3d28d21e02012b20eaf7dbf75409a6277134439025f282e368e3305abf
REPO_MAPPING:,settings _main~settings~settings
`,
  "/out/external/_main~made~direct/BUILD": 'exports_files(["a.txt"])\n',
  "/out/external/_main~made~direct/a.txt": "",
  "/out/external/@_main~settings~tool.marker": `${TOOL_KEY}\n`,
  "/out/external/_main~settings~tool/BUILD": "",
  "/out/external/_main~settings~tool/bin/tool": "#!/bin/sh\n",
};

async function tree(changes: Files = {}): Promise<readonly string[]> {
  const entries = Object.entries<MemoryEntry | undefined>({ ...FILES, ...changes });
  const files = new MemoryFileSystem(
    ROOT,
    entries.flatMap(([path, entry]) => (entry === undefined ? [] : [[path, entry] as const])),
  );
  const project = await projectOver(files);
  const request = { command: "build", configs: [], flags: [] } as const;
  return project.run(request, (snapshot) => runfilesText(treeOf(snapshot, "//:bin")).split("\n"));
}

const DOUBT = "unknown: repository @_main~made~direct may be out of date on disk: ";

test("the others are what Bazel had", async () => {
  expect(await tree()).toEqual(["complete", "_main/bin", "_main/bin.sh", "_main~made~direct/a.txt", "_repo_mapping"]);
});

test("a file that is loaded would be written otherwise", async () => {
  expect(await tree({ "rules/settings.bzl": SETTINGS.replace("TEXT =", "TEXT  =") })).toContain(
    `${DOUBT}it is not known for which definition Bazel has fetched it`,
  );
});

test("a file is loaded of a repository that may be out of date", async () => {
  const settings = {
    "rules/settings.bzl": SETTINGS.replace("_settings(ctx):", '_settings(ctx):\n    ctx.execute(["true"])'),
    "/out/external/@_main~settings~settings.marker": `${TOOL_KEY}\n`,
    "/out/external/_main~settings~settings/BUILD": "",
    "/out/external/_main~settings~settings/names.txt": "a Ã©\n",
    "/out/external/_main~settings~settings/settings.bzl": 'TEXT = "Ã©"\n',
  };
  expect(await tree(settings)).toContain(`${DOUBT}it is not known for which definition Bazel has fetched it`);
});

test("a file that is read would be written otherwise", async () => {
  expect(await tree({ "rules/settings.bzl": SETTINGS.replace("a é", "b é") })).toContain(
    "unknown: repository @_main~made~direct is out of date on disk: it depends on the file @@_main~settings~settings//names.txt, which has changed",
  );
});

test("a file is read of a repository that may be out of date", async () => {
  const marker = { "/out/external/@_main~settings~tool.marker": `${TOOL_KEY.replace("c", "d")}\n` };
  expect(await tree(marker)).toContain(`${DOUBT}it depends on the file @@_main~settings~tool//bin/tool`);
});

test("a rule that is evaluated reads a file of a repository that may be out of date", async () => {
  const evaluated = { "rules/made.bzl": MADE.replace('    ctx.execute(["true"])\n', "") };
  const marker = { "/out/external/@_main~settings~tool.marker": `${TOOL_KEY.replace("c", "d")}\n` };
  expect(await tree(evaluated)).toContain("complete");
  expect(await tree({ ...evaluated, ...marker })).toContain("partial");
});

test("two repositories that have read each other's files, which one of them does not do any more", async () => {
  const marker = {
    "/out/external/@_main~settings~tool.marker": `${TOOL_KEY}\nFILE:@@_main~made~direct//a.txt 0\n`,
  };
  expect(await tree(marker)).toContain(`${DOUBT}it depends on the file @@_main~settings~tool//bin/tool`);
});

describe("a file that is no text", () => {
  const PROGRAM = Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0xff, 0xfe);
  const read = "FILE:@@_main~settings~tool//bin/tool ";
  const marker = FILES["/out/external/@_main~made~direct.marker"] as string;
  const program = (digest: string): Files => ({
    "/out/external/_main~settings~tool/bin/tool": { bytes: PROGRAM },
    "/out/external/@_main~made~direct.marker": marker.replace(/FILE:.*tool .*/, read + digest),
  });

  test("is what Bazel had", async () => {
    expect(await tree(program("bfcc560d599a4e0d75acaa1e233bdc29c816a0c49212af7e6024315c3b99cf4f"))).toContain(
      "complete",
    );
  });

  test("is another one", async () => {
    expect(await tree(program("0".repeat(64)))).toContain(
      "unknown: repository @_main~made~direct is out of date on disk: it depends on the file @@_main~settings~tool//bin/tool, which has changed",
    );
  });
});

test.each([
  ["DIR", "bin", "complete"],
  ["DIR", "bin/tool", "partial"],
  ["DIR", "lib", "partial"],
  ["ENOENT", "lib", "complete"],
])("a marker says %s of %s", async (recorded, path, completeness) => {
  const marker = FILES["/out/external/@_main~made~direct.marker"] as string;
  const text = await tree({
    "/out/external/@_main~made~direct.marker": `${marker}FILE:@@_main~settings~tool//${path} ${recorded}\n`,
  });
  expect(text).toContain(completeness);
});
