/**
 * Methods of lists, after the annotated methods of Bazel's `StarlarkList.java`. A change whose extent an Unknown would decide throws `UnknownDecision`: others see the same list.
 */
import type { MethodSpec } from "../builtin.ts";
import { methodTable } from "../builtin.ts";
import { indexOf } from "../comparison.ts";
import { EvalError } from "../errors.ts";
import { toInt32 } from "../integer.ts";
import { collect, countMoves, grown, reserveAddition } from "../limits.ts";
import type { StarlarkList } from "../list.ts";
import { repr } from "../printer.ts";
import { bounds, clampIndex, sequenceIndex } from "../sequence.ts";
import type { Thread } from "../thread.ts";
import { known } from "../unknown.ts";
import type { Value } from "../value.ts";

const append: MethodSpec<StarlarkList> = {
  name: "append",
  doc: "Adds an item to the end of the list.",
  params: [{ name: "item", kind: "positional-only", acceptsUnknown: true }],
  run: (thread, self, [item]) => {
    self.append(item as Value);
    grown(thread, self.items.length);
    return null;
  },
};

const clear: MethodSpec<StarlarkList> = {
  name: "clear",
  doc: "Removes all the elements of the list.",
  params: [],
  run: (_thread, self) => {
    self.clear();
    return null;
  },
};

const extend: MethodSpec<StarlarkList> = {
  name: "extend",
  doc: "Adds all items to the end of the list.",
  params: [{ name: "items", kind: "positional-only", acceptsUnknown: true }],
  run: (thread: Thread, self, [items]) => {
    const added = collect(thread, known(items as Value));
    reserveAddition(thread, self.items.length, added.length);
    self.extend(added);
    return null;
  },
};

const index: MethodSpec<StarlarkList> = {
  name: "index",
  doc: "Returns the index in the list of the first item whose value is x. It is an error if there is no such item.",
  params: [
    { name: "x", kind: "positional-only" },
    { name: "start", types: ["int", "NoneType"], default: null },
    { name: "end", types: ["int", "NoneType"], default: null },
  ],
  run: (_thread, self, [x = null, start = null, end = null]) => {
    const range = bounds(start, end, self.items.length);
    const found = indexOf(self.items, x, range.start, range.end);
    if (found < 0) throw notFound(x);
    return found;
  },
};

const insert: MethodSpec<StarlarkList> = {
  name: "insert",
  doc: "Inserts an item at a given position.",
  params: [
    { name: "index", kind: "positional-only", types: ["int"], acceptsUnknown: true },
    { name: "item", kind: "positional-only", acceptsUnknown: true },
  ],
  run: (thread, self, [position, item]) => {
    countMoves(thread, self.items.length);
    const at = toInt32(known(position as Value), "index");
    self.insert(clampIndex(at, self.items.length), item as Value);
    return null;
  },
};

const pop: MethodSpec<StarlarkList> = {
  name: "pop",
  doc: "Removes the item at the given position in the list, and returns it. Without a position it is the last item.",
  params: [{ name: "i", kind: "positional-only", types: ["int", "NoneType"], default: -1, acceptsUnknown: true }],
  run: (thread, self, [i = null]) => {
    countMoves(thread, self.items.length);
    const position = sequenceIndex(known(i ?? -1), self.items.length, "i");
    const item = self.items[position] as Value;
    self.removeAt(position);
    return item;
  },
};

const remove: MethodSpec<StarlarkList> = {
  name: "remove",
  doc: "Removes the first item from the list whose value is x. It is an error if there is no such item.",
  params: [{ name: "x", kind: "positional-only", acceptsUnknown: true }],
  run: (thread, self, [x = null]) => {
    countMoves(thread, self.items.length);
    const found = indexOf(self.items, known(x));
    if (found < 0) throw notFound(x);
    self.removeAt(found);
    return null;
  },
};

function notFound(x: Value): EvalError {
  return new EvalError(`item ${repr(x)} not found in list`);
}

export const LIST_METHODS = methodTable([append, clear, extend, index, insert, pop, remove]);
