/**
 * Unknown is a value: it may be stored, passed and merged, and every operation on it is Unknown again. Control flow never runs on it: a branch, loop, key or comparison that it would decide throws
 * `UnknownDecision`, which aborts the enclosing unit (a rule implementation, a statement of a BUILD file).
 */
import type { Printer } from "./printer.ts";
import { contextKey, type ContextKey, type Frame, type Site } from "./thread.ts";
import type { StarlarkValue, Value } from "./value.ts";

/** What kind of thing is not known; the gap list counts by `kind` and `name`. */
export type UnknownKind =
  | "repository" // a repository that is not on disk, or whose contents would need a process or the network
  | "file" // a file that could not be read
  | "api" // an API of Bazel's that the evaluator lacks
  | "rule" // a rule that neither source nor model describes
  | "model" // a model outside of the versions it was checked for, or a part that it leaves out
  | "select" // a select that cannot be decided
  | "configuration" // a flag, platform or toolchain that cannot be determined
  | "version" // the Bazel version
  | "syntax" // half-typed code
  | "evaluation" // code that failed, where Bazel might not
  | "limit"; // step, memory or stack limit

export interface UnknownReason {
  readonly kind: UnknownKind;
  /** What is missing: a repository name, an API name, a rule's label, … */
  readonly name: string;
  /** One sentence for people, without position. */
  readonly message: string;
  /** Where the Unknown arose, as near to its cause as is known. */
  readonly site: Site | undefined;
}

export class Unknown implements StarlarkValue {
  readonly type = "Unknown";
  readonly reason: UnknownReason;

  constructor(reason: UnknownReason) {
    this.reason = reason;
  }

  repr(printer: Printer): void {
    printer.text(`<unknown: ${this.reason.message}>`);
  }
}

/** An Unknown that stands beside values: they are known, but may be others (an estimate, files that may be out of date). */
export class Doubt extends Unknown {}

/** How a computation takes doubts where it asks for what is known. */
export interface DoubtPolicy {
  /** Those that it came upon. */
  readonly met: Set<Unknown>;
  /** Whether it goes on as if there was none: then its result is to be doubted as a whole. */
  readonly areSetAside: boolean;
}

export const DOUBTS: ContextKey<DoubtPolicy> = contextKey("doubts");

/** Of Unknowns the first that keeps values from being known; doubts do not where they are set aside. */
export function obstacle(unknowns: Iterable<Unknown>, doubts: DoubtPolicy | undefined): Unknown | undefined {
  for (const unknown of unknowns) {
    if (!(unknown instanceof Doubt)) return unknown;
    doubts?.met.add(unknown);
    if (!doubts?.areSetAside) return unknown;
  }
  return undefined;
}

/** Thrown where control flow would run on an Unknown. */
export class UnknownDecision extends Error {
  readonly unknown: Unknown;
  /** Active calls, outermost first, where the decision was due; empty until it has passed through the evaluator. */
  callStack: readonly Frame[] = [];

  constructor(unknown: Unknown) {
    super(`undecidable: ${unknown.reason.message}`);
    this.unknown = unknown;
  }
}

export function unknown(reason: Omit<UnknownReason, "site"> & { readonly site?: Site | undefined }): Unknown {
  return new Unknown({ ...reason, site: reason.site });
}

/** Gives back a value on which control flow may run; throws `UnknownDecision` for an Unknown. */
export function known<T extends Value>(value: T): Exclude<T, Unknown> {
  if (value instanceof Unknown) throw new UnknownDecision(value);
  return value as Exclude<T, Unknown>;
}
