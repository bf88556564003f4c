/** What Bazel demands of an attribute's value beyond its type, when a target is declared; of a select it looks at every branch (`RuleClass.checkForDuplicateLabels`, `checkAllowedValues`). */
import { EvalError } from "../../starlark/errors.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { str } from "../../starlark/printer.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";
import { Label } from "../label.ts";
import type { AttributeDefinition, RuleClass } from "../rule.ts";
import { Selector } from "../selector.ts";
import type { RuleTarget } from "../target.ts";
import type { BazelVersion } from "../workspace/bazelVersion.ts";

/** Throws `EvalError` in Bazel's words. `target` is the name of the target that is declared. */
export function checkAttributeValue(
  target: string,
  name: string,
  definition: AttributeDefinition,
  value: Value,
  version: BazelVersion,
): void {
  const parts = alternativesByPart(value);
  for (const alternative of parts.flat()) checkAllowed(name, definition, alternative);
  // `visibility` holds no dependencies; Bazel takes duplicates there.
  if (definition.type !== "label_list" || name === "visibility") return;
  const duplicate = version.major < 6 ? duplicateOfParts(parts) : firstDuplicate(parts.flat());
  if (duplicate !== undefined)
    throw new EvalError(`Label '${duplicate}' is duplicated in the '${name}' attribute of rule '${target}'`);
}

/** For each summand the values that it may take. */
function alternativesByPart(value: Value): readonly (readonly Value[])[] {
  if (!(value instanceof Selector)) return [[value]];
  return value.parts.map((part) =>
    part.kind === "plain" ? [part.value] : part.conditions.map((condition) => condition.value),
  );
}

function checkAllowed(name: string, definition: AttributeDefinition, value: Value): void {
  const problem = allowedValuesProblem(definition, value);
  if (problem !== undefined) throw new EvalError(`invalid value in '${name}' attribute: ${problem}`);
}

/** In the words of `AllowedValueSet.getErrorReason`. */
export function allowedValuesProblem({ values }: AttributeDefinition, value: Value): string | undefined {
  if (values.length === 0 || value === null || value instanceof Unknown || values.includes(value)) return undefined;
  return `has to be one of ${inWords(values)} instead of '${str(value)}'`;
}

/** `'a', 'b' or 'c'`. */
function inWords(values: readonly Value[]): string {
  const texts = values.map((value) => `'${str(value)}'`);
  return texts.length < 2 ? texts.join("") : `${texts.slice(0, -1).join(", ")} or ${texts.at(-1) ?? ""}`;
}

/**
 * What Bazel 6 and later find out once the summands of a value are chosen (`RuleContext.Builder.checkAttributesForDuplicateLabels`; seen with 7.7.1): the first label that is there twice, with its attribute. `values` are
 * those of the configuration.
 */
export function duplicateAmongChosen(
  target: RuleTarget,
  values: ReadonlyMap<string, Value>,
): { readonly attribute: string; readonly label: string } | undefined {
  for (const [attribute, given] of target.attributes) {
    if (!(given instanceof Selector) || target.ruleClass.attributes.get(attribute)?.type !== "label_list") continue;
    const label = firstDuplicate([values.get(attribute) ?? null]);
    if (label !== undefined) return { attribute, label };
  }
  return undefined;
}

/** Of the attributes that a target leaves at their defaults, what Bazel says of the first that holds a label twice; seen with 4.2.3 and 7.7.1. Private ones are called `$x`. */
export function problemOfDefaults(
  target: string,
  ruleClass: Pick<RuleClass, "attributes">,
  given: ReadonlyMap<string, Value>,
): string | undefined {
  for (const [name, label] of duplicatesInDefaults(ruleClass)) {
    if (given.has(name)) continue;
    const shown = name.replace(/^_/, "$");
    return `Label '${label}' is duplicated in the '${shown}' attribute of rule '${target}'`;
  }
  return undefined;
}

const foundInDefaults = new WeakMap<Pick<RuleClass, "attributes">, ReadonlyMap<string, string>>();

/** Asked for each target, found once a rule. */
function duplicatesInDefaults(ruleClass: Pick<RuleClass, "attributes">): ReadonlyMap<string, string> {
  const known = foundInDefaults.get(ruleClass);
  if (known) return known;
  const found = new Map<string, string>();
  for (const [name, definition] of ruleClass.attributes) {
    const label = definition.type === "label_list" ? firstDuplicate([definition.default]) : undefined;
    if (label !== undefined) found.set(name, label);
  }
  foundInDefaults.set(ruleClass, found);
  return found;
}

/** A label that is twice in one of the values. */
function firstDuplicate(values: readonly Value[]): string | undefined {
  return values.map((value) => duplicateOfParts([[value]])).find((label) => label !== undefined);
}

/** A label twice in one value, or in any values of two summands, even where no configuration chooses both: so Bazel before 6 has it (`AggregatingAttributeMapper.checkForDuplicateLabels`; measured with 4.2.3). */
function duplicateOfParts(parts: readonly (readonly Value[])[]): string | undefined {
  const ofEarlierParts = new Set<string>();
  for (const alternatives of parts) {
    const ofPart = new Set<string>();
    for (const alternative of alternatives) {
      const ofAlternative = new Set<string>();
      for (const label of labelsOf(alternative)) {
        if (ofAlternative.has(label) || ofEarlierParts.has(label)) return label;
        ofAlternative.add(label);
        ofPart.add(label);
      }
    }
    for (const label of ofPart) ofEarlierParts.add(label);
  }
  return undefined;
}

function labelsOf(value: Value): readonly string[] {
  if (!(value instanceof StarlarkList)) return [];
  return value.items.filter((item): item is Label => item instanceof Label).map((label) => label.toString());
}
