/** Which findings are shown: once each, by the file that they stand in, with the severity of the settings, unless a comment suppresses them. */
import { describe, expect, test } from "vitest";
import { suppressedLints } from "../../server/src/lints/suppression.ts";
import type { BuildRequest, Snapshot } from "../../server/src/project.ts";
import { defaultSettings, type Settings } from "../../server/src/settings.ts";
import { LINTS } from "../../server/src/lints/lints.ts";
import { projectOver, ROOT } from "../harness/literateProject.ts";
import { MemoryFileSystem } from "../harness/memoryFileSystem.ts";

const BUILD: BuildRequest = { command: "build", configs: [], flags: [] };

/** A collision that a library has, and two programs carry; a rule that shows why; an error beside them. */
const FILES: Readonly<Record<string, string>> = {
  ".bazelversion": "8.4.0\n",
  "MODULE.bazel": 'module(name = "m")\n',
  "rules.bzl": `
def _split_impl(settings, attr):
    return {mode: {"//command_line_option:compilation_mode": mode} for mode in ["dbg", "opt"]}

split = transition(implementation = _split_impl, inputs = [], outputs = ["//command_line_option:compilation_mode"])

def _library_impl(ctx):
    return [DefaultInfo(runfiles = ctx.runfiles(ctx.files.files))]

library = rule(implementation = _library_impl, attrs = {"files": attr.label_list(cfg = split)})

def _program_impl(ctx):
    script = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(script, "")
    runfiles = ctx.runfiles()
    for target in ctx.attr.deps:
        runfiles = runfiles.merge(target[DefaultInfo].default_runfiles)
    return [DefaultInfo(executable = script, runfiles = runfiles)]

program = rule(implementation = _program_impl, attrs = {"deps": attr.label_list()}, executable = True)
`,
  "BUILD.bazel": "",
  "lib/BUILD.bazel": `load("//:rules.bzl", "library", "program")

genrule(name = "made", outs = ["made.txt"], cmd = "")

library(
    name = "lib",
    files = [":made"],
    visibility = ["//visibility:public"],
)

program(name = "own", deps = [":lib"])
`,
  "app/BUILD.bazel": 'load("//:rules.bzl", "program")\n\nprogram(name = "app", deps = ["//lib"])\n',
  "broken/BUILD.bazel": "no_such_function()\n",
};

async function ask<T>(
  task: (snapshot: Snapshot) => T,
  settings: Partial<Settings> = {},
  changes: Readonly<Record<string, string>> = {},
): Promise<T> {
  const files = new MemoryFileSystem(ROOT, Object.entries({ ...FILES, ...changes }));
  return (await projectOver(files, settings)).run(BUILD, task);
}

function shown(snapshot: Snapshot, files?: readonly string[]): readonly string[] {
  return snapshot
    .findings(files?.map((file) => `${ROOT}/${file}`))
    .map(
      ({ location, lint, severity }) =>
        `${location.path.slice(ROOT.length + 1)}:${String(location.range.start.line + 1)} ${severity} ${lint}`,
    )
    .sort();
}

const ALL = [
  "broken/BUILD.bazel:1 error bazel-error",
  "lib/BUILD.bazel:5 warning runfiles-collision",
  "rules.bzl:8 warning split-transition-in-runfiles",
];

describe("findings", () => {
  test("of the workspace: one for each cause, where it is", async () => {
    expect(await ask((snapshot) => shown(snapshot))).toEqual(ALL);
  });

  test("of a file that another loads stand where its syntax is wrong", async () => {
    const changes = { "lib/half.bzl": "x = 1\n\nimport y\n", "lib/BUILD.bazel": 'load("half.bzl", "x")\n' };
    const found = await ask((snapshot) => shown(snapshot), {}, changes);
    expect(found).toContain("lib/half.bzl:3 error bazel-error");
    expect(found).not.toContain("lib/half.bzl:1 error bazel-error");
  });

  test("of what Bazel refuses stand once, at the rule that is at fault, with the place in its code", async () => {
    const changes = {
      "refusing.bzl": `
def _impl(ctx):
    fail("not so")

refusing = rule(implementation = _impl)
`,
      "lib/BUILD.bazel":
        'load("//:refusing.bzl", "refusing")\n\nrefusing(name = "lib", visibility = ["//visibility:public"])\n',
      "app/BUILD.bazel":
        'load("//:rules.bzl", "program")\n\n[program(name = name, deps = ["//lib"]) for name in ["a", "b"]]\n',
      "manual/BUILD.bazel":
        'load("//:refusing.bzl", "refusing")\n\nrefusing(name = "meant", tags = ["manual"])\n\nconfig_setting(name = "manual_by_default")\n',
    };
    const found = await ask(
      (snapshot) => snapshot.findings([`${ROOT}/lib/BUILD.bazel`, `${ROOT}/manual/BUILD.bazel`]),
      {},
      changes,
    );
    expect(found).toMatchObject([
      {
        location: { path: `${ROOT}/lib/BUILD.bazel`, range: { start: { line: 2 } } },
        message: "in refusing rule //lib:lib: not so",
        related: [{ location: { path: `${ROOT}/refusing.bzl`, range: { start: { line: 2 } } } }],
      },
    ]);
    const whole = await ask((snapshot) => snapshot.findings().map(({ data }) => data.targets), {}, changes);
    expect(whole).toContainEqual(["//app:a", "//app:b", "//lib:lib"]);
    expect(await ask((snapshot) => snapshot.statistics(), {}, changes)).toMatchObject({ rejected: 2 });
  });

  test("of what another repository is at fault for stand once in each file that needs it", async () => {
    const other = "/elsewhere/other";
    const uses = 'filegroup(name = "x", srcs = ["@other"])\n\nfilegroup(name = "y", srcs = ["@other"])\n';
    const changes = {
      "MODULE.bazel": `
module(name = "m")
bazel_dep(name = "other")
local_path_override(module_name = "other", path = "${other}")
`,
      ["../elsewhere/other/MODULE.bazel"]: 'module(name = "other")\n',
      ["../elsewhere/other/BUILD.bazel"]: `
load(":refusing.bzl", "refusing")

refusing(name = "other", visibility = ["//visibility:public"])
`,
      ["../elsewhere/other/refusing.bzl"]: `
def _impl(ctx):
    fail("not so")

refusing = rule(implementation = _impl)
`,
      "lib/BUILD.bazel": uses,
      "app/BUILD.bazel": uses,
    };
    const found = await ask((snapshot) => snapshot.findings(), {}, changes);
    const rejected = found.filter(({ message }) => message === "in refusing rule @@other+//:other: not so");
    const related = [{ location: { path: `${other}/BUILD.bazel` } }, { location: { path: `${other}/refusing.bzl` } }];
    expect(rejected).toMatchObject([
      { location: { path: `${ROOT}/app/BUILD.bazel` }, data: { targets: ["//app:x", "//app:y"] }, related },
      { location: { path: `${ROOT}/lib/BUILD.bazel` }, data: { targets: ["//lib:x", "//lib:y"] }, related },
    ]);
  });

  test("of a cycle stand once, and none is of a target that is not for the platform", async () => {
    const changes = {
      "lib/BUILD.bazel": `
filegroup(name = "a", srcs = [":b"])

filegroup(name = "b", srcs = [":a"])

constraint_setting(name = "place")

constraint_value(name = "nowhere", constraint_setting = ":place")

filegroup(name = "elsewhere", target_compatible_with = [":nowhere"])
`,
      "app/BUILD.bazel": "",
    };
    const found = await ask((snapshot) => snapshot.findings([`${ROOT}/lib/BUILD.bazel`]), {}, changes);
    expect(found.map(({ message }) => message)).toEqual(["cycle in dependency graph: //lib:a -> //lib:b -> //lib:a"]);
  });

  test("name all the targets that share the cause", async () => {
    const targets = await ask((snapshot) => snapshot.findings().map(({ lint, data }) => [lint, data.targets]));
    expect(Object.fromEntries(targets)).toMatchObject({ "runfiles-collision": ["//app:app", "//lib:own"] });
  });

  test("of files are those of the workspace that stand in them", async () => {
    const paths = [
      "app/BUILD.bazel",
      "lib/BUILD.bazel",
      "rules.bzl",
      "broken/BUILD.bazel",
      "MODULE.bazel",
      "nowhere/BUILD.bazel",
    ];
    const apart = await ask((snapshot) => paths.map((path) => [path, shown(snapshot, [path])]));
    expect(Object.fromEntries(apart)).toEqual(
      Object.fromEntries(paths.map((path) => [path, ALL.filter((finding) => finding.startsWith(`${path}:`))])),
    );
    expect(await ask((snapshot) => shown(snapshot, paths))).toEqual(ALL);
  });
});

describe("severities", () => {
  const severity = (id: string, value: Settings["lints"][string]): Partial<Settings> => ({
    lints: { ...defaultSettings(LINTS).lints, [id]: value },
  });

  test("off turns a lint off, and no other", async () => {
    expect(await ask((snapshot) => shown(snapshot), severity("runfiles-collision", "off"))).toEqual(
      ALL.filter((finding) => !finding.includes("runfiles-collision")),
    );
  });

  test("are those of the settings", async () => {
    expect(await ask((snapshot) => shown(snapshot), severity("runfiles-collision", "error"))).toContain(
      "lib/BUILD.bazel:5 error runfiles-collision",
    );
  });
});

describe("suppression", () => {
  const suppressed = (comment: string): Promise<readonly string[]> =>
    ask(
      (snapshot) => shown(snapshot),
      {},
      { "lib/BUILD.bazel": (FILES["lib/BUILD.bazel"] ?? "").replace("library(\n", comment) },
    );

  test.each([
    ["above", "# runfiles-lens: ignore runfiles-collision — known\nlibrary(\n"],
    ["above other comments", "# runfiles-lens: ignore runfiles-collision\n# Another comment.\nlibrary(\n"],
    ["at the end of the line", "library(  # runfiles-lens: ignore runfiles-collision\n"],
    ["with others", "# runfiles-lens: ignore symlink-collision, runfiles-collision\nlibrary(\n"],
  ])("%s", async (_, comment) => {
    expect(await suppressed(comment)).toEqual(ALL.filter((finding) => !finding.includes("runfiles-collision")));
  });

  test.each([
    ["of another lint", "# runfiles-lens: ignore symlink-collision\nlibrary(\n"],
    ["with an empty line between", "# runfiles-lens: ignore runfiles-collision\n\nlibrary(\n"],
    ["below", "library(\n    # runfiles-lens: ignore runfiles-collision\n"],
    ["behind a statement above", "x = 1  # runfiles-lens: ignore runfiles-collision\nlibrary(\n"],
  ])("not %s", async (_, comment) => {
    expect((await suppressed(comment)).filter((finding) => finding.includes("runfiles-collision"))).toHaveLength(1);
  });

  test.each<[string, readonly string[] | undefined]>([
    ["# runfiles-lens: ignore a-lint", ["a-lint"]],
    ["#runfiles-lens:ignore a-lint", ["a-lint"]],
    ["# runfiles-lens: ignore a-lint , b-lint — why, really", ["a-lint", "b-lint"]],
    ["# runfiles-lens: ignore", undefined],
    ["# ignore a-lint", undefined],
  ])("%s", (comment, lints) => {
    expect(suppressedLints(comment)).toEqual(lints);
  });
});
