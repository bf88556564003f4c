/**
 * Which modules remain, and in which order. The cases are those that the comment of Selection.java tells, and that the documentation of `bazel_dep` and the overrides promises; what is expected was worked out by hand.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { discoverModules } from "../../../server/src/bazel/workspace/moduleDiscovery.ts";
import { evaluateModuleFile } from "../../../server/src/bazel/workspace/moduleFile.ts";
import { selectModules } from "../../../server/src/bazel/workspace/moduleSelection.ts";
import { unknown } from "../../../server/src/starlark/unknown.ts";
import type { StarlarkParser } from "../../../server/src/syntax/parser.ts";
import { testParser } from "../../harness/parser.ts";

const VERSION = { major: 8, minor: 4, patch: 0, prerelease: "" };

let parser: StarlarkParser;

beforeAll(async () => {
  parser = await testParser();
});

/** A module's dependencies: `b@1.0`, `b@1.0<=3` with `max_compatibility_level`, `nodep b@1.0`; `dev b@1.0`. */
type Registry = Readonly<Record<string, readonly string[]>>;

const DEPENDENCY = /^(nodep |dev )?(?:(\w+)=)?(\w+)@([^<]*)(?:<=(\d+))?$/;

function dependencyText(text: string): string {
  const [, how, repositoryName, name, version, level] = DEPENDENCY.exec(text) ?? [];
  const arguments_ = [
    `name = "${name ?? ""}"`,
    `version = "${version ?? ""}"`,
    ...(level === undefined ? [] : [`max_compatibility_level = ${level}`]),
    ...(how === "nodep " ? ["repo_name = None"] : []),
    ...(how === "dev " ? ["dev_dependency = True"] : []),
    ...(repositoryName === undefined ? [] : [`repo_name = "${repositoryName}"`]),
  ];
  return `bazel_dep(${arguments_.join(", ")})\n`;
}

/** The first digit of a version is its compatibility level. */
function moduleText(name: string, version: string, dependencies: readonly string[]): string {
  const level = name === "root" ? 0 : (/^\d/.exec(version)?.[0] ?? 0);
  const module = `module(name = "${name}", version = "${version}", compatibility_level = ${String(level)})\n`;
  return module + dependencies.map(dependencyText).join("");
}

/** What is selected, as `name@version`, breadth first; or why Bazel refuses. */
function select(registry: Registry, overrides = "", levels = true): readonly string[] | string {
  const evaluate = (text: string, isRoot: boolean) =>
    evaluateModuleFile({
      repository: isRoot ? "" : "other",
      devDependencies: isRoot,
      fileId: "/w/MODULE.bazel",
      tree: parser.parse(text).tree,
      version: VERSION,
      included: () => undefined,
      thread: {},
    });
  const root = evaluate(moduleText("root", "", registry.root ?? []) + overrides, true);
  expect(root.problems).toEqual([]);
  const modules = discoverModules({
    root,
    overrides: root.overrides,
    moduleFile: ({ name, version }) => {
      const dependencies = registry[`${name}@${version}`] ?? (name === "bazel_tools" ? [] : undefined);
      if (dependencies) return evaluate(moduleText(name, version, dependencies), false);
      return unknown({ kind: "repository", name, message: `no ${name}@${version}` });
    },
  });
  const selection = selectModules({ modules, overrides: root.overrides, levels });
  if (selection.kind === "refused") return selection.message;
  return selection.modules
    .map(({ module: { key } }) => `${key.name}@${key.version}`)
    .filter((text) => text !== "@" && text !== "bazel_tools@");
}

describe("one version of each module", () => {
  test.each<[string, Registry, string[]]>([
    [
      "the highest that anybody asks for",
      { root: ["a@1.0", "b@1.0"], "a@1.0": ["c@1.1"], "b@1.0": ["c@1.2"], "c@1.1": [], "c@1.2": [] },
      ["a@1.0", "b@1.0", "c@1.2"],
    ],
    [
      "what only a version asks for that is not selected is not there",
      { root: ["a@1.0", "b@1.0"], "a@1.0": [], "b@1.0": ["a@1.1"], "a@1.1": ["d@1.0"], "d@1.0": [] },
      ["a@1.1", "b@1.0", "d@1.0"],
    ],
    [
      "and has raised versions all the same",
      {
        root: ["a@1.0", "b@1.0", "c@1.0"],
        "a@1.0": ["c@1.5"],
        "a@1.1": [],
        "b@1.0": ["a@1.1"],
        "c@1.0": [],
        "c@1.5": [],
      },
      ["a@1.1", "b@1.0", "c@1.5"],
    ],
    [
      "breadth first, in the order of the dependencies",
      { root: ["b@1.0", "a@1.0"], "a@1.0": ["d@1.0"], "b@1.0": ["c@1.0"], "c@1.0": ["a@1.0"], "d@1.0": [] },
      ["b@1.0", "a@1.0", "c@1.0", "d@1.0"],
    ],
    ["cycles end", { root: ["a@1.0"], "a@1.0": ["b@1.0"], "b@1.0": ["a@1.0", "root@3.0"] }, ["a@1.0", "b@1.0"]],
    [
      "what is for development counts in the root module only",
      { root: ["dev a@1.0"], "a@1.0": ["dev b@1.0"], "b@1.0": [] },
      ["a@1.0"],
    ],
  ])("%s", (_, registry, expected) => {
    expect(select(registry)).toEqual(expected);
  });
});

describe("repo_name = None", () => {
  test("brings nothing in", () => {
    expect(select({ root: ["a@1.0"], "a@1.0": ["nodep b@1.1"], "b@1.1": [] })).toEqual(["a@1.0"]);
  });

  test("raises the version of what is there, also of what is found later", () => {
    const registry = { "a@1.0": ["c@1.0"], "c@1.0": ["b@1.0"], "b@1.0": [], "b@1.1": ["d@1.0"], "d@1.0": [] };
    expect(select({ ...registry, root: ["nodep b@1.1", "a@1.0"] })).toEqual(["a@1.0", "c@1.0", "b@1.1", "d@1.0"]);
  });
});

describe("compatibility levels", () => {
  const registry = {
    root: ["a@1.0", "b@1.0"],
    "a@1.0": ["c@1.0"],
    "b@1.0": ["c@2.0"],
    "c@1.0": [],
    "c@2.0": [],
  };

  test("two of one module are refused", () => {
    expect(select(registry)).toBe(
      "b@1.0 depends on c@2.0 with compatibility level 2, but c@1.0 with compatibility level 1 is selected, too, which is different",
    );
  });

  test("unless one of them is gone", () => {
    const gone = {
      ...registry,
      root: ["a@1.0", "b@1.0", "e@1.0"],
      "e@1.0": ["a@1.1"],
      "a@1.1": ["c@2.1"],
      "c@2.1": [],
    };
    expect(select(gone)).toEqual(["a@1.1", "b@1.0", "e@1.0", "c@2.1"]);
  });

  test("have no effect in later releases", () => {
    expect(select(registry, "", false)).toEqual(["a@1.0", "b@1.0", "c@2.0"]);
  });

  test("max_compatibility_level lets a dependency have a higher one, the lowest that goes", () => {
    expect(select({ ...registry, "a@1.0": ["c@1.0<=2"] })).toEqual(["a@1.0", "b@1.0", "c@2.0"]);
    const alone = { root: ["a@1.0"], "a@1.0": ["c@1.0<=2"], "c@1.0": [], "c@2.0": [] };
    expect(select(alone)).toEqual(["a@1.0", "c@1.0"]);
  });

  test("several dependencies are tried in all combinations", () => {
    const several = {
      root: ["a@1.0<=2", "b@1.0<=2", "x@1.0"],
      "x@1.0": ["a@2.0", "b@2.0"],
      "a@1.0": [],
      "a@2.0": [],
      "b@1.0": [],
      "b@2.0": [],
    };
    expect(select(several)).toEqual(["a@2.0", "b@2.0", "x@1.0"]);
  });
});

describe("overrides", () => {
  const registry = {
    root: ["a@1.0", "b@1.0"],
    "a@1.0": ["c@1.0"],
    "b@1.0": ["c@1.5"],
    "c@1.0": [],
    "c@1.3": [],
    "c@1.5": [],
    "c@1.9": ["d@1.0"],
    "d@1.0": [],
    "c@": ["d@1.0"],
  };

  test("single_version_override takes the place of every version, higher or lower", () => {
    expect(select(registry, `single_version_override(module_name = "c", version = "1.3")`)).toEqual([
      "a@1.0",
      "b@1.0",
      "c@1.3",
    ]);
    expect(select(registry, `single_version_override(module_name = "c", patches = ["//:p.patch"])`)).toEqual([
      "a@1.0",
      "b@1.0",
      "c@1.5",
    ]);
  });

  test.each([
    `local_path_override(module_name = "c", path = "c")`,
    `archive_override(module_name = "c", urls = ["x"])`,
    `git_override(module_name = "c", remote = "x", commit = "0")`,
  ])("%s", (override) => {
    expect(select(registry, override)).toEqual(["a@1.0", "b@1.0", "c@", "d@1.0"]);
  });

  test("multiple_version_override: each goes to the nearest that is allowed", () => {
    const several = { ...registry, root: ["a@1.0", "b@1.0", "e@1.0"], "e@1.0": ["c@1.3"] };
    expect(select(several, `multiple_version_override(module_name = "c", versions = ["1.3", "1.5"])`)).toEqual([
      "a@1.0",
      "b@1.0",
      "e@1.0",
      "c@1.3",
      "c@1.5",
    ]);
  });

  test("multiple_version_override: a version that nobody asks for, and one that is too high", () => {
    const missing = `multiple_version_override(module_name = "c", versions = ["1.3", "1.5"])`;
    expect(select(registry, missing)).toBe(
      "multiple_version_override for module c contains version 1.3, but it doesn't exist in the dependency graph",
    );
    const high = { ...registry, root: ["a@1.0", "b@1.0", "e@1.0"], "e@1.0": ["c@1.9"] };
    expect(select(high, `multiple_version_override(module_name = "c", versions = ["1.0", "1.5"])`)).toBe(
      "e@1.0 depends on c@1.9 which is not allowed by the multiple_version_override on c, which allows only [1.0, 1.5]",
    );
  });

  test("a dependency under two names is refused where both come to one version", () => {
    expect(select({ ...registry, root: ["c@1.0", "other=c@1.5"] })).toBe(
      "<root> depends on c@1.5 at least twice (with repo names other and c). Consider adding a multiple_version_override if you want to depend on multiple versions of c simultaneously",
    );
    expect(
      select(
        { ...registry, root: ["c@1.0", "other=c@1.5"] },
        `multiple_version_override(module_name = "c", versions = ["1.0", "1.5"])`,
      ),
    ).toEqual(["c@1.0", "c@1.5"]);
  });
});
