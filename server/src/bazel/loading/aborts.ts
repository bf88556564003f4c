/** What it means for a package that a part of it could not be evaluated to its end: an error, or that the package is open. */
import type { EvalError } from "../../starlark/errors.ts";
import { ResourceLimit } from "../../starlark/errors.ts";
import type { Site } from "../../starlark/thread.ts";
import { UnknownDecision } from "../../starlark/unknown.ts";
import { errorSite } from "./errorSite.ts";
import type { PackageBuilder } from "./packageBuilder.ts";
import { modelPathOf } from "./parsing.ts";

export function noteAbort(builder: PackageBuilder, statement: Site, error: UnknownDecision | EvalError): void {
  if (error instanceof UnknownDecision) {
    builder.openBy(error.unknown.reason);
  } else if (error instanceof ResourceLimit) {
    builder.openBy({
      kind: "limit",
      name: builder.buildFile,
      message: `the evaluation was given up: ${error.message}`,
      site: errorSite(error) ?? statement,
    });
  } else if (isOfEstimate(error)) {
    builder.openBy({
      kind: "model",
      name: error.message,
      message: `a model of a ruleset that is not on disk could not follow this call: ${error.message}`,
      site: statement,
    });
  } else {
    builder.addError({ message: error.message, site: errorSite(error) ?? statement, callStack: error.callStack });
  }
}

/** Whether an error arose within the model of a ruleset: the ruleset itself may do without it. */
export function isOfEstimate(error: EvalError): boolean {
  return error.callStack.some(({ site }) => {
    const path = modelPathOf(site?.file ?? "");
    return path !== undefined && !/^(native|bazel_tools)\//.test(path);
  });
}
