/**
 * The universe: the names that every Starlark file sees. After Bazel's `MethodLibrary.java`, in whose order of topics they stand.
 */
import { attributeNames, findOptionalAttribute, hasAttribute, getAttribute, uncertainAttribute } from "./attributes.ts";
import type { Builtin, BuiltinSpec } from "./builtin.ts";
import { builtin, isCallable } from "./builtin.ts";
import { compare } from "./comparison.ts";
import { StarlarkDict } from "./dict.ts";
import { EvalError } from "./errors.ts";
import { CONVERSIONS } from "./conversions.ts";
import { call } from "./evaluate.ts";
import { toInt32 } from "./integer.ts";
import { lengthOf, truth } from "./iteration.ts";
import { build, collect, walk } from "./limits.ts";
import { StarlarkList } from "./list.ts";
import { putPairs } from "./methods/dict.ts";
import { Printer, str } from "./printer.ts";
import { Range } from "./range.ts";
import { StarlarkSet } from "./set.ts";
import { LACKING, type Thread } from "./thread.ts";
import { Tuple } from "./tuple.ts";
import { Unknown, UnknownDecision } from "./unknown.ts";
import type { Value } from "./value.ts";
import { typeOf } from "./value.ts";

// Collections ---------------------------------------------------------------------------------------------------------

/** `min` and `max`; `sign` is 1 where larger is better. The first of equals wins. */
function extreme(name: "min" | "max", doc: string, sign: 1 | -1): BuiltinSpec {
  return {
    name,
    doc,
    params: [
      { name: "args", kind: "args" },
      { name: "key", kind: "named-only", types: ["callable", "NoneType"], default: null },
    ],
    run: (thread, [args, key = null]) => {
      if (key !== null && thread.get(LACKING)?.extremeKey)
        throw new EvalError(`${name}() got unexpected keyword argument 'key'`);
      const { items } = args as Tuple;
      const candidates = items.length === 1 ? walk(thread, items[0] as Value) : items;
      let best: { readonly value: Value; readonly rank: Value } | undefined;
      for (const value of candidates) {
        const rank = key === null ? value : call(thread, key, [value]);
        if (!best || compare(best.rank, rank) * sign < 0) best = { value, rank };
      }
      if (!best) throw new EvalError("expected at least one item");
      return best.value;
    },
  };
}

/** `any` and `all`: whether some element has the truth `wanted`. A known element may decide although others are unknown. */
function hasTruth(thread: Thread, elements: Value, wanted: boolean): boolean {
  let undecided: UnknownDecision | undefined;
  for (const element of walk(thread, elements)) {
    try {
      if (truth(element) === wanted) return true;
    } catch (error) {
      if (!(error instanceof UnknownDecision)) throw error;
      undecided ??= error;
    }
  }
  if (undecided) throw undecided;
  return false;
}

const all: BuiltinSpec = {
  name: "all",
  doc: "Returns true if all elements evaluate to True or if the collection is empty.",
  params: [{ name: "elements", kind: "positional-only" }],
  run: (thread, [elements = null]) => !hasTruth(thread, elements, false),
};

const any: BuiltinSpec = {
  name: "any",
  doc: "Returns true if at least one element evaluates to True.",
  params: [{ name: "elements", kind: "positional-only" }],
  run: (thread, [elements = null]) => hasTruth(thread, elements, true),
};

const sorted: BuiltinSpec = {
  name: "sorted",
  doc: "Returns a new sorted list of the elements of an iterable, which must be comparable; equal ones keep their order.",
  params: [
    { name: "iterable", kind: "positional-only", types: ["iterable"] },
    { name: "key", kind: "named-only", default: null },
    { name: "reverse", kind: "named-only", types: ["bool"], default: false },
  ],
  run: (thread, [iterable = null, key = null, reverse]) => {
    if (key !== null && !isCallable(key)) throw new EvalError(`for key, got ${typeOf(key)}, want callable`);
    const values = collect(thread, iterable);
    const ranked = values.map((value) => ({ value, rank: key === null ? value : call(thread, key, [value]) }));
    const sign = reverse === true ? -1 : 1;
    if (ranked.length === 1) return new StarlarkList(values);
    ranked.sort((a, b) => {
      thread.countSteps(1);
      return sign * compare(a.rank, b.rank);
    });
    return new StarlarkList(ranked.map(({ value }) => value));
  },
};

const reversed: BuiltinSpec = {
  name: "reversed",
  doc: "Returns a new list of the elements of a sequence in reversed order.",
  params: [{ name: "sequence", kind: "positional-only", types: ["iterable"] }],
  run: (thread, [sequence = null]) => new StarlarkList(collect(thread, sequence).reverse()),
};

const tuple: BuiltinSpec = {
  name: "tuple",
  doc: "Returns a tuple with the same elements as the given iterable value.",
  params: [{ name: "x", kind: "positional-only", types: ["iterable"], default: Tuple.EMPTY }],
  run: (thread, [x = null]) => (x instanceof Tuple ? x : new Tuple(collect(thread, x))),
};

const list: BuiltinSpec = {
  name: "list",
  doc: "Returns a new list with the same elements as the given iterable value.",
  params: [{ name: "x", kind: "positional-only", types: ["iterable"], default: Tuple.EMPTY }],
  run: (thread, [x = null]) => new StarlarkList(collect(thread, x)),
};

const set: BuiltinSpec = {
  name: "set",
  doc: "Returns a new set of the unique elements of a given iterable, in the order of their first occurrence.",
  params: [{ name: "elements", kind: "positional-only", default: Tuple.EMPTY }],
  run: (thread, [elements = null]) => StarlarkSet.from(collect(thread, elements)),
};

const dict: BuiltinSpec = {
  name: "dict",
  doc: "Returns a new dictionary of the entries of a dict or an iterable of pairs, and of the keyword arguments after them.",
  params: [
    { name: "pairs", kind: "positional-only", default: Tuple.EMPTY },
    { name: "kwargs", kind: "kwargs", acceptsUnknown: true },
  ],
  run: (thread, [pairs = null, kwargs]) => {
    const result = new StarlarkDict();
    putPairs(thread, "dict", result, pairs);
    result.putAll(kwargs as StarlarkDict);
    return result;
  },
};

const len: BuiltinSpec = {
  name: "len",
  doc: "Returns the length of a string, sequence (such as a list or tuple), dict, set, or other iterable.",
  params: [{ name: "x", kind: "positional-only" }],
  run: (_thread, [x = null]) => {
    const length = lengthOf(x);
    if (length === undefined) throw new EvalError(`${typeOf(x)} is not iterable`);
    return length;
  },
};

const enumerate: BuiltinSpec = {
  name: "enumerate",
  doc: "Returns a list of pairs (two-element tuples), with the index (int) and the item from the input sequence.",
  params: [{ name: "list" }, { name: "start", types: ["int"], default: 0 }],
  run: (thread, [input = null, start = null]) => {
    const first = toInt32(start, "start");
    const items = collect(thread, input);
    thread.allocate(2 * items.length);
    return new StarlarkList(build(thread, items.length, (i) => new Tuple([i + first, items[i] as Value])));
  },
};

const zip: BuiltinSpec = {
  name: "zip",
  doc: "Returns a list of tuples, where the i-th tuple contains the i-th element from each of the arguments; the shortest decides the length.",
  params: [{ name: "args", kind: "args" }],
  run: (thread, [args]) => {
    const columns = (args as Tuple).items.map((column) => collect(thread, column));
    const length = columns.length === 0 ? 0 : Math.min(...columns.map((column) => column.length));
    thread.allocate(length * columns.length);
    const row = (index: number): Tuple => new Tuple(columns.map((column) => column[index] as Value));
    return new StarlarkList(build(thread, length, row));
  },
};

const range: BuiltinSpec = {
  name: "range",
  doc: "Creates a sequence of ints from start up to stop, which is left out, with a step: range(stop), range(start, stop), range(start, stop, step).",
  params: [
    { name: "start_or_stop", kind: "positional-only", types: ["int"] },
    { name: "stop_or_none", kind: "positional-only", types: ["int", "NoneType"], default: null },
    { name: "step", kind: "positional-only", types: ["int"], default: 1 },
  ],
  run: (_thread, [startOrStop = null, stop = null, step = null]) => {
    const start = stop === null ? 0 : toInt32(startOrStop, "start");
    const end = toInt32(stop ?? startOrStop, "stop");
    const stride = toInt32(step, "step");
    if (stride === 0) throw new EvalError("step cannot be 0");
    return new Range(start, end, stride);
  },
};

// Reflection ----------------------------------------------------------------------------------------------------------

const hasattr: BuiltinSpec = {
  name: "hasattr",
  doc: "Returns True if the object has an attribute or method of the given name.",
  params: [
    { name: "x", kind: "positional-only" },
    { name: "name", kind: "positional-only", types: ["string"] },
  ],
  run: (thread, [x = null, name]) => uncertainAttribute(x, name as string) ?? hasAttribute(x, name as string, thread),
};

const getattr: BuiltinSpec = {
  name: "getattr",
  doc: "Returns the struct's field of the given name if it exists. If not, it either returns default (if specified) or raises an error.",
  params: [
    { name: "x", kind: "positional-only" },
    { name: "name", kind: "positional-only", types: ["string"] },
    { name: "default", kind: "positional-only", optional: true, acceptsUnknown: true },
  ],
  run: (thread, [x = null, name, fallback]) => {
    if (fallback === undefined) return getAttribute(x, name as string, thread);
    const value = findOptionalAttribute(x, name as string, thread);
    return value === undefined ? fallback : value; // not `??`: None is null
  },
};

const dir: BuiltinSpec = {
  name: "dir",
  doc: "Returns a list of strings: the names of the attributes and methods of the parameter object.",
  params: [{ name: "x", kind: "positional-only" }],
  run: (thread, [x = null]) => new StarlarkList([...attributeNames(x, thread)]),
};

const type: BuiltinSpec = {
  name: "type",
  doc: "Returns the type name of its argument.",
  params: [{ name: "x", kind: "positional-only" }],
  run: (_thread, [x = null]) => typeOf(x),
};

const hash: BuiltinSpec = {
  name: "hash",
  doc: "Returns a hash value for a string, computed as by Java's String.hashCode().",
  params: [{ name: "value", kind: "positional-only", types: ["string"] }],
  run: (_thread, [value]) => {
    let code = 0;
    for (let i = 0; i < (value as string).length; i++) {
      code = (Math.imul(31, code) + (value as string).charCodeAt(i)) | 0;
    }
    return code;
  },
};

// Messages ------------------------------------------------------------------------------------------------------------

const fail: BuiltinSpec = {
  name: "fail",
  doc: "Causes execution to fail with an error made of the arguments as by str, separated by sep.",
  acceptsUnknown: true,
  params: [
    { name: "args", kind: "args" },
    { name: "msg", kind: "named-only", default: null },
    { name: "attr", kind: "named-only", types: ["string", "NoneType"], default: null },
    { name: "sep", kind: "named-only", types: ["string"], default: " " },
    { name: "stack_trace", kind: "named-only", types: ["bool"], default: true },
  ],
  run: (_thread, [args, msg = null, attr = null, sep]) => {
    const parts = (args as Tuple).items.map(str);
    if (msg !== null) parts.unshift(str(msg));
    const prefix = attr === null ? "" : `attribute ${str(attr)}: `;
    throw new EvalError(prefix + parts.join(sep as string));
  },
};

const print: BuiltinSpec = {
  name: "print",
  doc: "Prints its arguments as debug output, separated by sep.",
  acceptsUnknown: true,
  params: [
    { name: "args", kind: "args" },
    { name: "sep", kind: "named-only", types: ["string"], default: " " },
  ],
  run: (thread, [args, sep]) => {
    const parts = (args as Tuple).items.map((item) => new Printer().str(item).toString());
    thread.print(parts.join(sep instanceof Unknown ? " " : (sep as string)));
    return null;
  },
};

const BUILTINS: readonly Builtin[] = [
  extreme("min", "Returns the smallest one of all given arguments, or of the elements of the only one.", -1),
  extreme("max", "Returns the largest one of all given arguments, or of the elements of the only one.", 1),
  all,
  any,
  sorted,
  reversed,
  tuple,
  list,
  set,
  dict,
  len,
  enumerate,
  zip,
  range,
  hasattr,
  getattr,
  dir,
  type,
  hash,
  fail,
  print,
  ...CONVERSIONS,
].map(builtin);

/** The universal names and their values. */
export const UNIVERSE: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["None", null],
  ["True", true],
  ["False", false],
  ...BUILTINS.map((fn): [string, Value] => [fn.name, fn]),
]);
