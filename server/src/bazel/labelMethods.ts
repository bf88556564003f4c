/** The methods of Label values: `same_package_label` and `relative`. */
import { builtin } from "../starlark/builtin.ts";
import { EvalError } from "../starlark/errors.ts";
import { str } from "../starlark/printer.ts";
import type { Value } from "../starlark/value.ts";
import { contextKey, type Thread } from "../starlark/thread.ts";
import type { Label, LabelContext } from "./label.ts";

/** What repositories are called where the code stands that a thread is running; undefined where that has no place. */
export const REPOSITORIES_OF_CALLER =
  contextKey<(thread: Thread) => LabelContext["resolveRepository"] | undefined>("repositories of the caller");

/** A method of a label; undefined where there is none of that name. `parse` is label.ts's parser, which cannot be imported here without a cycle. */
export function labelMethod(
  label: Label,
  name: string,
  parse: (text: string, context: LabelContext) => Value | string,
): Value | undefined {
  if (name === "same_package_label") {
    return builtin({
      name,
      doc: "Creates a label of the same package with another target name.",
      params: [{ name: "target_name", kind: "positional-only", types: ["string"] }],
      run: (thread, [target]) => parsed(parse(`:${str(target ?? null)}`, contextOf(label, thread))),
    });
  }
  if (name === "relative") {
    return builtin({
      name,
      doc: "Deprecated: resolves a label that is relative to this one.",
      params: [{ name: "relName", kind: "positional-only", types: ["string"] }],
      run: (thread, [text]) => parsed(parse(str(text ?? null), contextOf(label, thread))),
    });
  }
  return undefined;
}

/** The package is the label's; what a repository is called is up to the code that calls (`Label.getRelative` of 7.7.1). */
function contextOf(label: Label, thread: Thread): LabelContext {
  const resolveRepository = thread.get(REPOSITORIES_OF_CALLER)?.(thread) ?? ((apparent) => apparent);
  return { package: label.packageId, resolveRepository, form: label.form };
}

function parsed(result: Value | string): Value {
  if (typeof result === "string") throw new EvalError(result);
  return result;
}
