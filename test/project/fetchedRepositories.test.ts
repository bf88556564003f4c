/**
 * Repositories that Bazel has fetched count where their marker says that they are what the workspace asks for. The markers here were written by Bazel 4.2.3 after `bazel build //:bin` of this very workspace.
 */
import { describe, expect, test } from "vitest";
import { runfilesText, projectOver, ROOT, treeOf } from "../harness/literateProject.ts";
import { MemoryFileSystem, type MemoryEntry } from "../harness/memoryFileSystem.ts";

const WORKSPACE = `workspace(name = "main")

load("//rules:made.bzl", "made")
load("//rules:macro.bzl", "made_by_macro")

made(
    name = "direct",
    contents = {"a.txt": "from direct"},
    flag = True,
    labels = {"//rules:template.txt": "t"},
    lists = {"k": ["v", "w"]},
    negative = -5,
    numbers = [1, 300],
    paths = ["//rules:template.txt", ":x"],
    template = "//rules:template.txt",
    text = "ü",
)

made_by_macro(name = "indirect")
`;

const MADE = `"""A repository that needs a process: it is not evaluated."""

def _made(ctx):
    for name, text in ctx.attr.contents.items():
        ctx.file(name, text)
    ctx.execute(["true"])
    ctx.read(ctx.attr.template)
    ctx.file("BUILD", "exports_files(glob([\\"*.txt\\"]))\\n")

made = repository_rule(
    _made,
    attrs = {
        "contents": attr.string_dict(),
        "flag": attr.bool(),
        "labels": attr.label_keyed_string_dict(),
        "lists": attr.string_list_dict(),
        "negative": attr.int(default = 7),
        "numbers": attr.int_list(default = [3]),
        "paths": attr.label_list(),
        "template": attr.label(default = "//rules:template.txt"),
        "text": attr.string(default = "d"),
        "_private": attr.label(default = "//rules:macro.bzl"),
    },
    configure = True,
    environ = ["MADE_Z", "MADE_A"],
)
`;

const MACRO = `load(":made.bzl", "made")

def _inner(name):
    made(name = name, contents = {"b.txt": "from indirect"}, text = None)

def made_by_macro(name):
    _inner(name)
`;

const BUILD = `sh_binary(
    name = "bin",
    srcs = ["bin.sh"],
    data = ["@direct//:a.txt", "@indirect//:b.txt"],
)
`;

const READ = `ENV:MADE_Z \\0
STARLARK_SEMANTICS 0
$MANAGED${" "}
FILE://rules:macro.bzl 8cd2eaf542342f3efbfe2f3606231b864c742be2cb6e43b634b22a499328b08c
FILE://rules:template.txt 90d69c78fb9ef942c8ce0a0d88a7455572ada06044bc1516473472664ddd013b
ENV:MADE_A \\0
`;

const FETCHED_BUILD = 'exports_files(glob(["*.txt"]))\n';

const FILES: Readonly<Record<string, string>> = {
  ".bazelversion": "4.2.3",
  ".bazelrc": "startup --output_base=/out\nbuild --nolegacy_external_runfiles\n",
  WORKSPACE,
  BUILD,
  "bin.sh": "",
  "rules/BUILD": "",
  "rules/made.bzl": MADE,
  "rules/macro.bzl": MACRO,
  "rules/template.txt": "template\n",
  "/out/external/@direct.marker": `33f15f02a334f43391821a0e685f72a943c0f72083dd802a1cd4673d4e506669\n${READ}`,
  "/out/external/direct/BUILD": FETCHED_BUILD,
  "/out/external/direct/a.txt": "from direct",
  "/out/external/@indirect.marker": `0ee5c64502e5ec4d0a0a675c97116272f10d611025c2010245d942855053ddee\n${READ}`,
  "/out/external/indirect/BUILD": FETCHED_BUILD,
  "/out/external/indirect/b.txt": "from indirect",
};

const FRESH = ["complete", "direct/a.txt", "indirect/b.txt", "main/bin", "main/bin.sh"];

async function runfiles(changes: Readonly<Record<string, MemoryEntry | undefined>> = {}): Promise<readonly string[]> {
  const entries = Object.entries<MemoryEntry | undefined>({ ...FILES, ...changes });
  const files = new MemoryFileSystem(
    ROOT,
    entries.flatMap(([path, entry]) => (entry === undefined ? [] : [[path, entry] as const])),
  );
  const project = await projectOver(files);
  const request = { command: "build", configs: [], flags: [] } as const;
  return project.run(request, (snapshot) => runfilesText(treeOf(snapshot, "//:bin")).split("\n"));
}

test("a repository that Bazel has fetched for what is asked for now", async () => {
  expect(await runfiles()).toEqual(FRESH);
});

test("a comment in the WORKSPACE file changes nothing, a comment in the rule's file does", async () => {
  expect(await runfiles({ WORKSPACE: `# why\n${WORKSPACE}` })).toEqual(FRESH);
  expect(await runfiles({ "rules/made.bzl": `${MADE}# why\n` })).toEqual([
    "partial",
    "main/bin",
    "main/bin.sh",
    "unknown: repository @direct is out of date on disk: Bazel has fetched it for another definition",
    "unknown: repository @indirect is out of date on disk: Bazel has fetched it for another definition",
  ]);
});

const STALE_DIRECT = "unknown: repository @direct is out of date on disk: ";
const STALE_INDIRECT = "unknown: repository @indirect is out of date on disk: ";

test.each<[string, Record<string, MemoryEntry | undefined>, string]>([
  [
    "an attribute has another value",
    { WORKSPACE: WORKSPACE.replace("[1, 300]", "[1, 301]") },
    `${STALE_DIRECT}Bazel has fetched it for another definition`,
  ],
  [
    "an attribute is no longer given",
    { WORKSPACE: WORKSPACE.replace("    flag = True,\n", "") },
    `${STALE_DIRECT}Bazel has fetched it for another definition`,
  ],
  [
    "a macro has another name",
    {
      WORKSPACE: WORKSPACE.replaceAll("made_by_macro", "made_by_other"),
      "rules/macro.bzl": MACRO.replace("made_by_macro", "made_by_other"),
    },
    `${STALE_INDIRECT}Bazel has fetched it for another definition`,
  ],
  [
    "a file that the rule has read has changed",
    { "rules/template.txt": "other\n" },
    `${STALE_DIRECT}it depends on the file //rules:template.txt, which has changed`,
  ],
  [
    "a file that the rule has read is gone",
    { "rules/template.txt": undefined },
    `${STALE_INDIRECT}it depends on the file //rules:template.txt, which has changed`,
  ],
  [
    "a variable had a value",
    {
      "/out/external/@direct.marker": FILES["/out/external/@direct.marker"]!.replace(
        "ENV:MADE_A \\0",
        "ENV:MADE_A a\\sb",
      ),
    },
    "unknown: repository @direct may be out of date on disk: it depends on the environment variable MADE_A, which differs here",
  ],
  [
    "there is no marker",
    { "/out/external/@direct.marker": undefined },
    "unknown: repository @direct is not on disk, and to make it needs execute()",
  ],
  [
    "the marker is broken",
    { "/out/external/@direct.marker": "half" },
    "unknown: repository @direct is not on disk, and to make it needs execute()",
  ],
  [
    "the rule is local",
    { "rules/made.bzl": MADE.replace("configure = True", "local = True") },
    `${STALE_DIRECT}Bazel has fetched it for another definition`,
  ],
])("not where %s", async (_, changes, unknown) => {
  const shown = await runfiles(changes);
  expect(shown[0]).toBe("partial");
  expect(shown).toContain(unknown);
});

test.each<[string, boolean]>([
  ["common --repo_env=MADE_Z=z", false],
  ["build --action_env=MADE_A=a", false],
  ["build --action_env=MADE_A=a\nbuild --action_env=MADE_A", true],
  ["build --action_env=OTHER=a\ncommon --repo_env=OTHER=b", true],
])("what the rc files set for repository rules: %s", async (line, isFresh) => {
  const shown = await runfiles({ ".bazelrc": `${FILES[".bazelrc"]}${line}\n` });
  expect(shown[0]).toBe(isFresh ? "complete" : "partial");
});

test("a repository that may be out of date is shown, and the tree is partial", async () => {
  const marker = FILES["/out/external/@direct.marker"]!.replace("STARLARK_SEMANTICS 0", "STARLARK_SEMANTICS 17");
  expect(await runfiles({ "/out/external/@direct.marker": marker })).toEqual([
    "partial",
    ...FRESH.slice(1),
    "unknown: repository @direct may be out of date on disk: it depends on flags of the language",
  ]);
});

// As 4.2.3 has written them in the markers of public workspaces.
test.each([
  ["common --experimental_repo_remote_exec", -1438583352, true],
  ["common --incompatible_allow_tags_propagation", 310830601, true],
  [
    "build --incompatible_restrict_string_escapes=false --noincompatible_require_linker_input_cc_api",
    -1555108961,
    true,
  ],
  ["build --experimental_cc_skylark_api_enabled_packages=a", 17, false],
  ["common --experimental_repo_remote_exec", 0, false],
])("flags that change the language: %s, and %s in the marker", async (line, hash, isFresh) => {
  const markers = Object.entries(FILES).map(([path, text]): [string, string] => [
    path,
    text.replace("STARLARK_SEMANTICS 0", `STARLARK_SEMANTICS ${String(hash)}`),
  ]);
  const shown = await runfiles({ ...Object.fromEntries(markers), ".bazelrc": `${FILES[".bazelrc"]}${line}\n` });
  expect(shown[0]).toBe(isFresh ? "complete" : "partial");
});

test("a repository that nobody defines as far as we see is shown, and the tree is partial", async () => {
  const shown = await runfiles({
    WORKSPACE: WORKSPACE.replace("made_by_macro(name", "made_by_nobody(name").replace(
      '"//rules:macro.bzl", "made_by_macro"',
      '"@nowhere//:macro.bzl", "made_by_nobody"',
    ),
  });
  const unknowns = shown.filter((line) => line.startsWith("unknown: "));
  expect(shown.filter((line) => !unknowns.includes(line))).toEqual(["partial", ...FRESH.slice(1)]);
  expect(unknowns.length).toBeGreaterThan(0);
  for (const line of unknowns) expect(line).toMatch(/made_by_nobody comes from @@nowhere|refuse the WORKSPACE file/);
});

test("another version computes keys in ways that were not checked", async () => {
  const shown = await runfiles({ ".bazelversion": "5.4.1", WORKSPACE: WORKSPACE.replace("[1, 300]", "[1, 301]") });
  expect(shown[0]).toBe("partial");
  expect(shown).toContain(
    "unknown: repository @direct may be out of date on disk: it is not known for which definition Bazel has fetched it",
  );
});

test("a .bzl file of a repository that may be out of date", async () => {
  const shown = await runfiles({
    BUILD: `load("@direct//:defs.bzl", "NAMES")\nsh_binary(name = "bin", srcs = ["bin.sh"], data = NAMES)\n`,
    "/out/external/direct/defs.bzl": "NAMES = []\n",
    "/out/external/@direct.marker": FILES["/out/external/@direct.marker"]!.replace(
      "STARLARK_SEMANTICS 0",
      "STARLARK_SEMANTICS 17",
    ),
  });
  expect(shown).toEqual(
    [
      "partial",
      "main/.runfile",
      "main/bin",
      "main/bin.sh",
      "unknown: repository @direct may be out of date on disk: it depends on flags of the language",
    ].filter((line) => line !== "main/.runfile"),
  );
});

describe("the output base of the convenience symlinks", () => {
  const moved = Object.fromEntries(
    Object.entries(FILES).flatMap(([path, entry]) =>
      path.startsWith("/out/")
        ? [
            [path, undefined],
            [path.replace("/out/", "/elsewhere/"), entry],
          ]
        : [],
    ),
  );

  test("holds what the last command has fetched", async () => {
    expect(
      await runfiles({
        ...moved,
        "bazel-out": { symlink: "/elsewhere/execroot/main/bazel-out" },
        "/elsewhere/execroot/main/bazel-out/x": "",
      }),
    ).toEqual(FRESH);
  });

  test("is no evidence where it leads elsewhere", async () => {
    const shown = await runfiles({
      ...moved,
      "bazel-out": { symlink: "/elsewhere/main/bazel-out" },
      "/elsewhere/main/bazel-out/x": "",
    });
    expect(shown).toContain("unknown: repository @direct is not on disk, and to make it needs execute()");
  });
});
