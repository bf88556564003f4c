/**
 * Blocks and frames of the resolver: a *block* is a region in which names are declared (file, function, comprehension); a *frame* is the storage of one function's variables, which a comprehension shares
 * with the function around it. A variable found in an enclosing function becomes a cell there, and every function in between captures it.
 */
import type { FunctionCode } from "./resolution.ts";
import { Scope } from "./resolution.ts";

export interface Binding {
  scope: number;
  slot: number;
  /** The first node that binds it, -1 for none. */
  readonly node: number;
}

export interface FrameBuilder {
  readonly locals: Binding[];
  /** Bindings of the enclosing function that this one captures. */
  readonly captures: Binding[];
}

export interface Block {
  readonly kind: "file" | "function" | "comprehension";
  readonly parent: Block | undefined;
  readonly frame: FrameBuilder;
  /** Names declared here, and those found further out. */
  readonly bindings: Map<string, Binding>;
}

/** Finds a local variable of this or an enclosing block; on its way out of a function it becomes a captured cell. */
export function lookUp(name: string, block: Block): Binding | undefined {
  const here = block.bindings.get(name);
  if (here || !block.parent) return here;
  const found = lookUp(name, block.parent);
  if (!found) return undefined;
  const binding = block.kind === "function" ? capture(found, block.frame) : found;
  block.bindings.set(name, binding);
  return binding;
}

function capture(outer: Binding, frame: FrameBuilder): Binding {
  if (outer.scope === Scope.local) outer.scope = Scope.cell;
  frame.captures.push(outer);
  return { scope: Scope.free, slot: frame.captures.length - 1, node: outer.node };
}

export function newFrame(): FrameBuilder {
  return { locals: [], captures: [] };
}

/**
 * The storage that a function needs. The bindings are final only when the enclosing function is resolved as well, but which of a function's own locals are cells is known once its body is,
 * and a captured variable is a cell or a captured one from the moment it is captured.
 */
export function frameOf(frame: FrameBuilder): Pick<FunctionCode, "localCount" | "cells" | "captures"> {
  return {
    localCount: frame.locals.length,
    cells: frame.locals.filter((binding) => binding.scope === Scope.cell).map((binding) => binding.slot),
    captures: frame.captures.map(({ scope, slot }) => ({
      scope: scope === Scope.free ? Scope.free : Scope.cell,
      slot,
    })),
  };
}
