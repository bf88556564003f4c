/** The package under construction, as a thread that evaluates a BUILD file carries it. */
import { EvalError } from "../../starlark/errors.ts";
import type { Thread } from "../../starlark/thread.ts";
import { contextKey } from "../../starlark/thread.ts";
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
