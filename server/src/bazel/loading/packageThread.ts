/** The package under construction, as a thread that evaluates a BUILD file carries it. */
import { EvalError } from "../../starlark/errors.ts";
import type { Thread } from "../../starlark/thread.ts";
import { contextKey } from "../../starlark/thread.ts";
import { isAtLeast } from "../workspace/bazelVersion.ts";
import type { PackageBuilder } from "./packageBuilder.ts";

const PACKAGE = contextKey<PackageBuilder>("package");

export function usePackage(thread: Thread, builder: PackageBuilder): void {
  thread.set(PACKAGE, builder);
}

export function packageOf(thread: Thread): PackageBuilder | undefined {
  return thread.get(PACKAGE);
}

/** The package under construction. Throws what Bazel says of `native` in other threads. */
export function requirePackage(thread: Thread): PackageBuilder {
  const builder = thread.get(PACKAGE);
  if (builder) return builder;
  throw new EvalError(
    "The native module can be accessed only from a BUILD thread. Wrap the function in a macro and call it from a BUILD file",
  );
}

/** The package under construction, for what symbolic macros may not do. `what` is Bazel's name of the function: `glob()`. */
export function requireBuildFile(thread: Thread, what: string): PackageBuilder {
  const builder = requirePackage(thread);
  if (!builder.macros.running) return builder;
  const allowed = isAtLeast(builder.host.settings.version, "9.0")
    ? "a BUILD file or a legacy macro"
    : "a BUILD file (or legacy macro)";
  throw new EvalError(`${what} can only be used while evaluating ${allowed}`);
}

/** The package under construction, for what only finalizers among the symbolic macros may do. */
export function requireCompletePackage(thread: Thread, what: string): PackageBuilder {
  const builder = requirePackage(thread);
  if (!builder.macros.isInOrdinaryMacro) return builder;
  const allowed = isAtLeast(builder.host.settings.version, "9.0")
    ? "a BUILD file, a legacy macro, or a rule finalizer"
    : "a BUILD file (or legacy macro), a rule finalizer, or a WORKSPACE file";
  throw new EvalError(`${what} can only be used while evaluating ${allowed}`);
}
