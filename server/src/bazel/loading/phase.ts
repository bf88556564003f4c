/** When .bzl files may call a function that makes a rule, an attribute and the like. After `BazelStarlarkContext.checkLoadingOrWorkspacePhase` (4.2.3) and `BzlInitThreadContext.fromOrFail` (7.7.1); both Bazels were asked. */
import { EvalError } from "../../starlark/errors.ts";
import { contextKey, type Thread } from "../../starlark/thread.ts";
import { BAZEL_VERSION } from "../workspace/bazelVersion.ts";
import { packageOf } from "./packageThread.ts";

const ANALYSIS = contextKey<boolean>("analysis phase");

/** Says that the thread runs the implementation of a rule or an aspect. */
export function enterAnalysisPhase(thread: Thread): void {
  thread.set(ANALYSIS, true);
}

/** For what may be called wherever no implementation runs. `name`: the function as Bazel's message has it. */
export function requireLoadingPhase(thread: Thread, name: string): void {
  if (thread.get(ANALYSIS)) throw new EvalError(`'${name}' cannot be called during the analysis phase`);
}

/** The same for attributes, which Bazel 7 words otherwise. */
export function requireAttributePhase(thread: Thread, name: string): void {
  if (!isSince7(thread)) requireLoadingPhase(thread, name);
  else if (thread.get(ANALYSIS))
    throw new EvalError(
      `${name}() can only be used during .bzl initialization (top-level evaluation) or package evaluation (a BUILD file or macro)`,
    );
}

/** For what Bazel 7 and later allow only where a .bzl file is loaded, and earlier ones in macros, too. */
export function requireInitialization(thread: Thread, name: string): void {
  if (!isSince7(thread)) requireLoadingPhase(thread, name);
  else if (thread.get(ANALYSIS) || packageOf(thread))
    throw new EvalError(`${name}() can only be used during .bzl initialization (top-level evaluation)`);
}

function isSince7(thread: Thread): boolean {
  return (thread.get(BAZEL_VERSION)?.major ?? 0) >= 7;
}
