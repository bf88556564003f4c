/** The private builtins of models for kinds of attributes that Starlark rules cannot declare. */
import { builtin } from "../../../starlark/builtin.ts";
import { EvalError } from "../../../starlark/errors.ts";
import type { Value } from "../../../starlark/value.ts";
import { AttributeSchema } from "../../loading/api/attr.ts";
import type { AttributeDefinition } from "../../rule.ts";
import { strings } from "./strings.ts";

export const nodep = change("nodep", "Makes a label attribute whose labels are no dependencies.", { nodep: true });

export const orderIndependent = change("order_independent", "Makes a list that is kept sorted.", {
  orderIndependent: true,
});

export const tristate = change(
  "tristate",
  "Makes an int attribute that is -1 (decide by flag), 0 or 1, and takes True and False.",
  { type: "tristate" },
);

export const license = change("license", "Makes a list of words one of kinds of licenses.", { type: "license" });

export const alsoAllow = builtin({
  name: "also_allow",
  doc: "Lets an attribute with allow_rules take further rules, as Bazel does with a warning.",
  params: [
    { name: "attribute", types: ["Attribute"] },
    { name: "rules", types: ["list"] },
  ],
  run: (_thread, [attribute, rules]) => changed(attribute, { alsoAllowRules: strings(rules) }),
});

function change(name: string, doc: string, change: Partial<AttributeDefinition>) {
  return builtin({
    name,
    doc,
    params: [{ name: "attribute", types: ["Attribute"] }],
    run: (_thread, [attribute]) => changed(attribute, change),
  });
}

function changed(attribute: Value | undefined, change: Partial<AttributeDefinition>): AttributeSchema {
  if (!(attribute instanceof AttributeSchema)) throw new EvalError("expected an attribute");
  return new AttributeSchema(attribute.function, { ...attribute.definition, ...change });
}
