/**
 * Methods of dicts, after the annotated methods of Bazel's `Dict.java`. A change whose extent an Unknown would decide throws `UnknownDecision`: others see the same dict.
 */
import type { MethodSpec } from "../builtin.ts";
import { methodTable } from "../builtin.ts";
import { StarlarkDict } from "../dict.ts";
import { EvalError } from "../errors.ts";
import { isIterable, toArray } from "../iteration.ts";
import { reserveElements, walk } from "../limits.ts";
import { StarlarkList } from "../list.ts";
import { repr } from "../printer.ts";
import type { Thread } from "../thread.ts";
import { Tuple } from "../tuple.ts";
import { known } from "../unknown.ts";
import type { Value } from "../value.ts";
import { typeOf } from "../value.ts";

const clear: MethodSpec<StarlarkDict> = {
  name: "clear",
  doc: "Remove all items from the dictionary.",
  params: [],
  run: (_thread, self) => {
    self.clear();
    return null;
  },
};

const get: MethodSpec<StarlarkDict> = {
  name: "get",
  doc: "Returns the value for key if key is in the dictionary, else default, which is None where it is not given.",
  params: [
    { name: "key", kind: "positional-only" },
    { name: "default", default: null, acceptsUnknown: true },
  ],
  run: (_thread, self, [key = null, fallback = null]) => {
    const value = self.get(key);
    return value === undefined ? fallback : value; // not `??`: None is null
  },
};

const items: MethodSpec<StarlarkDict> = {
  name: "items",
  doc: "Returns the list of key-value tuples.",
  params: [],
  run: (thread, self) => {
    reserveElements(thread, 3 * self.size);
    return new StarlarkList(Array.from(self.entries(), ([key, value]) => new Tuple([key, value])));
  },
};

const keys: MethodSpec<StarlarkDict> = {
  name: "keys",
  doc: "Returns the list of keys.",
  params: [],
  run: (thread, self) => {
    reserveElements(thread, self.size);
    return new StarlarkList([...self.keys()]);
  },
};

const pop: MethodSpec<StarlarkDict> = {
  name: "pop",
  doc: "Removes a key from the dict, and returns the associated value, or default where it is absent; without a default that is an error.",
  params: [
    { name: "key", kind: "positional-only", acceptsUnknown: true },
    { name: "default", optional: true, acceptsUnknown: true },
  ],
  run: (_thread, self, [key = null, fallback]) => {
    const removed = self.delete(known(key));
    const value = removed === undefined ? fallback : removed;
    if (value === undefined) throw new EvalError(`KeyError: ${repr(key)}`);
    return value;
  },
};

const popitem: MethodSpec<StarlarkDict> = {
  name: "popitem",
  doc: "Remove and return the first (key, value) pair from the dictionary. It is an error if the dictionary is empty.",
  params: [],
  run: (_thread, self) => {
    for (const [key, value] of self.entries()) {
      self.delete(key);
      return new Tuple([key, value]);
    }
    throw new EvalError("popitem(): dictionary is empty");
  },
};

const setdefault: MethodSpec<StarlarkDict> = {
  name: "setdefault",
  doc: "If key is in the dictionary, return its value. If not, insert key with a value of default and return default.",
  params: [
    { name: "key", kind: "positional-only", acceptsUnknown: true },
    { name: "default", default: null, acceptsUnknown: true },
  ],
  run: (_thread, self, [key = null, fallback = null]) => {
    self.checkMutable();
    const value = self.get(known(key));
    if (value !== undefined) return value;
    self.set(key, fallback);
    return fallback;
  },
};

const update: MethodSpec<StarlarkDict> = {
  name: "update",
  doc: "Updates the dictionary first with the optional positional argument, a dict or an iterable of pairs, then with the keyword arguments.",
  params: [
    { name: "pairs", kind: "positional-only", default: Tuple.EMPTY, acceptsUnknown: true },
    { name: "kwargs", kind: "kwargs", acceptsUnknown: true },
  ],
  run: (thread, self, [pairs = null, kwargs]) => {
    self.checkMutable();
    putPairs(thread, "update", self, pairs);
    self.putAll(kwargs as StarlarkDict);
    return null;
  },
};

const values: MethodSpec<StarlarkDict> = {
  name: "values",
  doc: "Returns the list of values.",
  params: [],
  run: (thread, self) => {
    reserveElements(thread, self.size);
    return new StarlarkList([...self.values()]);
  },
};

/** Adds the entries of a dict or of an iterable of pairs: what `dict(pairs)` and `update(pairs)` share. */
export function putPairs(thread: Thread, caller: string, dict: StarlarkDict, pairs: Value): void {
  if (pairs instanceof StarlarkDict) {
    reserveElements(thread, pairs.size);
    dict.putAll(pairs);
    return;
  }
  if (!isIterable(known(pairs))) throw new EvalError(`in ${caller}, got ${typeOf(pairs)}, want iterable`);
  let position = 0;
  for (const item of walk(thread, pairs)) {
    const [key, value] = pairOf(caller, item, position++);
    dict.set(key, value);
  }
}

function pairOf(caller: string, item: Value, position: number): readonly [Value, Value] {
  if (!isIterable(known(item))) {
    throw new EvalError(
      `in ${caller}, dictionary update sequence element #${position} is not iterable (${typeOf(item)})`,
    );
  }
  const pair = toArray(item);
  if (pair.length !== 2) {
    throw new EvalError(
      `in ${caller}, item #${position} has length ${pair.length}, but exactly two elements are required`,
    );
  }
  return pair as [Value, Value];
}

export const DICT_METHODS = methodTable([clear, get, items, keys, pop, popitem, setdefault, update, values]);
