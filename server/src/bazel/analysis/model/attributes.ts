/** The private builtins of models for kinds of attributes that Starlark rules cannot declare. */
import { builtin } from "../../../starlark/builtin.ts";
import { EvalError } from "../../../starlark/errors.ts";
import { AttributeSchema } from "../../loading/api/attr.ts";
import { strings } from "./strings.ts";

export const nodep = builtin({
  name: "nodep",
  doc: "Makes a label attribute whose labels are no dependencies.",
  params: [{ name: "attribute", types: ["Attribute"] }],
  run: (_thread, [attribute]) => {
    if (!(attribute instanceof AttributeSchema)) throw new EvalError("expected an attribute");
    return new AttributeSchema(attribute.function, { ...attribute.definition, nodep: true });
  },
});

function ofType(type: "tristate" | "license", doc: string) {
  return builtin({
    name: type,
    doc,
    params: [{ name: "attribute", types: ["Attribute"] }],
    run: (_thread, [attribute]) => {
      if (!(attribute instanceof AttributeSchema)) throw new EvalError("expected an attribute");
      return new AttributeSchema(attribute.function, { ...attribute.definition, type });
    },
  });
}

export const tristate = ofType(
  "tristate",
  "Makes an int attribute that is -1 (decide by flag), 0 or 1, and takes True and False.",
);

export const license = ofType("license", "Makes a list of words one of kinds of licenses.");

export const alsoAllow = builtin({
  name: "also_allow",
  doc: "Lets an attribute with allow_rules take further rules, as Bazel does with a warning.",
  params: [
    { name: "attribute", types: ["Attribute"] },
    { name: "rules", types: ["list"] },
  ],
  run: (_thread, [attribute, rules]) => {
    if (!(attribute instanceof AttributeSchema)) throw new EvalError("expected an attribute");
    return new AttributeSchema(attribute.function, { ...attribute.definition, alsoAllowRules: strings(rules) });
  },
});
