/**
 * Where time goes, in Chrome's trace format ("Trace Event Format": complete events `X`, metadata `M`), which Perfetto and chrome://tracing open.
 *
 * Spans nest as calls do: `begin` and `end` come in pairs on one thread. What took less than `SHORTEST` is left out: writing it would take as long.
 */

/** What code that is traced calls. */
export interface Trace {
  /** `detail` says what was worked on: a key, a path, a label. */
  begin(name: string, detail: string): void;
  /** `finished` false: the work was suspended or abandoned, and may be begun again. */
  end(finished: boolean): void;
}

export interface TraceThread {
  readonly id: number;
  readonly name: string;
}

/** In microseconds. */
const SHORTEST = 20;
/** So many events are handed on at once. */
const BATCH = 5_000;

interface Span {
  readonly name: string;
  readonly detail: string;
  readonly start: number;
}

export class TraceRecorder implements Trace {
  readonly #clock: () => number;
  readonly #thread: TraceThread;
  readonly #emit: (events: readonly string[]) => void;
  readonly #open: Span[] = [];
  #events: string[];

  /** `clock` gives microseconds, and the same ones in all threads. `emit` is told events, each the text of a JSON object. */
  constructor(thread: TraceThread, clock: () => number, emit: (events: readonly string[]) => void) {
    this.#clock = clock;
    this.#thread = thread;
    this.#emit = emit;
    this.#events = [
      JSON.stringify({ ph: "M", name: "thread_name", pid: 1, tid: thread.id, args: { name: thread.name } }),
    ];
  }

  begin(name: string, detail: string): void {
    this.#open.push({ name, detail, start: this.#clock() });
  }

  end(finished: boolean): void {
    const span = this.#open.pop();
    if (!span) return;
    const { name, detail, start } = span;
    const duration = this.#clock() - start;
    if (duration < SHORTEST) return;
    const args = { ...(detail === "" ? {} : { detail }), ...(finished ? {} : { suspended: true }) };
    const event = { ph: "X", name, cat: "span", pid: 1, tid: this.#thread.id, ts: start, dur: duration, args };
    this.#events.push(JSON.stringify(event));
    if (this.#events.length >= BATCH) this.flush();
  }

  /** Hands on what has ended. */
  flush(): void {
    if (this.#events.length > 0) this.#emit(this.#events);
    this.#events = [];
  }
}

/** Runs some work as a span; `trace` undefined: nothing is traced. */
export function traced<T>(trace: Trace | undefined, name: string, detail: string, work: () => T): T {
  if (!trace) return work();
  trace.begin(name, detail);
  let finished = false;
  try {
    const value = work();
    finished = true;
    return value;
  } finally {
    trace.end(finished);
  }
}
