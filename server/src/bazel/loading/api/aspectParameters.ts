/** What Bazel demands of an aspect's own attributes, and of rules whose targets give public ones their values (`StarlarkRuleClassFunctions.aspect` and `RuleClass.checkAspectAllowedValues` of 4.2.3 and 7.7.1; both Bazels were asked). */
import { EvalError } from "../../../starlark/errors.ts";
import { StarlarkFunction } from "../../../starlark/function.ts";
import { Unknown } from "../../../starlark/unknown.ts";
import type { Value } from "../../../starlark/value.ts";
import type { AttributeDefinition, RuleClass } from "../../rule.ts";
import { Selector } from "../../selector.ts";
import type { BazelVersion } from "../../workspace/bazelVersion.ts";
import { allowedValuesProblem } from "../attributeChecks.ts";
import { AspectValue } from "./aspectValue.ts";

/** Throws `EvalError` for an attribute that an aspect may not have. */
export function checkAspectAttribute(
  name: string,
  definition: AttributeDefinition,
  version: BazelVersion | undefined,
): void {
  if (definition.default instanceof Unknown) return;
  if (name.startsWith("_")) checkImplicit(name, definition, version);
  else checkParameter(name, definition, version);
  if (definition.default instanceof StarlarkFunction)
    throw new EvalError(`Aspect attribute '${name}' (${definition.type}) with computed default value is unsupported.`);
}

/** With Bazel 4 an empty text is no default, given or not. */
function checkImplicit(
  name: string,
  { type, default: value }: AttributeDefinition,
  version: BazelVersion | undefined,
): void {
  const isNone = value === null || type === "output_list" || (value === "" && version?.major === 4);
  if (isNone) throw new EvalError(`Aspect attribute '${name}' has no default value.`);
}

function checkParameter(name: string, definition: AttributeDefinition, version: BazelVersion | undefined): void {
  const { type, values, default: value } = definition;
  if (version?.major === 4 && (type !== "string" || values.length === 0))
    throw new EvalError(
      `Aspect parameter attribute '${name}' must have type 'string' and use the 'values' restriction.`,
    );
  if (!["bool", "int", "string"].includes(type))
    throw new EvalError(`Aspect parameter attribute '${name}' must have type 'bool', 'int' or 'string'.`);
  const problem = value === "" ? undefined : allowedValuesProblem(definition, value);
  if (problem !== undefined)
    throw new EvalError(`Aspect parameter attribute '${name}' has a bad default value: ${problem}`);
}

/** Throws `EvalError` where a rule lacks an attribute that one of its aspects asks for. */
export function requireAspectParameters({ name: rule, attributes }: RuleClass): void {
  for (const { name, definition, aspect } of parametersOf(attributes))
    if (definition.default === "" && attributes.get(name)?.type !== "string")
      throw new EvalError(`Aspect ${aspect} requires rule ${rule} to specify attribute '${name}' with type string.`);
}

/** What is wrong with the values that a target gives the parameters of its rule's aspects. */
export function aspectParameterProblem(
  { attributes }: Pick<RuleClass, "attributes">,
  given: ReadonlyMap<string, Value>,
): string | undefined {
  for (const { name, definition, aspect } of parametersOf(attributes)) {
    const own = attributes.get(name);
    if (own?.type !== definition.type) continue;
    const value = given.get(name) ?? own.default;
    const isSelect = value instanceof Selector;
    const problem = allowedValuesProblem(definition, isSelect ? definition.default : value);
    if (problem === undefined) continue;
    if (isSelect)
      return `attribute '${name}' has a select() and aspect ${aspect} also declares '${name}'. Aspect attributes don't currently support select().`;
    return `invalid value in '${name}' attribute: ${problem}`;
  }
  return undefined;
}

interface Parameter {
  readonly name: string;
  readonly definition: AttributeDefinition;
  /** The aspect's name in Bazel's messages. */
  readonly aspect: string;
}

const parametersByAttributes = new WeakMap<ReadonlyMap<string, AttributeDefinition>, readonly Parameter[]>();

/** The public attributes of the aspects that a rule's attributes apply. Asked for each target, found once a rule. */
function parametersOf(attributes: RuleClass["attributes"]): readonly Parameter[] {
  const known = parametersByAttributes.get(attributes);
  if (known) return known;
  const aspects = [...attributes.values()].flatMap((definition) => definition.aspects);
  const found = aspects.flatMap((aspect) => (aspect instanceof AspectValue ? ofAspect(aspect) : []));
  parametersByAttributes.set(attributes, found);
  return found;
}

function ofAspect({ spec, exported }: AspectValue): readonly Parameter[] {
  const aspect = `${exported?.module ?? ""}%${exported?.name ?? ""}`;
  return [...spec.attributes]
    .filter(([name]) => !name.startsWith("_"))
    .map(([name, definition]) => ({ name, definition, aspect }));
}
