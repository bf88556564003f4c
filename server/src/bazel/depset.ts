/**
 * depset: a shared, ordered, duplicate-free sequence kept as a graph (Bazel's `collect/nestedset/NestedSet.java`, docs "Depsets").
 *
 * Depsets are never flattened to find out whether they are interesting. What every holder wants to know without flattening, which Unknowns can reach it, is computed when a node is made.
 */
import { contentText } from "./provider.ts";
import { StarlarkDict } from "../starlark/dict.ts";
import { EvalError } from "../starlark/errors.ts";
import { builtin } from "../starlark/builtin.ts";
import { StarlarkList } from "../starlark/list.ts";
import { hashKey } from "../starlark/hash.ts";
import { isImmutable } from "../starlark/immutable.ts";
import { Tuple } from "../starlark/tuple.ts";
import { DOUBTS, obstacle, Unknown, UnknownDecision } from "../starlark/unknown.ts";
import type { Printer } from "../starlark/printer.ts";
import type { Thread } from "../starlark/thread.ts";
import type { StarlarkValue, Value } from "../starlark/value.ts";
import { typeOf } from "../starlark/value.ts";

export type DepsetOrder = "default" | "postorder" | "preorder" | "topological";

const NO_UNKNOWNS: ReadonlySet<Unknown> = new Set();
const NOTHING: readonly never[] = [];

export class Depset implements StarlarkValue {
  readonly type = "depset";
  readonly order: DepsetOrder;
  readonly direct: readonly Value[];
  readonly transitive: readonly Depset[];
  /** The Unknowns among the elements and the transitive sets, anywhere below. */
  readonly unknowns: ReadonlySet<Unknown>;
  /** No element is known, and no Unknown could be one. */
  readonly isEmpty: boolean;
  /** The type of all elements; undefined where none is known. */
  readonly elementType: string | undefined;
  /** How many sets are nested in each other (`NestedSet.getApproxDepth`). */
  readonly depth: number;
  #list: readonly Value[] | undefined;

  constructor(order: DepsetOrder, direct: readonly Value[], transitive: readonly (Depset | Unknown)[] = []) {
    this.order = order;
    this.direct = compact(direct.filter((element) => !(element instanceof Unknown)));
    this.transitive = compact(transitive.filter((set): set is Depset => set instanceof Depset && !isNothing(set)));
    this.unknowns = collectUnknowns(direct, transitive);
    this.isEmpty = this.direct.length === 0 && this.unknowns.size === 0 && this.transitive.every((set) => set.isEmpty);
    this.elementType =
      this.direct.length > 0
        ? typeOf(this.direct[0] ?? null)
        : this.transitive.find((set) => set.elementType !== undefined)?.elementType;
    this.depth = 1 + this.transitive.reduce((most, { depth }) => Math.max(most, depth), 0);
  }

  static readonly empty = new Depset("default", []);

  truth(): boolean {
    const [unknown] = this.unknowns;
    if (unknown && this.direct.length === 0 && this.toList().length === 0) throw new UnknownDecision(unknown);
    return !this.isEmpty;
  }

  repr(printer: Printer): void {
    printer.text("depset(");
    printer.value(new StarlarkList([...this.toList()]));
    if (this.order !== "default") printer.text(`, order = "${this.order}"`);
    printer.text(")");
  }

  freeze(): void {
    // Elements are frozen or hashable when they get here.
  }

  attrNames(): readonly string[] {
    return ["to_list"];
  }

  getAttr(name: string): Value | undefined {
    if (name !== "to_list") return undefined;
    return builtin({
      name: "to_list",
      doc: "Returns a list of the elements, without duplicates, in the depset's traversal order.",
      params: [],
      run: (thread) => obstacle(this.unknowns, thread.get(DOUBTS)) ?? new StarlarkList([...this.toList()]),
    });
  }

  /** The element of a depset that holds one, however often; undefined for others. Nothing is flattened. */
  singleton(): Value | undefined {
    let only: Value | undefined;
    const pending: Depset[] = [this];
    const entered = new Set<Depset>(pending);
    for (let set = pending.pop(); set; set = pending.pop()) {
      for (const element of set.direct) {
        if (only !== undefined && hashKey(only) !== hashKey(element)) return undefined;
        only = element;
      }
      for (const below of set.transitive) {
        if (entered.has(below)) continue;
        entered.add(below);
        pending.push(below);
      }
    }
    return only;
  }

  /** The known elements in traversal order, the first of equal ones kept. The list is cached: never change it. */
  toList(): readonly Value[] {
    this.#list ??= flatten(this);
    return this.#list;
  }
}

/** As `NestedSetBuilder.build` makes one: of nothing the empty set of its order, and of a single set of that order that set. */
export function nestedSet(
  order: DepsetOrder,
  direct: readonly Value[],
  transitive: readonly (Depset | Unknown)[],
): Depset {
  const sets = transitive.filter((set) => set instanceof Unknown || !isNothing(set));
  const [only] = sets;
  if (direct.length === 0) {
    if (only === undefined) return EMPTY[order];
    if (sets.length === 1 && only instanceof Depset && only.order === order) return only;
  }
  return new Depset(order, direct, sets);
}

const EMPTY: Readonly<Record<DepsetOrder, Depset>> = {
  default: Depset.empty,
  postorder: new Depset("postorder", []),
  preorder: new Depset("preorder", []),
  topological: new Depset("topological", []),
};

function isNothing(set: Depset): boolean {
  return set.isEmpty && set.unknowns.size === 0;
}

/** A workspace holds hundreds of thousands of these arrays: the same elements without the room that `filter` and `push` leave for more. */
function compact<T>(array: readonly T[]): readonly T[] {
  return array.length === 0 ? NOTHING : array.slice();
}

function collectUnknowns(direct: readonly Value[], transitive: readonly (Depset | Unknown)[]): ReadonlySet<Unknown> {
  let single: ReadonlySet<Unknown> = NO_UNKNOWNS;
  let own: Set<Unknown> | undefined;
  const add = (set: ReadonlySet<Unknown>) => {
    if (set === single || includesAll(own ?? single, set)) return;
    if (!own && includesAll(set, single)) single = set;
    else {
      own ??= new Set(single);
      for (const unknown of set) own.add(unknown);
    }
  };
  for (const set of transitive) add(set instanceof Depset ? set.unknowns : new Set([set]));
  for (const element of direct) if (element instanceof Unknown) add(new Set([element]));
  return own ?? single;
}

function includesAll(set: ReadonlySet<Unknown>, others: ReadonlySet<Unknown>): boolean {
  if (others.size > set.size) return false;
  for (const other of others) if (!set.has(other)) return false;
  return true;
}

/**
 * A topological set below a postorder one is taken as the list that it is. Starlark refuses to put one into the other, and Bazel's Java copies the list then (`CppHelper.runfilesFunction`); here the copy is made
 * once somebody flattens.
 */
function isCopied(parent: Depset, child: Depset): boolean {
  return parent.order === "postorder" && child.order === "topological";
}

/**
 * Traversal as `NestedSet` does it: every node lays its children out by its own order when it is made (a preorder node its direct elements before its transitive sets, any other after them, a topological node both from right to
 * left), and the root's order only decides whether the result is turned round at the end. A node is entered once. Iterative, since chains of depsets may be tens of thousands long.
 */
function flatten(root: Depset): readonly Value[] {
  if (root.transitive.length === 0) return root.direct.length < 2 ? root.direct : unique(root.direct);
  const elements: Value[] = [];
  const entered = new Set<Depset>();
  const stack: { readonly node: Depset; next: number }[] = [];
  const emit = (node: Depset) => {
    if (node.order === "topological")
      for (let i = node.direct.length - 1; i >= 0; i--) elements.push(node.direct[i] as Value);
    else for (const element of node.direct) elements.push(element);
  };
  const enter = (node: Depset) => {
    if (entered.has(node)) return;
    entered.add(node);
    stack.push({ node, next: 0 });
    if (node.order === "preorder") emit(node);
  };
  enter(root);
  while (stack.length > 0) {
    const frame = stack.at(-1);
    if (!frame) break;
    const { order, transitive } = frame.node;
    if (frame.next === transitive.length) {
      stack.pop();
      if (order !== "preorder") emit(frame.node);
      continue;
    }
    const child = transitive[order === "topological" ? transitive.length - 1 - frame.next : frame.next];
    frame.next++;
    if (!child) continue;
    if (isCopied(frame.node, child)) elements.push(...child.toList());
    else enter(child);
  }
  const result = unique(elements);
  return root.order === "topological" ? result.reverse() : result;
}

function unique(elements: readonly Value[]): Value[] {
  const byKey = new Map<unknown, Value>();
  for (const element of elements) {
    const key = elementKey(element);
    if (!byKey.has(key)) byKey.set(key, element);
  }
  return [...byKey.values()].slice();
}

/** What equal elements have in common. A tuple of what cannot be changed is an element, although one that holds a list is no key of a dict. */
function elementKey(element: Value): unknown {
  return element instanceof Tuple ? contentText(element) : hashKey(element);
}

const ORDERS: ReadonlySet<string> = new Set<DepsetOrder>(["default", "postorder", "preorder", "topological"]);

/** Bazel's `depset(direct = None, order = "default", *, transitive = None)`. */
export const depsetBuiltin = builtin({
  name: "depset",
  doc: "Creates a depset from direct elements and transitive depsets.",
  params: [
    { name: "direct", default: null, types: ["list", "tuple", "NoneType"], doc: "The direct elements." },
    {
      name: "order",
      default: "default",
      types: ["string"],
      doc: "Traversal order: default, postorder, preorder or topological.",
    },
    {
      name: "transitive",
      default: null,
      kind: "named-only",
      types: ["list", "tuple", "NoneType"],
      doc: "Depsets whose elements become indirect elements.",
    },
  ],
  run: (thread, [direct, order, transitive]) => makeDepset(thread, direct ?? null, order as string, transitive ?? null),
});

/** As Bazel 4 has it unless `--incompatible_disable_depset_items` is set: elements come by position or as `items`, and where nothing else is given a depset may stand for them (`Depset.legacyOf`; 4.2.3 asked). */
export const depsetBuiltinOfItems = builtin({
  ...depsetBuiltin.spec,
  params: [
    { name: "x", default: null, kind: "positional-only" },
    ...depsetBuiltin.spec.params.filter(({ name }) => name === "order"),
    ...depsetBuiltin.spec.params
      .filter(({ name }) => name !== "order")
      .map((param) => ({ ...param, kind: "named-only" as const })),
    { name: "items", optional: true, kind: "named-only" },
  ],
  run: (thread, [x = null, order, direct = null, transitive = null, items]) => {
    if (x !== null && items !== undefined)
      throw new EvalError("parameter 'items' cannot be specified both positionally and by keyword");
    const elements = x ?? items ?? null;
    if (direct !== null && elements !== null)
      throw new EvalError("Do not pass both 'direct' and 'items' argument to depset constructor.");
    const isAlone = direct === null && transitive === null;
    if (isAlone && elements instanceof Depset) return sameAs(elements, order as DepsetOrder);
    const isNothing = items === undefined && elements === null;
    if (!isNothing && !(elements instanceof StarlarkList || elements instanceof Tuple))
      throw new EvalError(
        isAlone
          ? `depset: got value of type '${typeOf(elements)}', want depset or sequence`
          : `for items, got ${typeOf(elements)}, want sequence`,
      );
    return makeDepset(thread, direct ?? elements, order as string, transitive);
  },
});

function sameAs(set: Depset, order: DepsetOrder): Depset {
  if (!compatible(order, set.order)) throw new EvalError(`Order mismatch: ${set.order} != ${order}`);
  return new Depset(order, [], [set]);
}

function makeDepset(_thread: Thread, direct: Value, order: string, transitive: Value): Depset {
  if (!ORDERS.has(order)) throw new EvalError(`Invalid order: ${order}`);
  const elements = elementsOf(direct);
  let kind: string | undefined;
  for (const element of elements) {
    if (element instanceof Unknown) continue;
    requireElement(element);
    kind = checkSameType(kind, typeOf(element));
  }
  const sets: (Depset | Unknown)[] = [];
  for (const set of elementsOf(transitive)) {
    if (set instanceof Unknown) sets.push(set);
    else if (!(set instanceof Depset))
      throw new EvalError(
        `at index ${String(sets.length)} of transitive, got element of type ${typeOf(set)}, want depset`,
      );
    else {
      if (!compatible(order as DepsetOrder, set.order))
        throw new EvalError(`Order '${order}' is incompatible with order '${set.order}'`);
      if (set.elementType !== undefined) kind = checkSameType(kind, set.elementType);
      sets.push(set);
    }
  }
  const set = new Depset(order as DepsetOrder, elements, sets);
  if (set.depth > DEPTH_LIMIT)
    throw new EvalError(`depset depth ${String(set.depth)} exceeds limit (${String(DEPTH_LIMIT)})`);
  return set;
}

/** `--nested_set_depth_limit`, unless it is set. */
const DEPTH_LIMIT = 3500;

/** `Depset.checkElement`. */
function requireElement(element: Value): void {
  if (element instanceof StarlarkList || element instanceof StarlarkDict || !isImmutable(element))
    throw new EvalError("depset elements must not be mutable values");
  elementKey(element); // Nothing is decided on what is not known.
}

/** `Order.isCompatible`: equal, or one of them is the default order. */
function compatible(a: DepsetOrder, b: DepsetOrder): boolean {
  return a === b || a === "default" || b === "default";
}

function elementsOf(value: Value): readonly Value[] {
  if (value instanceof StarlarkList) return value.items;
  if (value instanceof Tuple) return value.items;
  return [];
}

function checkSameType(known: string | undefined, type: string): string {
  if (known !== undefined && known !== type)
    throw new EvalError(`cannot add an item of type '${type}' to a depset of '${known}'`);
  return type;
}
