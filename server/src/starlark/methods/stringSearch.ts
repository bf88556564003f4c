/**
 * Methods that look for strings in a string, after Bazel's `StringModule.java`.
 */
import type { MethodSpec, ParameterSpec } from "../builtin.ts";
import { EvalError } from "../errors.ts";
import { bounds } from "../sequence.ts";
import { Tuple } from "../tuple.ts";
import { Unknown } from "../unknown.ts";
import type { Value } from "../value.ts";
import { typeOf } from "../value.ts";

export type StringMethod = MethodSpec<string>;

const START: ParameterSpec = { name: "start", kind: "positional-only", types: ["int", "NoneType"], default: 0 };
const END: ParameterSpec = { name: "end", kind: "positional-only", types: ["int", "NoneType"], default: null };

export function stringParam(name: string): ParameterSpec {
  return { name, kind: "positional-only", types: ["string"] };
}

/** `find` and its kin: the index of `sub` within bounds, or -1. */
export function searchMethod(
  name: string,
  doc: string,
  search: (text: string, sub: string) => number,
  mustFind: boolean,
): StringMethod {
  return {
    name,
    doc,
    params: [stringParam("sub"), START, END],
    run: (_thread, self, [sub, start = null, end = null]) => {
      const range = bounds(start, end, self.length);
      const found = search(self.slice(range.start, range.end), sub as string);
      if (found < 0 && mustFind) throw new EvalError("substring not found");
      return found < 0 ? -1 : found + range.start;
    },
  };
}

/** `startswith` and `endswith`. */
export function affixMethod(name: string, doc: string, test: (text: string, affix: string) => boolean): StringMethod {
  return {
    name,
    doc,
    params: [{ name: "sub", kind: "positional-only", types: ["string", "tuple"] }, START, END],
    run: (_thread, self, [sub = null, start = null, end = null]) => {
      const range = bounds(start, end, self.length);
      const text = self.slice(range.start, range.end);
      if (!(sub instanceof Tuple)) return test(text, sub as string);
      return anyAffix(textsIn(sub.items), (affix) => test(text, affix));
    },
  };
}

/** `Sequence.cast`: all of them, before any is tried. */
function textsIn(affixes: readonly Value[]): readonly (string | Unknown)[] {
  return affixes.map((affix, i) => {
    if (affix instanceof Unknown || typeof affix === "string") return affix;
    throw new EvalError(`at index ${i} of sub, got element of type ${typeOf(affix)}, want string`);
  });
}

/** A known affix that fits decides; otherwise an Unknown one makes the answer Unknown. */
function anyAffix(affixes: readonly (string | Unknown)[], test: (affix: string) => boolean): Value {
  let unknown: Unknown | undefined;
  for (const affix of affixes) {
    if (affix instanceof Unknown) unknown ??= affix;
    else if (test(affix)) return true;
  }
  return unknown ?? false;
}

export const count: StringMethod = {
  name: "count",
  doc: "Returns the number of (non-overlapping) occurrences of substring sub in string[start:end].",
  params: [stringParam("sub"), START, END],
  run: (_thread, self, [sub, start = null, end = null]) => {
    const range = bounds(start, end, self.length);
    return occurrences(self.slice(range.start, range.end), sub as string, Infinity);
  },
};

/** How often a string occurs without overlap, at most `limit`; the empty one before every character and at the end. */
export function occurrences(text: string, sub: string, limit: number): number {
  if (sub === "") return Math.min(text.length + 1, limit);
  let found = 0;
  for (let at = text.indexOf(sub); at >= 0 && found < limit; at = text.indexOf(sub, at + sub.length)) found++;
  return found;
}
