/**
 * What an evaluation may throw: `EvalError` for programs that fail, its subclass `ResourceLimit` where we gave up on a program that Bazel might run to its end. (Beside these there are `UnknownDecision`
 * of unknown.ts and `Cancelled` of base/cancelled.ts.)
 */
import type { Frame } from "./thread.ts";

/** A Starlark evaluation failed. Builtins throw it with a text in Bazel's wording; the evaluator attaches the call stack. */
export class EvalError extends Error {
  /** Active calls, outermost first, where the error arose; empty until it has passed through the evaluator. */
  callStack: readonly Frame[] = [];
  override readonly cause: EvalError | undefined;

  constructor(message: string, cause?: EvalError) {
    super(message);
    this.cause = cause;
  }
}

/** An attribute that a flag refuses to whoever asks for its value; `hasattr` tells whether it is there. */
export class RefusedAttribute extends EvalError {
  readonly isThere: boolean;

  constructor(message: string, isThere: boolean) {
    super(message);
    this.isThere = isThere;
  }
}

export type LimitKind = "steps" | "memory" | "depth";

/** A bound of ours was met; the text says which. */
export class ResourceLimit extends EvalError {
  readonly limit: LimitKind;

  constructor(limit: LimitKind, message: string) {
    super(message);
    this.limit = limit;
  }
}

export class StepLimit extends ResourceLimit {
  constructor(maxSteps: number) {
    super("steps", `Starlark computation cancelled: too many steps (more than ${maxSteps})`);
  }
}

/** Translates what the host throws when it runs out of something; everything else is given back as it is. */
export function fromHostError(error: unknown): unknown {
  if (!(error instanceof RangeError)) return error;
  if (error.message.includes("call stack"))
    return new ResourceLimit("depth", "stack overflow: calls or values are nested too deeply");
  return new ResourceLimit("memory", `value too large: ${error.message}`);
}
