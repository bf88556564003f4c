import { beforeAll, describe, expect, test } from "vitest";
import { joinPath, parentPath } from "../../../server/src/base/path.ts";
import { parseVersion, type BazelVersion } from "../../../server/src/bazel/workspace/bazelVersion.ts";
import type { ModuleDefinitions } from "../../../server/src/bazel/workspace/moduleDefinition.ts";
import { evaluateModuleFile } from "../../../server/src/bazel/workspace/moduleFile.ts";
import { runtimesOfModule } from "../../../server/src/bazel/workspace/runtimes/registrations.ts";
import type { StarlarkParser } from "../../../server/src/syntax/parser.ts";
import { testParser } from "../../harness/parser.ts";

let parser: StarlarkParser;

beforeAll(async () => {
  parser = await testParser();
});

interface Options {
  readonly devDependencies?: boolean;
  readonly repository?: string;
  readonly included?: Readonly<Record<string, string>>;
  readonly version?: string;
}

function versionOf(text: string): BazelVersion {
  const version = parseVersion(text);
  if (!version) throw new Error(text);
  return version;
}

function evaluate(text: string, options: Options = {}): ModuleDefinitions {
  return evaluateModuleFile({
    repository: options.repository ?? "",
    devDependencies: options.devDependencies ?? true,
    fileId: "/w/MODULE.bazel",
    tree: parser.parse(text).tree,
    version: versionOf(options.version ?? "7.7.1"),
    included: (packagePath, name) => {
      const path = joinPath(packagePath, name);
      if (!Object.keys(options.included ?? {}).some((file) => parentPath(file) === packagePath)) return "no-package";
      const contents = options.included?.[path];
      return contents === undefined ? undefined : { fileId: `/w/${path}`, tree: parser.parse(contents).tree };
    },
    thread: {},
  });
}

function messages(definitions: ModuleDefinitions): string[] {
  return definitions.problems.map(({ message }) => message);
}

test("a module and its dependencies", () => {
  const definitions = evaluate(`
module(name = "me", version = "1.0", repo_name = "com_me")
bazel_dep(name = "rules_python", version = "0.27.0")
bazel_dep(name = "zlib", version = "1.3", repo_name = "net_zlib")
bazel_dep(name = "quiet", version = "1", repo_name = None)
bazel_dep(name = "tests", dev_dependency = True)
local_path_override(module_name = "zlib", path = "third_party/zlib")
single_version_override(module_name = "quiet", version = "2", patches = ["//:x.patch"])
git_override(module_name = "tests", remote = "https://example.com/t.git", commit = "0")
register_toolchains("//t:all", "@zlib//:t")
register_execution_platforms("//p:p", dev_dependency = True)
`);
  expect(messages(definitions)).toEqual([]);
  expect([definitions.name, definitions.version, definitions.repositoryName]).toEqual(["me", "1.0", "com_me"]);
  expect(definitions.dependencies.map(({ name, version, repositoryName }) => [name, version, repositoryName])).toEqual([
    ["rules_python", "0.27.0", "rules_python"],
    ["zlib", "1.3", "net_zlib"],
    ["quiet", "1", undefined],
    ["tests", "", "tests"],
  ]);
  expect([...definitions.overrides]).toEqual([
    ["zlib", { kind: "local_path", path: "third_party/zlib" }],
    [
      "quiet",
      {
        kind: "single_version",
        version: "2",
        registry: "",
        patches: { patches: ["//:x.patch"], commands: [], strip: 0 },
      },
    ],
    ["tests", expect.objectContaining({ kind: "git" })],
  ]);
  expect(definitions.toolchains.map((entry) => (entry.kind === "pattern" ? entry.pattern : "?"))).toEqual([
    "//t:all",
    "@zlib//:t",
  ]);
  expect(definitions.executionPlatforms).toHaveLength(1);
});

test("what is for development counts only where it is asked to", () => {
  const definitions = evaluate(
    `
bazel_dep(name = "a", version = "1", dev_dependency = True)
ext = use_extension("//:e.bzl", "ext", dev_dependency = True)
use_repo(ext, "x")
register_toolchains("//:t", dev_dependency = True)
rule = use_repo_rule("//:r.bzl", "rule")
rule(name = "r", dev_dependency = True)
`,
    { devDependencies: false },
  );
  expect(messages(definitions)).toEqual([]);
  expect([definitions.dependencies, definitions.extensions, definitions.toolchains, definitions.repositories]).toEqual([
    [],
    [],
    [],
    [],
  ]);
});

test("extensions: tags, imports, and where they were written", () => {
  const definitions = evaluate(`
pip = use_extension("@rules_python//python/extensions:pip.bzl", "pip")
pip.parse(hub_name = "pypi", python_version = "3.11")
[pip.parse(hub_name = name) for name in ["a", "b"]]
use_repo(pip, "pypi", other = "b")
use_repo_rule("//:r.bzl", "r")(name = "mine")
override_repo(pip, a = "mine")
`);
  expect(messages(definitions)).toEqual([]);
  const [usage] = definitions.extensions;
  expect(usage).toMatchObject({ file: "@rules_python//python/extensions:pip.bzl", name: "pip", devDependency: false });
  expect(usage?.tags.map(({ tagClass, arguments: named }) => `${tagClass} ${named.get("hub_name") as string}`)).toEqual(
    ["parse pypi", "parse a", "parse b"],
  );
  expect([...(usage?.imports ?? [])]).toEqual([
    ["pypi", "pypi"],
    ["other", "b"],
  ]);
  expect([...(usage?.replacements ?? [])]).toEqual([["a", "mine"]]);
  expect(new Set(usage?.tags.map(({ callStack }) => callStack[0]?.site?.node)).size).toBe(2);
});

test("repository rules", () => {
  const definitions = evaluate(`
local_repository = use_repo_rule("@bazel_tools//tools/build_defs/repo:local.bzl", "local_repository")
local_repository(name = "l", path = "third_party/l")
`);
  expect(
    definitions.repositories.map(({ ruleFile, definition }) => [
      ruleFile,
      definition.name,
      definition.rule.name,
      definition.attributes.get("path"),
    ]),
  ).toEqual([["@bazel_tools//tools/build_defs/repo:local.bzl", "l", "local_repository", "third_party/l"]]);
});

describe("include", () => {
  test("reads on in the same module, with names of its own", () => {
    const definitions = evaluate(
      `name = "outer"\ninclude("//sub:deps.MODULE.bazel")\nbazel_dep(name = name, version = "1")\n`,
      {
        included: { "sub/deps.MODULE.bazel": `name = "inner"\nbazel_dep(name = name, version = "2")\n` },
      },
    );
    expect(messages(definitions)).toEqual([]);
    expect(definitions.dependencies.map(({ name }) => name)).toEqual(["inner", "outer"]);
  });

  test.each<[string, string, Options]>([
    [
      `include("deps.MODULE.bazel")`,
      "bad include label 'deps.MODULE.bazel': include() must be called with main repo labels",
      {},
    ],
    [`include("//:deps.bazel")`, "must have a name ending in '.MODULE.bazel'", {}],
    [
      `include("//:deps.MODULE.bazel")`,
      "it does not exist or cannot be read",
      { included: { "other.MODULE.bazel": "" } },
    ],
    [`include("//:deps.MODULE.bazel")`, "only the root module may include", { repository: "r+" }],
  ])("%s: %s", (text, message, options) => {
    expect(messages(evaluate(text, options))).toEqual([expect.stringContaining(message)]);
  });

  test("the file's package has to be there", () => {
    expect(messages(evaluate(`include("//sub:a.MODULE.bazel")`, { included: { "b.MODULE.bazel": "" } }))).toEqual([
      "unable to load package for '//sub:a.MODULE.bazel': BUILD file not found in directory 'sub'",
    ]);
  });

  test("twice reads the file twice", () => {
    const text = `include("//:a.MODULE.bazel")\n`.repeat(2);
    expect(messages(evaluate(text, { included: { "a.MODULE.bazel": `x = 1\n` } }))).toEqual([]);
    const dependency = `bazel_dep(name = "a", version = "1")\n`;
    expect(messages(evaluate(text, { included: { "a.MODULE.bazel": dependency } }))).toEqual([
      "The repo name 'a' is already being used by a bazel_dep",
    ]);
  });

  test.each([
    [`include(label = "//:a.MODULE.bazel")`, "MUST be called with exactly one positional argument"],
    [`x = "//:a.MODULE.bazel"\ninclude(x)`, "MUST be called with exactly one positional argument"],
    [`x = include`, "MUST be called directly at the top-level"],
    [`[include("//:a.MODULE.bazel")]`, "MUST be called directly at the top-level"],
    [`include("//:a" + ".MODULE.bazel")`, undefined],
    [`include = 1\nx = include`, undefined],
  ])("%s: %s", (text, message) => {
    const problems = messages(evaluate(text, { included: { "a.MODULE.bazel": "" } }));
    expect(problems[0]).toEqual(message === undefined ? undefined : expect.stringContaining(message));
  });

  test("a cycle ends", () => {
    const definitions = evaluate(`include("//:a.MODULE.bazel")`, {
      included: { "a.MODULE.bazel": `include("//:a.MODULE.bazel")` },
    });
    expect(messages(definitions)).toEqual(["//:a.MODULE.bazel includes itself"]);
  });
});

const LOCAL = `local_path_override(module_name = "a", path = "a")`;
const USE = `e = use_extension("//:e.bzl", "e")\n`;

test.each([
  [`module(name = "Upper")`, "invalid module name 'Upper'"],
  [`module(name = "a")\nmodule(name = "b")`, "the module() directive can only be called once"],
  [`bazel_dep(name = "x", repo_name = "a b")`, "invalid user-provided repo name 'a b'"],
  [`ext = use_extension("//:e.bzl", "e")\next.tag("positional")`, "tag callables accept only keyword arguments"],
  [`use_repo("x")`, "got value of type 'string', want 'module_extension_proxy'"],
  [`register_toolchains(1)`, "at index 0 of register_toolchains, got element of type int, want string"],
  [`${LOCAL}\n${LOCAL}`, "multiple overrides for dep a found"],
  [`load("//:x.bzl", "x")`, "load"],
])("%s is a problem, and the rest stands", (text, message) => {
  const definitions = evaluate(`${text}\nbazel_dep(name = "rest", version = "1")\n`);
  expect(messages(definitions)).toEqual([expect.stringContaining(message)]);
  expect(definitions.dependencies.at(-1)?.name).toBe("rest");
  expect(definitions.toolchains.at(-1)?.kind).toBe("unknown");
});

/** What a real 7.7.1 says of each, but for the places that it adds. */
describe("what Bazel refuses", () => {
  const dependency = (more: string) => `bazel_dep(name = "x", version = "1"${more})`;
  const rule = `r = use_repo_rule("//:r.bzl", "r")\n`;
  const invalidName = "valid names may contain only A-Z, a-z, 0-9, '-', '_', '.', and must start with a letter";

  test.each([
    [`bazel_dep(name = "x", version = "1")\nmodule()`, "if module() is called, it must be called before any other"],
    [`register_toolchains("//:t", dev_dependency = True)\nmodule()`, "if module() is called, it must be called before"],
    [`module(name = "m", repo_name = "1m")`, `invalid user-provided repo name '1m': ${invalidName}`],
    [`module(name = "m", version = "1_0")`, "Invalid version in module()"],
    [`bazel_dep(name = "x", version = "1..0", dev_dependency = True)`, "Invalid version in bazel_dep()"],
    [
      `single_version_override(module_name = "x", version = "a b")`,
      "Invalid version in single_version_override(): a b",
    ],
    [`multiple_version_override(module_name = "x", versions = ["1", "2_"])`, "Invalid version in multiple_version"],
    [`multiple_version_override(module_name = "x", versions = ["1"])`, "must specify at least 2 versions"],
    [`${dependency("")}\n${dependency("")}`, "The repo name 'x' is already being used by a bazel_dep"],
    [`module(name = "x")\n${dependency("")}`, "The repo name 'x' is already being used as the current module name"],
    [
      `module(name = "m", repo_name = "x")\n${dependency("")}`,
      "The repo name 'x' is already being used as the module's own repo name",
    ],
    [dependency(`, repo_name = "bazel_tools"`), "'bazel_tools' is a built-in dependency and cannot be used by any"],
    [dependency(`, repo_name = "local_config_platform"`), "'local_config_platform' is a built-in dependency"],
    [`${USE}use_repo(e, "a", "a")`, "The repo name 'a' is already being used by a use_repo() call"],
    [`${USE}use_repo(e, x = "a b")`, `invalid user-provided repo name 'a b': ${invalidName}`],
    [
      `module(name = "m")\n${USE}f = use_extension("@m//:e.bzl", "e")\nuse_repo(e, "a")\nuse_repo(f, x = "a")`,
      "The repo exported as 'a' by module extension 'e' is already imported",
    ],
    [`${rule}r(name = "a")\nr(name = "a")`, "The repo name 'a' is already being used by a repo rule"],
    [
      `${rule}r(name = "a", dev_dependency = "x")`,
      "parameter 'dev_dependency' got value of type 'string', want 'bool'",
    ],
    [`use_extension("//a::b", "e")`, `invalid label "//a::b": invalid target name ':b'`],
    [`use_extension("//:MODULE.bazel", "_repo_rules")`, "innate extensions cannot be directly used"],
    [`${USE}override_repo(e, a = "z")`, "is overridden with 'z', but no repo is visible under this name"],
    [`${USE}${rule}r(name = "z")\noverride_repo(e, a = "z")\noverride_repo(e, a = "z")`, "already overridden with 'z'"],
    [`${USE}${rule}r(name = "z")\ninject_repo(e, a = "z")\nuse_repo(e, "a")`, "Cannot import repo 'a' that has been"],
    [
      `${USE}f = use_extension("//:e.bzl", "f")\nuse_repo(e, "a")\nuse_repo(f, "b")\noverride_repo(e, a = "b")\noverride_repo(f, b = "a")`,
      "is itself overridden with",
    ],
    [`register_toolchains("nosuch")`, "Expected absolute target patterns (must begin with '//' or '@')"],
    [
      `register_execution_platforms(":p", dev_dependency = True)`,
      "for 'register_execution_platforms' argument, but got",
    ],
    [`${LOCAL.replace(`"a")`, `"a", nosuch = 1)`)}`, "local_path_override() got unexpected keyword argument 'nosuch'"],
    [`archive_override(module_name = "a")`, "archive_override() missing 1 required named argument: urls"],
    [`git_override(module_name = "a", remote = "r", tag = "t")`, "got unexpected keyword argument 'tag'"],
    [`single_version_override(module_name = "a", patches = ["@b//:p"])`, "only patches in the main repository can be"],
    [`x = (`, "the file has syntax errors"],
  ])("%s: %s", (text, message) => {
    expect(messages(evaluate(text))[0]).toContain(message);
  });

  test("what is not looked at where it does not count, and names that are", () => {
    const evaluated = (text: string) => messages(evaluate(text, { devDependencies: false, repository: "m+" }));
    const dev = "dev_dependency = True";
    expect(evaluated(`register_toolchains("nosuch", ${dev})`)).toEqual([]);
    expect(evaluated(`${LOCAL}\n${LOCAL}`)).toEqual([]);
    expect(evaluated(`${USE}override_repo(e, "nosuch")`)).toEqual([]);
    expect(evaluated(`${dependency(`, ${dev}`)}\n${dependency("")}`)).toEqual([
      "The repo name 'x' is already being used by a bazel_dep",
    ]);
  });

  test("from Bazel 8 on archive_override and git_override take what their rules take", () => {
    const text = `archive_override(module_name = "a", type = "zip")\ngit_override(module_name = "b", tag = "t")`;
    expect(messages(evaluate(text, { version: "8.0.0" }))).toEqual([]);
  });
});

describe("hermetic Python", () => {
  const dependency = (version: string) => `bazel_dep(name = "rules_python", version = "${version}")\n`;
  const extension = `python = use_extension("@rules_python//python/extensions:python.bzl", "python")\n`;

  function registrations(text: string): string[] {
    return runtimesOfModule(evaluate(text)).map(
      ({ kind, callee, versions, defaultVersion, rulesetVersion }) =>
        `${kind} ${callee} ${versions.join(",")} default ${defaultVersion ?? "?"} rules_python ${rulesetVersion ?? "?"}`,
    );
  }

  test.each<[string, string, string[]]>([
    [
      "a tag",
      `${dependency("0.27.0")}${extension}python.toolchain(is_default = True, python_version = "3.10")`,
      ["tag python.toolchain 3.10 default 3.10 rules_python 0.27.0"],
    ],
    [
      "several",
      `${dependency("1.3.0")}${extension}python.toolchain(python_version = "3.10")\npython.toolchain(python_version = "3.12", is_default = True)`,
      [
        "tag python.toolchain 3.10 default 3.12 rules_python 1.3.0",
        "tag python.toolchain 3.12 default 3.12 rules_python 1.3.0",
      ],
    ],
    [
      "several without a default",
      `${dependency("1.3.0")}${extension}[python.toolchain(python_version = v) for v in ["3.10", "3.12"]]`,
      [
        "tag python.toolchain 3.10 default 3.11 rules_python 1.3.0",
        "tag python.toolchain 3.12 default 3.11 rules_python 1.3.0",
      ],
    ],
    [
      "python.defaults goes first",
      `${dependency("1.5.0")}${extension}python.defaults(python_version = "3.13")\npython.toolchain(python_version = "3.12", is_default = True)`,
      ["tag python.toolchain 3.12 default 3.13 rules_python 1.5.0"],
    ],
    ["nobody asks", dependency("0.23.0"), ["implicit bazel_dep 3.11 default 3.11 rules_python 0.23.0"]],
    ["nobody asks an old release", dependency("0.22.1"), []],
    [
      "a tag of a release that registers nothing by itself",
      `${dependency("0.22.0")}${extension}python.toolchain(name = "p", python_version = "3.10")\nuse_repo(python, "p_toolchains")`,
      [],
    ],
    [
      "tags of such a release, registered in another order",
      `${dependency("0.20.0")}python = use_extension("@rules_python//python:extensions.bzl", "python")
python.toolchain(name = "a", python_version = "3.9")
python.toolchain(name = "b", python_version = "3.10")
python.toolchain(name = "c", python_version = "3.11")
use_repo(python, "a_toolchains", tools = "c_toolchains")
register_toolchains("@tools//:all", "@a_toolchains//:all")`,
      [
        "tag python.toolchain 3.11 default 3.11 rules_python 0.20.0",
        "tag python.toolchain 3.9 default 3.11 rules_python 0.20.0",
      ],
    ],
    ["no rules_python", `bazel_dep(name = "zlib", version = "1")`, []],
    [
      "under another name",
      `bazel_dep(name = "rules_python", version = "1.0.0", repo_name = "py")\np = use_extension("@py//python/extensions:python.bzl", "python")\np.toolchain(python_version = "3.9")`,
      ["tag python.toolchain 3.9 default 3.9 rules_python 1.0.0"],
    ],
    [
      "a checkout of rules_python tells no release",
      `${dependency("0.0.0")}local_path_override(module_name = "rules_python", path = "../..")`,
      ["implicit bazel_dep 3.11 default 3.11 rules_python ?"],
    ],
    [
      "an override of the version",
      `${dependency("0.21.0")}single_version_override(module_name = "rules_python", version = "1.2.0")`,
      ["implicit bazel_dep 3.11 default 3.11 rules_python 1.2.0"],
    ],
    [
      "another extension of that name",
      `${dependency("0.22.0")}python = use_extension("//:python.bzl", "python")\npython.toolchain(python_version = "3.10")`,
      [],
    ],
  ])("%s", (_, text, expected) => {
    expect(registrations(text)).toEqual(expected);
  });
});

describe("runtimes of other rulesets, and of what they depend on", () => {
  function registrations(text: string, own?: { readonly module: string; readonly text: string }): string[] {
    const resolved = (name: string) =>
      own?.module === name ? { version: undefined, definitions: evaluate(own.text) } : undefined;
    return runtimesOfModule(evaluate(text), resolved).map(
      ({ runtime, kind, versions }) => `${runtime.ruleset} ${kind} ${versions.map((one) => one ?? "?").join(",")}`,
    );
  }

  const python = `bazel_dep(name = "rules_python", version = "0.0.0")\n`;
  const itself = `module(name = "rules_python")\npython = use_extension("//python/extensions:python.bzl", "python")\n`;

  test.each<[string, string, string[]]>([
    ["a module without tags", `bazel_dep(name = "rules_perl", version = "1.1.2")`, ["rules_perl implicit ?"]],
    [
      "a tag",
      `bazel_dep(name = "rules_ruby", version = "0.28.0")\nruby = use_extension("@rules_ruby//ruby:extensions.bzl", "ruby")\nruby.toolchain(version = "3.3.9")`,
      ["rules_ruby tag 3.3.9"],
    ],
    [
      "a version that stands for the machine's",
      `bazel_dep(name = "rules_ruby", version = "0.28.0")\nruby = use_extension("@rules_ruby//ruby:extensions.bzl", "ruby")\nruby.toolchain(version = "system")`,
      ["rules_ruby local system"],
    ],
    [
      "tags that are about something else",
      `bazel_dep(name = "rules_ruby", version = "0.28.0")\nruby = use_extension("@rules_ruby//ruby:extensions.bzl", "ruby")\nruby.bundle_fetch(name = "bundle")`,
      [],
    ],
    [
      "what the machine's toolchains bring",
      `bazel_dep(name = "rules_python", version = "1.4.0")\nregister_toolchains("@rules_python//python/runtime_env_toolchains:all")`,
      ["rules_python local ", "rules_python implicit 3.11"],
    ],
    ["the ruleset's own module", `${itself}python.toolchain(python_version = "3.11")`, ["rules_python tag 3.11"]],
  ])("%s", (_, text, expected) => {
    expect(registrations(text)).toEqual(expected);
  });

  test("what the module on disk registers goes before what is known of releases", () => {
    const own = (tags: string) => ({ module: "rules_python", text: itself + tags });
    expect(registrations(python, own(`python.toolchain(python_version = "3.13")`))).toEqual([
      "rules_python implicit 3.13",
    ]);
    expect(registrations(python, own(""))).toEqual([]);
  });

  test("a module on disk that calls its own extension by its name registers what tags ask for, too", () => {
    const root = `${python}python = use_extension("@rules_python//python/extensions:python.bzl", "python")\npython.toolchain(python_version = "3.9")`;
    const own = (tags: string) => ({
      module: "rules_python",
      text: `module(name = "rules_python")\npython = use_extension("@rules_python//python/extensions:python.bzl", "python")\n${tags}`,
    });
    expect(registrations(root, own(`python.toolchain(is_default = True, python_version = "3.11")`))).toEqual([
      "rules_python tag 3.9",
    ]);
    expect(registrations(root, own(""))).toEqual([]);
  });
});
