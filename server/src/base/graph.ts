/**
 * Memoised queries over immutable inputs, after Skyframe and salsa.
 *
 * A *query* is a pure function of its key and of what it asks the graph for. The graph remembers the value and what was asked. An *input* (a file's text, a directory's entries, the settings)
 * is set from outside. When inputs change, a revision passes; a query is computed again only if something that it asked for has another value, and a query whose new value equals its old one stops the wave.
 *
 * Queries run synchronously. Two things end a run before its time, both thrown through the query, which must let them pass:
 * - `Suspend`: what was asked for cannot be answered on this stack: an input is pending, or the chain of nested queries is too long for the host's stack. The driver (`evaluate`) computes
 *   the missing thing first, from an empty stack, and runs the query again, as Skyframe restarts a function. So neither load chains nor dependency chains are bounded by the stack.
 * - `Cancelled`: the run is abandoned. Nothing is memoised of an abandoned run.
 *
 * A query that asks for itself, directly or through others, is a cycle: the innermost asker gets a `CycleError` that names the members.
 */

import { Cancelled } from "./cancelled.ts";
import type { Trace } from "./trace.ts";
import { traced } from "./trace.ts";

/** A kind of query: `name` distinguishes kinds, `compute` derives the value of a key. */
export interface Query<K, V> {
  readonly name: string;
  readonly compute: (graph: QueryContext, key: K) => V;
  /** Whether a new value may stand for the old one downstream; identity where absent. */
  readonly equals?: (a: V, b: V) => boolean;
  /** The string that identifies the key; needed where keys are objects. */
  readonly keyOf?: (key: K) => string;
}

/** A kind of input: `read` asks the outside world, once a revision at most, and may be pending. */
export interface Input<V> {
  readonly name: string;
  readonly read: (key: string) => V | "pending";
  readonly equals: (a: V, b: V) => boolean;
}

/** What a running query may use. */
export interface QueryContext {
  get<K, V>(query: Query<K, V>, key: K): V;
  input<V>(input: Input<V>, key: string): V;
  /** Throws when the host has cancelled; call it in long loops. */
  checkCancelled(): void;
  /** Runs a part of a query that is worth a line of its own in a trace. */
  span<T>(name: string, detail: string, work: () => T): T;
}

export class CycleError extends Error {
  /** The members, `name key` each, first = the one asked for again. */
  readonly members: readonly { readonly query: string; readonly key: unknown }[];

  constructor(members: readonly { readonly query: string; readonly key: unknown }[]) {
    super(`cycle: ${members.map((m) => `${m.query} ${String(m.key)}`).join(" -> ")}`);
    this.members = members;
  }
}

/** Control flow of the graph: queries must not catch it. */
export class Suspend extends Error {
  readonly missing: { readonly query: Query<unknown, unknown>; readonly key: unknown } | undefined;

  constructor(missing?: { readonly query: Query<unknown, unknown>; readonly key: unknown }) {
    super("suspended");
    this.missing = missing;
  }
}

/** True for what a query that catches errors must throw again. */
export function isControlFlow(error: unknown): boolean {
  return error instanceof Suspend || error instanceof Cancelled;
}

interface Node {
  readonly kind: "query" | "input";
  readonly id: string;
  /** Set once a value is there. */
  outcome: Outcome | undefined;
  /** The revision in which the value last became another one. */
  changedAt: number;
  /** The revision in which the value was last found to hold. */
  verifiedAt: number;
  /** What the computation asked for, in order of asking. */
  dependencies: readonly Node[];
  running: boolean;
  /** Of inputs: it is to be read again before it is used. */
  stale: boolean;
  readonly refresh: () => void;
  readonly query: Query<unknown, unknown> | undefined;
  readonly key: unknown;
}

type Outcome =
  { readonly kind: "value"; readonly value: unknown } | { readonly kind: "error"; readonly error: unknown };

export interface GraphOptions {
  readonly isCancelled?: () => boolean;
  /** Awaited when an input was pending. */
  readonly settled?: () => Promise<void>;
  /** Nested queries before a run is suspended and continued from an empty stack. */
  readonly maxDepth?: number;
  /** Told of every query that is computed and every input that is read. */
  readonly trace?: Trace | undefined;
}

export class Graph {
  #revision = 1;
  #asked: Set<Node> | undefined;
  readonly #nodes = new Map<string, Node>();
  /** Those of `#nodes` that are inputs: a change looks at them alone. */
  readonly #inputs: Node[] = [];
  readonly #stack: Node[] = [];
  readonly #options: GraphOptions;
  readonly #context: QueryContext;

  /** How often a query of each name was really computed; for tests and traces. */
  readonly computed = new Map<string, number>();

  constructor(options: GraphOptions = {}) {
    this.#options = options;
    this.#context = {
      get: (query, key) => this.#get(query, key),
      input: (input, key) => this.#input(input, key),
      checkCancelled: () => {
        this.#checkCancelled();
      },
      span: (name, detail, work) => traced(options.trace, name, detail, work),
    };
  }

  get revision(): number {
    return this.#revision;
  }

  /** Announces that inputs may have changed: every input is read again when it is next asked for, or only those whose `name key` the predicate names. */
  invalidate(mayHaveChanged?: (input: string, key: string) => boolean): void {
    this.#revision++;
    for (const node of this.#inputs) {
      if (!mayHaveChanged || mayHaveChanged(node.id.slice(0, node.id.indexOf("\0")), String(node.key)))
        node.stale = true;
    }
  }

  /** Computes a query from outside, awaiting pending inputs. Throws what the query throws, `Cancelled`, or a `CycleError`. */
  async evaluate<K, V>(query: Query<K, V>, key: K): Promise<V> {
    for (;;) {
      const result = this.tryEvaluate(query, key);
      if (result.kind === "value") return result.value;
      await this.#options.settled?.();
    }
  }

  /** As `evaluate`, but answers `pending` instead of waiting. */
  tryEvaluate<K, V>(
    query: Query<K, V>,
    key: K,
  ): { readonly kind: "value"; readonly value: V } | { readonly kind: "pending" } {
    const work: { query: Query<unknown, unknown>; key: unknown }[] = [{ query: query as Query<unknown, unknown>, key }];
    for (;;) {
      const top = work.at(-1);
      if (!top) throw new Error("the worklist ended without a value");
      try {
        const value = this.#get(top.query, top.key);
        work.pop();
        if (work.length === 0) return { kind: "value", value: value as V };
      } catch (error) {
        if (error instanceof Suspend) {
          if (!error.missing) return { kind: "pending" };
          const { missing } = error;
          const from = work.findIndex((item) => nodeId(item.query, item.key) === nodeId(missing.query, missing.key));
          if (from >= 0) this.#failCycle(work.slice(from));
          else work.push(missing);
          continue;
        }
        if (work.length === 1 || error instanceof Cancelled) throw error;
        work.pop(); // The failure is memoised: whoever asked meets it again when it runs.
      } finally {
        this.#stack.length = 0;
        this.#asked = undefined;
      }
    }
  }

  /** Drops memoised values that `keep` does not name; for bounded memory. They are computed again when asked for. */
  evict(drop: (query: string, key: unknown) => boolean): void {
    for (const [id, node] of this.#nodes) {
      if (node.kind === "query" && node.query && drop(node.query.name, node.key)) this.#nodes.delete(id);
    }
  }

  /** Drops one memoised value. */
  forget<K, V>(query: Query<K, V>, key: K): void {
    this.#nodes.delete(nodeId(query as Query<unknown, unknown>, key));
  }

  #checkCancelled(): void {
    if (this.#options.isCancelled?.()) throw new Cancelled();
  }

  #get<K, V>(query: Query<K, V>, key: K): V {
    const node = this.#queryNode(query as Query<unknown, unknown>, key);
    this.#asked?.add(node);
    if (node.running) throw new CycleError(this.#cycleThrough(node));
    this.#bringUpToDate(node);
    return unwrap(node) as V;
  }

  #input<V>(input: Input<V>, key: string): V {
    const node = this.#inputNode(input as Input<unknown>, key);
    this.#asked?.add(node);
    this.#bringUpToDate(node);
    return unwrap(node) as V;
  }

  #bringUpToDate(node: Node): void {
    if (node.kind === "input") {
      if (!node.outcome || node.stale) node.refresh();
      return;
    }
    if (node.outcome && node.verifiedAt === this.#revision) return;
    this.#checkCancelled();
    if (this.#stack.length >= (this.#options.maxDepth ?? 60)) throw this.#tooDeep(node);
    this.#stack.push(node);
    node.running = true;
    const asked = this.#asked;
    try {
      if (node.outcome && this.#stillHolds(node)) node.verifiedAt = this.#revision;
      else node.refresh();
    } finally {
      this.#asked = asked;
      node.running = false;
      this.#stack.pop();
    }
  }

  /**
   * What is computed first is the middle of the chain, not its end: with as many levels again below it, whatever lies around the end is computed in one run, where the end alone would be suspended on each of its
   * dependencies anew.
   */
  #tooDeep(node: Node): Suspend {
    const { query, key } = this.#stack[Math.ceil(this.#stack.length / 2)] ?? node;
    return new Suspend({ query: query as Query<unknown, unknown>, key });
  }

  /** Whether everything that the last computation asked for, in that order, still has the value it had. */
  #stillHolds(node: Node): boolean {
    if (node.outcome?.kind === "error" && node.outcome.error instanceof CycleError) return false; // It stands or falls with nodes that were not finished.
    this.#asked = undefined;
    for (const dependency of node.dependencies) {
      if (dependency.running) return false;
      this.#bringUpToDate(dependency);
      if (dependency.changedAt > node.verifiedAt) return false;
    }
    return true;
  }

  #queryNode(query: Query<unknown, unknown>, key: unknown): Node {
    const id = nodeId(query, key);
    const known = this.#nodes.get(id);
    if (known) return known;
    const node: Node = {
      kind: "query",
      id,
      query,
      key,
      outcome: undefined,
      changedAt: 0,
      verifiedAt: 0,
      dependencies: [],
      running: false,
      stale: false,
      refresh: () => {
        const asked = new Set<Node>();
        this.#asked = asked;
        this.computed.set(query.name, (this.computed.get(query.name) ?? 0) + 1);
        const outcome = this.#traced(node, query.name, () => run(() => query.compute(this.#context, key)));
        node.dependencies = [...asked];
        this.#settle(node, outcome, query.equals);
      },
    };
    this.#nodes.set(id, node);
    return node;
  }

  #inputNode(input: Input<unknown>, key: string): Node {
    const id = `${input.name}\0${key}`;
    const known = this.#nodes.get(id);
    if (known) return known;
    const node: Node = {
      kind: "input",
      id,
      query: undefined,
      key,
      outcome: undefined,
      changedAt: 0,
      verifiedAt: 0,
      dependencies: [],
      running: false,
      stale: false,
      refresh: () => {
        const value = this.#traced(node, input.name, () => input.read(key));
        if (value === "pending") throw new Suspend();
        node.stale = false;
        this.#settle(node, { kind: "value", value }, input.equals);
      },
    };
    this.#nodes.set(id, node);
    this.#inputs.push(node);
    return node;
  }

  #traced<T>(node: Node, name: string, work: () => T): T {
    const { trace } = this.#options;
    return trace ? traced(trace, name, node.id.slice(name.length + 1), work) : work();
  }

  /** Stores an outcome; an equal value keeps the old one and its date, so that nobody downstream runs again. */
  #settle(node: Node, outcome: Outcome, equals: ((a: unknown, b: unknown) => boolean) | undefined): void {
    const before = node.outcome;
    const same =
      before?.kind === "value" &&
      outcome.kind === "value" &&
      (before.value === outcome.value || (equals?.(before.value, outcome.value) ?? false));
    if (!same) {
      node.outcome = outcome;
      node.changedAt = this.#revision;
    }
    node.verifiedAt = this.#revision;
  }

  #cycleThrough(node: Node): { query: string; key: unknown }[] {
    const from = this.#stack.indexOf(node);
    return this.#stack.slice(Math.max(from, 0)).map((member) => ({ query: member.query?.name ?? "", key: member.key }));
  }

  /** A cycle longer than one stack: its first member is settled as failed, and the others meet that failure. */
  #failCycle(members: readonly { query: Query<unknown, unknown>; key: unknown }[]): void {
    const first = members[0];
    if (!first) return;
    const error = new CycleError(members.map((member) => ({ query: member.query.name, key: member.key })));
    this.#settle(this.#queryNode(first.query, first.key), { kind: "error", error }, undefined);
  }
}

function nodeId(query: Query<unknown, unknown>, key: unknown): string {
  return `${query.name}\0${query.keyOf ? query.keyOf(key) : String(key)}`;
}

function unwrap(node: Node): unknown {
  if (!node.outcome) throw new Error(`no value for ${node.id}`);
  if (node.outcome.kind === "error") throw node.outcome.error;
  return node.outcome.value;
}

function run(compute: () => unknown): Outcome {
  try {
    return { kind: "value", value: compute() };
  } catch (error) {
    if (isControlFlow(error)) throw error;
    return { kind: "error", error };
  }
}
