/**
 * What is left after a top-level statement was given up in its middle, in a file whose other statements go on: the names it would have bound are Unknown, and so are the values it was about to change.
 *
 * A statement changes a value through an assignment to its parts (`X["k"] = …`, `X += …`) or through a method (`X.append(…)`); the name at the root of such an expression becomes Unknown, under whatever
 * other names the same value is known. What a function might have changed among its arguments is not looked into: arguments of macros are data, and constants that come from a .bzl file are frozen.
 */
import type { Expression, Node, Statement } from "../syntax/ast.ts";
import { walkNode } from "../syntax/traverse.ts";
import type { EvalError } from "./errors.ts";
import type { Module } from "./module.ts";
import { Mutable } from "./mutability.ts";
import { Scope } from "./resolution.ts";
import { unknown, UnknownDecision } from "./unknown.ts";
import type { Value } from "./value.ts";

/** Makes Unknown what a statement leaves undecided. */
export function forgetEffects(module: Module, statement: Statement, error: UnknownDecision | EvalError): void {
  const value = error instanceof UnknownDecision ? error.unknown : failed(module, statement, error);
  const { slots, scopes } = module.program.resolution;
  const changed = new Set<Value>();
  walkNode(statement, (node) => {
    for (const name of changedRoots(node)) {
      const before = scopes[name] === Scope.global ? module.slots[slots[name] as number] : undefined;
      if (before instanceof Mutable && !before.isFrozen) changed.add(before);
    }
    return node.kind === "lambda" ? "skip" : undefined;
  });
  module.slots.forEach((before, slot) => {
    if (before !== undefined && changed.has(before)) module.slots[slot] = value;
  });
  for (const name of boundNames(statement)) module.slots[slots[name] as number] = value;
}

function failed(module: Module, statement: Statement, error: EvalError): Value {
  const message = `the statement failed: ${error.message}`;
  const site = { file: module.fileId, node: statement.id };
  return unknown({ kind: "evaluation", name: error.message, message, site });
}

/** The identifiers at the roots of what a node changes. */
function changedRoots(node: Node): readonly number[] {
  switch (node.kind) {
    case "assignment":
      return targetParts(node.target).flatMap((part) => (part.kind === "identifier" ? [] : rootOf(part)));
    case "augmented-assignment":
      return rootOf(node.target);
    case "call":
      return node.callee.kind === "dot" ? rootOf(node.callee.object) : [];
    default:
      return [];
  }
}

function rootOf(expression: Expression): readonly number[] {
  let root = expression;
  while (root.kind === "index" || root.kind === "dot") root = root.object;
  return root.kind === "identifier" ? [root.id] : [];
}

/** The nodes of the names that a top-level statement binds. */
function boundNames(statement: Statement): readonly number[] {
  switch (statement.kind) {
    case "assignment":
    case "augmented-assignment":
      return targetNames(statement.target);
    case "def":
      return [statement.id];
    case "load":
      return statement.bindings.map((binding) => binding.id);
    case "for":
      return [...targetNames(statement.target), ...statement.body.flatMap(boundNames)];
    case "if":
      return [...statement.branches.flatMap(({ body }) => body), ...(statement.orElse ?? [])].flatMap(boundNames);
    default:
      return [];
  }
}

function targetNames(target: Expression): readonly number[] {
  return targetParts(target).flatMap((part) => (part.kind === "identifier" ? [part.id] : []));
}

/** The targets within a target. */
function targetParts(target: Expression): readonly Expression[] {
  return target.kind === "list" || target.kind === "tuple" ? target.elements.flatMap(targetParts) : [target];
}
