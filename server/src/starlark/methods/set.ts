/**
 * Methods of sets, after the annotated methods of Bazel's `StarlarkSet.java`.
 */
import type { MethodSpec } from "../builtin.ts";
import { methodTable } from "../builtin.ts";
import { StarlarkDict } from "../dict.ts";
import { EvalError } from "../errors.ts";
import { isIterable } from "../iteration.ts";
import { collect } from "../limits.ts";
import { repr } from "../printer.ts";
import { StarlarkSet } from "../set.ts";
import type { Thread } from "../thread.ts";
import type { Tuple } from "../tuple.ts";
import { known } from "../unknown.ts";
import type { Value } from "../value.ts";
import { typeOf } from "../value.ts";

type SetMethod = MethodSpec<StarlarkSet>;

/** A method that changes the set by one element. */
function elementMethod(name: string, doc: string, change: (self: StarlarkSet, element: Value) => void): SetMethod {
  return {
    name,
    doc,
    params: [{ name: "element", kind: "positional-only", acceptsUnknown: true }],
    run: (_thread, self, [element = null]) => {
      self.checkMutable();
      change(self, known(element));
      return null;
    },
  };
}

/** A method that takes any number of collections. */
function othersMethod(
  name: string,
  doc: string,
  run: (self: StarlarkSet, others: readonly StarlarkSet[]) => Value,
): SetMethod {
  return {
    name,
    doc,
    params: [{ name: "others", kind: "args", acceptsUnknown: true }],
    run: (thread, self, [others]) =>
      run(
        self,
        (others as Tuple).items.map((other) => elementsOf(thread, other, `${name} argument`)),
      ),
  };
}

/** A method that takes one collection. */
function otherMethod(name: string, doc: string, run: (self: StarlarkSet, other: StarlarkSet) => Value): SetMethod {
  return {
    name,
    doc,
    params: [{ name: "other", kind: "positional-only", acceptsUnknown: true }],
    run: (thread, self, [other = null]) => run(self, elementsOf(thread, other, `${name} argument`)),
  };
}

/** The elements of a list, tuple, set, … or the keys of a dict. */
function elementsOf(thread: Thread, other: Value, what: string): StarlarkSet {
  known(other);
  if (other instanceof StarlarkSet) return other;
  const isCollection = other instanceof StarlarkDict || (isIterable(other) && other.getIndex !== undefined);
  if (!isCollection) {
    throw new EvalError(`for ${what} got value of type '${typeOf(other)}', want a collection of hashable elements`);
  }
  return StarlarkSet.from(collect(thread, other));
}

function copy(self: StarlarkSet): StarlarkSet {
  return StarlarkSet.from(self.iterate());
}

/** Makes `self` hold what `result` holds. */
function become(self: StarlarkSet, result: StarlarkSet): null {
  self.checkMutable();
  const elements = [...result.iterate()];
  self.clear();
  for (const element of elements) self.add(element);
  return null;
}

function union(self: StarlarkSet, others: readonly StarlarkSet[]): StarlarkSet {
  const result = copy(self);
  for (const other of others) for (const element of other.iterate()) result.add(element);
  return result;
}

function intersection(self: StarlarkSet, others: readonly StarlarkSet[]): StarlarkSet {
  return StarlarkSet.from([...self.iterate()].filter((element) => others.every((other) => other.has(element))));
}

function difference(self: StarlarkSet, others: readonly StarlarkSet[]): StarlarkSet {
  return StarlarkSet.from([...self.iterate()].filter((element) => !others.some((other) => other.has(element))));
}

function symmetricDifference(self: StarlarkSet, other: StarlarkSet): StarlarkSet {
  return union(difference(self, [other]), [difference(other, [self])]);
}

function isSubset(self: StarlarkSet, other: StarlarkSet): boolean {
  return [...self.iterate()].every((element) => other.has(element));
}

function isDisjoint(self: StarlarkSet, other: StarlarkSet): boolean {
  return ![...self.iterate()].some((element) => other.has(element));
}

const pop: SetMethod = {
  name: "pop",
  doc: "Removes and returns the first element of the set. It is an error if the set is empty.",
  params: [],
  run: (_thread, self) => {
    self.checkMutable();
    for (const element of self.iterate()) {
      self.delete(element);
      return element;
    }
    throw new EvalError("set is empty");
  },
};

const clear: SetMethod = {
  name: "clear",
  doc: "Removes all the elements of the set.",
  params: [],
  run: (_thread, self) => {
    self.clear();
    return null;
  },
};

export const SET_METHODS = methodTable([
  elementMethod("add", "Adds an element to the set.", (self, element) => {
    self.add(element);
  }),
  clear,
  othersMethod("difference", "Returns a new set of the elements that no other collection has.", difference),
  othersMethod("difference_update", "Removes the elements that some other collection has.", (self, others) =>
    become(self, difference(self, others)),
  ),
  elementMethod("discard", "Removes an element from the set if it is present.", (self, element) => {
    self.delete(element);
  }),
  othersMethod("intersection", "Returns a new set of the elements that every other collection has.", intersection),
  othersMethod("intersection_update", "Removes the elements that some other collection lacks.", (self, others) =>
    become(self, intersection(self, others)),
  ),
  otherMethod("isdisjoint", "Whether the set has no elements in common with another collection.", isDisjoint),
  otherMethod("issubset", "Whether another collection has all the elements of the set.", isSubset),
  otherMethod("issuperset", "Whether the set has all the elements of another collection.", (self, other) =>
    isSubset(other, self),
  ),
  pop,
  elementMethod("remove", "Removes an element, which must be present, from the set.", (self, element) => {
    if (!self.delete(element)) throw new EvalError(`element ${repr(element)} not found in set`);
  }),
  otherMethod(
    "symmetric_difference",
    "Returns a new set of the elements that only one of the set and another collection has.",
    symmetricDifference,
  ),
  otherMethod(
    "symmetric_difference_update",
    "Keeps the elements that another collection lacks and adds those that only it has.",
    (self, other) => become(self, symmetricDifference(self, other)),
  ),
  othersMethod("union", "Returns a new set of the elements of the set and all other collections.", union),
  othersMethod("update", "Adds the elements of other collections to the set.", (self, others) =>
    become(self, union(self, others)),
  ),
]);
