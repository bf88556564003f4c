/** Where an error of an evaluation is shown: in the innermost Starlark function, at the call of the builtin that threw it. */
import type { EvalError } from "../../starlark/errors.ts";
import type { Site } from "../../starlark/thread.ts";

export function errorSite(error: Pick<EvalError, "callStack">): Site | undefined {
  for (let i = error.callStack.length - 1; i >= 0; i--) {
    const site = error.callStack[i]?.site;
    if (site) return site;
  }
  return undefined;
}
