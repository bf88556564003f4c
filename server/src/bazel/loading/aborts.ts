/** What it means that something could not be evaluated to its end: of a package an error, or that it is open; where a bound of ours was met, an Unknown. */
import type { EvalError } from "../../starlark/errors.ts";
import { ResourceLimit } from "../../starlark/errors.ts";
import type { Site } from "../../starlark/thread.ts";
import { UnknownDecision, type UnknownReason } from "../../starlark/unknown.ts";
import { errorSite } from "./errorSite.ts";
import type { PackageBuilder } from "./packageBuilder.ts";
import { modelPathOf } from "./parsing.ts";

export function noteAbort(builder: PackageBuilder, statement: Site, error: UnknownDecision | EvalError): void {
  if (error instanceof UnknownDecision) {
    builder.openBy(error.unknown.reason);
  } else if (error instanceof ResourceLimit) {
    builder.openBy(limitReason(error, builder.buildFile, "the evaluation", statement));
  } else if (isOfEstimate(error)) {
    builder.openBy(estimateReason(error, statement));
  } else {
    builder.addError({ message: error.message, site: errorSite(error) ?? statement, callStack: error.callStack });
  }
}

/** Bazel has no such bound, or a larger one, and may well come to the end: never an error. */
export function limitReason(error: ResourceLimit, name: string, what: string, otherwiseAt?: Site): UnknownReason {
  return {
    kind: "limit",
    name,
    message: `${what} was given up: ${error.message}`,
    site: errorSite(error) ?? otherwiseAt,
  };
}

/** What stands for an error within the model of a ruleset. */
export function estimateReason(error: EvalError, site?: Site): UnknownReason {
  return {
    kind: "model",
    name: error.message,
    message: `a model of a ruleset that is not on disk could not follow this call: ${error.message}`,
    site,
  };
}

/** Whether an error arose within the model of a ruleset: the ruleset itself may do without it. */
export function isOfEstimate(error: EvalError): boolean {
  return error.callStack.some(({ site }) => {
    const path = modelPathOf(site?.file ?? "");
    return path !== undefined && !/^(native|bazel_tools)\//.test(path);
  });
}
