/** The file of a trace (base/trace.ts). It is whole after every write, so that a program that dies leaves what it had. */
import { openSync, writeSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { TraceRecorder } from "../base/trace.ts";
import type { TraceThread } from "../base/trace.ts";
import type { StartEvaluator } from "./evaluatorClient.ts";

const HEAD = '{"displayTimeUnit":"ms","traceEvents":[\n';
const TAIL = "\n]}\n";

export class TraceFile {
  readonly #file: number;
  /** Where the next event goes: the tail stands there. */
  #end: number;
  #isEmpty = true;

  /** Throws where the file cannot be written. */
  constructor(path: string) {
    this.#file = openSync(path, "w");
    this.#end = writeSync(this.#file, HEAD, 0);
    writeSync(this.#file, TAIL, this.#end);
  }

  /** `events` as a `TraceRecorder` emits them. */
  write(events: readonly string[]): void {
    if (events.length === 0) return;
    const text = (this.#isEmpty ? "" : ",\n") + events.join(",\n");
    this.#isEmpty = false;
    const written = writeSync(this.#file, text + TAIL, this.#end);
    this.#end += written - TAIL.length;
  }
}

export function openTraceFile(path: string): TraceFile | Error {
  try {
    return new TraceFile(path);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** A recorder on the clock that all threads of the process share. */
export function threadTrace(thread: TraceThread, emit: (events: readonly string[]) => void): TraceRecorder {
  return new TraceRecorder(thread, () => (performance.timeOrigin + performance.now()) * 1000, emit);
}

/** Evaluators that write what they do into the file. */
export function tracedEvaluator(start: StartEvaluator, file: TraceFile): StartEvaluator {
  const onTrace = (events: readonly string[]) => {
    file.write(events);
  };
  return (recorder, events, maxMemoryMb) => start(recorder, { ...events, onTrace }, maxMemoryMb);
}
