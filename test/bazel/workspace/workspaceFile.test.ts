import { beforeAll, describe, expect, test } from "vitest";
import type { StarlarkParser } from "../../../server/src/syntax/parser.ts";
import type { RuntimeRegistration } from "../../../server/src/bazel/workspace/runtimes/registrations.ts";
import { runtimesOfWorkspace } from "../../../server/src/bazel/workspace/runtimes/registrations.ts";
import type { Registration, WorkspaceDefinitions } from "../../../server/src/bazel/workspace/repositoryDefinition.ts";
import { testParser } from "../../harness/parser.ts";
import { evaluateWorkspace } from "./workspaceRunner.ts";

let parser: StarlarkParser;

beforeAll(async () => {
  parser = await testParser();
});

function evaluate(text: string, files?: Record<string, string>): WorkspaceDefinitions {
  return evaluateWorkspace(parser, text, files);
}

function rules(definitions: WorkspaceDefinitions): string[] {
  return [...definitions.repositories.values()].map(
    ({ name, rule }) => `${name}: ${rule.module ?? "native"} ${rule.name}`,
  );
}

function patterns(registrations: readonly Registration[]): string[] {
  return registrations.map((entry) => (entry.kind === "pattern" ? entry.pattern : "?"));
}

const HTTP = `load("@bazel_tools//tools/build_defs/repo:http.bzl", "http_archive")\n`;

describe("definitions", () => {
  test("of the file itself", () => {
    const definitions = evaluate(`
workspace(name = "me")
local_repository(name = "a", path = "third_party/a")
new_local_repository(name = "b", path = "/abs", build_file_content = "x")
bind(name = "zlib", actual = "@a//:z")
register_toolchains("//t:one", "@a//:all")
register_execution_platforms("//p:linux")
`);
    expect(definitions.name).toBe("me");
    expect(rules(definitions)).toEqual(["a: native local_repository", "b: native new_local_repository"]);
    expect(definitions.repositories.get("a")?.attributes.get("path")).toBe("third_party/a");
    expect([...definitions.bindings]).toEqual([["zlib", "@a//:z"]]);
    expect(patterns(definitions.toolchains)).toEqual(["//t:one", "@a//:all"]);
    expect(patterns(definitions.executionPlatforms)).toEqual(["//p:linux"]);
    expect(definitions.open).toBeUndefined();
    expect(definitions.problems).toEqual([]);
  });

  test("of rules that are loaded", () => {
    const definitions = evaluate(`${HTTP}http_archive(name = "x", url = "https://example.com/x-1.0.zip")`);
    expect(rules(definitions)).toEqual(["x: @@bazel_tools//tools/build_defs/repo:http.bzl http_archive"]);
  });

  test("of macros, with the way there", () => {
    const definitions = evaluate(`load("//:deps.bzl", "deps")\n\ndeps("x")\n`, {
      "//:deps.bzl": `
load("@bazel_tools//tools/build_defs/repo:utils.bzl", "maybe")
load(":rules.bzl", "fetch")
def _inner(name):
    maybe(fetch, name = name, sha256 = "1")
    maybe(fetch, name = name, sha256 = "2")
    native.local_repository(name = "l", path = "l")
    native.register_toolchains("//:t")
def deps(name):
    _inner(name)
`,
      "//:rules.bzl": `
def _impl(ctx):
    pass
fetch = repository_rule(implementation = _impl)
`,
    });
    expect(definitions.problems).toEqual([]);
    expect(rules(definitions)).toEqual(["x: //:rules.bzl fetch", "l: native local_repository"]);
    expect(definitions.repositories.get("x")?.attributes.get("sha256")).toBe("1");
    expect(definitions.repositories.get("l")?.callStack.map((frame) => frame.name)).toEqual([
      "<toplevel>",
      "deps",
      "_inner",
      "local_repository",
    ]);
    expect(patterns(definitions.toolchains)).toEqual(["//:t"]);
  });

  test("a chunk sees the names of those above", () => {
    const definitions = evaluate(
      `
NAME = "x"
load("//:a.bzl", "PATH")
local_repository(name = NAME, path = PATH)
load("//:b.bzl", "define")
define(NAME + "2", PATH)
`,
      {
        "//:a.bzl": `PATH = "p"`,
        "//:b.bzl": `
def define(name, path):
    native.local_repository(name = name, path = path)
`,
      },
    );
    expect(definitions.problems).toEqual([]);
    expect([...definitions.repositories.keys()]).toEqual(["x", "x2"]);
  });

  test("within a chunk the last definition of a name holds, behind a load no built-in rule has another", () => {
    const text = `
local_repository(name = "a", path = "1")
local_repository(name = "a", path = "2")
bind(name = "bound", actual = "//:bound")
`;
    expect(evaluate(text).repositories.get("a")?.attributes.get("path")).toBe("2");
    const again = `local_repository(name = "a", path = "3")\nlocal_repository(name = "b", path = "b")\n`;
    const bound = `local_repository(name = "bound", path = "b")\n`;
    const refused = evaluate(`${text}${HTTP}${again}${bound}`);
    expect(refused.problems.map(({ message }) => message)).toEqual([
      "Cannot redefine repository after any load statement in the WORKSPACE file (for repository 'a')",
      "Cannot redefine repository after any load statement in the WORKSPACE file (for repository 'bound')",
    ]);
    expect([...refused.repositories.keys()]).toEqual(["a", "b"]);
  });

  test("of a rule that is called where it is made, and never exported", () => {
    const definitions = evaluate(`load("//:a.bzl", "fetch")\nfetch()\nlocal_repository(name = "b", path = "b")`, {
      "//:a.bzl": `
def _fetch_impl(repository_ctx): pass
def fetch(): repository_rule(implementation = _fetch_impl)(name = "a")
`,
    });
    expect(definitions.problems).toEqual([]);
    expect(rules(definitions)).toEqual(["a:  unexported__fetch_impl", "b: native local_repository"]);
  });

  test("behind a load a Starlark rule may be called again: the first is fetched, the last described", () => {
    const definitions = evaluate(
      `
${HTTP}local_repository(name = "a", path = "1")
load("//:a.bzl", "url_of")
http_archive(name = "a", url = "2")
http_archive(name = "a", url = "3")
http_archive(name = "b", url = url_of("a"))
`,
      { "//:a.bzl": `def url_of(name): return native.existing_rule(name)["url"]` },
    );
    expect(definitions.problems).toEqual([]);
    expect(rules(definitions)).toEqual([
      "a: native local_repository",
      "b: @@bazel_tools//tools/build_defs/repo:http.bzl http_archive",
    ]);
    expect(definitions.repositories.get("b")?.attributes.get("url")).toBe("3");
  });

  test("native.existing_rules() tells all attributes, also those that nobody gave, lists as tuples and labels as strings", () => {
    const definitions = evaluate(
      `
${HTTP}load("//:a.bzl", "fetch", "told")
fetch(name = "f", labels = [":x", "@a//b:c"])
http_archive(name = "a", url = "1")
new_local_repository(name = "n", path = "p")
told("f")
told("a")
told("n")
`,
      {
        "//:a.bzl": `
def _impl(ctx):
    pass

fetch = repository_rule(
    implementation = _impl,
    attrs = {
        "urls": attr.string_list(),
        "label": attr.label(),
        "labels": attr.label_list(),
        "count": attr.int(default = 2),
        "_private": attr.string(),
    },
)

def told(name):
    rule = native.existing_rules()[name]
    keys = [key for key in rule.keys() if not key.startswith("generator_")]
    native.bind(name = name + " " + str([(key, rule[key]) for key in keys]))
`,
      },
    );
    expect(definitions.problems).toEqual([]);
    expect([...definitions.bindings.keys()]).toMatchInlineSnapshot(`
      [
        "f [("name", "f"), ("kind", "fetch"), ("visibility", ()), ("transitive_configs", ()), ("tags", ()), ("features", ()), ("compatible_with", ()), ("restricted_to", ()), ("aspect_hints", ()), ("expect_failure", ""), ("urls", ()), ("labels", (":x", "@@a//b:c")), ("count", 2)]",
        "a [("name", "a"), ("kind", "http_archive"), ("visibility", ()), ("transitive_configs", ()), ("tags", ()), ("features", ()), ("compatible_with", ()), ("restricted_to", ()), ("aspect_hints", ()), ("expect_failure", ""), ("url", "1"), ("urls", ()), ("sha256", ""), ("netrc", ""), ("auth_patterns", {}), ("canonical_id", ""), ("strip_prefix", ""), ("type", ""), ("patches", ()), ("patch_tool", ""), ("patch_args", ("-p0",)), ("patch_cmds", ()), ("patch_cmds_win", ()), ("build_file_content", ""), ("workspace_file_content", "")]",
        "n [("name", "n"), ("kind", "new_local_repository"), ("repo_mapping", {}), ("path", "p"), ("build_file_content", ""), ("workspace_file_content", "")]",
      ]
    `);
  });
});

describe("what is not on disk", () => {
  test("leaves the file open, and the rest standing", () => {
    const definitions = evaluate(`
load("@other//:deps.bzl", "other_deps")
register_toolchains("//:before")
other_deps()
register_toolchains("//:after")
local_repository(name = "a", path = "a")
`);
    expect(definitions.open?.reason.message).toBe(
      "other_deps comes from @@other//:deps.bzl, and repository @other is not defined",
    );
    expect(definitions.problems).toEqual([]);
    expect([...definitions.repositories.keys()]).toEqual(["a"]);
    expect(patterns(definitions.toolchains)).toEqual(["//:before", "?", "//:after"]);
  });

  test("calls are recorded with their arguments, through macros and aliases", () => {
    const definitions = evaluate(
      `
load("//:mine.bzl", "setup")
setup("3.11")
`,
      {
        "//:mine.bzl": `
load("@rules_python//python:repositories.bzl", register = "python_register_toolchains")
def setup(version):
    for name in ["a", "b"]:
        register(name = name, python_version = version)
`,
      },
    );
    expect(
      definitions.externalCalls.map(({ symbol, named, callStack }) => [
        symbol.module.toString(),
        symbol.name,
        named.get("name"),
        named.get("python_version"),
        callStack.map((frame) => frame.name).join(">"),
      ]),
    ).toEqual([
      ["@@rules_python//python:repositories.bzl", "python_register_toolchains", "a", "3.11", "<toplevel>>setup"],
      ["@@rules_python//python:repositories.bzl", "python_register_toolchains", "b", "3.11", "<toplevel>>setup"],
    ]);
  });

  test("a macro that asks whether there is a repository cannot be decided behind an unknown one", () => {
    const definitions = evaluate(`
load("@other//:deps.bzl", "other_deps")
load("@bazel_tools//tools/build_defs/repo:utils.bzl", "maybe")
load("@bazel_tools//tools/build_defs/repo:http.bzl", "http_archive")
maybe(http_archive, name = "before")
other_deps()
maybe(http_archive, name = "before")
maybe(http_archive, name = "behind")
`);
    expect([...definitions.repositories.keys()]).toEqual(["before"]);
    expect(definitions.problems).toEqual([]);
  });

  test("statements that fail are problems", () => {
    const definitions = evaluate(`
local_repository(path = "x")
local_repository(name = "a b", path = "x")
nope()
local_repository(name = "a", path = "a")
`);
    expect(definitions.problems.map(({ message }) => message)).toEqual([
      expect.stringContaining("name 'nope' is not defined"),
      "missing value for mandatory attribute 'name'",
      expect.stringContaining("invalid repository name 'a b'"),
    ]);
    expect(definitions.open?.reason.kind).toBe("evaluation");
    expect([...definitions.repositories.keys()]).toEqual(["a"]);
  });
});

test("a rule of a .bzl file takes names that built-in ones refuse", () => {
  const definitions = evaluate(
    `load("//:made.bzl", "made")\nmade(name = "3rdparty")\nmade(name = "_a")\nmade(name = "..")\nlocal_repository(name = "_b", path = "b")`,
    { "//:made.bzl": "def _impl(ctx): pass\nmade = repository_rule(_impl)" },
  );
  expect([...definitions.repositories.keys()]).toEqual(["3rdparty", "_a"]);
  expect(definitions.problems.map(({ message }) => message)).toEqual([
    expect.stringContaining("invalid repository name '..'"),
    expect.stringContaining("must start with a letter"),
  ]);
});

describe("hermetic Python", () => {
  function registrations(text: string, files?: Record<string, string>): Partial<RuntimeRegistration>[] {
    return runtimesOfWorkspace(evaluate(text, files)).map(
      ({ kind, callee, versions, defaultVersion, rulesetVersion }) => ({
        kind,
        callee,
        versions,
        defaultVersion,
        rulesetVersion,
      }),
    );
  }

  test("python_register_toolchains of an archive", () => {
    expect(
      registrations(`${HTTP}
http_archive(
    name = "rules_python",
    strip_prefix = "rules_python-0.27.0",
    url = "https://github.com/bazelbuild/rules_python/releases/download/0.27.0/rules_python-0.27.0.tar.gz",
)
load("@rules_python//python:repositories.bzl", "py_repositories", "python_register_toolchains")
py_repositories()
python_register_toolchains(name = "python_3_10", python_version = "3.10")
`),
    ).toEqual([
      {
        kind: "macro",
        callee: "python_register_toolchains",
        versions: ["3.10"],
        defaultVersion: "3.10",
        rulesetVersion: "0.27.0",
      },
    ]);
  });

  test("several versions", () => {
    expect(
      registrations(`
load("@rules_python//python:repositories.bzl", "python_register_multi_toolchains")
python_register_multi_toolchains(name = "python", python_versions = ["3.10", "3.11"], default_version = "3.11")
python_register_multi_toolchains("p2", ["3." + str(minor) for minor in range(8, 10)])
`),
    ).toEqual([
      {
        kind: "macro",
        callee: "python_register_multi_toolchains",
        versions: ["3.10", "3.11"],
        defaultVersion: "3.11",
        rulesetVersion: undefined,
      },
      {
        kind: "macro",
        callee: "python_register_multi_toolchains",
        versions: ["3.8", "3.9"],
        defaultVersion: "3.8",
        rulesetVersion: undefined,
      },
    ]);
  });

  test("rules_python on disk: its macro has run", () => {
    expect(
      registrations(
        `
load("@rules_python//python:repositories.bzl", "python_register_toolchains")
python_register_toolchains(name = "python", python_version = "3.10.4")
`,
        {
          "@@rules_python//python:repositories.bzl": `
def _impl(ctx):
    pass
python_repository = repository_rule(implementation = _impl)
def python_register_toolchains(name, python_version):
    for platform in ["linux", "macos"]:
        python_repository(name = name + "_" + platform, python_version = python_version, platform = platform)
`,
        },
      ),
    ).toEqual([
      {
        kind: "repository",
        callee: "python_register_toolchains",
        versions: ["3.10.4"],
        defaultVersion: "3.10.4",
        rulesetVersion: undefined,
      },
    ]);
  });

  test("a function of that name from elsewhere is none", () => {
    expect(
      registrations(`
load("@mine//python:repositories.bzl", "python_register_toolchains")
python_register_toolchains(name = "python", python_version = "3.10")
`),
    ).toEqual([]);
  });
});
