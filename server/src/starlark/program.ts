/**
 * A file prepared for evaluation: its tree, and what its names mean. Made once per content; run many times, by several threads.
 */
import type { StringLiteral, SyntaxTree } from "../syntax/ast.ts";
import type { FileOptions } from "./fileOptions.ts";
import type { Resolution, ResolveError } from "./resolution.ts";
import { resolve } from "./resolve.ts";
import { UNIVERSE } from "./universe.ts";

export interface LoadBindingInfo {
  readonly node: number;
  readonly local: string;
  readonly exported: string;
}

/** A `load` statement. */
export interface Load {
  /** The string as written. */
  readonly module: string;
  /** The statement. */
  readonly node: number;
  /** The string literal that names the module. */
  readonly moduleNode: number;
  readonly bindings: readonly LoadBindingInfo[];
}

export interface Program {
  /** The id under which the tree is known; sites carry it. */
  readonly fileId: string;
  readonly tree: SyntaxTree;
  readonly resolution: Resolution;
  /** What the resolver found fault with. A program with errors may be run: an unresolved name fails when it is evaluated. */
  readonly errors: readonly ResolveError[];
  /** The top-level `load` statements in order. */
  readonly loads: readonly Load[];
}

/**
 * Resolves a tree. `isPredeclared` says which names the host will offer when the program is run; the universe (`len`, `True`, …) comes on top.
 * `predeclaredNames` are candidates for "did you mean".
 */
export function compile(
  tree: SyntaxTree,
  fileId: string,
  options: FileOptions,
  isPredeclared: (name: string) => boolean,
  predeclaredNames: Iterable<string> = [],
): Program {
  const hidden = options.hidden ?? new Set<string>();
  const environment = {
    has: (name: string): boolean => isPredeclared(name) || (UNIVERSE.has(name) && !hidden.has(name)),
    names: (): Iterable<string> => [...predeclaredNames, ...UNIVERSE.keys()].filter((name) => !hidden.has(name)),
  };
  const { resolution, errors } = resolve(tree, options, environment);
  return { fileId, tree, resolution, errors, loads: loadsOf(tree.statements) };
}

/** The load statements among some top-level statements. */
export function loadsOf(statements: SyntaxTree["statements"]): readonly Load[] {
  const loads: Load[] = [];
  for (const statement of statements) {
    if (statement.kind !== "load") continue;
    const module: StringLiteral = statement.module;
    loads.push({
      module: module.value,
      node: statement.id,
      moduleNode: module.id,
      bindings: statement.bindings.map(({ id, local, exported }) => ({ node: id, local, exported })),
    });
  }
  return loads;
}
