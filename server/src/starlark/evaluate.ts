/**
 * The entry points of evaluation: running a file as a module, running a BUILD-like file statement by statement, and calling a function. After `Starlark.java` (`execFileProgram`, `fastcall`).
 */
import { didYouMean } from "../base/spelling.ts";
import type { Expression, Statement } from "../syntax/ast.ts";
import { forgetEffects } from "./aborted.ts";
import { EvalError, fromHostError } from "./errors.ts";
import { StarlarkFunction } from "./function.ts";
import { activate, Activation, exec, Signal } from "./interpreter.ts";
import { Module } from "./module.ts";
import { freezeAll } from "./mutability.ts";
import type { Load, Program } from "./program.ts";
import type { Thread } from "./thread.ts";
import { UNIVERSE } from "./universe.ts";
import { Unknown, UnknownDecision } from "./unknown.ts";
import type { NamedArguments, Value } from "./value.ts";
import { isObject, typeOf } from "./value.ts";

export interface RunOptions {
  readonly thread: Thread;
  /** Label of the module, as functions and providers print it and `exportAs` receives it; "" for a file without one. */
  readonly moduleId?: string;
  /** Values of the names that `compile` was told are predeclared. */
  readonly predeclared: ReadonlyMap<string, Value>;
  /** The module that a load string names, or what stands for one that cannot be had: an Unknown, which every loaded name becomes, or a stand-in that is asked for each. */
  readonly modules: (name: string) => Module | ModuleStandIn | Unknown;
}

/** Stands for a module that cannot be had. */
export interface ModuleStandIn {
  /** Undefined for what the module is known not to have. */
  symbol(name: string): Value | undefined;
  /** Those that it is known to have. */
  readonly names?: readonly string[];
}

export interface FileRunOptions extends RunOptions {
  /**
   * Called where a statement could not be carried out. After "continue" what it would have bound or changed is Unknown; "stop", or no handler, throws the error on.
   * A file that is run again after "stop" begins anew.
   */
  readonly onStatementAborted?: (statement: number, error: UnknownDecision | EvalError) => "continue" | "stop";
}

/**
 * Evaluates a .bzl file. The values that it makes are frozen at the end. An assignment that an Unknown decides leaves its names Unknown (`X = f() if hasattr(…) else None`), and what follows stands.
 * Throws `EvalError`, `UnknownDecision` or `Cancelled`; then there is no module.
 */
export function runModule(program: Program, options: RunOptions): Module {
  const assignments = new Set(program.tree.statements.filter(({ kind }) => kind === "assignment").map(({ id }) => id));
  return run(program, options, (statement, error) =>
    error instanceof UnknownDecision && assignments.has(statement) ? "continue" : "stop",
  );
}

/** Evaluates a BUILD-like file: a statement that fails may leave the rest of the file standing. */
export function runFile(program: Program, options: FileRunOptions): Module {
  return run(program, options, options.onStatementAborted);
}

function run(program: Program, options: RunOptions, onAborted: FileRunOptions["onStatementAborted"]): Module {
  const { thread, predeclared } = options;
  const values = program.resolution.predeclared.map((name) =>
    (predeclared.has(name) ? predeclared : UNIVERSE).get(name),
  );
  const module = new Module(options.moduleId ?? "", program, values);
  const toplevel = new StarlarkFunction(program.resolution.toplevel, module, [], []);
  const { localCount } = toplevel.code;
  const frame = new Activation(thread, toplevel, new Array<Value | undefined>(localCount));
  activate(frame, () => {
    let load = 0;
    for (const statement of program.tree.statements) {
      const loads = statement.kind === "load" ? program.loads[load++] : undefined;
      runStatement(frame, statement, loads, options, onAborted);
    }
  });
  freezeAll(module.slots);
  return module;
}

function runStatement(
  frame: Activation,
  statement: Statement,
  load: Load | undefined,
  options: RunOptions,
  onAborted: FileRunOptions["onStatementAborted"],
): void {
  if (!onAborted) {
    execTopLevel(frame, statement, load, options);
    return;
  }
  try {
    execTopLevel(frame, statement, load, options);
  } catch (thrown) {
    const error = abortOf(thrown, frame);
    if (!error) throw thrown;
    if (onAborted(statement.id, error) === "stop") throw error;
    forgetEffects(frame.module, statement, error);
  } finally {
    frame.builtin = undefined;
  }
}

/** The error that may be survived, with its stack; undefined for anything else. */
function abortOf(thrown: unknown, frame: Activation): UnknownDecision | EvalError | undefined {
  const error = fromHostError(thrown);
  if (!(error instanceof UnknownDecision || error instanceof EvalError)) return undefined;
  if (error.callStack.length === 0) error.callStack = frame.thread.callStack();
  return error;
}

function execTopLevel(frame: Activation, statement: Statement, load: Load | undefined, options: RunOptions): void {
  if (load) {
    bindLoad(frame, load, options);
    return;
  }
  if (exec(frame, statement) !== Signal.next) return;
  if (statement.kind === "assignment") exportAssigned(frame.module, statement.target);
}

function bindLoad(frame: Activation, load: Load, options: RunOptions): void {
  frame.node = load.node;
  const module = options.modules(load.module);
  for (const { node, exported } of load.bindings) {
    frame.node = node;
    const slot = frame.slots[node] as number;
    frame.module.slots[slot] = loaded(module, load.module, exported);
  }
}

function loaded(module: Module | ModuleStandIn | Unknown, moduleName: string, name: string): Value {
  if (module instanceof Unknown) return module;
  const value = module instanceof Module ? module.exported(name) : module.symbol(name);
  if (value !== undefined) return value;
  const candidates = module instanceof Module ? exportedNames(module) : (module.names ?? []);
  throw new EvalError(`file '${moduleName}' does not contain symbol '${name}'${didYouMean(name, candidates)}`);
}

function exportedNames(module: Module): readonly string[] {
  return module.program.resolution.globals.filter((global) => module.exported(global) !== undefined);
}

/** Tells values the name that a top-level assignment gave them. */
function exportAssigned(module: Module, target: Expression): void {
  if (target.kind === "list" || target.kind === "tuple") {
    for (const element of target.elements) exportAssigned(module, element);
  } else if (target.kind === "identifier") {
    const slot = module.program.resolution.slots[target.id] as number;
    const value = module.slots[slot];
    if (value !== undefined && isObject(value)) value.exportAs?.(module.id, target.name);
  }
}

const NO_NAMED: NamedArguments = new Map();

/** Calls a value: what hosts use for callbacks (implementation functions, transitions, …). Calling an Unknown gives that Unknown. */
export function call(thread: Thread, fn: Value, positional: readonly Value[], named: NamedArguments = NO_NAMED): Value {
  if (fn instanceof Unknown) return fn;
  if (!isObject(fn) || !fn.call) throw new EvalError(`'${typeOf(fn)}' object is not callable`);
  return fn.call(thread, positional, named);
}
