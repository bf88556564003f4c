/** Bad input is normal: a finding or an Unknown on the right line, the rest of the workspace unharmed, nothing thrown. Every case is a workspace with one healthy package beside the bad file. */
import { expect, test } from "vitest";
import { LINTS } from "../../server/src/lints/lints.ts";
import { Project } from "../../server/src/project.ts";
import { defaultSettings } from "../../server/src/settings.ts";
import { MemoryFileSystem, type MemoryEntry } from "../harness/memoryFileSystem.ts";
import { modelFiles } from "../harness/models.ts";
import { testParser } from "../harness/parser.ts";

const ROOT = "/workspace";

const HEALTHY: readonly (readonly [string, MemoryEntry])[] = [
  [".bazelversion", "7.4.0\n"],
  ["MODULE.bazel", 'module(name = "m")\n'],
  ["healthy/BUILD.bazel", 'sh_binary(name = "app", srcs = ["app.sh"])\n'],
  ["healthy/app.sh", ""],
];

interface BadCase {
  readonly name: string;
  readonly files: Readonly<Record<string, MemoryEntry>>;
  /** `path:line text` of the findings, in order; none where the trouble is an Unknown. */
  readonly findings: readonly string[];
  /** Part of the reason why `//bad:app` is partial or rejected; undefined where it has no such target. */
  readonly reason?: string;
  /** Part of the reason why no tree is complete: Bazel refuses the whole workspace. */
  readonly refusal?: string;
}

const RULE = `
def _impl(ctx):
    script = ctx.actions.declare_file(ctx.label.name + ".sh")
    BODY
    return [DefaultInfo(executable = script, runfiles = ctx.runfiles())]

program = rule(implementation = _impl, attrs = {"deps": attr.label_list()}, executable = True)
`;

function ruleWith(body: string): Readonly<Record<string, MemoryEntry>> {
  return {
    "bad/rules.bzl": RULE.replace("BODY", body),
    "bad/BUILD.bazel": 'load(":rules.bzl", "program")\nprogram(name = "app")\n',
  };
}

const STARLARK_FLAGS: Readonly<Record<string, MemoryEntry>> = {
  "bad/defs.bzl": `
count_flag = rule(implementation = lambda ctx: [], build_setting = config.int(flag = True))
switch_flag = rule(implementation = lambda ctx: [], build_setting = config.bool(flag = True))
setting = rule(implementation = lambda ctx: [], build_setting = config.int())
`,
  "bad/BUILD.bazel": `
load(":defs.bzl", "count_flag", "setting", "switch_flag")
count_flag(name = "count", build_setting_default = 1)
switch_flag(name = "switch", build_setting_default = True)
setting(name = "setting", build_setting_default = 1)
label_flag(name = "label", build_setting_default = ":plain")
label_setting(name = "label_setting", build_setting_default = ":plain")
alias(name = "alias", actual = ":count")
filegroup(name = "plain")
exports_files(["defs.bzl"])
`,
};

function many(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join("");
}

const CASES: readonly BadCase[] = [
  {
    name: "a syntax error",
    files: { "bad/BUILD.bazel": 'x = 1\nsh_binary(name = "app"\n' },
    findings: ["bad/BUILD.bazel:2 syntax error"],
  },
  {
    name: "an undefined name",
    files: { "bad/BUILD.bazel": "\nsh_banary(name = 'app')\n" },
    findings: ["bad/BUILD.bazel:2 name 'sh_banary' is not defined"],
  },
  {
    name: "binary garbage",
    files: { "bad/BUILD.bazel": '\u0000\u0001ELF\ufffd\ufffd\u0007((("' },
    findings: [
      "bad/BUILD.bazel:1 invalid character",
      "bad/BUILD.bazel:1 invalid character",
      "bad/BUILD.bazel:1 invalid character",
      "bad/BUILD.bazel:1 invalid character",
      "bad/BUILD.bazel:1 invalid character",
      "bad/BUILD.bazel:1 unclosed string literal",
    ],
  },
  { name: "an unreadable file", files: { "bad/BUILD.bazel": { unreadable: "permission denied" } }, findings: [] },
  {
    name: "a cycle of loads",
    files: {
      "bad/BUILD.bazel": 'load(":a.bzl", "a")\n',
      "bad/a.bzl": 'load(":b.bzl", "b")\na = b\n',
      "bad/b.bzl": 'load(":a.bzl", "a")\nb = a\n',
    },
    findings: ["bad/b.bzl:1 in bad/a.bzl"],
  },
  {
    name: "a cycle of targets",
    files: {
      "bad/BUILD.bazel":
        'sh_binary(name = "app", srcs = ["app.sh"], deps = [":b"])\nsh_library(name = "b", deps = [":app"])\n',
      "bad/app.sh": "",
    },
    findings: ["bad/BUILD.bazel:1 cycle in dependency graph: //bad:app -> //bad:b -> //bad:app"],
    reason: "cycle in dependency graph",
  },
  {
    name: "a missing package",
    files: {
      "bad/BUILD.bazel": '\nsh_binary(name = "app", srcs = ["app.sh"], data = ["//missing:x"])\n',
      "bad/app.sh": "",
    },
    findings: ["bad/BUILD.bazel:2 BUILD file not found"],
    reason: "BUILD file not found",
  },
  {
    name: "a repository that is not there",
    files: {
      "bad/BUILD.bazel": 'sh_binary(name = "app", srcs = ["app.sh"], data = ["@nowhere//:x"])\n',
      "bad/app.sh": "",
    },
    findings: ["bad/BUILD.bazel:1 The repository '@@[unknown repo 'nowhere' requested from @@]' could not be resolved"],
    reason: "nowhere",
  },
  {
    name: "a broken MODULE.bazel",
    files: { "MODULE.bazel": 'module(name = "m")\nbazel_dep(nam = "x")\n' },
    findings: ["MODULE.bazel:2 bazel_dep() "],
    refusal: "Bazel refuses the workspace: bazel_dep() ",
  },
  {
    name: "a broken .bazelrc",
    files: { ".bazelrc": "build --nolegacy_external_runfiles\nimport one two\n" },
    findings: [".bazelrc:2 "],
    refusal: "Bazel refuses the command: ",
  },
  {
    name: "a config that no .bazelrc defines",
    files: { ".bazelrc": "build --config=nowhere\n" },
    findings: [".bazelrc:1 Config value 'nowhere' "],
    refusal: "Bazel refuses the command: Config value 'nowhere' is not defined in any .rc file",
  },
  {
    name: "an option of a later Bazel",
    files: { ".bazelversion": "4.2.3", ".bazelrc": "build --noenable_bzlmod\n" },
    findings: [".bazelrc:1 "],
    refusal: "Bazel refuses the command: --enable_bzlmod does not exist in Bazel 4.2.3",
  },
  {
    name: "an option that Bazel does not have",
    files: { ".bazelversion": "7.7.1", ".bazelrc": "build --nonsense=1\n" },
    findings: [".bazelrc:1 --nonsense=1 :: Unrecognized option: --nonsense=1"],
    refusal: "Bazel refuses the command: --nonsense=1 :: Unrecognized option: --nonsense=1",
  },
  {
    name: "an option that Bazel may not have",
    files: { ".bazelversion": "8.4.2", ".bazelrc": "build --nonsense=1\n" },
    findings: [".bazelrc:1 It is not known whether Bazel 8.4.2 has the option --nonsense"],
    refusal: "Bazel may refuse the command: it is not known whether Bazel 8.4.2 has the option --nonsense",
  },
  {
    name: "a startup option that Bazel does not have",
    files: { ".bazelversion": "7.7.1", ".bazelrc": "startup --nonsense\n" },
    findings: [".bazelrc:1 Unknown startup option: '--nonsense'."],
    refusal: "Bazel refuses the command: Unknown startup option: '--nonsense'.",
  },
  {
    name: "a startup option that Bazel may not have",
    files: { ".bazelversion": "8.4.2", ".bazelrc": "startup --nonsense\n" },
    findings: [".bazelrc:1 It is not known whether Bazel 8.4.2 has the option --nonsense"],
    refusal: "Bazel may refuse the command: it is not known whether Bazel 8.4.2 has the option --nonsense",
  },
  ...(
    [
      ["that is not there", "--//bad:none=1", "no such target '//bad:none': "],
      ["of a package that is not there", "--//none:x=1", "BUILD file not found "],
      ["of a repository that nothing defines", "--@none//:x=1", "The repository '@@[unknown repo 'none' "],
      ["that is a file", "--//bad:defs.bzl=1", "Unrecognized option: //bad:defs.bzl=1"],
      ["that is a rule", "--//bad:plain=1", "Unrecognized option: //bad:plain=1"],
      ["that only transitions set", "--//bad:setting=1", "Unrecognized option: //bad:setting=1"],
      ["with another type's value", "--//bad:alias=x", "While parsing option //bad:alias=x: 'x' is not a int"],
      ["that is no switch", "--no//bad:switch=x", "Unexpected value after boolean option: --no//bad:switch=x"],
      ["with no switch's value", "--//bad:switch=x", "While parsing option //bad:switch=x: 'x' is not a boolean"],
      [
        "that names a label for transitions",
        "--//bad:label_setting=//bad:plain",
        "Unrecognized option: //bad:label_setting=//bad:plain",
      ],
    ] as const
  ).map(([what, flag, message]) => ({
    name: `a Starlark flag ${what}`,
    files: { ...STARLARK_FLAGS, ".bazelrc": `build --//bad:count=3 --//bad:label=//bad:plain ${flag}\n` },
    findings: flag.startsWith("--no") ? [`.bazelrc:1 ${message}`] : [],
    refusal: `Bazel refuses the command: ${message}`,
  })),
  {
    name: "endless recursion",
    files: ruleWith("_impl(ctx)"),
    findings: ["bad/BUILD.bazel:2 in program rule //bad:app: function '_impl' called recursively"],
    reason: "called recursively",
  },
  {
    name: "deep recursion through lambdas",
    files: ruleWith("f = lambda g, n: g(g, n + 1); f(f, 0)"),
    findings: ["bad/BUILD.bazel:2 in program rule //bad:app: function 'lambda' called recursively"],
    reason: "recursively",
  },
  {
    name: "more steps in a rule than we take",
    files: ruleWith("for _ in range(2000000): pass"),
    findings: [],
    reason: "//bad:app was given up: Starlark computation cancelled: too many steps",
  },
  {
    name: "a huge range",
    files: ruleWith("for _ in range(1000000000000): pass"),
    findings: ["bad/BUILD.bazel:2 in program rule //bad:app: got 1000000000000 for stop, want value in "],
    reason: "",
  },
  {
    name: "a huge list",
    files: ruleWith("x = [0] * 1000000000000"),
    findings: ["bad/BUILD.bazel:2 in program rule //bad:app: got 1000000000000 for repeat, want value in "],
    reason: "",
  },
  {
    name: "a huge string",
    files: ruleWith('x = "a" * 1000000000000'),
    findings: ["bad/BUILD.bazel:2 in program rule //bad:app: got 1000000000000 for repeat, want value in "],
    reason: "",
  },
  {
    name: "exponential growth",
    files: ruleWith('\n    x = "aaaaaaaa"\n    for _ in range(100): x += x'),
    findings: [],
    reason: "//bad:app was given up: excessive string",
  },
  {
    name: "a symlink loop",
    files: {
      "bad/BUILD.bazel": 'filegroup(name = "all", srcs = glob(["**"]))\n',
      "bad/loop": { symlink: "/workspace/bad" },
      "bad/self": { symlink: "/workspace/bad/self" },
    },
    findings: ["bad/BUILD.bazel:1 Symlink issue while evaluating globs: Infinite symlink expansion"],
  },
  {
    name: "a file of many targets",
    files: {
      "bad/BUILD.bazel": many(
        20_000,
        (index) => `filegroup(name = "f${String(index)}", srcs = ["x${String(index)}.txt"])\n`,
      ),
    },
    findings: [],
  },
  { name: "a sum of many terms", files: { "bad/BUILD.bazel": `x = ${many(20_000, () => "[] + ")}[]\n` }, findings: [] },
  {
    name: "a long chain of dependencies",
    files: {
      "bad/BUILD.bazel": `sh_binary(name = "app", srcs = ["app.sh"], deps = ["l0"])\n${many(3_000, (i) => `sh_library(name = "l${String(i)}", deps = ["l${String(i + 1)}"])\n`)}sh_library(name = "l3000")\n`,
      "bad/app.sh": "",
    },
    findings: [],
  },
  {
    name: "a long chain of loads",
    files: {
      "bad/BUILD.bazel": 'load(":m0.bzl", "x")\n',
      ...Object.fromEntries(
        Array.from({ length: 1_500 }, (_, i) => [
          `bad/m${String(i)}.bzl`,
          i === 1_499 ? "x = 1\n" : `load(":m${String(i + 1)}.bzl", _x = "x")\nx = _x\n`,
        ]),
      ),
    },
    findings: [],
  },
];

async function open(files: Readonly<Record<string, MemoryEntry>>): Promise<Project> {
  return Project.create({
    root: ROOT,
    fileSystem: new MemoryFileSystem(ROOT, [...HEALTHY, ...Object.entries(files)]),
    parser: await testParser(),
    models: modelFiles(),
    environment: {
      platform: { os: "linux", arch: "x86_64" },
      variables: new Map(),
      homeDirectory: undefined,
      systemRc: undefined,
    },
    settings: { ...defaultSettings(LINTS), maxSteps: 1_000_000 },
  });
}

test.each(CASES)("$name", async ({ files, findings, reason, refusal }) => {
  const project = await open(files);
  const request = { command: "build", configs: [], flags: [] } as const;
  const found = await project.run(request, (snapshot) => snapshot.findings());
  const shown = found.map(
    (finding) =>
      `${finding.location.path.slice(ROOT.length + 1)}:${String(finding.location.range.start.line + 1)} ${finding.message}`,
  );
  expect(shown.map((text, i) => text.slice(0, Math.max(findings[i]?.length ?? 0, 0)) || text)).toEqual(findings);

  const trees = await project.run(request, (snapshot) => {
    const [healthy] = snapshot.expand("//healthy:app", { includeManual: true }).labels;
    const [bad] = reason === undefined ? [] : snapshot.expand("//bad:app", { includeManual: true }).labels;
    return { healthy: healthy && snapshot.tree(healthy), bad: bad && snapshot.tree(bad) };
  });
  expect(trees.healthy?.completeness).toBe(refusal === undefined ? "complete" : "partial");
  expect(trees.healthy?.links).toBeGreaterThan(0);
  expect(trees.healthy?.unknowns.map(({ reason }) => reason).join("\n")).toContain(refusal ?? "");
  if (reason === undefined) return;
  expect(trees.bad?.completeness).not.toBe("complete");
  expect([trees.bad?.error, ...(trees.bad?.unknowns ?? []).map((unknown) => unknown.reason)].join("\n")).toContain(
    reason,
  );
});
