/** Which test workspaces are recorded, with which flags, and by which Bazel. */
import { join } from "node:path";
import { makeInterpreter } from "../workspaces/hermetic-python/makeInterpreter.mjs";
import { writeWorkspaceFile } from "./bazel.ts";

export interface Recording {
  /** Directory below test/recorded. */
  readonly name: string;
  /** Directory below test/workspaces. */
  readonly workspace: string;
  /** The version that wrote it, and can judge it. */
  readonly bazel: string;
  readonly prepare?: (root: string) => void;
  readonly runfilesDirectory: string;
  readonly patterns: readonly string[];
  readonly flags: readonly string[];
}

/** An interpreter of 240 files and two tests show all that 2,300 files and 500 tests do, and can be read. */
export function prepareSmallPython(root: string): void {
  makeInterpreter(join(root, "interpreter"), 240);
  setTests(root, 2);
}

/** The size knob of the hermetic-python workspaces. */
export function setTests(root: string, tests: number): void {
  writeWorkspaceFile(root, "size.bzl", `"""How many tests there are."""\n\nTESTS = ${tests}\n`);
}

const WITH_4: readonly Omit<Recording, "bazel">[] = [
  {
    name: "split-transition",
    workspace: "split-transition/workspace",
    runfilesDirectory: "__main__",
    patterns: ["//..."],
    flags: [],
  },
  {
    name: "native-rules/basics",
    workspace: "native-rules/basics",
    runfilesDirectory: "__main__",
    patterns: ["//..."],
    flags: [],
  },
  {
    name: "native-rules/external",
    workspace: "native-rules/external",
    runfilesDirectory: "external_case",
    patterns: ["//...", "@library//:all", "@bare//:all"],
    flags: [],
  },
  {
    name: "native-rules/starlark",
    workspace: "native-rules/starlark",
    runfilesDirectory: "__main__",
    patterns: ["//..."],
    flags: [],
  },
  {
    name: "native-rules/configurations",
    workspace: "native-rules/configurations",
    runfilesDirectory: "configurations",
    patterns: ["//..."],
    flags: [],
  },
  {
    name: "native-rules/configurations-with-flags",
    workspace: "native-rules/configurations",
    runfilesDirectory: "configurations",
    patterns: ["//..."],
    flags: ["--config=sweet", "--config=vanilla", "--no//:crunchy", "--platforms=//:windows"],
  },
  {
    name: "native-rules/options-of-tools",
    workspace: "native-rules/configurations",
    runfilesDirectory: "configurations",
    patterns: ["//options:tells", "//options:tells_of_tools"],
    flags: [
      "--conlyopt=-DX",
      "--host_conlyopt=-DY",
      "--host_javacopt=-Xlint:all",
      "--build_python_zip=no",
      "--copt=-DX",
      "--cxxopt=-DX",
      "--dynamic_mode=off",
      "--features=one",
      "--force_pic=1",
      "--host_copt=-DY",
      "--host_cxxopt=-DY",
      "--host_linkopt=-lY",
      "--incompatible_default_to_explicit_init_py=1",
      "--incompatible_strict_action_env=1",
      "--javacopt=-Xlint",
      "--linkopt=-Wl,-X",
      "--stamp=1",
      "--strip=never",
      "--test_env=A=B",
      "--instrument_test_targets=1",
      "--explicit_java_test_deps=1",
      "--test_arg=x",
      "--fission=dbg",
    ],
  },
  {
    name: "native-rules/settings",
    workspace: "native-rules/settings",
    runfilesDirectory: "settings",
    patterns: ["//..."],
    flags: [],
  },
  {
    name: "native-rules/settings-with-flags",
    workspace: "native-rules/settings",
    runfilesDirectory: "settings",
    patterns: ["//:follows_name", "//:sets_main_by_name"],
    flags: ["--@settings//:color=red", "--@//:color=blue"],
  },
  {
    name: "native-java",
    workspace: "native-java",
    runfilesDirectory: "native_java",
    patterns: ["//..."],
    flags: [],
  },
  {
    name: "native-java-with-flags",
    workspace: "native-java",
    runfilesDirectory: "native_java",
    patterns: ["//java/..."],
    flags: ["--javabase=//java:own_jdk", "--java_launcher=//java:launcher"],
  },
  {
    name: "native-java-with-explicit-test-deps",
    workspace: "native-java",
    runfilesDirectory: "native_java",
    patterns: ["//java:test", "//java:with_test_runner"],
    flags: ["--explicit_java_test_deps"],
  },
  {
    name: "native-cc/machine",
    workspace: "native-cc",
    runfilesDirectory: "native_cc",
    patterns: ["//..."],
    flags: [],
  },
  {
    name: "native-cc/optimised",
    workspace: "native-cc",
    runfilesDirectory: "native_cc",
    patterns: ["//libraries/..."],
    flags: ["--compilation_mode=opt"],
  },
  {
    name: "native-cc/custom-malloc",
    workspace: "native-cc",
    runfilesDirectory: "native_cc",
    patterns: ["//malloc/..."],
    flags: ["--custom_malloc=//malloc:custom"],
  },
  {
    name: "native-cc/other-names",
    workspace: "native-cc",
    runfilesDirectory: "native_cc",
    patterns: ["//libraries/...", "//told:of_features", "//told:of_requested_features"],
    flags: ["--crosstool_top=//toolchains:other_names"],
  },
  {
    name: "native-cc/by-platform",
    workspace: "native-cc",
    runfilesDirectory: "native_cc",
    patterns: ["//libraries/..."],
    flags: ["--incompatible_enable_cc_toolchain_resolution"],
  },
  {
    name: "native-cc/static-only",
    workspace: "native-cc",
    runfilesDirectory: "native_cc",
    patterns: ["//libraries/..."],
    flags: ["--crosstool_top=//toolchains:static_only"],
  },
  {
    name: "native-cc/implying",
    workspace: "native-cc",
    runfilesDirectory: "native_cc",
    patterns: ["//libraries/..."],
    flags: ["--crosstool_top=//toolchains:implying"],
  },
  {
    name: "native-cc/not-position-independent",
    workspace: "native-cc",
    runfilesDirectory: "native_cc",
    patterns: ["//libraries/..."],
    flags: ["--crosstool_top=//toolchains:not_position_independent"],
  },
  {
    name: "cc-command-lines/fastbuild",
    workspace: "cc-command-lines",
    runfilesDirectory: "cc_command_lines",
    patterns: ["//:plain", "//:slow", "//:tool"],
    flags: ["--incompatible_enable_cc_toolchain_resolution", "--extra_toolchains=//toolchain:of_workspace"],
  },
  {
    name: "cc-command-lines/optimised",
    workspace: "cc-command-lines",
    runfilesDirectory: "cc_command_lines",
    patterns: ["//:plain", "//:slow", "//:tool"],
    flags: [
      "--compilation_mode=opt",
      "--noincompatible_dont_enable_host_nonhost_crosstool_features",
      "--incompatible_enable_cc_toolchain_resolution",
      "--extra_toolchains=//toolchain:of_workspace",
    ],
  },
  {
    name: "cc-command-lines/flags-of-links",
    workspace: "cc-command-lines",
    runfilesDirectory: "cc_command_lines",
    patterns: ["//:plain", "//:tool"],
    flags: [
      "--strip=always",
      "--fission=opt,fastbuild",
      "--force_pic",
      "--compilation_mode=opt",
      "--noincompatible_dont_enable_host_nonhost_crosstool_features",
      "--incompatible_enable_cc_toolchain_resolution",
      "--extra_toolchains=//toolchain:of_workspace",
    ],
  },
  {
    name: "repository-rules",
    workspace: "repository-rules",
    runfilesDirectory: "repository_rules",
    patterns: ["//..."],
    flags: [],
  },
  {
    name: "starlark-features",
    workspace: "starlark-features",
    runfilesDirectory: "starlark_features",
    patterns: ["//..."],
    flags: [],
  },
  {
    name: "hermetic-python/small",
    workspace: "hermetic-python/local",
    prepare: prepareSmallPython,
    runfilesDirectory: "hermetic_python",
    patterns: ["//..."],
    flags: [],
  },
];

/** Patterns of workspaces of which Bazel 7 refuses a part. */
const PATTERNS_WITH_7: Readonly<Record<string, readonly string[]>> = {
  "native-java": [
    "//proto/...",
    "//starlark/...",
    "//java:carries_deploy_jar",
    "//java:carries_jdk",
    "//java:carries_libraries",
    "//java:carries_local_jdk",
    "//java:carries_never_linked",
    "//java:carries_other_jdks",
    "//java:carries_program",
    "//java:deployed_in",
    "//java:launcher",
    "//java:of_other_repository",
    "//java:of_starlark",
    "//java:only_runtime_deps",
    "//java:own_main",
    "//java:program",
    "//java:test",
    "//java:with_launcher",
    "//java:with_resources",
    "//java:with_test_runner",
    "//java:without_launcher",
  ],
  "native-rules/starlark": ["//executables/...", "//order/...", "//precedence/...", "//sides/..."],
  "native-rules/settings": [
    "//:follows_name",
    "//:sets_main",
    "//:sets_library",
    "//:sets_own",
    "//:sets_relative",
    "//:two_colors",
    "//:two_colors_for_a_file",
    "//:two_modes",
    "//:two_modes_for_a_file",
  ],
};

/** Flags of workspaces that bring along what Bazel 7 has of its own. */
const FLAGS_WITH_7: Readonly<Record<string, readonly string[]>> = {
  "native-java": ["--override_repository=rules_java_builtin=rules_java"],
};

/** The same under Bazel 7, which still has WORKSPACE files; workspaces are left out that are about Bazel 4, and one whose links Bazel 7 cannot make. C++ and Java toolchains are found by platforms there, not named by a flag. */
const WITH_7: readonly Omit<Recording, "bazel">[] = WITH_4.filter(
  ({ name, workspace }) =>
    name !== "native-java-with-flags" &&
    !["native-rules/external", "split-transition/workspace"].includes(workspace) &&
    (workspace !== "native-cc" || name === "native-cc/machine"),
).map((recording) => ({
  ...recording,
  name: `with-bazel-7/${recording.name}`,
  flags: ["--noenable_bzlmod", ...(FLAGS_WITH_7[recording.workspace] ?? []), ...recording.flags],
  patterns: PATTERNS_WITH_7[recording.name] ?? recording.patterns,
}));

/** Modules, which Bazel 4 does not know. */
const MODULES: Omit<Recording, "bazel"> = {
  name: "with-bazel-7/split-transition/bzlmod",
  workspace: "split-transition/bzlmod",
  runfilesDirectory: "_main",
  patterns: ["//..."],
  flags: [],
};

/** C++ rules in two modules. */
const CC_MODULES: readonly Omit<Recording, "bazel">[] = (
  [
    ["machine", []],
    ["optimised", ["--compilation_mode=opt"]],
    ["linked-statically", ["--dynamic_mode=off"]],
    ["other-names", ["--extra_toolchains=//toolchains:other_names"]],
  ] as const
).map(([name, flags]) => ({
  name: `with-bazel-7/cc-modules/${name}`,
  workspace: "cc-modules",
  runfilesDirectory: "_main",
  patterns: ["//..."],
  flags,
}));

export const RECORDINGS: readonly Recording[] = [
  ...WITH_4.map((recording) => ({ ...recording, bazel: "4.2.3" })),
  ...[...WITH_7, MODULES, ...CC_MODULES].map((recording) => ({ ...recording, bazel: "7.7.1" })),
];
