/**
 * The query graph on a small language: an input is a line of words; the query `sum` adds them up, a number for itself, any other word for the sum of the input of that name. So tests write dependencies as data.
 */
import { describe, expect, test } from "vitest";
import { Cancelled } from "../../server/src/base/cancelled.ts";
import {
  CycleError,
  Graph,
  type GraphOptions,
  type Input,
  type Memory,
  type Query,
  type Remembered,
} from "../../server/src/base/graph.ts";

class Sheet {
  readonly cells: Map<string, string>;
  /** Inputs that answer `pending` until they are settled. */
  readonly pending = new Set<string>();
  reads = 0;
  readonly graph: Graph;
  readonly #input: Input<string>;
  readonly sum: Query<string, number>;
  /** Whether a sum is even: its value changes less often than the sum. */
  readonly parity: Query<string, string>;
  /** Says the parity in words. */
  readonly report: Query<string, string>;

  constructor(
    cells: Readonly<Record<string, string>>,
    options: GraphOptions = {},
    sums: Pick<Query<string, number>, "transient" | "stored"> = {},
  ) {
    this.cells = new Map(Object.entries(cells));
    this.#input = {
      name: "cell",
      read: (name) => {
        if (this.pending.has(name)) return "pending";
        this.reads++;
        return this.cells.get(name) ?? "";
      },
      fingerprint: (text) => text,
    };
    this.graph = new Graph({
      inputs: [this.#input],
      settled: () => {
        this.pending.clear();
        return Promise.resolve();
      },
      ...options,
    });
    this.sum = {
      ...sums,
      name: "sum",
      compute: (graph, name) =>
        graph
          .input(this.#input, name)
          .split(" ")
          .filter((word) => word !== "")
          .map((word) => {
            if (word === "error") throw new Error(`error in ${name}`);
            const number = Number(word);
            return Number.isNaN(number) ? graph.get(this.sum, word) : number;
          })
          .reduce((total, term) => total + term, 0),
    };
    this.parity = { name: "parity", compute: (graph, name) => (graph.get(this.sum, name) % 2 === 0 ? "even" : "odd") };
    this.report = { name: "report", compute: (graph, name) => `${name} is ${graph.get(this.parity, name)}` };
  }

  /** How often each query was computed for a question. */
  async ask<V>(
    query: Query<string, V>,
    name: string,
  ): Promise<{ readonly answer: V | Error; readonly computed: Readonly<Record<string, number>> }> {
    const before = new Map(this.graph.computed);
    const answer = await this.graph.evaluate(query, name).catch((error: unknown) => error as Error);
    const computed = [...this.graph.computed].map(
      ([query, count]) => [query, count - (before.get(query) ?? 0)] as const,
    );
    return { answer, computed: Object.fromEntries(computed.filter(([, count]) => count > 0)) };
  }

  write(name: string, words: string): void {
    this.cells.set(name, words);
    this.graph.invalidate();
  }
}

function chain(length: number, end: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Array.from({ length }, (_, i) => [`c${String(i)}`, i + 1 === length ? end : `c${String(i + 1)} 1`]),
  );
}

describe("memoised values", () => {
  test("are computed once, and once for those who share them", async () => {
    const sheet = new Sheet({ a: "b c", b: "d", c: "d", d: "1" });
    expect(await sheet.ask(sheet.sum, "a")).toEqual({ answer: 2, computed: { sum: 4 } });
    expect(await sheet.ask(sheet.sum, "a")).toEqual({ answer: 2, computed: {} });
  });

  test("stand when nothing that they asked for has changed, even if all may have", async () => {
    const sheet = new Sheet({ a: "b 1", b: "2" });
    await sheet.ask(sheet.sum, "a");
    sheet.graph.invalidate();
    expect(await sheet.ask(sheet.sum, "a")).toEqual({ answer: 3, computed: {} });
  });

  test("are computed again along the edit only", async () => {
    const sheet = new Sheet({ a: "b c", b: "1", c: "2" });
    await sheet.ask(sheet.sum, "a");
    sheet.write("b", "5");
    expect(await sheet.ask(sheet.sum, "a")).toEqual({ answer: 7, computed: { sum: 2 } });
  });

  test("stop the wave where they stay equal", async () => {
    const sheet = new Sheet({ a: "1" });
    await sheet.ask(sheet.report, "a");
    sheet.write("a", "3");
    expect(await sheet.ask(sheet.report, "a")).toEqual({ answer: "a is odd", computed: { sum: 1, parity: 1 } });
    sheet.write("a", "4");
    expect(await sheet.ask(sheet.report, "a")).toEqual({
      answer: "a is even",
      computed: { sum: 1, parity: 1, report: 1 },
    });
  });

  test("stop the wave where `equals` says so, and the old value stays", async () => {
    const graph = new Graph();
    let text = "x  y";
    const input: Input<string> = { name: "text", read: () => text, fingerprint: (value) => value };
    const words: Query<string, readonly string[]> = {
      name: "words",
      compute: (context, key) => context.input(input, key).split(/ +/),
      equals: (a, b) => a.join(" ") === b.join(" "),
    };
    const before = await graph.evaluate(words, "");
    text = "x y";
    graph.invalidate();
    expect(await graph.evaluate(words, "")).toBe(before);
    expect(graph.computed.get("words")).toBe(2);
  });

  test("do not depend any longer on what they have stopped to ask for", async () => {
    const sheet = new Sheet({ a: "b", b: "1", c: "2" });
    await sheet.ask(sheet.sum, "a");
    sheet.write("a", "c");
    await sheet.ask(sheet.sum, "a");
    sheet.write("b", "9");
    expect(await sheet.ask(sheet.sum, "a")).toEqual({ answer: 2, computed: {} });
  });

  test("are computed again when they were evicted", async () => {
    const sheet = new Sheet({ a: "b", b: "1" });
    await sheet.ask(sheet.sum, "a");
    sheet.graph.evict((query, key) => query === "sum" && key === "b");
    expect(await sheet.ask(sheet.sum, "b")).toEqual({ answer: 1, computed: { sum: 1 } });
    sheet.write("b", "4");
    expect((await sheet.ask(sheet.sum, "a")).answer).toBe(4);
  });
});

describe("inputs", () => {
  test("are read once a revision, and not at all when nobody asks", async () => {
    const sheet = new Sheet({ a: "b b", b: "1" });
    await sheet.ask(sheet.sum, "a");
    expect(sheet.reads).toBe(2);
    sheet.graph.invalidate();
    expect(sheet.reads).toBe(2);
    await sheet.ask(sheet.sum, "b");
    expect(sheet.reads).toBe(3);
  });

  test("that a predicate leaves out are not read again", async () => {
    const sheet = new Sheet({ a: "b", b: "1" });
    await sheet.ask(sheet.sum, "a");
    sheet.cells.set("b", "2");
    sheet.graph.invalidate((input, key) => input === "cell" && key === "a");
    expect((await sheet.ask(sheet.sum, "a")).answer).toBe(1);
  });

  test("stay invalid through later invalidations that leave them out", async () => {
    const sheet = new Sheet({ a: "b", b: "1" });
    await sheet.ask(sheet.sum, "a");
    sheet.cells.set("b", "2");
    sheet.graph.invalidate((_, key) => key === "b");
    sheet.graph.invalidate((_, key) => key === "a");
    expect((await sheet.ask(sheet.sum, "a")).answer).toBe(2);
  });

  test("that are pending are awaited, and the query runs again", async () => {
    const sheet = new Sheet({ a: "b c", b: "1", c: "2" });
    sheet.pending.add("c");
    expect(sheet.graph.tryEvaluate(sheet.sum, "a")).toEqual({ kind: "pending" });
    // b was finished and is kept; a and c were not.
    expect(await sheet.ask(sheet.sum, "a")).toEqual({ answer: 3, computed: { sum: 4 } });
    expect(await sheet.ask(sheet.sum, "a")).toEqual({ answer: 3, computed: {} });
  });

  test("may change while they are awaited", async () => {
    const sheet = new Sheet({ a: "b c", b: "1", c: "2" }, { settled: () => Promise.resolve(settle()) });
    const settle = (): void => {
      sheet.pending.clear();
      sheet.write("b", "10");
    };
    sheet.pending.add("c");
    expect((await sheet.ask(sheet.sum, "a")).answer).toBe(12);
  });
});

describe("chains longer than a run's stack", () => {
  test("are computed from their middle", async () => {
    const sheet = new Sheet(chain(20_000, "1"));
    expect((await sheet.ask(sheet.sum, "c0")).answer).toBe(20_000);
  });

  test("are verified without being computed again", async () => {
    const sheet = new Sheet(chain(5_000, "1"));
    await sheet.ask(sheet.sum, "c0");
    sheet.graph.invalidate();
    expect(await sheet.ask(sheet.sum, "c0")).toEqual({ answer: 5_000, computed: {} });
    sheet.write("c4999", "2");
    const again = await sheet.ask(sheet.sum, "c0");
    expect(again.answer).toBe(5_001);
  });

  test("cost about as much however wide they are at the end of a stack", async () => {
    const width = 300;
    const leaves = Array.from({ length: width }, (_, i) => [`leaf${String(i)}`, "1"] as const);
    const wide = leaves.map(([name]) => name).join(" ");
    const sheet = new Sheet({ ...chain(12, wide), ...Object.fromEntries(leaves) }, { maxDepth: 12 });
    const { answer, computed } = await sheet.ask(sheet.sum, "c0");
    expect(answer).toBe(width + 11);
    expect(computed.sum).toBeLessThan(2 * (width + 12));
  });

  test("with the least depth", async () => {
    const sheet = new Sheet(chain(10, "1"), { maxDepth: 1 });
    expect((await sheet.ask(sheet.sum, "c0")).answer).toBe(10);
  });
});

describe("cycles", () => {
  const members = (error: unknown): readonly unknown[] =>
    error instanceof CycleError ? error.members.map(({ key }) => key) : [String(error)];

  test.each([
    ["of one", { a: "a" }, ["a"]],
    ["of three", { a: "b", b: "c", c: "a" }, ["a", "b", "c"]],
    ["below the question", { a: "b", b: "c", c: "b" }, ["b", "c"]],
  ])("%s", async (_, cells, expected) => {
    const sheet = new Sheet(cells);
    expect(members((await sheet.ask(sheet.sum, "a")).answer)).toEqual(expected);
    for (const name of Object.keys(cells)) expect((await sheet.ask(sheet.sum, name)).answer).toBeInstanceOf(CycleError);
  });

  test.each([2, 7, 60, 61, 500])("longer than the stack: %d members", async (length) => {
    const sheet = new Sheet(chain(length, "c0"), { maxDepth: 8 });
    expect((await sheet.ask(sheet.sum, "c0")).answer).toBeInstanceOf(CycleError);
    expect((await sheet.ask(sheet.sum, "c1")).answer).toBeInstanceOf(CycleError);
  });

  test.each([4, 100])("that are broken are gone: %d members", async (length) => {
    const sheet = new Sheet(chain(length, "c0"), { maxDepth: 8 });
    await sheet.ask(sheet.sum, "c0");
    sheet.write(`c${String(length - 1)}`, "1");
    expect((await sheet.ask(sheet.sum, "c0")).answer).toBe(length);
    sheet.write(`c${String(length - 1)}`, "c0");
    expect((await sheet.ask(sheet.sum, "c0")).answer).toBeInstanceOf(CycleError);
  });

  test("that turn round are none: who asked is asked", async () => {
    const sheet = new Sheet({ a: "b", b: "1" });
    await sheet.ask(sheet.sum, "a");
    sheet.cells.set("a", "1");
    sheet.write("b", "a");
    expect((await sheet.ask(sheet.sum, "a")).answer).toBe(1);
    expect((await sheet.ask(sheet.sum, "b")).answer).toBe(1);
  });
});

describe("errors", () => {
  test("are memoised, met by everybody who asks, and computed again after an edit", async () => {
    const sheet = new Sheet({ a: "b 1", b: "error" });
    expect((await sheet.ask(sheet.sum, "a")).answer).toEqual(new Error("error in b"));
    expect(await sheet.ask(sheet.sum, "b")).toEqual({ answer: new Error("error in b"), computed: {} });
    sheet.write("b", "1");
    expect((await sheet.ask(sheet.sum, "a")).answer).toBe(2);
    sheet.write("b", "error");
    expect((await sheet.ask(sheet.sum, "a")).answer).toEqual(new Error("error in b"));
  });

  test("at the end of a long chain reach its beginning", async () => {
    const sheet = new Sheet(chain(1_000, "error"));
    expect((await sheet.ask(sheet.sum, "c0")).answer).toEqual(new Error("error in c999"));
  });
});

describe("cancellation", () => {
  test("throws, memoises nothing unfinished, and harms no later run", async () => {
    let left = 3;
    const sheet = new Sheet(chain(10, "1"), { isCancelled: () => left-- <= 0 });
    expect((await sheet.ask(sheet.sum, "c0")).answer).toBeInstanceOf(Cancelled);
    left = Number.POSITIVE_INFINITY;
    expect((await sheet.ask(sheet.sum, "c0")).answer).toBe(10);
  });

  test("between two revisions loses no edit", async () => {
    let left = Number.POSITIVE_INFINITY;
    const sheet = new Sheet(chain(10, "1"), { isCancelled: () => left-- <= 0 });
    await sheet.ask(sheet.sum, "c0");
    sheet.write("c9", "5");
    for (let steps = 0; steps < 12; steps++) {
      left = steps;
      await sheet.ask(sheet.sum, "c0");
    }
    left = Number.POSITIVE_INFINITY;
    expect((await sheet.ask(sheet.sum, "c0")).answer).toBe(14);
  });
});

const TRANSIENT = { transient: { fingerprint: String } };

describe("transient values", () => {
  test("that were let go are made again for who asks, and nobody else", async () => {
    const sheet = new Sheet({ a: "b 1", b: "c 1", c: "1" }, { transientValues: 1 }, TRANSIENT);
    expect(await sheet.ask(sheet.sum, "a")).toEqual({ answer: 3, computed: { sum: 3 } });
    sheet.graph.invalidate();
    expect(await sheet.ask(sheet.sum, "a")).toEqual({ answer: 3, computed: {} });
    expect(await sheet.ask(sheet.sum, "b")).toEqual({ answer: 2, computed: { sum: 2 } });
    expect(await sheet.ask(sheet.parity, "a")).toEqual({ answer: "odd", computed: { sum: 1, parity: 1 } });
  });

  test("that are made again from other dependencies stop the wave where the fingerprint is the same", async () => {
    const sheet = new Sheet({ a: "b", b: "2 2" }, { transientValues: 1 }, TRANSIENT);
    await sheet.ask(sheet.report, "a");
    await sheet.ask(sheet.sum, "other");
    sheet.write("b", "1 3");
    expect(await sheet.ask(sheet.report, "a")).toEqual({ answer: "a is even", computed: { sum: 1 } });
    await sheet.ask(sheet.sum, "other");
    sheet.write("b", "1");
    expect((await sheet.ask(sheet.report, "a")).answer).toBe("a is odd");
  });
});

class TestMemory implements Memory {
  readonly values = new Map<string, Remembered>();

  recall(name: string, key: string): Remembered | undefined {
    return this.values.get(`${name} ${key}`);
  }

  remember(name: string, key: string, value: Remembered): void {
    this.values.set(`${name} ${key}`, value);
  }
}

const STORED = { stored: true } as const;

describe("what the memory holds", () => {
  async function remembered(cells: Readonly<Record<string, string>>, name: string): Promise<TestMemory> {
    const memory = new TestMemory();
    const sheet = new Sheet(cells, { memory }, STORED);
    await sheet.ask(sheet.sum, name);
    sheet.graph.remember(sheet.sum, name);
    return memory;
  }

  test("is every input below the value", async () => {
    const memory = await remembered({ a: "b c", b: "d", c: "d 1", d: "2" }, "a");
    const [value] = memory.values.values();
    expect(value?.value).toBe(5);
    expect(value?.readings.map(({ input, key, fingerprint }) => `${input} ${key}: ${fingerprint}`).sort()).toEqual([
      "cell a: b c",
      "cell b: d",
      "cell c: d 1",
      "cell d: 2",
    ]);
  });

  test("stands in another graph while the inputs say the same", async () => {
    const memory = await remembered({ a: "b", b: "1" }, "a");
    const sheet = new Sheet({ a: "b", b: "1" }, { memory }, STORED);
    expect(await sheet.ask(sheet.sum, "a")).toEqual({ answer: 1, computed: {} });
    sheet.write("b", "2");
    expect(await sheet.ask(sheet.sum, "a")).toEqual({ answer: 2, computed: { sum: 2 } });
  });

  test("falls with one input that says something else", async () => {
    const memory = await remembered({ a: "b", b: "c", c: "1" }, "a");
    const sheet = new Sheet({ a: "b", b: "c", c: "3" }, { memory }, STORED);
    expect((await sheet.ask(sheet.sum, "a")).answer).toBe(3);
  });

  test("waits for inputs that are pending", async () => {
    const memory = await remembered({ a: "b", b: "1" }, "a");
    const sheet = new Sheet({ a: "b", b: "1" }, { memory }, STORED);
    sheet.pending.add("b");
    expect(await sheet.ask(sheet.sum, "a")).toEqual({ answer: 1, computed: {} });
  });

  test("is no error, and nothing that read an input which nobody else could read", async () => {
    expect((await remembered({ a: "error" }, "a")).values.size).toBe(0);
    const memory = new TestMemory();
    const graph = new Graph({ memory });
    const input: Input<string> = { name: "own", read: () => "x", fingerprint: (text) => text };
    const query: Query<string, string> = { name: "q", stored: true, compute: (context) => context.input(input, "") };
    await graph.evaluate(query, "");
    graph.remember(query, "");
    expect(memory.values.size).toBe(0);
  });
});

test("random edits of random sheets: always what a new graph says", async () => {
  let seed = 1;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const names = Array.from({ length: 12 }, (_, i) => `n${String(i)}`);
  const words = (): string =>
    Array.from({ length: random(4) }, () =>
      random(3) === 0 ? "1" : random(20) === 0 ? "error" : names[random(names.length)],
    ).join(" ");
  const outcome = (answer: number | Error): string => (answer instanceof CycleError ? "cycle" : String(answer));
  for (let round = 0; round < 60; round++) {
    const memory = new TestMemory();
    const options = { maxDepth: 1 + random(6), transientValues: 1 + random(4) };
    const kind = random(2) === 0 ? TRANSIENT : {};
    const cells = Object.fromEntries(names.map((name) => [name, words()]));
    const sheet = new Sheet(cells, { ...options, memory }, { ...STORED, ...kind });
    for (let edit = 0; edit < 12; edit++) {
      const asked = names[random(names.length)] ?? "";
      const fresh = new Sheet(Object.fromEntries(sheet.cells));
      const next = new Sheet(Object.fromEntries(sheet.cells), { ...options, memory }, { ...STORED, ...kind });
      const expected = await fresh.ask(fresh.sum, asked);
      for (const one of [next, sheet]) {
        const actual = await one.ask(one.sum, asked);
        one.graph.remember(one.sum, asked);
        const where = `${asked} of ${JSON.stringify([...sheet.cells])}`;
        expect(outcome(actual.answer), where).toBe(outcome(expected.answer));
      }
      sheet.write(names[random(names.length)] ?? "", words());
    }
  }
});
