/** `select()`: a value that the configuration decides. After Bazel's `SelectorList.select`. */
import { builtin } from "../../../starlark/builtin.ts";
import { StarlarkDict } from "../../../starlark/dict.ts";
import { EvalError } from "../../../starlark/errors.ts";
import { repr } from "../../../starlark/printer.ts";
import { Label } from "../../label.ts";
import { Selector } from "../../selector.ts";

export const selectBuiltin = builtin({
  name: "select",
  doc: "Makes an attribute configurable: the value of the condition that matches.",
  params: [
    { name: "x", kind: "positional-only", types: ["dict"], doc: "The values by condition." },
    {
      name: "no_match_error",
      default: "",
      types: ["string"],
      acceptsUnknown: true,
      doc: "The error where no condition matches.",
    },
  ],
  run: (thread, [dict, noMatchError]) => {
    const entries = dict instanceof StarlarkDict ? [...dict.entries()] : [];
    if (entries.length === 0) {
      throw new EvalError(
        "select({}) with an empty dictionary can never resolve because it includes no conditions to match",
      );
    }
    const conditions = entries.map(([condition, value]) => {
      if (typeof condition === "string" || condition instanceof Label) return { condition, value };
      throw new EvalError(`Invalid key: ${repr(condition)}. select keys must be label references`);
    });
    const error = typeof noMatchError === "string" ? noMatchError : "";
    return new Selector([{ kind: "select", conditions, noMatchError: error, site: thread.currentSite() }]);
  },
});
