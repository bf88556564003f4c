/**
 * The evaluator as the other threads see it: questions that can be given up, and a worker that is started again when it dies. What killed it is the file that it began last (flightRecorder.ts): that file is set
 * aside, so that the questions that were open can be answered without it.
 */
import type { FeatureName, FeatureParams, FeatureResult } from "../ide/features.ts";
import type { BuildRequest } from "../project.ts";
import { SETTINGS } from "../settings.ts";
import type { Answer, Priority, ProjectConfiguration, ToEvaluator } from "./evaluatorMessages.ts";
import { FlightRecorder } from "./flightRecorder.ts";

/** A running evaluator: a worker thread, or in a test the service itself. */
export interface EvaluatorPort {
  post(message: ToEvaluator): void;
  stop(): Promise<void>;
}

export interface PortEvents {
  readonly onAnswer: (answer: Answer) => void;
  /** The evaluator is gone without having been stopped; `reason` completes "was set aside: …". */
  readonly onDeath: (reason: string) => void;
  /** Told the events of a trace; where it is absent nothing is traced. */
  readonly onTrace?: (events: readonly string[]) => void;
}

/** `maxMemoryMb` bounds the evaluator's heap. */
export type StartEvaluator = (recorder: FlightRecorder, events: PortEvents, maxMemoryMb: number) => EvaluatorPort;

export interface Asked<T> {
  readonly value: T;
  /** Versions of the open documents that the answer is about, by path. */
  readonly versions: ReadonlyMap<string, number>;
}

/** The question was given up: by its asker, or because something changed (background questions). */
export class QuestionCancelled extends Error {
  constructor() {
    super("the question was given up");
  }
}

export interface AskOptions {
  readonly root: string;
  readonly build: BuildRequest;
  readonly priority?: Priority;
  readonly signal?: AbortSignal;
}

interface Pending {
  readonly message: Extract<ToEvaluator, { kind: "ask" }>;
  readonly resolve: (asked: Asked<unknown>) => void;
  readonly reject: (error: Error) => void;
  deaths: number;
}

/** A question that outlives so many evaluators is refused. */
const DEATHS_PER_QUESTION = 3;

export class EvaluatorClient {
  readonly #start: StartEvaluator;
  readonly #onProblem: (message: string) => void;
  readonly #pending = new Map<number, Pending>();
  readonly #documents = new Map<string, Extract<ToEvaluator, { kind: "document" }>>();
  readonly #quarantined = new Map<string, string>();
  #projects: readonly ProjectConfiguration[] = [];
  #recorder = new FlightRecorder();
  #port: EvaluatorPort | undefined;
  #nextId = 1;
  #disposed = false;

  /** `onProblem` is told, in a sentence, when the evaluator has died. */
  constructor(start: StartEvaluator, onProblem: (message: string) => void) {
    this.#start = start;
    this.#onProblem = onProblem;
  }

  /** One that starts its evaluators as this one does, and knows nothing yet. */
  another(): EvaluatorClient {
    return new EvaluatorClient(this.#start, this.#onProblem);
  }

  configure(projects: readonly ProjectConfiguration[]): void {
    const bound = memoryBound(this.#projects);
    this.#projects = projects;
    if (this.#port && memoryBound(projects) !== bound) this.#replacePort();
    else this.#tell({ kind: "configure", projects });
  }

  setDocument(path: string, version: number, text: string): void {
    this.#changeDocument({ kind: "document", path, version, text });
  }

  closeDocument(path: string): void {
    this.#changeDocument({ kind: "document", path, version: 0, text: null });
  }

  /** Undefined: anything may have changed. */
  filesChanged(paths: readonly string[] | undefined): void {
    for (const path of paths ?? []) this.#quarantined.delete(path);
    this.#tell({ kind: "files-changed", paths: paths ?? null });
  }

  /** Has files compared with the disk again when they are next asked for, without giving up what is being computed: file events are hints, and some editors send none. */
  suspectFiles(): void {
    this.#port?.post({ kind: "files-changed", paths: null });
  }

  /** Rejects with `QuestionCancelled`, or with an error that says why there is no answer. */
  ask<N extends FeatureName>(
    name: N,
    params: FeatureParams<N>,
    { root, build, priority = "interactive", signal }: AskOptions,
  ): Promise<Asked<FeatureResult<N>>> {
    const id = this.#nextId++;
    const message = { kind: "ask", id, root, build, name, params, priority } as const;
    if (this.#disposed || signal?.aborted) return Promise.reject(new QuestionCancelled());
    const onAbort = () => {
      this.#cancel(id);
    };
    signal?.addEventListener("abort", onAbort);
    const answer = new Promise<Asked<FeatureResult<N>>>((resolve, reject) => {
      this.#pending.set(id, { message, resolve: resolve as (asked: Asked<unknown>) => void, reject, deaths: 0 });
      this.#port ??= this.#startPort();
      this.#port.post(message);
      if (priority === "interactive") this.#interruptBackground(id);
    });
    // One signal may stand for thousands of questions.
    return answer.finally(() => {
      signal?.removeEventListener("abort", onAbort);
    });
  }

  /** Nobody who waits for an answer waits for the background: what runs there goes on afterwards, from what it has memoised. */
  #interruptBackground(id: number): void {
    const others = [...this.#pending.values()].filter(({ message }) => message.id !== id);
    const isWaitedFor = others.some(({ message }) => message.priority === "interactive");
    if (others.length > 0 && !isWaitedFor) this.#recorder.advance();
  }

  /** The file that the evaluator is at, for progress; undefined while it is idle. */
  lastBegun(): string | undefined {
    return this.#recorder.lastBegun();
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    for (const pending of this.#pending.values()) pending.reject(new QuestionCancelled());
    this.#pending.clear();
    await this.#port?.stop();
    this.#port = undefined;
  }

  #changeDocument(message: Extract<ToEvaluator, { kind: "document" }>): void {
    if (message.text === null) this.#documents.delete(message.path);
    else this.#documents.set(message.path, message);
    this.#quarantined.delete(message.path);
    this.#tell(message);
  }

  /** The message first: when the running question notices that it was superseded, what supersedes it is there. */
  #tell(message: ToEvaluator): void {
    this.#port?.post(message);
    this.#recorder.advance();
  }

  #cancel(id: number): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    this.#tell({ kind: "cancel", id });
    pending.reject(new QuestionCancelled());
  }

  #startPort(): EvaluatorPort {
    this.#recorder = new FlightRecorder();
    const events: PortEvents = {
      onAnswer: (answer) => {
        this.#take(answer);
      },
      onDeath: (reason) => {
        if (this.#port === port) this.#startAgain(reason);
      },
    };
    const port = this.#start(this.#recorder, events, memoryBound(this.#projects));
    port.post({ kind: "configure", projects: this.#projects });
    for (const document of this.#documents.values()) port.post(document);
    for (const [path, reason] of this.#quarantined) port.post({ kind: "quarantine", path, reason });
    return port;
  }

  #take({ id, outcome, versions }: Answer): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    switch (outcome.kind) {
      case "value":
        pending.resolve({ value: outcome.value, versions: new Map(versions) });
        return;
      case "cancelled":
        pending.reject(new QuestionCancelled());
        return;
      case "failed":
        pending.reject(new Error(outcome.message));
        return;
      default:
        return outcome satisfies never;
    }
  }

  #startAgain(reason: string): void {
    const culprit = this.#recorder.lastBegun();
    if (culprit !== undefined) this.#quarantined.set(culprit, reason);
    this.#onProblem(`The evaluator was started again: ${reason}${culprit === undefined ? "" : ` (${culprit})`}.`);
    for (const [id, pending] of this.#pending) {
      pending.deaths++;
      if (pending.deaths < DEATHS_PER_QUESTION) continue;
      this.#pending.delete(id);
      pending.reject(new Error(`the evaluator gave up: ${reason}`));
    }
    this.#replacePort();
  }

  /** Asks a new evaluator what is still open; without an open question it is started when there is one. */
  #replacePort(): void {
    void this.#port?.stop();
    this.#port = undefined;
    if (this.#disposed || this.#pending.size === 0) return;
    this.#port = this.#startPort();
    for (const { message } of this.#pending.values()) this.#port.post(message);
  }
}

function memoryBound(projects: readonly ProjectConfiguration[]): number {
  const bounds = projects.map(({ settings }) => settings.maxMemoryMb);
  return bounds.length === 0 ? SETTINGS.maxMemoryMb.default : Math.max(...bounds);
}
