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
fetch = repository_rule(implementation = _impl, attrs = {"sha256": attr.string()})
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
    native.local_repository(name = "told_" + name, path = name + " " + str([(key, rule[key]) for key in keys]))
`,
      },
    );
    expect(definitions.problems).toEqual([]);
    expect(["f", "a", "n"].map((name) => definitions.repositories.get(`told_${name}`)?.attributes.get("path")))
      .toMatchInlineSnapshot(`
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
      "argument 'name' is required",
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

/** What 4.2.3 and 7.7.1 say of one statement of a WORKSPACE file; undefined: nothing. */
describe("what Bazel refuses of a call", () => {
  const RULE = `
def _impl(ctx):
    pass

made = repository_rule(
    _impl,
    attrs = {
        "text": attr.string(values = ["1", "2"]),
        "flag": attr.bool(),
        "label": attr.label(),
        "labels": attr.label_list(),
        "_own": attr.string(),
        "must": attr.string(mandatory = True),
    },
)
`;
  const made = (args: string) => `load("//:def.bzl", "made")\nmade(${args})\n`;
  const SEVEN = { major: 7, minor: 7, patch: 1, prerelease: "" };
  const FOUR = { major: 4, minor: 2, patch: 3, prerelease: "" };

  function problem(text: string, version = SEVEN): string | undefined {
    const { problems } = evaluateWorkspace(parser, text, { "//:def.bzl": RULE }, version);
    expect(problems.length).toBeLessThan(2);
    return problems[0]?.message;
  }

  test.each([
    [`name = "a", must = "x", text = "1", flag = 1, label = "f", labels = ["@nowhere//:x"]`, undefined],
    [`name = "a", must = "x", tags = ["x"], testonly = 1, repo_mapping = {"@a": "@b"}, text = None`, undefined],
    [`name = "a", must = "x", nope = 1`, "//external:a: no such attribute 'nope' in 'made' rule"],
    [`name = "a", must = "x", _own = "y"`, "//external:a: no such attribute '_own' in 'made' rule"],
    [`name = "a", must = "x", toolchains = []`, "//external:a: no such attribute 'toolchains' in 'made' rule"],
    [`name = "a"`, "//external:a: missing value for mandatory attribute 'must' in 'made' rule"],
    [
      `name = "a", must = 1`,
      "//external:a: expected value of type 'string' for attribute 'must' in 'made' rule, but got 1 (int)",
    ],
    [
      `name = "a", must = "x", text = "3"`,
      "//external:a: invalid value in 'text' attribute: has to be one of '1' or '2' instead of '3'",
    ],
    [
      `name = "a", must = "x", label = "//a:b:c"`,
      "//external:a: invalid label '//a:b:c' in attribute 'label' in 'made' rule: invalid target name 'b:c': target names may not contain ':'",
    ],
    [
      `name = "a", must = "x", repo_mapping = {"a": "@b"}`,
      "invalid repository name 'a': repo names used in the repo_mapping attribute must start with '@'",
    ],
    [`name = "a", must = "x", repo_mapping = []`, "got list for 'repo_mapping', want dict"],
    [
      `name = "a", must = "x", repo_mapping = {"@a": 1}`,
      "got dict<string, int> for 'repo_mapping', want dict<string, string>",
    ],
    [`must = "x"`, "argument 'name' is required"],
  ])("a rule of a .bzl file: %s", (args, message) => {
    expect(problem(made(args))).toBe(message);
  });

  test("None for an attribute that is not there, which Bazel 4 takes", () => {
    const text = made(`name = "a", must = "x", nope = None`);
    expect(problem(text)).toBe("//external:a: no such attribute 'nope' in 'made' rule");
    expect(problem(text, FOUR)).toBeUndefined();
  });

  test("the repository is there all the same", () => {
    const text = made(`name = "a"`);
    expect(rules(evaluateWorkspace(parser, text, { "//:def.bzl": RULE }))).toEqual(["a: //:def.bzl made"]);
  });

  test.each([
    [`local_repository(name = "a", path = "d", generator_name = "x")`, undefined],
    [
      `local_repository(name = "a")`,
      "//external:a: missing value for mandatory attribute 'path' in 'local_repository' rule",
    ],
    [
      `local_repository(name = "a", path = "d", tags = ["x"])`,
      "//external:a: no such attribute 'tags' in 'local_repository' rule",
    ],
    [
      `new_local_repository(name = "a", path = "d", build_file = 1)`,
      "//external:a: expected value of type 'string' for attribute 'build_file' in 'new_local_repository' rule, but got 1 (int)",
    ],
    [`bind(name = "x", actual = "//:f", tags = [])`, "bind() got unexpected keyword argument 'tags'"],
    [`bind(name = "x", actual = "f")`, "invalid label 'f': absolute label must begin with '@' or '//'"],
    [`bind(name = "x y", actual = "//:f")`, undefined],
    [`bind(name = "a:b")`, "invalid target name 'a:b': target names may not contain ':'"],
    [`register_toolchains(["//:f"])`, "at index 0 of toolchain_labels, got element of type list, want string"],
    [
      `register_toolchains("//:f", dev_dependency = True)`,
      "register_toolchains() got unexpected keyword argument 'dev_dependency'",
    ],
    [`register_toolchains("//...", ":f")`, undefined],
    [
      `register_execution_platforms("//a:b:c")`,
      `error parsing target pattern "//a:b:c": invalid target name 'b:c': target names may not contain ':'`,
    ],
    [
      `workspace(name = "p", managed_directories = {})`,
      "workspace() got unexpected keyword argument 'managed_directories'",
    ],
  ])("a function of the file: %s", (text, message) => {
    expect(problem(`${text}\n`)).toBe(message);
  });

  test.each([
    [`{"@a": ["d"], "@b": ["e"]}`, undefined],
    [`{"a": ["d"]}`, "Cannot parse repository name 'a'. Repository name should start with '@'."],
    [`{"@a": [1]}`, "Expected managed directory path (as string), but got '1'."],
    [`{"@a": [""]}`, "Expected managed directory path to be non-empty string."],
    [`{"@a": ["/d"]}`, "Expected managed directory path ('/d') to be relative to the workspace root."],
    [`{"@a": ["../d"]}`, "Expected managed directory path ('../d') to be under the workspace root."],
    [
      `{"@a": ["d"], "@b": ["d/e"]}`,
      "managed_directories attribute value can not contain nested mappings. 'd/e' is a descendant of 'd'.",
    ],
    [`{1: ["d"]}`, "got dict<int, list> for 'managed_directories', want dict<string, unknown>"],
  ])("managed directories of Bazel 4: %s", (directories, message) => {
    expect(problem(`workspace(name = "p", managed_directories = ${directories})\n`, FOUR)).toBe(message);
  });
});

describe("a built-in rule behind a load", () => {
  const loaded = `local_repository(name = "a", path = "1")\nload("//:x.bzl", "x")\n`;
  const again = `local_repository(name = "b", path = "2")\n`;

  test.each([
    ["defines what the first chunk has", `local_repository(name = "a", path = "2")\n`, "a"],
    ["defines what its own chunk has", again + again, "b"],
    ["defines what its own chunk has bound", `bind(name = "b", actual = "//:x")\n${again}`, "b"],
    ["is first of its name", again, undefined],
  ])("%s", (_what, text, name) => {
    const { problems } = evaluate(loaded + text, { "//:x.bzl": "x = 1" });
    const messages = problems.map(({ message }) => message);
    expect(messages).toEqual(
      name === undefined
        ? []
        : [`Cannot redefine repository after any load statement in the WORKSPACE file (for repository '${name}')`],
    );
  });

  test("also at the beginning of the file, which Bazel's own statements stand before", () => {
    const { problems } = evaluate(`load("//:x.bzl", "x")\n${again}${again}`, { "//:x.bzl": "x = 1" });
    expect(problems).toHaveLength(1);
  });

  test("in front of it the last definition holds", () => {
    expect(evaluate(again + again).problems).toEqual([]);
  });
});
