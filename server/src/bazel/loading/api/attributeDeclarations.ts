/** What Bazel demands of an attribute that a rule, an aspect or a repository rule declares (4.2.3 and 7.7.1 were asked). */
import { EvalError } from "../../../starlark/errors.ts";
import { StarlarkFunction } from "../../../starlark/function.ts";
import { isIdentifier } from "../../../starlark/identifier.ts";
import type { AttributeDefinition } from "../../rule.ts";
import { ConfigurationField } from "./configurationField.ts";

/** Throws `EvalError` for a name that is none, and for a default that only private attributes may have: a function, or what the configuration says. */
export function checkAttribute(name: string, { default: value }: AttributeDefinition): void {
  if (!isIdentifier(name)) throw new EvalError(`attribute name \`${name}\` is not a valid identifier.`);
  if (name.startsWith("_") || !(value instanceof StarlarkFunction || value instanceof ConfigurationField)) return;
  throw new EvalError(
    `When an attribute value is a function, the attribute must be private (i.e. start with '_'). Found '${name}'`,
  );
}
