import { describe, expect, it } from "vitest";
import { Graph } from "../../server/src/base/graph.ts";
import type { Query } from "../../server/src/base/graph.ts";
import { TraceRecorder } from "../../server/src/base/trace.ts";

interface Event {
  readonly ph: string;
  readonly name: string;
  readonly tid: number;
  readonly ts: number;
  readonly dur: number;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Each reading of the clock is `step` microseconds after the one before. */
function recorder(step: number) {
  let now = 0;
  const events: Event[] = [];
  const trace = new TraceRecorder(
    { id: 7, name: "evaluator" },
    () => (now += step),
    (texts) => events.push(...texts.map((text) => JSON.parse(text) as Event)),
  );
  return { trace, events };
}

describe("TraceRecorder", () => {
  it("names the thread, and writes spans as complete events that nest", () => {
    const { trace, events } = recorder(100);
    trace.begin("package", "//a");
    trace.begin("parse", "a/BUILD");
    trace.end(true);
    trace.end(false);
    trace.flush();
    expect(events).toEqual([
      { ph: "M", name: "thread_name", pid: 1, tid: 7, args: { name: "evaluator" } },
      { ph: "X", name: "parse", cat: "span", pid: 1, tid: 7, ts: 200, dur: 100, args: { detail: "a/BUILD" } },
      {
        ph: "X",
        name: "package",
        cat: "span",
        pid: 1,
        tid: 7,
        ts: 100,
        dur: 300,
        args: { detail: "//a", suspended: true },
      },
    ]);
  });

  it("leaves out what took no time, and bears an end too many", () => {
    const { trace, events } = recorder(1);
    trace.begin("package", "");
    trace.end(true);
    trace.end(true);
    trace.flush();
    expect(events.map(({ ph }) => ph)).toEqual(["M"]);
  });

  it("hands events on before they become many", () => {
    const { trace, events } = recorder(100);
    for (let index = 0; index < 6000; index++) {
      trace.begin("package", "");
      trace.end(true);
    }
    expect(events.length).toBeGreaterThan(1000);
    expect(events.length).toBeLessThan(6000);
  });
});

it("a graph traces its queries by name and key, inputs and spans in them, also those that fail or are suspended", () => {
  const { trace, events } = recorder(100);
  const input = { name: "file", read: (key: string) => key.length, fingerprint: (length: number) => String(length) };
  const chain: Query<number, number> = {
    name: "chain",
    compute: (graph, key) =>
      key === 0 ? graph.span("work", "deep", () => graph.input(input, "abc")) : graph.get(chain, key - 1),
  };
  const failing: Query<string, number> = {
    name: "failing",
    compute: () => {
      throw new Error("no");
    },
  };
  const graph = new Graph({ trace, maxDepth: 3 });
  expect(graph.tryEvaluate(chain, 4)).toEqual({ kind: "value", value: 3 });
  expect(() => graph.tryEvaluate(failing, "x")).toThrow("no");
  trace.flush();
  const told = events
    .filter(({ ph }) => ph === "X")
    .map(({ name, args }) => `${name} ${String(args.detail)}${args.suspended === true ? " suspended" : ""}`);
  expect(told).toEqual(
    expect.arrayContaining(["file abc", "work deep", "chain 0", "chain 4 suspended", "chain 4", "failing x"]),
  );
});
