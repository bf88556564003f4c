import { describe, expect, test } from "vitest";
import { parseVersion } from "../../../server/src/bazel/workspace/bazelVersion.ts";
import { optionsInForce } from "../../../server/src/bazel/workspace/bazelrc/options.ts";
import type { FlagName } from "../../../server/src/bazel/workspace/flagData.ts";
import { FLAGS } from "../../../server/src/bazel/workspace/flagData.ts";
import { EffectiveFlags, eraOf } from "../../../server/src/bazel/workspace/flags.ts";

function flags(version: string, ...commandLine: string[]): EffectiveFlags {
  const parsed = parseVersion(version);
  if (!parsed) throw new Error(version);
  const rc = { files: [], problems: [], paths: new Set<string>() };
  const options = optionsInForce({
    rc,
    version: parsed,
    command: "build",
    configs: [],
    commandLine,
    hostOs: undefined,
  });
  return new EffectiveFlags(options, parsed);
}

/** What the command-line references say, version by version; "-" where a version does not have the flag. */
describe("defaults", () => {
  const versions = ["4.2.3", "6.5.0", "7.6.1", "8.0.1", "8.3.1", "8.7.0", "9.0.0", "9.1.0"];

  test.each<[FlagName, string]>([
    ["legacy_external_runfiles", "true true true false false false - -"],
    ["enable_runfiles", "auto auto auto auto auto auto auto auto"],
    ["build_runfile_links", "true true true true true true true true"],
    ["incompatible_always_include_files_in_data", "- true true true true true true true"],
    ["incompatible_filegroup_runfiles_for_data", "- - - - - false true true"],
    ["incompatible_compact_repo_mapping_manifest", "- - - - - false true true"],
    ["incompatible_prefer_depending_configuration_runfiles", "- - - - - - - -"],
    ["incompatible_default_to_explicit_init_py", "false false false false false false false false"],
    ["build_python_zip", "auto auto auto auto auto auto auto -"],
    ["enable_bzlmod", "- false true true true true - -"],
    ["enable_workspace", "- - true false false false - -"],
    ["incompatible_use_plus_in_repo_names", "- - false true true true - -"],
    ["experimental_platform_in_output_dir", "- false false false false false auto auto"],
    ["reuse_sandbox_directories", "- false true true true true true true"],
    ["experimental_output_paths", "off off off off off off off off"],
    ["incompatible_auto_exec_groups", "- false false false false false true true"],
    ["incompatible_strict_action_env", "false false false false false false true true"],
    ["incompatible_repo_env_ignores_action_env", "- - - - false false true true"],
    ["experimental_strict_repo_env", "- - - - - false false false"],
    ["incompatible_disable_autoloads_in_main_repo", "- - - - false false true true"],
  ])("%s", (name, expected) => {
    const found = versions.map((version) => {
      const era = eraOf(name, flags(version).version);
      return era.given === "honoured" ? era.default : "-";
    });
    expect(found.join(" ")).toBe(expected);
  });
});

/** Lines of `bazel help build --long` and `bazel help test --long` as Bazel 4.2.3 prints them. */
const HELP_4_2_3 = `
  --[no]allow_analysis_failures (a boolean; default: "false")
  --[no]build_python_zip (a tri-state (auto, yes, no); default: "auto")
  --[no]build_runfile_links (a boolean; default: "true")
  --[no]build_runfile_manifests (a boolean; default: "true")
  --[no]collect_code_coverage (a boolean; default: "false")
  --compilation_mode [-c] (fastbuild, dbg or opt; default: "fastbuild")
  --cpu (a string; default: "")
  --define (a 'name=value' assignment; may be used multiple times)
  --dynamic_mode (off, default or fully; default: "default")
  --[no]enable_platform_specific_config (a boolean; default: "false")
  --[no]enable_runfiles (a tri-state (auto, yes, no); default: "auto")
  --[no]experimental_run_validations (a boolean; default: "false")
  --[no]experimental_sibling_repository_layout (a boolean; default: "false")
  --extra_toolchains (comma-separated list of options; may be used multiple times)
  --[no]force_pic (a boolean; default: "false")
  --host_compilation_mode (fastbuild, dbg or opt; default: "opt")
  --host_cpu (a string; default: "")
  --host_platform (a build target label; default: "")
  --[no]incompatible_default_to_explicit_init_py (a boolean; default: "false")
  --[no]incompatible_strict_action_env (a boolean; default: "false")
  --[no]keep_going [-k] (a boolean; default: "false")
  --[no]legacy_external_runfiles (a boolean; default: "true")
  --platforms (a build target label; default: "")
  --[no]stamp (a boolean; default: "false")
  --target_platform_fallback (a build target label; default: "@bazel_tools//platforms:target_platform")
`;

test.each(
  HELP_4_2_3.trim()
    .split("\n")
    .map((line) => [line.trim()]),
)("Bazel 4.2.3 says: %s", (line) => {
  const [, no, spelling, letter, about, defaultValue] =
    /^--(\[no\])?(\w+)(?: \[-(\w)\])? \((.*?)(?:; default: "(.*)")?\)$/.exec(line) ?? [];
  const entry = Object.entries(FLAGS).find(
    ([name, flag]) => name === spelling || ("oldNames" in flag && flag.oldNames.some((old) => old === spelling)),
  );
  if (!entry || about === undefined) throw new Error(line);
  const [name, flag] = entry;
  const type =
    no === undefined
      ? about.includes("multiple times")
        ? "list"
        : "string"
      : about.includes("tri-state")
        ? "tristate"
        : "boolean";
  expect({ type: flag.type, letter: "abbreviation" in flag ? flag.abbreviation : undefined }).toEqual({ type, letter });
  expect(eraOf(name as FlagName, flags("4.2.3").version).default).toBe(defaultValue ?? "");
});

describe("values", () => {
  test("the last one wins, and says where it came from", () => {
    const value = flags("7.4.0", "--legacy_external_runfiles", "--nolegacy_external_runfiles").boolean(
      "legacy_external_runfiles",
    );
    expect(value).toMatchObject({
      value: false,
      origin: { kind: "command-line", text: "--nolegacy_external_runfiles" },
    });
    expect(flags("7.4.0").boolean("legacy_external_runfiles")).toEqual({ value: true, origin: undefined });
  });

  test("tri-states", () => {
    expect(flags("7.4.0", "--noenable_runfiles").tristate("enable_runfiles").value).toBe(false);
    expect(flags("7.4.0", "--enable_runfiles=AUTO").tristate("enable_runfiles").value).toBe("auto");
  });

  test("lists and their commas", () => {
    const some = flags("7.4.0", "--extra_toolchains=//a,//b", "--extra_toolchains=//c", "--copt=-a,b");
    expect(some.list("extra_toolchains").map(({ value }) => value)).toEqual(["//a", "//b", "//c"]);
    expect(some.list("copt").map(({ value }) => value)).toEqual(["-a,b"]);
  });

  test("assignments", () => {
    const some = flags("7.4.0", "--define=a=1", "--define=b=x=y", "--define=a=2", "--override_repository=r=/p");
    expect([...some.defines()].map(([name, { value }]) => `${name}=${value}`)).toEqual(["a=2", "b=x=y"]);
    expect(some.overrides("override_repository").get("r")?.value).toBe("/p");
  });

  test("Starlark flags", () => {
    const some = flags("7.4.0", "--//a:b=1", "--no//a:c", "--//a:b=2");
    expect(
      [...some.starlarkFlags()].map(([label, values]) => `${label}=${values.map(({ value }) => value).join(",")}`),
    ).toEqual(["//a:b=1,2", "//a:c=false"]);
  });

  test("a flag that is gone does what the version does", () => {
    const some = flags("9.0.0", "--legacy_external_runfiles", "--python_version=PY3", "--some_flag=1");
    expect(some.boolean("legacy_external_runfiles").value).toBe(false);
    expect(some.problems.map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
      "ignored: --legacy_external_runfiles has no effect in Bazel 9.0.0",
      "refused: --python_version does not exist in Bazel 9.0.0",
      "unknown: it is not known whether Bazel 9.0.0 has the option --some_flag",
    ]);
  });

  /** 7.7 is the release whose list of options is whole. */
  test.each([
    ["7.7.1", "--some_flag", "unrecognized: --some_flag :: Unrecognized option: --some_flag"],
    ["7.7.1", "--nosome_flag", "unrecognized: --nosome_flag :: Unrecognized option: --nosome_flag"],
    ["7.7.1", "-x", "unrecognized: -x :: Unrecognized option: -x"],
    ["7.7.1", "--order_output=full", "unrecognized: --order_output=full :: Unrecognized option: --order_output=full"],
    ["7.7.1", "--translations", "unrecognized: --translations :: Unrecognized option: --translations"],
    ["7.7.1", "--batch", "unrecognized: --batch :: Unrecognized option: --batch"],
    ["7.6.1", "--some_flag", "unknown: it is not known whether Bazel 7.6.1 has the option --some_flag"],
    ["7.6.1", "--translations", ""],
    ["7.7.1", "--rewind_lost_inputs", ""],
    ["7.7.1", "--noverbose_failures", ""],
    ["7.7.1", "--experimental_credential_helper=x", ""],
    ["7.7.1", "-s", ""],
    ["7.7.1", "--verbose_test_summary", ""],
  ])("%s has %s: %s", (version, option, expected) => {
    const { problems } = flags(version, option);
    expect(problems.map(({ kind, message }) => `${kind}: ${message}`).join("\n")).toBe(expected);
  });

  test("what was given, as one would write it", () => {
    expect(flags("7.4.0", "-c", "opt", "--legacy_external_runfiles=no", "--//x:y=1").given()).toEqual([
      "--compilation_mode=opt",
      "--nolegacy_external_runfiles",
      "--//x:y=1",
    ]);
  });
});
