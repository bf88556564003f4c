/**
 * Functions written in Starlark, after Bazel's `StarlarkFunction.java`.
 */
import { didYouMean } from "../base/spelling.ts";
import { StarlarkDict } from "./dict.ts";
import { EvalError } from "./errors.ts";
import { callFunction } from "./interpreter.ts";
import type { Module } from "./module.ts";
import { freezeAll } from "./mutability.ts";
import type { Printer } from "./printer.ts";
import type { FunctionCode } from "./resolution.ts";
import type { Thread } from "./thread.ts";
import { Tuple } from "./tuple.ts";
import type { NamedArguments, StarlarkValue, Value } from "./value.ts";

/** A local variable that an inner function shares. */
export class Cell {
  value: Value | undefined;

  constructor(value: Value | undefined) {
    this.value = value;
  }
}

/** Local variables of an active function: parameters first. */
export type Locals = (Value | Cell | undefined)[];

/** A function value: code, the module whose globals it sees, the default values and the cells that it captured. */
export class StarlarkFunction implements StarlarkValue {
  readonly type = "function";
  readonly code: FunctionCode;
  readonly module: Module;
  /** One element a parameter, `*args` and `**kwargs` left out; undefined for a mandatory one. */
  readonly defaults: readonly (Value | undefined)[];
  readonly cells: readonly Cell[];
  #frozen = false;

  constructor(code: FunctionCode, module: Module, defaults: readonly (Value | undefined)[], cells: readonly Cell[]) {
    this.code = code;
    this.module = module;
    this.defaults = defaults;
    this.cells = cells;
  }

  get name(): string {
    return this.code.name;
  }

  /** The id of the file that defines the function. */
  get fileId(): string {
    return this.module.fileId;
  }

  /** The node of its `def` or `lambda`. */
  get node(): number {
    return this.code.node;
  }

  get doc(): string | undefined {
    return this.code.doc;
  }

  /** Names of the parameters in the order in which they are bound: ordinary ones, keyword-only ones, `*args`, `**kwargs`. */
  get parameterNames(): readonly string[] {
    return this.code.parameterNames;
  }

  repr(printer: Printer): void {
    const from = this.module.id === "" ? "" : ` from ${this.module.id}`;
    printer.text(`<function ${this.name}${from}>`);
  }

  freeze(): void {
    if (this.#frozen) return;
    this.#frozen = true;
    freezeAll(this.defaults);
    freezeAll(this.cells.map((cell) => cell.value));
  }

  call(thread: Thread, positional: readonly Value[], named: NamedArguments): Value {
    return callFunction(thread, this, positional, [...named.keys()], [...named.values()]);
  }

  /**
   * The parameters' values for a call; the array has room for the other local variables. Unknown arguments are bound like others.
   * Throws `EvalError` in the wording of Bazel's `processArgs` for arguments that do not fit.
   */
  bind(positional: readonly Value[], names: readonly string[], values: readonly Value[]): Locals {
    const { code } = this;
    const locals = new Array<Value | Cell | undefined>(code.localCount);
    this.#bindPositional(locals, positional);
    if (names.length > 0 || code.hasKwargs) this.#bindNamed(locals, names, values);
    for (let i = 0; i < code.ordinaryCount; i++) {
      if (locals[i] !== undefined) continue;
      const value = this.defaults[i];
      if (value === undefined) throw this.#missing(locals);
      locals[i] = value;
    }
    return locals;
  }

  #bindPositional(locals: Locals, positional: readonly Value[]): void {
    const { code } = this;
    const accepted = code.positionalCount;
    const count = Math.min(positional.length, accepted);
    for (let i = 0; i < count; i++) locals[i] = positional[i];
    if (code.hasVarargs) {
      locals[code.ordinaryCount] = positional.length > count ? new Tuple(positional.slice(count)) : Tuple.EMPTY;
    } else if (positional.length > count) {
      throw new EvalError(
        accepted === 0
          ? `${this.name}() does not accept positional arguments, but got ${positional.length}`
          : `${this.name}() accepts no more than ${accepted} positional argument${plural(accepted)} but got ${positional.length}`,
      );
    }
  }

  #bindNamed(locals: Locals, names: readonly string[], values: readonly Value[]): void {
    const { code } = this;
    const kwargs = code.hasKwargs ? new StarlarkDict() : undefined;
    if (kwargs) locals[code.parameterNames.length - 1] = kwargs;
    const unexpected: string[] = [];
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      const index = code.parameterNames.indexOf(name);
      if (index >= 0 && index < code.ordinaryCount) {
        if (locals[index] !== undefined) {
          throw new EvalError(`${this.name}() got multiple values for parameter '${name}'`);
        }
        locals[index] = values[i];
      } else if (kwargs) {
        if (kwargs.has(name)) throw new EvalError(`${this.name}() got multiple values for keyword argument '${name}'`);
        kwargs.set(name, values[i] as Value);
      } else {
        unexpected.push(name);
      }
    }
    if (unexpected.length > 0) throw this.#unexpected(unexpected);
  }

  #unexpected(names: readonly string[]): EvalError {
    const candidates = this.code.parameterNames.slice(0, this.code.ordinaryCount);
    const hint = names.length === 1 ? didYouMean(names[0] ?? "", candidates) : "";
    return new EvalError(
      `${this.name}() got unexpected keyword argument${plural(names.length)}: ${names.join(", ")}${hint}`,
    );
  }

  #missing(locals: Locals): EvalError {
    const { code } = this;
    const missing = (from: number, to: number): readonly string[] =>
      code.parameterNames
        .slice(from, to)
        .filter((_, i) => locals[from + i] === undefined && this.defaults[from + i] === undefined);
    const positional = missing(0, code.positionalCount);
    const names = positional.length > 0 ? positional : missing(code.positionalCount, code.ordinaryCount);
    const what = positional.length > 0 ? "positional" : "keyword-only";
    return new EvalError(
      `${this.name}() missing ${names.length} required ${what} argument${plural(names.length)}: ${names.join(", ")}`,
    );
  }
}

function plural(count: number): string {
  return count === 1 ? "" : "s";
}
