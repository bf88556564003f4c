/** What a configuration is called, when two are one, and in which order the branches of a split come: before and from Bazel 7. */
import { describe, expect, test } from "vitest";
import {
  binRoot,
  execConfiguration,
  hasHashedDirectory,
  nativeOption,
  outputDirectoryPrefix,
  splitOrder,
  starlarkFlag,
  topLevel,
  topLevelConfiguration,
  withOptions,
  type Configuration,
  type TopLevel,
} from "../../../server/src/bazel/configuration/configuration.ts";
import type { OptionValue } from "../../../server/src/bazel/configuration/options.ts";
import { presentPath } from "../../../server/src/bazel/artifact.ts";
import { Unknown } from "../../../server/src/starlark/unknown.ts";

const PLATFORMS = "//command_line_option:platforms";
const MODE = "//command_line_option:compilation_mode";
const CPU = "//command_line_option:cpu";
const FLAG = "//:flag";
const UNKNOWN = new Unknown({ kind: "configuration", name: "test", message: "nobody knows", site: undefined });

function top(major: number, given: Partial<Pick<TopLevel, "native" | "starlark">> = {}): Configuration {
  return topLevelConfiguration(
    topLevel({
      id: "top",
      host: { os: "linux", arch: "x86_64" },
      major,
      native: new Map(),
      starlark: new Map(),
      ...given,
    }),
  );
}

/** Sets options as a transition does; the top level has the defaults. */
function set(from: Configuration, values: Readonly<Record<string, OptionValue | Unknown>>): Configuration {
  const before = (name: string): OptionValue | Unknown => from.changed.get(name) ?? atTop(from, name);
  return withOptions(
    from,
    new Map(
      Object.entries(values).map(([name, value]) => [
        name,
        { value, sameAsTop: same(value, atTop(from, name)), sameAsBefore: same(value, before(name)) },
      ]),
    ),
  );
}

function atTop(from: Configuration, name: string): OptionValue | Unknown {
  return name === FLAG ? "default" : nativeOption(topLevelConfiguration(from.top), name.replace(/.*:/, ""));
}

function same(a: OptionValue | Unknown, b: OptionValue | Unknown): boolean {
  return !(a instanceof Unknown) && JSON.stringify(a) === JSON.stringify(b);
}

describe("names and output directories", () => {
  test.each<[string, number, Readonly<Record<string, OptionValue | Unknown>>, string, string]>([
    ["nothing changed", 7, {}, "", "bazel-out/k8-fastbuild/bin"],
    ["a platform", 7, { [PLATFORMS]: ["//p:linux"] }, "platforms=//p:linux", "bazel-out/[platforms=//p:linux]/bin"],
    [
      "two options, in order of their names",
      7,
      { [FLAG]: "x", [CPU]: "arm" },
      "//:flag=x, cpu=arm",
      "bazel-out/[//:flag=x, cpu=arm]/bin",
    ],
    [
      "the mode is in the directory's name from 7",
      7,
      { [MODE]: "opt" },
      "compilation_mode=opt",
      "bazel-out/k8-opt/bin",
    ],
    ["and brings a hash before", 6, { [MODE]: "opt" }, "compilation_mode=opt", "bazel-out/[compilation_mode=opt]/bin"],
    ["an unknown value", 7, { [FLAG]: UNKNOWN }, "//:flag=?", "bazel-out/[//:flag=?]/bin"],
    ["an unknown cpu leaves no name at all", 7, { [CPU]: UNKNOWN }, "cpu=?", "bazel-out/[cpu=?]/bin"],
  ])("%s", (_, major, values, name, directory) => {
    const configuration = set(top(major), values);
    expect(configuration.name).toBe(name);
    expect(presentPath(binRoot(configuration).path)).toBe(directory);
  });
});

describe("identity", () => {
  test("what changes nothing is the same configuration", () => {
    const from = top(7);
    expect(set(from, { [MODE]: "fastbuild" })).toBe(from);
    expect(set(top(6), { [MODE]: "fastbuild" }).id).toBe(top(6).id);
  });

  test("changed and changed back is the top level from Bazel 7, and another directory before", () => {
    const thereAndBack = (major: number): Configuration => set(set(top(major), { [FLAG]: "x" }), { [FLAG]: "default" });
    expect(thereAndBack(7).id).toBe(top(7).id);
    expect(thereAndBack(6).id).not.toBe(top(6).id);
    expect(thereAndBack(6).name).toBe("//:flag (as at the top)");
    expect(hasHashedDirectory(thereAndBack(6))).toBe(true);
    expect(thereAndBack(6).id).toBe(set(thereAndBack(6), { [FLAG]: "default" }).id);
  });

  test.each([6, 7])("the order of changes does not count (Bazel %d)", (major) => {
    const one = set(set(top(major), { [FLAG]: "x" }), { [CPU]: "arm" });
    const other = set(set(top(major), { [CPU]: "arm" }), { [FLAG]: "x" });
    expect(one.id).toBe(other.id);
  });
});

describe("the configuration of tools", () => {
  test("keeps Starlark flags, and of native options what every version keeps", () => {
    const tools = execConfiguration(
      set(
        top(8, {
          native: new Map<string, OptionValue>([
            ["define", ["a=b"]],
            ["copt", ["-g"]],
          ]),
        }),
        { [FLAG]: "x", [PLATFORMS]: ["//p:arm"] },
      ),
    );
    expect(tools.name).toBe("exec, //:flag=x");
    expect(nativeOption(tools, "platforms")).toEqual(["@@bazel_tools//tools:host_platform"]);
    expect(nativeOption(tools, "compilation_mode")).toBe("opt");
    expect(nativeOption(tools, "define")).toEqual(["a=b"]);
    expect(nativeOption(tools, "copt")).toBeInstanceOf(Unknown);
    expect(nativeOption(tools, "linkopt")).toEqual([]);
    expect(hasHashedDirectory(tools)).toBe(true);
  });

  test.each([4, 7])("has options of its own, and those that it keeps, also of a transition (Bazel %d)", (major) => {
    const native = new Map<string, OptionValue>([
      ["copt", ["-g"]],
      ["host_copt", ["-DHOST"]],
      ["force_pic", true],
      ["build_python_zip", "yes"],
      ["strip", "never"],
    ]);
    const option = (name: string) => `//command_line_option:${name}`;
    const moved = set(top(major, { native }), { [option("host_cpu")]: "other", [option("host_linkopt")]: ["-lx"] });
    const tools = execConfiguration(moved);
    const of = (name: string) => nativeOption(tools, name);
    expect([of("copt"), of("linkopt"), of("strip"), of("force_pic"), of("build_python_zip"), of("cpu")]).toEqual([
      ["-g0", "-DHOST"],
      ["-lx"],
      "always",
      false,
      "yes",
      "other",
    ]);
  });

  test("of tools is itself", () => {
    const tools = execConfiguration(top(7));
    expect(execConfiguration(tools).id).toBe(tools.id);
  });

  test("does not become the top level by setting what that has", () => {
    const tools = execConfiguration(top(7));
    expect(set(tools, { [MODE]: "fastbuild" }).id).not.toBe(top(7).id);
  });

  test("may lose flags of the command line from Bazel 10", () => {
    const given = { starlark: new Map([[FLAG, ["x"]]]) };
    expect(starlarkFlag(execConfiguration(top(9, given)), FLAG)).toEqual({ kind: "texts", texts: ["x"] });
    expect(starlarkFlag(execConfiguration(top(10, given)), FLAG)).toMatchObject({
      kind: "value",
      value: expect.any(Unknown) as unknown,
    });
  });
});

test("an option that nobody has described is unknown", () => {
  expect(nativeOption(top(7), "made_up")).toBeInstanceOf(Unknown);
});

describe("the order of a split's branches", () => {
  const branches = (
    ...all: readonly Readonly<Record<string, OptionValue | Unknown>>[]
  ): readonly { readonly key: number; readonly configuration: Configuration }[] =>
    all.map((values, key) => ({ key, configuration: set(top(7), values) }));
  const keys = (
    reverse: boolean,
    ...all: readonly Readonly<Record<string, OptionValue | Unknown>>[]
  ): readonly number[] => splitOrder(branches(...all), reverse).map(({ key }) => key);

  test("follows the names of the directories", () => {
    const modes = [{ [MODE]: "opt" }, { [MODE]: "fastbuild" }, { [MODE]: "dbg" }];
    expect(modes.map((values) => outputDirectoryPrefix(set(top(7), values)))).toEqual([
      "k8-opt",
      "k8-fastbuild",
      "k8-dbg",
    ]);
    expect(keys(false, ...modes)).toEqual([2, 1, 0]);
    expect(keys(true, ...modes)).toEqual([2, 1, 0]);
  });

  test("puts a name without hash before those with one, among which it is arbitrary", () => {
    const flags = [{ [FLAG]: "a" }, { [FLAG]: "default" }, { [FLAG]: "b" }];
    expect(keys(false, ...flags)).toEqual([1, 0, 2]);
    expect(keys(true, ...flags)).toEqual([1, 2, 0]);
  });

  test("is arbitrary where a name is not known", () => {
    const cpus = [{ [CPU]: UNKNOWN }, { [CPU]: "arm" }, {}];
    expect(keys(true, ...cpus)).toEqual([...keys(false, ...cpus)].reverse());
  });
});
