import { describe, expect, test } from "vitest";
import type { BazelVersion } from "../../../../server/src/bazel/workspace/bazelVersion.ts";
import { parseVersion } from "../../../../server/src/bazel/workspace/bazelVersion.ts";
import type { CommandInputs, CommandOptions } from "../../../../server/src/bazel/workspace/bazelrc/options.ts";
import { optionsInForce, startupOptionsOf } from "../../../../server/src/bazel/workspace/bazelrc/options.ts";
import type { RcFiles, RcInputs } from "../../../../server/src/bazel/workspace/bazelrc/rcFiles.ts";
import { readRcFiles, versionMatches } from "../../../../server/src/bazel/workspace/bazelrc/rcFiles.ts";
import { optionText } from "../../../../server/src/bazel/workspace/flags.ts";
import { memoryFiles } from "../memoryFiles.ts";

function version(text: string): BazelVersion {
  const parsed = parseVersion(text);
  if (!parsed) throw new Error(`not a version: ${text}`);
  return parsed;
}

function read(files: Record<string, string>, inputs: Partial<RcInputs> = {}): RcFiles {
  return readRcFiles(memoryFiles(files), {
    root: "/w",
    version: version("7.4.0"),
    environment: new Map(),
    homeDirectory: "/home/u",
    systemRc: "/etc/bazel.bazelrc",
    workingDirectory: "/w",
    startupOptions: [],
    ...inputs,
  });
}

function resolve(files: Record<string, string>, inputs: Partial<CommandInputs> = {}): CommandOptions {
  const rcVersion = inputs.version ?? version("7.4.0");
  const rc = read(files, { version: rcVersion });
  return optionsInForce({
    rc,
    version: rcVersion,
    command: "build",
    configs: [],
    commandLine: [],
    hostOs: "linux",
    ...inputs,
  });
}

function texts(options: CommandOptions): string[] {
  return options.options.map(optionText);
}

function defined(options: CommandOptions): string[] {
  return options.options.flatMap((option) =>
    option.key.kind === "flag" && option.key.name === "copt" ? option.value : [],
  );
}

describe("files", () => {
  const all = {
    "/etc/bazel.bazelrc": "build --copt=system",
    ".bazelrc": "build --copt=workspace",
    "/home/u/.bazelrc": "build --copt=home",
    "env.rc": "build --copt=env",
    "x.rc": "build --copt=x",
    "y.rc": "build --copt=y",
  };

  test.each<[string, Partial<RcInputs>, string[]]>([
    ["system, workspace, home", {}, ["system", "workspace", "home"]],
    [
      "--bazelrc comes last, /dev/null ends it",
      { startupOptions: ["--bazelrc=x.rc", "--bazelrc=/dev/null", "--bazelrc=y.rc"] },
      ["system", "workspace", "home", "x"],
    ],
    ["--bazelrc with its value apart", { startupOptions: ["--bazelrc", "y.rc"] }, ["system", "workspace", "home", "y"]],
    ["switches", { startupOptions: ["--nosystem_rc", "--nohome_rc"] }, ["workspace"]],
    ["--ignore_all_rc_files", { startupOptions: ["--ignore_all_rc_files", "--bazelrc=x.rc"] }, []],
    [
      "BAZELRC since 9.0",
      { version: version("9.0.0"), environment: new Map([["BAZELRC", "env.rc,x.rc"]]) },
      ["system", "workspace", "home", "env", "x"],
    ],
    [
      "no BAZELRC before",
      { version: version("8.7.0"), environment: new Map([["BAZELRC", "env.rc"]]) },
      ["system", "workspace", "home"],
    ],
    ["a file that is the workspace's and the home's is read once", { homeDirectory: "/w" }, ["system", "workspace"]],
  ])("%s", (_, inputs, expected) => {
    const rc = read(all, inputs);
    const options = optionsInForce({
      rc,
      version: version("7.4.0"),
      command: "build",
      configs: [],
      commandLine: [],
      hostOs: undefined,
    });
    expect(defined(options)).toEqual(expected);
  });

  test("imports stand where they are written, and a diamond counts twice", () => {
    const files = {
      ".bazelrc": "build --copt=1\nimport %workspace%/tools/a.rc\nbuild --copt=4\nimport b.rc\n",
      "tools/a.rc": "build --copt=2\ntry-import %workspace%/b.rc\ntry-import %workspace%/missing.rc\n",
      "b.rc": "build --copt=3\n",
    };
    expect(defined(resolve(files))).toEqual(["1", "2", "3", "4", "3"]);
    expect([...read(files).paths]).toContain("/w/missing.rc");
  });

  test.each<[string, Record<string, string>, string]>([
    [
      "a loop",
      { ".bazelrc": "import %workspace%/a.rc", "a.rc": "import %workspace%/.bazelrc" },
      "Import loop detected:",
    ],
    ["a missing file", { ".bazelrc": "import %workspace%/a.rc" }, "Unexpected error reading config file"],
    ["too many words", { ".bazelrc": "import a b" }, "Invalid import declaration"],
    ["too few words", { ".bazelrc": "try-import" }, "Invalid import declaration"],
    ["a malformed condition", { ".bazelrc": "try-import-if-bazel-version 9 x.rc" }, "'9' is not a condition"],
  ])("import: %s", (_, files, message) => {
    const { problems } = read(files, { version: version("9.0.0") });
    expect(problems.map((problem) => problem.message.split("\n")[0])).toEqual([expect.stringContaining(message)]);
  });

  test("try-import-if-bazel-version", () => {
    const files = { ".bazelrc": "try-import-if-bazel-version >=8.7.0 a.rc", "a.rc": "build --copt=a" };
    expect(defined(resolve(files, { version: version("9.1.0") }))).toEqual(["a"]);
    expect(defined(resolve(files, { version: version("8.6.0") }))).toEqual([]);
  });

  test.each<[string, string, boolean | undefined]>([
    ["8.7.1", "~8", true],
    ["8.7.1", "~8.6", false],
    ["8.7.1", "~8.7.2", false],
    ["8.7.3", "~8.7.2", true],
    ["9.0.0", "!=9.0.0", false],
    ["9.0.0rc1", "<9.0.0", true],
    ["9.0.0", "=9.0.0", undefined],
  ])("%s matches %s: %s", (text, condition, expected) => {
    expect(versionMatches(version(text), condition)).toBe(expected);
  });

  test("startup lines", () => {
    expect(
      startupOptionsOf(read({ ".bazelrc": "startup --host_jvm_args=-Xmx1g\nstartup --windows_enable_symlinks" })),
    ).toEqual(["--host_jvm_args=-Xmx1g", "--windows_enable_symlinks"]);
  });
});

describe("commands", () => {
  const rc =
    "test --copt=test\nalways --copt=always\nrun --copt=run\nbuild --copt=build\ncommon --copt=common\ncoverage --copt=coverage\n";

  test.each([
    ["build", "always common build"],
    ["test", "always common build test"],
    ["run", "always common build run"],
    ["coverage", "always common build test coverage"],
    ["cquery", "always common build test"],
    ["aquery", "always common build"],
    ["query", "always common"],
    ["fetch", "always common"],
  ])("%s reads %s, the more specific last", (command, expected) => {
    expect(defined(resolve({ ".bazelrc": rc }, { command })).join(" ")).toBe(expected);
  });

  test("always is a command nobody knows before 6.3", () => {
    expect(defined(resolve({ ".bazelrc": rc }, { version: version("6.2.1") }))).toEqual(["common", "build"]);
  });

  test("fetch inherits from test since 8.0", () => {
    expect(defined(resolve({ ".bazelrc": rc }, { command: "fetch", version: version("8.0.0") }))).toEqual([
      "always",
      "common",
      "build",
      "test",
    ]);
  });

  test("the command line comes last, with the chosen configs at its head", () => {
    const files = { ".bazelrc": "build:ci --copt=ci\nbuild --copt=line" };
    expect(defined(resolve(files, { configs: ["ci"], commandLine: ["--copt=typed"] }))).toEqual([
      "line",
      "ci",
      "typed",
    ]);
  });
});

describe("configs", () => {
  test("stand where they are written, nested ones too", () => {
    const rc = `
      build --copt=1 --config=outer --copt=6
      build:outer --copt=2 --config=inner
      build:inner --copt=3
      build:outer --copt=5
      build:inner --copt=4
    `;
    expect(defined(resolve({ ".bazelrc": rc }))).toEqual(["1", "2", "3", "4", "5", "6"]);
  });

  test("take part for each of the command's ancestors", () => {
    const rc = "test:c --copt=test\ncommon:c --copt=common\nbuild:c --copt=build\nrun:c --copt=run";
    expect(defined(resolve({ ".bazelrc": rc }, { command: "test", configs: ["c"] }))).toEqual([
      "common",
      "build",
      "test",
    ]);
  });

  test("know which way they came", () => {
    const { options } = resolve({ ".bazelrc": "build:a --config b\nbuild:b --copt=x" }, { configs: ["a"] });
    expect(options.at(-1)?.origin).toMatchObject({
      kind: "bazelrc",
      configs: ["a", "b"],
      argument: { lineText: "build:b --copt=x" },
    });
  });

  test.each<[string, string, string]>([
    ["an undefined one", "build --config=x", "Config value 'x' is not defined in any .rc file"],
    ["one of another command", "test:x --copt=1\nbuild --config=x", "Config value 'x' is not defined in any .rc file"],
    [
      "an undefined one within another",
      "build:y --config=x\nbuild --config=y",
      "Config value 'x' is not defined in any .rc file",
    ],
    [
      "a cycle",
      "build:a --config=b\nbuild:b --config=a\nbuild --config=a",
      "Config expansion has a cycle: config value a expands to itself, see inheritance chain [a, b]",
    ],
  ])("%s is an error", (_, rc, message) => {
    expect(resolve({ ".bazelrc": rc }).problems.map((problem) => problem.message)).toEqual([message]);
  });

  test("of the platform stand where they were switched on", () => {
    const rc =
      "build --copt=1 --enable_platform_specific_config --copt=3\nbuild:linux --copt=2\nbuild:macos --copt=mac";
    expect(defined(resolve({ ".bazelrc": rc }))).toEqual(["1", "2", "3"]);
    expect(defined(resolve({ ".bazelrc": rc }, { hostOs: "macos" }))).toEqual(["1", "mac", "3"]);
    expect(defined(resolve({ ".bazelrc": rc }, { hostOs: "windows" }))).toEqual(["1", "3"]);
    expect(defined(resolve({ ".bazelrc": rc }, { commandLine: ["--noenable_platform_specific_config"] }))).toEqual([
      "1",
      "3",
    ]);
  });
});

describe("spellings", () => {
  test.each<[string, string[]]>([
    ["--legacy_external_runfiles", ["--legacy_external_runfiles"]],
    ["--nolegacy_external_runfiles", ["--nolegacy_external_runfiles"]],
    ["--legacy_external_runfiles=No", ["--nolegacy_external_runfiles"]],
    ["--enable_runfiles=auto", ["--enable_runfiles=auto"]],
    ["--legacy_external_runfiles build_me", ["--legacy_external_runfiles"]],
    ["-c dbg -k --copt a=b", ["--compilation_mode=dbg", "--keep_going", "--copt=a=b"]],
    ["--copt=a=b=c", ["--copt=a=b=c"]],
    ["--copt --copt=x", ["--copt=--copt=x"]],
    ["--experimental_run_validations", ["--run_validations"]],
    ["--//a:b --no//a:c --@r//a:d=e=f", ["--//a:b=true", "--//a:c=false", "--@r//a:d=e=f"]],
    ["--flag_alias=f=//a:b --f=1 --nof", ["--flag_alias=f=//a:b", "--//a:b=1", "--//a:b=false"]],
    ["--some_new_flag 7 --other_flag --third=x", ["--some_new_flag=7", "--other_flag", "--third=x"]],
    ["--copt=1 -- --copt=2", ["--copt=1"]],
  ])("%s", (line, expected) => {
    const result = resolve({ ".bazelrc": `build ${line}` });
    expect(texts(result)).toEqual(expected);
    expect(result.problems).toEqual([]);
  });

  test("a value may stand on the next line of the same command and file", () => {
    expect(texts(resolve({ ".bazelrc": "build --copt\ntest --x\nbuild -O9" }))).toEqual(["--copt=-O9"]);
    const parted = resolve({ ".bazelrc": "build --copt\nimport %workspace%/b.rc\nbuild -O9", "b.rc": "build --stamp" });
    expect(parted.problems.map((problem) => problem.message)).toEqual([
      "Expected value after --copt",
      "Invalid options syntax: -O9",
    ]);
  });

  test.each([
    ["--nolegacy_external_runfiles=1", "Unexpected value after boolean option: --nolegacy_external_runfiles=1"],
    [
      "--legacy_external_runfiles=maybe",
      "While parsing option --legacy_external_runfiles=maybe: 'maybe' is not a boolean",
    ],
    ["--copt", "Expected value after --copt"],
    ["-copt", "Invalid options syntax: -copt"],
    [
      "--define=1",
      "While parsing option --define=1: Variable definitions must be in the form of a 'name=value' assignment",
    ],
    ["-c fast", "While parsing option -c fast: Not a valid compilation mode: 'fast' (should be fastbuild, dbg or opt)"],
    ["--runs_per_test_detects_flakes=2", "While parsing option --runs_per_test_detects_flakes=2: '2' is not a boolean"],
    ["--keep_going=auto", "While parsing option --keep_going=auto: 'auto' is not a boolean"],
    ["--noverbose_failures=1", "Unexpected value after boolean option: --noverbose_failures=1"],
    ["--remote_retries=many", "While parsing option --remote_retries=many: 'many' is not an int"],
    [
      "--jobs=many",
      "While parsing option --jobs=many: 'many' is neither an integer nor auto, HOST_CPUS or HOST_RAM, with -N or *N behind it",
    ],
  ])("%s is an error", (line, message) => {
    expect(resolve({ ".bazelrc": `build ${line}` }).problems.map((problem) => problem.message)).toEqual([message]);
  });

  test.each([
    ["-c DBG", "--compilation_mode=dbg"],
    ["--jobs HOST_CPUS*.5", "--jobs=HOST_CPUS*.5"],
    ["-s --stamp", "--subcommands --stamp"],
    ["--verbose_failures stray", "--verbose_failures"],
    ["--remote_retries 3", "--remote_retries=3"],
    ["--experimental_command_profile=wall", "--experimental_command_profile=wall"],
    ["--test_summary=Terse", "--test_summary=terse"],
    ["--remote_download_minimal stray", "--remote_download_minimal"],
  ])("%s is none", (line, expected) => {
    const result = resolve({ ".bazelrc": `build ${line}` });
    expect([texts(result).join(" "), result.problems]).toEqual([expected, []]);
  });

  test("an option knows where it stands", () => {
    const { options } = resolve({ ".bazelrc": "\nbuild --copt 'a=b' # why\n" });
    expect(options[0]).toMatchObject({
      origin: {
        argument: {
          path: "/w/.bazelrc",
          range: { start: { line: 1, character: 6 }, end: { line: 1, character: 12 } },
          lineText: "build --copt 'a=b' # why",
        },
      },
      valueOrigin: { argument: { range: { start: { line: 1, character: 13 }, end: { line: 1, character: 18 } } } },
    });
  });
});
