/**
 * Runs Starlark text for tests: parses, resolves and evaluates it with our assertion library, and reports every error with its line.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { useVersion, type BazelVersion } from "../../server/src/bazel/workspace/bazelVersion.ts";
import type { Builtin } from "../../server/src/starlark/builtin.ts";
import { builtin } from "../../server/src/starlark/builtin.ts";
import { EvalError } from "../../server/src/starlark/errors.ts";
import { call, runFile, runModule } from "../../server/src/starlark/evaluate.ts";
import type { FileOptions } from "../../server/src/starlark/fileOptions.ts";
import { BZL_OPTIONS } from "../../server/src/starlark/fileOptions.ts";
import { JSON_MODULE } from "../../server/src/starlark/json.ts";
import type { Module } from "../../server/src/starlark/module.ts";
import { equals } from "../../server/src/starlark/comparison.ts";
import { freezeAll } from "../../server/src/starlark/mutability.ts";
import { repr } from "../../server/src/starlark/printer.ts";
import type { Printer } from "../../server/src/starlark/printer.ts";
import { compile } from "../../server/src/starlark/program.ts";
import type { ThreadOptions } from "../../server/src/starlark/thread.ts";
import { Thread } from "../../server/src/starlark/thread.ts";
import { Unknown, unknown, UnknownDecision } from "../../server/src/starlark/unknown.ts";
import type { StarlarkValue, Value } from "../../server/src/starlark/value.ts";
import type { ParsedFile } from "../../server/src/syntax/ast.ts";
import { spanOf } from "../../server/src/syntax/ast.ts";
import { StarlarkParser } from "../../server/src/syntax/parser.ts";
import type { Reported } from "../harness/chunks.ts";

export const FILE_ID = "/test.star";

const require = createRequire(import.meta.url);

/** A parser over the wasm modules of this checkout. */
export async function createParser(): Promise<StarlarkParser> {
  return StarlarkParser.create({
    runtimeWasm: readFileSync(require.resolve("web-tree-sitter/web-tree-sitter.wasm")),
    grammarWasm: readFileSync(require.resolve("tree-sitter-starlark/tree-sitter-starlark.wasm")),
  });
}

/** Functions grouped under a name. */
export class Namespace implements StarlarkValue {
  readonly type: string;
  readonly members: Readonly<Record<string, Value>>;

  constructor(type: string, members: Readonly<Record<string, Value>>) {
    this.type = type;
    this.members = members;
  }

  repr(printer: Printer): void {
    printer.text(`<${this.type}>`);
  }

  getAttr(name: string): Value | undefined {
    return Object.hasOwn(this.members, name) ? this.members[name] : undefined;
  }

  attrNames(): readonly string[] {
    return Object.keys(this.members);
  }
}

/** A struct to try attributes on, like Bazel's. */
class Struct implements StarlarkValue {
  readonly type: string = "struct";
  readonly isStructure = true;
  protected readonly fields = new Map<string, Value>();

  constructor(fields: Iterable<readonly [string, Value]>) {
    for (const [name, value] of fields) this.fields.set(name, value);
  }

  repr(printer: Printer): void {
    let separator = `${this.type}(`;
    for (const [name, value] of this.fields) {
      printer.text(`${separator}${name} = `).value(value);
      separator = ", ";
    }
    printer.text(this.fields.size === 0 ? `${this.type}()` : ")");
  }

  getAttr(name: string): Value | undefined {
    return this.fields.get(name);
  }

  attrNames(): readonly string[] {
    return [...this.fields.keys()];
  }
}

/** One whose fields can be set, as no value of Bazel's. */
class MutableStruct extends Struct {
  override readonly type = "mutablestruct";

  setAttr(name: string, value: Value): void {
    if (value === "bad") throw new EvalError("bad field value"); // As in Bazel's own tests.
    this.fields.set(name, value);
  }
}

/** Failed assertions, each with the node of its call: a chunk shows all of them. */
type Failures = { readonly node: number; readonly message: string }[];

/**
 * What tests see beyond the universe: `assert_eq`, `assert_ne`, `assert_true`, `assert_fails(fn, regular expression)`; `UNKNOWN` with `assert_unknown(x)` and `assert_undecided(fn)`, which wants
 * the evaluation to be given up for it; `struct`, `mutablestruct`, `freeze` and `json`.
 */
function predeclared(failures: Failures): Map<string, Value> {
  const assertion = (name: string, params: readonly string[], test: AssertionTest): Builtin =>
    builtin({
      name,
      acceptsUnknown: true,
      params: params.map((param) => ({ name: param })),
      run: (thread, values) => {
        const message = test(thread, values);
        if (message !== undefined)
          failures.push({ node: thread.currentSite()?.node ?? -1, message: `${name}: ${message}` });
        return null;
      },
    });
  const functions = [
    assertion("assert_eq", ["x", "y"], (_, [x, y]) => (equals(x!, y!) ? undefined : `${repr(x!)} != ${repr(y!)}`)),
    assertion("assert_ne", ["x", "y"], (_, [x, y]) => (equals(x!, y!) ? `${repr(x!)} == ${repr(y!)}` : undefined)),
    assertion("assert_true", ["x"], (_, [x]) => (x === true ? undefined : `${repr(x!)} is not True`)),
    assertion("assert_unknown", ["x"], (_, [x]) => (x instanceof Unknown ? undefined : `${repr(x!)} is known`)),
    assertion("assert_fails", ["fn", "pattern"], (thread, [fn, pattern]) =>
      failure(thread, fn!, EvalError, pattern as string),
    ),
    assertion("assert_undecided", ["fn"], (thread, [fn]) => failure(thread, fn!, UnknownDecision, "")),
    structBuiltin("struct", Struct),
    structBuiltin("mutablestruct", MutableStruct),
    builtin({ name: "freeze", params: [{ name: "x" }], run: (_, [x]) => (freezeAll([x!]), x!) }),
  ];
  return new Map<string, Value>([
    ["json", JSON_MODULE],
    ["UNKNOWN", unknown({ kind: "api", name: "a test", message: "a test" })],
    ...functions.map((fn): [string, Value] => [fn.name, fn]),
  ]);
}

type AssertionTest = (thread: Thread, values: readonly Value[]) => string | undefined;

/** Why a call did not fail as it should have. */
function failure(
  thread: Thread,
  fn: Value,
  kind: typeof EvalError | typeof UnknownDecision,
  pattern: string,
): string | undefined {
  try {
    return `no error, but ${repr(call(thread, fn, []))}`;
  } catch (error) {
    if (!(error instanceof EvalError || error instanceof UnknownDecision)) throw error;
    const isWanted = error instanceof kind && new RegExp(pattern).test(error.message);
    return isWanted
      ? undefined
      : `${error.constructor.name} ${JSON.stringify(error.message)} does not match /${pattern}/`;
  }
}

function structBuiltin(name: string, kind: typeof Struct): Builtin {
  return builtin({
    name,
    params: [{ name: "fields", kind: "kwargs", acceptsUnknown: true }],
    run: (_, [fields]) => new kind((fields as unknown as { entries(): Iterable<readonly [string, Value]> }).entries()),
  });
}

export interface RunResult {
  /** Syntax errors, resolver errors, failed assertions and the error that ended the evaluation, with one-based lines. */
  readonly reported: readonly Reported[];
  readonly module: Module | undefined;
  readonly error: unknown;
  readonly printed: readonly string[];
  readonly file: ParsedFile;
}

export interface RunConfiguration {
  readonly options?: FileOptions;
  readonly thread?: ThreadOptions;
  readonly extra?: ReadonlyMap<string, Value>;
  /** Goes on after a statement that fails; by default the first error ends the file. */
  readonly goOn?: boolean;
  /** The release whose dialect it is; the newest one where it is left out. */
  readonly release?: BazelVersion | undefined;
}

/** Options of chunks: a file as lenient as can be, so that a chunk is not cluttered with functions. */
export const LENIENT_OPTIONS: FileOptions = {
  ...BZL_OPTIONS,
  allowTopLevelControlFlow: true,
  allowGlobalReassignment: true,
};

/** Runs a text. Only what the evaluator promises to throw is reported; anything else is a bug and thrown on. */
export function runText(parser: StarlarkParser, text: string, configuration: RunConfiguration = {}): RunResult {
  const file = parser.parse(text);
  const reported: Reported[] = file.errors.map(({ span, message }) => ({ line: lineOf(file, span.start), message }));
  const failures: Failures = [];
  const names = new Map([...predeclared(failures), ...(configuration.extra ?? [])]);
  const options = configuration.options ?? LENIENT_OPTIONS;
  const program = compile(file.tree, FILE_ID, options, (name) => names.has(name), names.keys());
  for (const { node, message } of program.errors) reported.push({ line: nodeLine(file, node), message });
  if (reported.length > 0) return { reported, module: undefined, error: undefined, printed: [], file };

  const printed: string[] = [];
  const thread = new Thread({ print: (message) => printed.push(message), ...configuration.thread });
  if (configuration.release) useVersion(thread, configuration.release);
  let module: Module | undefined;
  let error: unknown;
  const report = (thrown: EvalError | UnknownDecision): void => {
    const site = thrown.callStack.findLast((frame) => frame.site)?.site;
    reported.push({ line: nodeLine(file, site?.node ?? -1), message: thrown.message });
  };
  const onStatementAborted = (_: number, thrown: EvalError | UnknownDecision): "continue" => {
    report(thrown);
    return "continue";
  };
  const run = { thread, predeclared: names, modules: noModules };
  try {
    module = configuration.goOn ? runFile(program, { ...run, onStatementAborted }) : runModule(program, run);
  } catch (thrown) {
    if (!(thrown instanceof EvalError || thrown instanceof UnknownDecision)) throw thrown;
    error = thrown;
    report(thrown);
  }
  for (const { node, message } of failures) reported.push({ line: nodeLine(file, node), message });
  return { reported, module, error, printed, file };
}

function noModules(name: string): Module {
  throw new EvalError(`module '${name}' not found`);
}

function lineOf(file: ParsedFile, offset: number): number {
  return file.lines.position(offset).line + 1;
}

function nodeLine(file: ParsedFile, node: number): number {
  return node < 0 ? 0 : lineOf(file, spanOf(file, node).start);
}
