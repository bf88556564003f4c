/** The arguments of a tag or of a repository rule's call → the fields that its implementation reads (`Tag`, `TypeCheckedTag`; `AttributeValues`). */
import { EvalError } from "../../../starlark/errors.ts";
import type { Value } from "../../../starlark/value.ts";
import type { LabelContext } from "../../label.ts";
import type { AttributeDefinition } from "../../rule.ts";
import { convertAttribute, describeAttribute } from "../attributeConversion.ts";

export function attributeFields(
  of: string,
  definitions: ReadonlyMap<string, AttributeDefinition>,
  given: ReadonlyMap<string, Value>,
  labels: LabelContext,
): Map<string, Value> {
  const fields = new Map<string, Value>();
  for (const [name, definition] of definitions) {
    const value = given.get(name) ?? null;
    if (value !== null) fields.set(name, convertAttribute(definition.type, value, describeAttribute(name, of), labels));
    else if (definition.mandatory) throw new EvalError(`mandatory attribute ${name} isn't being specified in ${of}`);
    else fields.set(name, definition.default);
  }
  for (const name of given.keys())
    if (!definitions.has(name)) throw new EvalError(`unknown attribute ${name} provided to ${of}`);
  return fields;
}
