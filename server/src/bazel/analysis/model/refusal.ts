/** The private builtins of models for what Bazel refuses. */
import { builtin } from "../../../starlark/builtin.ts";
import { Unknown } from "../../../starlark/unknown.ts";
import { AttributeError } from "../attributeError.ts";
import { contextOf } from "../ruleContext.ts";

export const refuse = builtin({
  name: "refuse",
  doc: "Refuses the target for what an attribute says.",
  params: [
    { name: "attribute", types: ["string"] },
    { name: "problem", types: ["string"] },
  ],
  run: (_thread, [attribute, problem]) => {
    throw new AttributeError(attribute as string, problem as string);
  },
});

export const mayBeRefused = builtin({
  name: "may_be_refused",
  doc: "Says that Bazel may refuse the target, and with it whatever depends on it.",
  params: [{ name: "ctx" }, { name: "why", acceptsUnknown: true }],
  run: (_thread, [ctx, why]) => {
    if (why instanceof Unknown) contextOf(ctx).spec.onDoubt?.(why);
    return null;
  },
});
