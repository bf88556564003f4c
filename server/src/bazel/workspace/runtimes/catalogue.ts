/**
 * The hermetic runtimes of common rulesets. Read from the rulesets' sources and documentation: rules_python 0.7 to 2.3, aspect_rules_py 1.12, rules_nodejs 6.7, rules_java 9.8, rules_ruby 0.28, rules_dotnet 0.22,
 * rules_perl 1.1, rules_erlang, rules_go, toolchains_llvm.
 */
import type { Label } from "../../label.ts";
import type { Runtime, RuntimeFigure } from "./runtime.ts";

/** Half of what a tree with legacy copies holds there: the program itself has three files. */
const PYTHON_SOURCE =
  "github.com/martis42/show_hermetic_python_overhead: Bazel 7.0.0, rules_python 0.27.0, Linux x86_64";

const PYTHON_FIGURES: readonly RuntimeFigure[] = (
  [
    ["3.8", 4532],
    ["3.9", 4564],
    ["3.10", 4584],
    ["3.11", 4654],
    ["3.12", 4600],
  ] as const
).map(([version, withLegacyCopies]) => ({ version, files: withLegacyCopies / 2, source: PYTHON_SOURCE }));

const NONE = {
  programs: [],
  macros: [],
  repositoryRules: [],
  extension: undefined,
  implicit: undefined,
  local: undefined,
} as const;

export const RUNTIMES: readonly Runtime[] = [
  {
    language: "Python",
    ruleset: "rules_python",
    repositories: ["rules_python"],
    toolchainTypes: ["@@bazel_tools//tools/python:toolchain_type", "@@rules_python//python:toolchain_type"],
    programs: ["py_binary", "py_test", "py_console_script_binary"],
    macros: [
      { name: "python_register_toolchains", versions: { parameter: "python_version", position: 1 } },
      {
        name: "python_register_multi_toolchains",
        versions: { parameter: "python_versions", position: 1 },
        defaultVersion: { parameter: "default_version", position: 2 },
      },
    ],
    repositoryRules: [{ name: "python_repository", version: "python_version" }],
    extension: {
      name: "python",
      files: ["//python/extensions:python.bzl", "//python:extensions.bzl"],
      tag: "toolchain",
      version: "python_version",
      marker: "is_default",
      defaults: {
        tag: "defaults",
        version: "python_version",
        elsewhere: ["python_version_file", "pyproject_toml"],
      },
      registered: { since: "0.23.0", name: "name", suffix: "_toolchains" },
    },
    implicit: { since: "0.23.0", version: "3.11" },
    local: {
      packages: ["//python/runtime_env_toolchains", "//tools/python"],
      repositoryRules: ["local_runtime_toolchains_repo"],
    },
    lands: {
      kind: "files",
      figures: PYTHON_FIGURES,
      notes: [
        {
          before: "0.11.0",
          text: "Releases before 0.11 also bring the tests of the standard library and static libraries.",
        },
      ],
    },
  },
  {
    language: "Python",
    ruleset: "aspect_rules_py",
    repositories: ["aspect_rules_py"],
    toolchainTypes: [],
    programs: [],
    macros: [],
    repositoryRules: [],
    extension: {
      name: "python_interpreters",
      files: ["//py:extensions.bzl"],
      tag: "toolchain",
      version: "python_version",
    },
    implicit: undefined,
    local: undefined,
    lands: { kind: "files", figures: PYTHON_FIGURES, notes: [] },
  },
  {
    language: "Node.js",
    ruleset: "rules_nodejs",
    repositories: ["rules_nodejs", "build_bazel_rules_nodejs"],
    toolchainTypes: ["@@rules_nodejs//nodejs:toolchain_type", "@@rules_nodejs//nodejs:runtime_toolchain_type"],
    programs: ["js_binary", "js_test", "nodejs_binary", "nodejs_test"],
    macros: [
      { name: "nodejs_register_toolchains", versions: { parameter: "node_version", position: 1 } },
      { name: "node_repositories", versions: { parameter: "node_version", position: 1 } },
    ],
    repositoryRules: [{ name: "nodejs_repositories", version: "node_version" }],
    extension: {
      name: "node",
      files: ["//nodejs:extensions.bzl"],
      tag: "toolchain",
      version: "node_version",
    },
    implicit: undefined,
    local: undefined,
    lands: {
      kind: "little",
      text: "A program carries the one binary of Node.js; with `include_npm = True` the whole distribution, some 3,900 files (counted in a package of Node.js 20).",
    },
  },
  {
    language: "Java",
    ruleset: "rules_java",
    repositories: ["rules_java"],
    toolchainTypes: ["@@bazel_tools//tools/jdk:runtime_toolchain_type"],
    programs: ["java_binary", "java_test"],
    macros: [{ name: "rules_java_toolchains", versions: { parameter: "version", position: 0 } }],
    repositoryRules: [],
    extension: undefined,
    implicit: undefined,
    local: undefined,
    lands: {
      kind: "little",
      text: "A program carries the JDK that `--java_runtime_version` names, the machine's own included: few files (112 and 115 of OpenJDK 17 and 25 on Linux), but some 300 MB.",
    },
  },
  {
    language: "Ruby",
    ruleset: "rules_ruby",
    repositories: ["rules_ruby"],
    toolchainTypes: ["@@rules_ruby//ruby:toolchain_type"],
    programs: ["rb_binary", "rb_test"],
    macros: [{ name: "rb_register_toolchains", versions: { parameter: "version", position: 1 } }],
    repositoryRules: [{ name: "rb_download", version: "version" }],
    extension: { name: "ruby", files: ["//ruby:extensions.bzl"], tag: "toolchain", version: "version" },
    implicit: undefined,
    local: { packages: [], repositoryRules: [], version: "system" },
    lands: {
      kind: "files",
      figures: [],
      notes: [{ text: "The whole distribution, headers and documentation included, is linked file by file." }],
    },
  },
  {
    language: ".NET",
    ruleset: "rules_dotnet",
    repositories: ["rules_dotnet"],
    toolchainTypes: ["@@rules_dotnet//dotnet:toolchain_type"],
    programs: [
      "csharp_binary",
      "csharp_test",
      "csharp_nunit_test",
      "fsharp_binary",
      "fsharp_test",
      "fsharp_nunit_test",
    ],
    macros: [{ name: "dotnet_register_toolchains", versions: { parameter: "dotnet_version", position: 1 } }],
    repositoryRules: [{ name: "dotnet_repositories", version: "dotnet_version" }],
    extension: { name: "dotnet", files: ["//dotnet:extensions.bzl"], tag: "toolchain", version: "dotnet_version" },
    implicit: undefined,
    local: undefined,
    lands: {
      kind: "files",
      figures: [{ version: undefined, files: 3700, source: "github.com/bazel-contrib/rules_dotnet pull request 406" }],
      notes: [{ text: "The whole SDK is linked file by file." }],
    },
  },
  {
    language: "Perl",
    ruleset: "rules_perl",
    repositories: ["rules_perl", "io_bazel_rules_perl"],
    toolchainTypes: ["@@rules_perl//perl:toolchain_type"],
    programs: ["perl_binary", "perl_test"],
    macros: [{ name: "perl_register_toolchains", versions: { parameter: "version", position: 0 } }],
    repositoryRules: [{ name: "perl_download", version: "version" }],
    extension: undefined,
    implicit: { since: "0", version: "" },
    local: undefined,
    lands: {
      kind: "files",
      figures: [{ version: undefined, files: 2275, source: "counted in Debian 12's packages of Perl 5.36" }],
      notes: [{ text: "The whole distribution is linked file by file." }],
    },
  },
  {
    ...NONE,
    language: "Erlang",
    ruleset: "rules_erlang",
    repositories: ["rules_erlang"],
    toolchainTypes: ["@@rules_erlang//tools:toolchain_type"],
    macros: [{ name: "erlang_config", versions: { parameter: "version", position: 0 } }],
    lands: { kind: "little", text: "A program carries Erlang as one archive and a file with its version." },
  },
  {
    ...NONE,
    language: "Go",
    ruleset: "rules_go",
    repositories: ["rules_go", "io_bazel_rules_go"],
    toolchainTypes: ["@@rules_go//go:toolchain"],
    macros: [{ name: "go_register_toolchains", versions: { parameter: "version", position: 0 } }],
    repositoryRules: [{ name: "go_download_sdk_rule", version: "version" }],
    extension: { name: "go_sdk", files: ["//go:extensions.bzl"], tag: "download", version: "version" },
    lands: { kind: "nothing", text: "The SDK compiles programs, and is no part of their runfiles trees." },
  },
  ...(
    [
      ["toolchains_llvm", ["toolchains_llvm", "com_grail_bazel_toolchain"], "llvm_toolchain", "llvm_version", "llvm"],
      ["hermetic_cc_toolchain", ["hermetic_cc_toolchain"], "zig_toolchains", "version", "toolchains"],
      [
        "gcc_toolchain",
        ["gcc_toolchain", "aspect_gcc_toolchain"],
        "gcc_register_toolchain",
        "gcc_version",
        "gcc_toolchains",
      ],
    ] as const
  ).map(([ruleset, repositories, macro, version, extension]): Runtime => ({
    ...NONE,
    language: "C++",
    ruleset,
    repositories,
    toolchainTypes: ["@@bazel_tools//tools/cpp:toolchain_type"],
    macros: [{ name: macro, versions: { parameter: version, position: 1 } }],
    extension: { name: extension, files: [], tag: "toolchain", version },
    lands: { kind: "nothing", text: "The toolchain compiles programs, and is no part of their runfiles trees." },
  })),
];

export function runtimeOfToolchain({ repository, packagePath, name }: Label): Runtime | undefined {
  const type = `@@${rulesetOf(repository)}//${packagePath}:${name}`;
  return RUNTIMES.find(({ toolchainTypes }) => toolchainTypes.includes(type));
}

/** The runtime that targets of a rule or macro carry, which a ruleset exports. */
export function runtimeOfProgram(repository: string, name: string): Runtime | undefined {
  const ruleset = rulesetOf(repository);
  return RUNTIMES.find(({ programs, repositories }) => repositories.includes(ruleset) && programs.includes(name));
}

/** `rules_python~0.30.0` and `rules_python+` are modules. */
function rulesetOf(canonical: string): string {
  return canonical.replace(/[~+].*$/, "");
}

/** The figure for a version as written (`3.10`, `3.10.13`); the newest one for versions that nobody has counted. */
export function figureFor({ lands }: Runtime, version: string | undefined): RuntimeFigure | undefined {
  if (lands.kind !== "files") return undefined;
  const minor = /^\d+\.\d+/.exec(version ?? "")?.[0];
  return lands.figures.find((figure) => figure.version === minor) ?? lands.figures.at(-1);
}
