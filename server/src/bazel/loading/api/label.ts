/** `Label()`: resolved where the calling .bzl file stands. After Bazel's `StarlarkRuleClassFunctions.label`. */
import { builtin, type Builtin } from "../../../starlark/builtin.ts";
import { EvalError } from "../../../starlark/errors.ts";
import { Label, parseLabel } from "../../label.ts";
import { callerLabels } from "./arguments.ts";

/** As Bazel 4 has it: no label is relative, and none canonical. */
export const absoluteLabelBuiltin = labelBuiltinFor(/^(?:\/\/|@(?!@))/, ["string"]);

export const labelBuiltin = labelBuiltinFor(/^/, ["string", "Label"]);

function labelBuiltinFor(form: RegExp, types: readonly string[]): Builtin {
  return builtin({
    name: "Label",
    doc: "Converts a label string into a Label object, in the context of the .bzl file that calls it.",
    params: [
      { name: "input", kind: "positional-only", types, doc: "The label string." },
      {
        name: "relative_to_caller_repository",
        default: false,
        kind: "named-only",
        types: ["bool"],
        doc: "Deprecated, ignored.",
      },
    ],
    run: (thread, [input]) => {
      if (input instanceof Label) return input;
      const text = input as string;
      if (!form.test(text)) throw new EvalError(`Illegal absolute label syntax: ${text}`);
      const result = parseLabel(text, callerLabels(thread));
      if (result.kind === "error") throw new EvalError(`Illegal absolute label syntax: ${text}: ${result.why}`);
      return result.label;
    },
  });
}
