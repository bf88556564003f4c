/** The entry points: modules and loads, files that survive failing statements, exports, call stacks, and programs that are shared between threads. */
import { beforeAll, describe, expect, test } from "vitest";
import { builtin } from "../../server/src/starlark/builtin.ts";
import { EvalError } from "../../server/src/starlark/errors.ts";
import type { FileRunOptions } from "../../server/src/starlark/evaluate.ts";
import { call, runFile, runModule } from "../../server/src/starlark/evaluate.ts";
import type { FileOptions } from "../../server/src/starlark/fileOptions.ts";
import { BUILD_OPTIONS, BZL_OPTIONS } from "../../server/src/starlark/fileOptions.ts";
import type { Module } from "../../server/src/starlark/module.ts";
import { repr } from "../../server/src/starlark/printer.ts";
import type { Printer } from "../../server/src/starlark/printer.ts";
import type { Program } from "../../server/src/starlark/program.ts";
import { compile } from "../../server/src/starlark/program.ts";
import { contextKey, Thread } from "../../server/src/starlark/thread.ts";
import { unknown, UnknownDecision } from "../../server/src/starlark/unknown.ts";
import type { StarlarkValue, Value } from "../../server/src/starlark/value.ts";
import type { StarlarkParser } from "../../server/src/syntax/parser.ts";
import { createParser } from "./runChunk.ts";

let parser: StarlarkParser;

beforeAll(async () => {
  parser = await createParser();
});

const UNKNOWN = unknown({ kind: "repository", name: "foo", message: "repository @foo is not on disk" });
const PREDECLARED: ReadonlyMap<string, Value> = new Map<string, Value>([["UNKNOWN", UNKNOWN]]);

function program(
  text: string,
  options: FileOptions = BZL_OPTIONS,
  names: ReadonlyMap<string, Value> = PREDECLARED,
): Program {
  return compile(parser.parse(text).tree, "/file", options, (name) => names.has(name), names.keys());
}

interface Setup {
  readonly modules?: Readonly<Record<string, Module | typeof UNKNOWN>>;
  readonly predeclared?: ReadonlyMap<string, Value>;
  readonly thread?: Thread;
}

function optionsOf({ modules = {}, predeclared = PREDECLARED, thread = new Thread() }: Setup): FileRunOptions {
  return { thread, moduleId: "//pkg:file.bzl", predeclared, modules: (name) => modules[name] ?? UNKNOWN };
}

function bzl(text: string, setup: Setup = {}): Module {
  const compiled = program(text, BZL_OPTIONS, setup.predeclared);
  expect(compiled.errors).toEqual([]);
  return runModule(compiled, optionsOf(setup));
}

function errorOf(run: () => unknown): EvalError | UnknownDecision {
  try {
    run();
  } catch (error) {
    if (error instanceof EvalError || error instanceof UnknownDecision) return error;
    throw error;
  }
  throw new Error("no error");
}

/** The globals of a module as text. */
function globals(module: Module): Record<string, string> {
  return Object.fromEntries([...module.globals].map(([name, value]) => [name, repr(value)]));
}

describe("modules", () => {
  test("globals, private names and the docstring", () => {
    const module = bzl('"""What it is for."""\n\nx = 1\n_y = 2\n\ndef f():\n    """Does it."""\n    return x + _y\n');
    expect(globals(module)).toEqual({ x: "1", _y: "2", f: "<function f from //pkg:file.bzl>" });
    expect(module.doc).toBe("What it is for.");
    expect(module.exported("_y")).toBe(2); // Which files may load it, their resolver says.
    expect(call(new Thread(), module.exported("f")!, [])).toBe(3);
  });

  test("loaded names are not exported again", () => {
    const library = bzl("x = [1]\n");
    const module = bzl('load(":lib.bzl", "x", y = "x")\n\nz = x + y\n', { modules: { ":lib.bzl": library } });
    expect(globals(module)).toEqual({ z: "[1, 1]" });
    expect(module.exported("x")).toBeUndefined();
  });

  test("a name that the module lacks", () => {
    const library = bzl("my_rule = 1\n_private = 2\n");
    const error = errorOf(() => bzl('load(":lib.bzl", "my_rul")\n', { modules: { ":lib.bzl": library } }));
    expect(error.message).toBe("file ':lib.bzl' does not contain symbol 'my_rul' (did you mean 'my_rule'?)");
  });

  test("what is loaded from a module that cannot be had is Unknown", () => {
    expect(bzl('load("@foo//:x.bzl", "x")\n\ny = x.attr(1)\n').exported("y")).toBe(UNKNOWN);
  });

  test("the values of a module are frozen, also those that only its functions reach", () => {
    const module = bzl(`
x = [{"a": [1]}]

def _make():
    hidden = []

    def remember(v, seen = []):
        hidden.append(v)

    def default(v, seen = []):
        seen.append(v)

    return remember, default

remember, default = _make()
`);
    for (const name of ["remember", "default"]) {
      const error = errorOf(() => call(new Thread(), module.exported(name)!, [1]));
      expect(error.message).toBe("trying to mutate a frozen list value");
    }
    const user = 'load(":lib.bzl", "x")\n\nx[0]["a"].append(2)\n';
    const error = errorOf(() => bzl(user, { modules: { ":lib.bzl": module } }));
    expect(error.message).toBe("trying to mutate a frozen list value");
  });

  test("a top-level assignment tells a value its name, a nested one does not", () => {
    const exported: string[] = [];
    const value = (): StarlarkValue => ({
      type: "rule",
      repr: (printer: Printer) => printer.text("<rule>"),
      exportAs: (moduleId: string, name: string) => exported.push(`${moduleId}%${name}`),
    });
    const rule = builtin({ name: "rule", params: [], run: () => value() });
    bzl("a = rule()\nb, (c, d) = rule(), (rule(), 1)\n[e for e in [rule()]]\n\ndef _f():\n    g = rule()\n\n_f()\n", {
      predeclared: new Map<string, Value>([["rule", rule]]),
    });
    expect(exported).toEqual(["//pkg:file.bzl%a", "//pkg:file.bzl%b", "//pkg:file.bzl%c"]);
  });

  test("one program runs many times, in threads that know nothing of each other", () => {
    const compiled = program("x = []\n\ndef f(v):\n    x_ = [v]\n    return x_\n");
    const [first, second] = [runModule(compiled, optionsOf({})), runModule(compiled, optionsOf({}))];
    expect(first.exported("x")).not.toBe(second.exported("x"));
    expect(repr(call(new Thread(), second.exported("f")!, [1]))).toBe("[1]");
  });

  test("a program with errors runs up to them", () => {
    const compiled = program("x = 1\ny = missing\n");
    expect(compiled.errors.map(({ message }) => message)).toEqual(["name 'missing' is not defined"]);
    expect(errorOf(() => runModule(compiled, optionsOf({}))).message).toBe("name 'missing' is not defined");
  });

  test("names that a version of Bazel lacks", () => {
    const hidden = new Set(["set"]);
    const compiled = compile(parser.parse("x = set()\n").tree, "/file", { ...BZL_OPTIONS, hidden }, () => false);
    expect(compiled.errors.map(({ message }) => message)).toEqual(["name 'set' is not defined"]);
  });
});

describe("files whose statements may fail", () => {
  function build(text: string): { module: Module; aborted: string[] } {
    const compiled = program(text, BUILD_OPTIONS);
    expect(compiled.errors).toEqual([]);
    const aborted: string[] = [];
    const onStatementAborted = (statement: number, error: EvalError | UnknownDecision): "continue" => {
      const index = compiled.tree.statements.findIndex(({ id }) => id === statement);
      aborted.push(`${index}: ${error.message}`);
      expect(error.callStack[0]?.name).toBe("<toplevel>");
      return "continue";
    };
    return { module: runFile(compiled, { ...optionsOf({}), onStatementAborted }), aborted };
  }

  test("the statements after one that fails are evaluated; its names are Unknown", () => {
    const { module, aborted } = build("a = 1\nb, [c] = 1 // 0, [2]\nd = [b, a]\ne = a\n");
    expect(aborted).toEqual(["1: integer division by zero"]);
    expect(globals(module)).toEqual({
      a: "1",
      b: "<unknown: the statement failed: integer division by zero>",
      c: "<unknown: the statement failed: integer division by zero>",
      d: "[<unknown: the statement failed: integer division by zero>, 1]",
      e: "1",
    });
  });

  test("an Unknown that would decide is what the names become", () => {
    const { module, aborted } = build("x = [1 for _ in UNKNOWN]\ny = 2\n");
    expect(aborted).toEqual(["0: undecidable: repository @foo is not on disk"]);
    expect(module.exported("x")).toBe(UNKNOWN);
    expect(module.exported("y")).toBe(2);
  });

  test("what a statement was about to change is not known any more, under none of its names", () => {
    const { module, aborted } = build(`
srcs = ["a"]
alias = srcs
other = ["b"]
table = {"k": []}
untouched = ["c"]
srcs.extend(UNKNOWN)
other += UNKNOWN
table["k"][UNKNOWN] = 1
len(untouched[1 // 0])
`);
    expect(aborted).toHaveLength(4);
    expect(globals(module)).toEqual({
      srcs: "<unknown: repository @foo is not on disk>",
      alias: "<unknown: repository @foo is not on disk>",
      other: "<unknown: repository @foo is not on disk>",
      table: "<unknown: repository @foo is not on disk>",
      untouched: '["c"]',
    });
  });

  test("a load that fails", () => {
    const library = bzl("x = 1\n");
    const compiled = program('load(":lib.bzl", "x", "y")\nz = y\n', BUILD_OPTIONS);
    const module = runFile(compiled, {
      ...optionsOf({ modules: { ":lib.bzl": library } }),
      onStatementAborted: () => "continue",
    });
    expect(repr(module.exported("z")!)).toBe(
      "<unknown: the statement failed: file ':lib.bzl' does not contain symbol 'y'>",
    );
  });

  test('"stop" and the absence of a handler throw the error on', () => {
    const compiled = program("x = 1 // 0\n", BUILD_OPTIONS);
    expect(errorOf(() => runFile(compiled, optionsOf({}))).message).toBe("integer division by zero");
    const stopping: FileRunOptions = { ...optionsOf({}), onStatementAborted: () => "stop" };
    expect(errorOf(() => runFile(compiled, stopping)).message).toBe("integer division by zero");
  });

  test("half-typed code is not known, and what stands around it is", () => {
    const file = parser.parse("a = 1\nb = [1, \nc = 2\n");
    expect(file.errors).not.toEqual([]);
    const compiled = compile(file.tree, "/file", BUILD_OPTIONS, () => false);
    const module = runFile(compiled, { ...optionsOf({}), onStatementAborted: () => "continue" });
    expect(module.exported("a")).toBe(1);
    expect(module.exported("b")).not.toBe(1);
  });
});

describe("call stacks", () => {
  test("every active call stands where it is, builtins have no place", () => {
    const error = errorOf(() => bzl("def f(x):\n    fail(x)\n\ndef g(x):\n    return sorted([x], key = f)\n\ng(1)\n"));
    expect(error.callStack.map(({ name, site }) => [name, site?.file])).toEqual([
      ["<toplevel>", "/file"],
      ["g", "/file"],
      ["sorted", undefined],
      ["f", "/file"],
      ["fail", undefined],
    ]);
  });

  test("an undecidable place has its stack, too", () => {
    const error = errorOf(() => bzl("def f(x):\n    if x:\n        pass\n\nf(UNKNOWN)\n"));
    expect(error).toBeInstanceOf(UnknownDecision);
    expect(error.callStack.map(({ name }) => name)).toEqual(["<toplevel>", "f"]);
  });

  test("a builtin sees its thread, what the host attached to it, and where it is called", () => {
    const key = contextKey<string>("package");
    const where = builtin({
      name: "where",
      params: [],
      run: (thread) =>
        `${thread.get(key)} ${thread
          .callStack()
          .map(({ name }) => name)
          .join(" ")} ${thread.currentSite()?.file}`,
    });
    const thread = new Thread();
    thread.set(key, "//pkg");
    const module = bzl("def f():\n    return where()\n\nx = f()\n", {
      predeclared: new Map([["where", where]]),
      thread,
    });
    expect(module.exported("x")).toBe("//pkg <toplevel> f where /file");
    expect(thread.callStack()).toEqual([]);
    expect(thread.get(contextKey<string>("package"))).toBeUndefined();
  });
});

describe("values of the host", () => {
  class Vector implements StarlarkValue {
    readonly type = "vector";
    readonly parts: readonly number[];
    constructor(...parts: number[]) {
      this.parts = parts;
    }
    repr(printer: Printer): void {
      printer.list(this.parts, "vector(", ")");
    }
    getAttr(name: string): Value | undefined {
      return name === "x" ? this.parts[0] : undefined;
    }
    attrNames(): readonly string[] {
      return ["x"];
    }
    iterate(): Iterable<Value> {
      return this.parts;
    }
    length(): number {
      return this.parts.length;
    }
    equals(other: StarlarkValue): boolean {
      return other instanceof Vector && this.hashKey() === other.hashKey();
    }
    hashKey(): string {
      return this.parts.join();
    }
    binary(operator: string, other: Value, thisIsLeft: boolean): Value | undefined {
      if (operator === "+" && other instanceof Vector)
        return new Vector(...this.parts.map((p, i) => p + (other.parts[i] ?? 0)));
      if (operator === "*" && typeof other === "number") return new Vector(...this.parts.map((p) => p * other));
      if (operator === "in" && !thisIsLeft) return this.parts.includes(other as number);
      return undefined;
    }
    call(_thread: Thread, positional: readonly Value[], named: ReadonlyMap<string, Value>): Value {
      return `${positional.map(repr).join()} ${[...named].map(([name, value]) => `${name}=${repr(value)}`).join()}`;
    }
  }

  test("take part in operators, calls, keys, iteration and attributes", () => {
    const predeclared = new Map<string, Value>([
      ["v", new Vector(1, 2)],
      ["w", new Vector(1, 2)],
    ]);
    const module = bzl(
      'a = v + w\nb = v * 3\nc = 3 * v\nd = {v: 1}[w]\ne = [x for x in v]\nf = (v == w, v != w, len(v), v.x, dir(v))\ng = v(1, k = 3, *[2], **{"l": 4})\nh = (2 in v, 5 not in v)\n',
      { predeclared },
    );
    expect(globals(module)).toEqual({
      a: "vector(2, 4)",
      b: "vector(3, 6)",
      c: "vector(3, 6)",
      d: "1",
      e: "[1, 2]",
      f: '(True, False, 2, 1, ["x"])',
      g: '"1,2 k=3,l=4"',
      h: "(True, True)",
    });
    const fails = (text: string): string => errorOf(() => bzl(text, { predeclared })).message;
    expect(fails("v - w\n")).toBe("unsupported binary operation: vector - vector");
    expect(fails("v.y\n")).toBe("'vector' value has no field or method 'y'");
    expect(fails("v[0]\n")).toBe("type 'vector' has no operator [](int)");
    expect(fails('v(k = 1, **{"k": 2})\n')).toBe("vector() got multiple values for keyword argument 'k'");
    expect(fails("v < w\n")).toBe("unsupported comparison: vector <=> vector");
  });
});

describe("the binder of builtins", () => {
  const probe = builtin({
    name: "probe",
    params: [
      { name: "first", kind: "positional-only", types: ["string"] },
      { name: "second", types: ["int", "None"], default: null },
      { name: "third", optional: true, acceptsUnknown: true },
      { name: "rest", kind: "args" },
      { name: "named", kind: "named-only", types: ["sequence"], default: null },
      { name: "required", kind: "named-only" },
      { name: "more", kind: "kwargs" },
    ],
    run: (_, args) => args.map((arg: Value | undefined) => (arg === undefined ? "undefined" : repr(arg))).join(" | "),
  });
  const predeclared = new Map<string, Value>([
    ["probe", probe],
    ["UNKNOWN", UNKNOWN],
  ]);
  const result = (args: string): Value => bzl(`x = probe(${args})\n`, { predeclared }).exported("x")!;

  test("binds by position, by name, and by default", () => {
    expect(result('"a", required = 1')).toBe('"a" | None | undefined | () | None | 1 | {}');
    expect(result('"a", 2, 3, 4, 5, required = 1, x = 6')).toBe('"a" | 2 | 3 | (4, 5) | None | 1 | {"x": 6}');
    expect(result('"a", third = None, second = None, required = 1')).toBe('"a" | None | None | () | None | 1 | {}');
    expect(result('"a", required = 1, first = 2')).toBe('"a" | None | undefined | () | None | 1 | {"first": 2}');
  });

  test("an Unknown argument is the result, except where the parameter takes it", () => {
    for (const args of [
      "UNKNOWN, required = 1",
      '"a", UNKNOWN, required = 1',
      '"a", 1, 2, UNKNOWN, required = 1',
      '"a", required = UNKNOWN',
      '"a", required = 1, x = UNKNOWN',
    ]) {
      expect(result(args)).toBe(UNKNOWN);
    }
    expect(result('"a", third = UNKNOWN, required = [UNKNOWN]')).toContain("<unknown");
  });

  test("says what does not fit, as Bazel does", () => {
    const fails = (args: string): string => errorOf(() => result(args)).message;
    expect(fails("1, required = 1")).toBe(
      "in call to probe(), parameter 'first' got value of type 'int', want 'string'",
    );
    expect(fails('"a", "b", required = 1')).toBe(
      "in call to probe(), parameter 'second' got value of type 'string', want 'int or NoneType'",
    );
    expect(fails('"a", named = 1, required = 1')).toBe(
      "in call to probe(), parameter 'named' got value of type 'int', want 'sequence'",
    );
    expect(fails("required = 1")).toBe("probe() missing 1 required positional argument: first");
    expect(fails('"a"')).toBe("probe() missing 1 required named argument: required");
    expect(fails('"a", 1, second = 2, required = 1')).toBe("probe() got multiple values for argument 'second'");
    expect(fails('"a", required = 1, x = 1, **{"x": 2}')).toBe("probe() got multiple values for keyword argument 'x'");
  });
});
