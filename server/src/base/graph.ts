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
 *
 * Two things keep a graph small and let it start fast:
 * - Of a *transient* query only the latest values are held. Who depends on a value that was let go is not disturbed by that; who asks for it has it made again.
 * - The value of a *stored* query outlives the process: `Memory` holds it together with every input that was read for it and what that input said (a verifying trace, after Mokhov, Mitchell and Peyton Jones, "Build systems
 *   à la carte"). It stands if all of these inputs say the same now.
 */

import { Cancelled } from "./cancelled.ts";
import { LatestValues } from "./latestValues.ts";
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
  /** Set where values are large and cheap to make again. The fingerprint stands for a value that was let go when it is made again from changed dependencies: equal ones are `equals`. */
  readonly transient?: { readonly fingerprint: (value: V) => string };
  /** Values are plain JSON, and are remembered beyond the process where the graph has a memory. */
  readonly stored?: true;
}

/** A kind of input: `read` asks the outside world, once a revision at most, and may be pending. */
export interface Input<V> {
  readonly name: string;
  readonly read: (key: string) => V | "pending";
  /** Equal values have equal fingerprints, others have not. */
  fingerprint(value: V): string;
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
class Suspend extends Error {
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

/** What was read for a value: name and key of an input, and the fingerprint of what it said. */
export interface InputReading {
  readonly input: string;
  readonly key: string;
  readonly fingerprint: string;
}

/** A value with all that it was computed from. */
export interface Remembered {
  readonly readings: readonly InputReading[];
  readonly value: unknown;
}

/** Where the values of stored queries are kept between processes. `name` and `key` are the query's. */
export interface Memory {
  recall(name: string, key: string): Remembered | undefined;
  remember(name: string, key: string, value: Remembered): void;
}

interface Node {
  readonly query: Query<unknown, unknown> | undefined;
  readonly input: Input<unknown> | undefined;
  readonly key: unknown;
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
  /** The value comes from the memory: nothing was computed for it. */
  recalled: boolean;
}

type Outcome =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "error"; readonly error: unknown }
  /** A transient value that was let go. */
  | { readonly kind: "gone"; readonly fingerprint: string };

/** So many values of transient queries are held. */
const TRANSIENT_VALUES = 128;

export interface GraphOptions {
  readonly isCancelled?: () => boolean;
  /** Awaited when an input was pending. */
  readonly settled?: () => Promise<void>;
  /** Nested queries before a run is suspended and continued from an empty stack. */
  readonly maxDepth?: number;
  /** Told of every query that is computed and every input that is read. */
  readonly trace?: Trace | undefined;
  /** How many values of transient queries are held. */
  readonly transientValues?: number;
  readonly memory?: Memory;
  /** The inputs by which a remembered value may stand; one that read others is not remembered. */
  readonly inputs?: readonly Input<unknown>[];
}

export class Graph {
  #revision = 1;
  #asked: Set<Node> | undefined;
  /** By name of the query or input, then by key. */
  readonly #nodes = new Map<string, Map<string, Node>>();
  /** Those of `#nodes` that are inputs: a change looks at them alone. */
  readonly #inputs: Node[] = [];
  /** Transient queries with a value. Those that the driver computed for others are pinned: were they let go before these run again, all would begin anew for ever. */
  readonly #held: LatestValues<Node>;
  readonly #inputsByName: ReadonlyMap<string, Input<unknown>>;
  readonly #stack: Node[] = [];
  readonly #options: GraphOptions;
  readonly #context: QueryContext;

  /** How often a query of each name was really computed; for tests and traces. */
  readonly computed = new Map<string, number>();

  constructor(options: GraphOptions = {}) {
    this.#options = options;
    this.#held = new LatestValues(options.transientValues ?? TRANSIENT_VALUES, letGo);
    this.#inputsByName = new Map((options.inputs ?? []).map((input) => [input.name, input]));
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
      if (!mayHaveChanged || mayHaveChanged(node.input?.name ?? "", String(node.key))) node.stale = true;
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
        if (work.length === 0) return this.#finish(value as V);
        if (top.query.transient) this.#held.pin(this.#queryNode(top.query, top.key));
      } catch (error) {
        if (error instanceof Suspend) {
          if (!error.missing) return { kind: "pending" };
          const { missing } = error;
          const text = keyText(missing.query, missing.key);
          const from = work.findIndex((item) => item.query === missing.query && keyText(item.query, item.key) === text);
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

  #finish<V>(value: V): { readonly kind: "value"; readonly value: V } {
    this.#held.unpin();
    return { kind: "value", value };
  }

  /** Drops memoised values that `keep` does not name; for bounded memory. They are computed again when asked for. */
  evict(drop: (query: string, key: unknown) => boolean): void {
    for (const [name, nodes] of this.#nodes) {
      for (const [id, node] of nodes) {
        if (!node.query || !drop(name, node.key)) continue;
        nodes.delete(id);
        this.#held.forget(node);
      }
    }
  }

  /** Has the memory keep what is known of a stored query: to be called after it was evaluated. Values that were recalled are there already. */
  remember<K, V>(query: Query<K, V>, key: K): void {
    const { memory } = this.#options;
    const text = keyText(query as Query<unknown, unknown>, key);
    const node = this.#nodes.get(query.name)?.get(text);
    if (!memory || !node || node.outcome?.kind !== "value" || node.recalled) return;
    const readings = this.#readings(node);
    if (!readings) return;
    memory.remember(query.name, text, { readings, value: node.outcome.value });
  }

  /** All inputs below a node; undefined where one of them cannot be asked again in another process. */
  #readings(from: Node): readonly InputReading[] | undefined {
    const seen = new Set([from]);
    const readings: InputReading[] = [];
    for (const node of seen) {
      for (const dependency of node.dependencies) seen.add(dependency);
      if (!node.input) continue;
      const { name } = node.input;
      if (node.outcome?.kind !== "value" || this.#inputsByName.get(name) !== node.input) return undefined;
      readings.push({ input: name, key: String(node.key), fingerprint: node.input.fingerprint(node.outcome.value) });
    }
    return readings;
  }

  /** Drops one memoised value. */
  forget<K, V>(query: Query<K, V>, key: K): void {
    this.#nodes.get(query.name)?.delete(keyText(query as Query<unknown, unknown>, key));
  }

  #checkCancelled(): void {
    if (this.#options.isCancelled?.()) throw new Cancelled();
  }

  #get<K, V>(query: Query<K, V>, key: K): V {
    const node = this.#queryNode(query as Query<unknown, unknown>, key);
    this.#asked?.add(node);
    if (node.running) throw new CycleError(this.#cycleThrough(node));
    this.#bringUpToDate(node, "value");
    const value = unwrap(node) as V;
    if (query.transient) this.#held.hold(node);
    return value;
  }

  #input<V>(input: Input<V>, key: string): V {
    const node = this.#inputNode(input, key);
    this.#asked?.add(node);
    this.#bringUpToDate(node, "value");
    return unwrap(node) as V;
  }

  /** `date` asks only when the value last changed, `value` for the value. */
  #bringUpToDate(node: Node, wanted: "date" | "value"): void {
    if (node.input) {
      if (!node.outcome || node.stale) this.#read(node, node.input);
      return;
    }
    const isThere = node.outcome !== undefined && (node.outcome.kind !== "gone" || wanted === "date");
    if (isThere && node.verifiedAt === this.#revision) return;
    this.#checkCancelled();
    if (this.#stack.length >= (this.#options.maxDepth ?? 60)) throw this.#tooDeep(node);
    this.#stack.push(node);
    node.running = true;
    const asked = this.#asked;
    try {
      this.#verifyOrCompute(node, wanted);
    } finally {
      this.#asked = asked;
      node.running = false;
      this.#stack.pop();
    }
  }

  #verifyOrCompute(node: Node, wanted: "date" | "value"): void {
    if (!node.outcome && this.#recall(node)) return;
    if (!node.outcome || !this.#stillHolds(node)) {
      this.#compute(node);
      return;
    }
    node.verifiedAt = this.#revision;
    if (node.outcome.kind === "gone" && wanted === "value") this.#compute(node);
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
      this.#bringUpToDate(dependency, "date");
      if (dependency.changedAt > node.verifiedAt) return false;
    }
    return true;
  }

  #queryNode(query: Query<unknown, unknown>, key: unknown): Node {
    const text = keyText(query, key);
    return this.#nodes.get(query.name)?.get(text) ?? this.#newNode(query.name, text, { key, query, input: undefined });
  }

  #inputNode(input: Input<unknown>, key: string): Node {
    const known = this.#nodes.get(input.name)?.get(key);
    if (known) return known;
    const node = this.#newNode(input.name, key, { key, query: undefined, input });
    this.#inputs.push(node);
    return node;
  }

  #newNode(name: string, text: string, { query, input, key }: Pick<Node, "key" | "query" | "input">): Node {
    // No spread: V8 gives an object that begins with one a hidden class of its own, which is larger than the node.
    const node: Node = {
      query,
      input,
      key,
      outcome: undefined,
      changedAt: 0,
      verifiedAt: 0,
      dependencies: NONE,
      running: false,
      stale: false,
      recalled: false,
    };
    const nodes = this.#nodes.get(name);
    if (nodes) nodes.set(text, node);
    else this.#nodes.set(name, new Map([[text, node]]));
    return node;
  }

  #traced<T>(node: Node, work: () => T): T {
    const { trace } = this.#options;
    return trace ? traced(trace, nameOf(node), textOf(node), work) : work();
  }

  #compute(node: Node): void {
    const { query, key } = node;
    if (!query) return;
    const asked = new Set<Node>();
    this.#asked = asked;
    this.computed.set(query.name, (this.computed.get(query.name) ?? 0) + 1);
    const outcome = this.#traced(node, () => run(() => query.compute(this.#context, key)));
    node.dependencies = asked.size === 0 ? NONE : [...asked];
    node.recalled = false;
    this.#settle(node, outcome);
  }

  #read(node: Node, input: Input<unknown>): void {
    const value = this.#traced(node, () => input.read(String(node.key)));
    if (value === "pending") throw new Suspend();
    node.stale = false;
    this.#settle(node, { kind: "value", value });
  }

  /** Takes a stored query's value from the memory, if everything that was read for it says the same now. */
  #recall(node: Node): boolean {
    const { query, key } = node;
    const remembered = query?.stored && this.#options.memory?.recall(query.name, keyText(query, key));
    if (!remembered) return false;
    this.#asked = undefined;
    const dependencies: Node[] = [];
    for (const { input: name, key: place, fingerprint } of remembered.readings) {
      const input = this.#inputsByName.get(name);
      if (!input) return false;
      this.#checkCancelled();
      const dependency = this.#inputNode(input, place);
      this.#bringUpToDate(dependency, "value");
      if (input.fingerprint(unwrap(dependency)) !== fingerprint) return false;
      dependencies.push(dependency);
    }
    node.dependencies = dependencies;
    node.recalled = true;
    this.#settle(node, { kind: "value", value: remembered.value });
    return true;
  }

  /** Stores an outcome; an equal value keeps the old one and its date, so that nobody downstream runs again. */
  #settle(node: Node, outcome: Outcome): void {
    const before = node.outcome;
    if (!before || !isSame(node, before, outcome)) {
      node.outcome = outcome;
      node.changedAt = this.#revision;
    } else if (before.kind === "gone") node.outcome = outcome;
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
    this.#settle(this.#queryNode(first.query, first.key), { kind: "error", error });
  }
}

const NONE: readonly Node[] = [];

function letGo(node: Node): void {
  if (node.outcome?.kind === "value" && node.query?.transient)
    node.outcome = { kind: "gone", fingerprint: node.query.transient.fingerprint(node.outcome.value) };
}

function keyText(query: Query<unknown, unknown>, key: unknown): string {
  return query.keyOf ? query.keyOf(key) : String(key);
}

function isSame({ input, query }: Node, before: Outcome, now: Outcome): boolean {
  if (now.kind !== "value") return false;
  if (before.kind === "gone") return query?.transient?.fingerprint(now.value) === before.fingerprint;
  if (before.kind !== "value") return false;
  if (before.value === now.value) return true;
  if (input) return input.fingerprint(before.value) === input.fingerprint(now.value);
  return query?.equals?.(before.value, now.value) ?? false;
}

function unwrap(node: Node): unknown {
  if (!node.outcome) throw new Error(`no value for ${describe(node)}`);
  if (node.outcome.kind === "error") throw node.outcome.error;
  if (node.outcome.kind === "gone") throw new Error(`the value of ${describe(node)} was let go`);
  return node.outcome.value;
}

function describe(node: Node): string {
  return `${nameOf(node)} ${textOf(node)}`;
}

function nameOf({ query, input }: Node): string {
  return query?.name ?? input?.name ?? "";
}

function textOf({ query, key }: Node): string {
  return query ? keyText(query, key) : String(key);
}

function run(compute: () => unknown): Outcome {
  try {
    return { kind: "value", value: compute() };
  } catch (error) {
    if (isControlFlow(error)) throw error;
    return { kind: "error", error };
  }
}
