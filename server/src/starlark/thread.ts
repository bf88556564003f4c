/**
 * A thread of evaluation: its call stack, its budgets, and what the host attaches to it (the package under construction, the rule context, …). After Bazel's `StarlarkThread.java`.
 */
import { Cancelled } from "../base/cancelled.ts";
import { ResourceLimit, StepLimit } from "./errors.ts";
import type { Unknown } from "./unknown.ts";
import type { NamedArguments, Value } from "./value.ts";

/** A node of a file: positions are looked up when somebody shows them. `file` is the id under which the file's tree was evaluated (its absolute path). */
export interface Site {
  readonly file: string;
  readonly node: number;
}

/** One active call, outermost first in `Thread.callStack()`. */
export interface Frame {
  /** The function's name, `<toplevel>` for a file's top level. */
  readonly name: string;
  /** Where in that function evaluation stands. Undefined inside builtins. */
  readonly site: Site | undefined;
}

/** A call that the evaluator is executing; `node` moves along with the evaluation. */
export interface ActiveCall {
  readonly name: string;
  readonly file: string;
  /** What is executed, compared by identity to find recursion. */
  readonly code: object;
  node: number;
  /** The builtin that it is waiting for, where there is one. */
  builtin: string | undefined;
}

/** A typed slot for host data on a thread. */
export interface ContextKey<T> {
  readonly name: string;
  /** Never set; carries the type. */
  readonly phantom?: T;
}

export function contextKey<T>(name: string): ContextKey<T> {
  return { name };
}

/** What the dialect in force does not have yet. */
export interface Lacking {
  /** `max(key = …)` and `min(key = …)` */
  readonly extremeKey: boolean;
  /** `|` of two dicts. */
  readonly dictUnion: boolean;
  /** `json.decode(default = …)` */
  readonly jsonDefault: boolean;
  /** A key twice in an object that `json.decode` reads: the last counts. */
  readonly jsonRepeatedKeys: boolean;
  /** Functions that know characters do not know that strings hold bytes of UTF-8: `json.decode` of escapes, and which space `strip` takes away. */
  readonly byteStrings: boolean;
  /** Type → fields and methods. */
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
}

export const LACKING: ContextKey<Lacking> = contextKey("what the dialect is lacking");

export interface ThreadOptions {
  /** Steps (statements, calls, loop and comprehension rounds) before the evaluation fails. */
  readonly maxSteps?: number;
  /** Cells (list and dict elements, eight characters of a string) that may be allocated in all, whether or not they are still in use. */
  readonly maxCells?: number;
  /** Nested Starlark calls. */
  readonly maxDepth?: number;
  /** Asked every few thousand steps; true ends the evaluation with `Cancelled`. */
  readonly isCancelled?: () => boolean;
  /** Receives `print()`. */
  readonly print?: (message: string, site: Site | undefined) => void;
  /** Told of every call whose callee is an Unknown: whatever stands behind it may have had effects on the host (declared targets). */
  readonly unknownCalled?: (callee: Unknown, positional: readonly Value[], named: NamedArguments) => void;
}

const DEFAULT_MAX_STEPS = 50_000_000;
const DEFAULT_MAX_CELLS = 128_000_000;
const DEFAULT_MAX_DEPTH = 1_000;
const STEPS_BETWEEN_CHECKS = 4_096;
/** A builtin that makes large values takes few steps: what it allocates is another measure of time. */
const CELLS_BETWEEN_CHECKS = 32_768;

export class Thread {
  /** Steps taken so far; the evaluator counts. */
  steps = 0;
  /** The step count at which `checkSteps` is due. */
  nextCheck: number;
  /** Active Starlark calls, outermost first; the evaluator pushes and pops. */
  readonly activeCalls: ActiveCall[] = [];
  /** Files whose functions were called. */
  readonly filesEntered = new Set<string>();
  /** Whether an Unknown was called: it may have done anything. */
  hasCalledUnknown = false;
  readonly #options: ThreadOptions;
  readonly #maxSteps: number;
  readonly #maxCells: number;
  readonly #maxDepth: number;
  #cells = 0;
  #nextCellCheck = 0;
  readonly #context = new Map<ContextKey<unknown>, unknown>();

  constructor(options: ThreadOptions = {}) {
    this.#options = options;
    this.#maxSteps = options.maxSteps ?? DEFAULT_MAX_STEPS;
    this.#maxCells = options.maxCells ?? DEFAULT_MAX_CELLS;
    this.#maxDepth = options.maxDepth ?? DEFAULT_MAX_DEPTH;
    this.nextCheck = Math.min(STEPS_BETWEEN_CHECKS, this.#maxSteps);
    this.#nextCellCheck = Math.min(CELLS_BETWEEN_CHECKS, this.#maxCells);
  }

  get<T>(key: ContextKey<T>): T | undefined {
    return this.#context.get(key) as T | undefined;
  }

  set<T>(key: ContextKey<T>, value: T): void {
    this.#context.set(key, value);
  }

  /** The active calls, outermost first, with the place where each stands. */
  callStack(): readonly Frame[] {
    const frames: Frame[] = [];
    for (const call of this.activeCalls) {
      frames.push({ name: call.name, site: { file: call.file, node: call.node } });
      if (call.builtin !== undefined) frames.push({ name: call.builtin, site: undefined });
    }
    return frames;
  }

  /** Where the innermost Starlark function stands: seen from a builtin, the call of that builtin. */
  currentSite(): Site | undefined {
    const call = this.activeCalls.at(-1);
    return call && { file: call.file, node: call.node };
  }

  print(message: string): void {
    this.#options.print?.(message, this.currentSite());
  }

  /** The evaluator calls this where the callee of a call is an Unknown, before the call's result becomes that Unknown. */
  unknownCalled(callee: Unknown, positional: readonly Value[], named: NamedArguments): void {
    this.hasCalledUnknown = true;
    this.#options.unknownCalled?.(callee, positional, named);
  }

  /** Accounts for work inside a builtin that the evaluator does not see, such as iterating a large range. */
  countSteps(steps: number): void {
    this.steps += steps;
    if (this.steps > this.nextCheck) this.checkSteps();
  }

  /** For builtins that work long within one step. Throws `Cancelled`. */
  checkCancelled(): void {
    if (this.#options.isCancelled?.()) throw new Cancelled();
  }

  /** Called when `steps` passes `nextCheck`. Throws `StepLimit` or `Cancelled`. */
  checkSteps(): void {
    this.checkCancelled();
    if (this.steps > this.#maxSteps) throw new StepLimit(this.#maxSteps);
    this.nextCheck = Math.min(this.steps + STEPS_BETWEEN_CHECKS, this.#maxSteps);
  }

  /** Accounts for the allocation of a value of so many cells. Throws `ResourceLimit` or `Cancelled`. */
  allocate(cells: number): void {
    this.#cells += cells;
    if (this.#cells > this.#nextCellCheck) this.#checkCells();
  }

  #checkCells(): void {
    this.checkCancelled();
    this.#nextCellCheck = Math.min(this.#cells + CELLS_BETWEEN_CHECKS, this.#maxCells);
    if (this.#cells > this.#maxCells) {
      throw new ResourceLimit(
        "memory",
        `Starlark computation cancelled: it allocated more than ${this.#maxCells} cells`,
      );
    }
  }

  /** Begins a call. Throws `ResourceLimit` where calls are nested too deeply. */
  push(call: ActiveCall): void {
    if (this.activeCalls.length >= this.#maxDepth) {
      throw new ResourceLimit("depth", `stack overflow: more than ${this.#maxDepth} nested calls`);
    }
    this.activeCalls.push(call);
    this.filesEntered.add(call.file);
  }

  pop(): void {
    this.activeCalls.pop();
  }

  /** Runs something as on a thread of its own: what is active now is neither in its call stack nor recursion there. */
  withEmptyCallStack<T>(run: () => T): T {
    const outer = this.activeCalls.splice(0);
    try {
      return run();
    } finally {
      this.activeCalls.splice(0, this.activeCalls.length, ...outer);
    }
  }

  /** Whether this code is being executed already. Code is compared, not closures: otherwise a fixed-point combinator would defeat the check. */
  isActive(code: object): boolean {
    for (let i = this.activeCalls.length - 1; i >= 0; i--) {
      if (this.activeCalls[i]?.code === code) return true;
    }
    return false;
  }
}
