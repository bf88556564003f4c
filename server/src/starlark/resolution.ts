/**
 * What the resolver leaves behind, beside the tree and keyed by node id: for every name where its value stands, for every function its frame. After the data part of Bazel's `Resolver.java`.
 */
import type { Expression, Statement } from "../syntax/ast.ts";

/** Where a name's value stands. Numbers, because the evaluator switches on them at every use of a name. */
export const Scope = {
  /** Not resolved: an error was reported. */
  none: 0,
  /** A slot of the function's locals. */
  local: 1,
  /** A slot of the function's locals that holds a `Cell`, because an inner function uses the variable. */
  cell: 2,
  /** A cell that the function captured. */
  free: 3,
  /** A slot of the module's globals. */
  global: 4,
  /** A slot of the module's predeclared values (what the host offers, then the universe). */
  predeclared: 5,
} as const;

/** The code of a `def`, a `lambda` or a file's top level. Parameters are the first locals, in the order ordinary, keyword-only, `*args`, `**kwargs`. */
export interface FunctionCode {
  readonly name: string;
  /** The `def` or `lambda`; -1 for a top level. */
  readonly node: number;
  readonly isToplevel: boolean;
  readonly parameterNames: readonly string[];
  /** Default values of the ordinary and keyword-only parameters. */
  readonly defaults: readonly (Expression | undefined)[];
  /** How many parameters are neither `*args` nor `**kwargs`. */
  readonly ordinaryCount: number;
  /** How many of those accept positional arguments. */
  readonly positionalCount: number;
  readonly hasVarargs: boolean;
  readonly hasKwargs: boolean;
  /** Statements, or the expression of a lambda. */
  readonly body: readonly Statement[] | Expression;
  readonly localCount: number;
  /** Locals that must be put into cells when a call begins. */
  readonly cells: readonly number[];
  /** Where the enclosing function holds each captured cell: a local, or a captured one of its own. */
  readonly captures: readonly { readonly scope: 2 | 3; readonly slot: number }[];
  readonly doc: string | undefined;
}

/** Everything that evaluation needs to know beyond the tree. */
export interface Resolution {
  /** A `Scope` a node; 0 for nodes that are no names. Names are identifiers, `def` statements, parameters and load bindings. */
  readonly scopes: Uint8Array;
  /** The slot within that scope. */
  readonly slots: Int32Array;
  /** The code of every `def` and `lambda`, by node. */
  readonly functions: ReadonlyMap<number, FunctionCode>;
  readonly toplevel: FunctionCode;
  /** Names of the globals, by slot; loaded names included. */
  readonly globals: readonly string[];
  readonly globalSlots: ReadonlyMap<string, number>;
  /** The globals that were bound by `load`. */
  readonly loadedGlobals: ReadonlySet<string>;
  /** Names of the predeclared values in use, by slot. */
  readonly predeclared: readonly string[];
}

export interface ResolveError {
  readonly node: number;
  readonly message: string;
}
