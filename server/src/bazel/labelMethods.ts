/** The methods of Label values: `same_package_label` and `relative`. */
import { builtin } from "../starlark/builtin.ts";
import { EvalError } from "../starlark/errors.ts";
import { str } from "../starlark/printer.ts";
import type { Value } from "../starlark/value.ts";
import type { Label, LabelContext } from "./label.ts";

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
      run: (_thread, [target]) => parsed(parse(`:${str(target ?? null)}`, contextOf(label))),
    });
  }
  if (name === "relative") {
    return builtin({
      name,
      doc: "Deprecated: resolves a label that is relative to this one.",
      params: [{ name: "relName", kind: "positional-only", types: ["string"] }],
      run: (_thread, [text]) => parsed(parse(str(text ?? null), contextOf(label))),
    });
  }
  return undefined;
}

/** Apparent repository names cannot be told from a label alone; they stand for themselves, as in Bazel without a repository mapping. */
function contextOf(label: Label): LabelContext {
  return { package: label.packageId, resolveRepository: (apparent) => apparent, form: label.form };
}

function parsed(result: Value | string): Value {
  if (typeof result === "string") throw new EvalError(result);
  return result;
}
