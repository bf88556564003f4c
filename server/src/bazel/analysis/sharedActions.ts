/** Whether two actions that make the same file are one to Bazel (`Actions.canBeShared`): of one kind, with one key, the same inputs and outputs. */
import type { Action, ActionArguments } from "./actionArguments.ts";
import { Depset } from "../depset.ts";
import { equals } from "../../starlark/comparison.ts";
import { StarlarkDict } from "../../starlark/dict.ts";
import { hashText } from "../../starlark/hash.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Tuple } from "../../starlark/tuple.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";
import { typeOf } from "../../starlark/value.ts";

/** Arguments that are no part of an action's key. */
const IN_NO_KEY: ReadonlySet<string> = new Set(["progress_message"]);
/** Lists and depsets of the same files in the same order are alike. */
const FILES: ReadonlySet<string> = new Set(["inputs", "tools", "outputs"]);

/** True also where it cannot be told. */
export function canBeShared(a: Action, b: Action): boolean {
  if (a.name !== b.name) return isSpawn(a) && isSpawn(b);
  const names = new Set([...a.arguments.keys(), ...b.arguments.keys()]);
  return [...names].every((name) => IN_NO_KEY.has(name) || mayBeEqual(name, a.arguments, b.arguments));
}

function isSpawn({ name }: Action): boolean {
  return name === "run" || name === "run_shell";
}

function mayBeEqual(name: string, a: ActionArguments, b: ActionArguments): boolean {
  const [x, y] = [a.get(name) ?? null, b.get(name) ?? null];
  if (isUnlike(x, y)) return false;
  if (isOpaque(x) || isOpaque(y)) return true;
  return FILES.has(name) ? sameElements(x, y) : equals(x, y);
}

/** A file that is written from a text and one that is written from an `Args` object are made by actions of two kinds. */
function isUnlike(a: Value, b: Value): boolean {
  return !(a instanceof Unknown) && !(b instanceof Unknown) && (typeOf(a) === "Args") !== (typeOf(b) === "Args");
}

/** Whether a value's part in an action's key is not known: the contents of an `Args` object are not kept. */
function isOpaque(value: Value): boolean {
  if (value instanceof Unknown || typeOf(value) === "Args") return true;
  if (value instanceof StarlarkList || value instanceof Tuple) return value.items.some(isOpaque);
  if (value instanceof StarlarkDict) return [...value.entries()].flat().some(isOpaque);
  return value instanceof Depset && value.unknowns.size > 0;
}

function sameElements(a: Value, b: Value): boolean {
  const texts = (value: Value): string => [...new Set(elements(value).map(hashText))].join("\0");
  return texts(a) === texts(b);
}

function elements(value: Value): readonly Value[] {
  if (value instanceof Depset) return value.toList();
  return value instanceof StarlarkList || value instanceof Tuple ? value.items : [value];
}
