/** What a call of a rule, or of a repository rule, gives its attributes, after Bazel's `RuleClass.populateRuleAttributeValues`. */
import { didYouMean } from "../../base/spelling.ts";
import { EvalError } from "../../starlark/errors.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { NamedArguments, Value } from "../../starlark/value.ts";
import type { LabelContext } from "../label.ts";
import { compareLabels, Label } from "../label.ts";
import type { AttributeDefinition, RuleClass } from "../rule.ts";
import { Selector } from "../selector.ts";
import type { BazelVersion } from "../workspace/bazelVersion.ts";
import { aspectParameterProblem } from "./api/aspectParameters.ts";
import { ConfigurationField } from "./api/configurationField.ts";
import { checkAttributeValue, problemOfDefaults } from "./attributeChecks.ts";
import { convertConfigurable, describeAttribute } from "./attributeConversion.ts";
import { presentName } from "./commonAttributes.ts";
import { isLacking } from "./nativeAttributes.ts";
import { checkRuleVisibility } from "./visibilityLabels.ts";

/** What of a rule, or of a repository rule, decides about its attributes. */
export type AttributedRule = Pick<RuleClass, "name" | "attributes" | "model">;

/** What is declared and where. */
export interface TargetPlace {
  /** The target's name, or the repository's. */
  readonly target: string;
  /** What its labels are relative to. */
  readonly labels: LabelContext;
  readonly version: BazelVersion;
}

/** A rule of a ruleset that is not on disk: what its model does not take, the ruleset may well take. */
export function isEstimate({ model }: AttributedRule): boolean {
  return model !== undefined && model.of !== "bazel";
}

/**
 * The attributes that a call gives, converted and checked; what the call leaves out has its default elsewhere. Each thing that is wrong goes to `report`, in Bazel's words and without the target's label; the attribute is then
 * left out.
 */
export function convertAttributes(
  ruleClass: AttributedRule,
  place: TargetPlace,
  named: NamedArguments,
  report: (message: string) => void,
): ReadonlyMap<string, Value> {
  const attributes = new Map<string, Value>();
  const isPublic = (name: string) => !name.startsWith("_") && !isLacking(ruleClass, name, place.version);
  // Bazel 7 refuses attributes that are not there also where they are None (7.7.1), Bazel 4 does not (4.2.3).
  const passesNone = place.version.major < 7;
  for (const [written, value] of named) {
    if (value === null && passesNone) continue;
    const hidden = privateAttribute(ruleClass, written);
    const name = hidden ?? presentName(written, ruleClass.attributes);
    const definition = hidden !== undefined || isPublic(name) ? ruleClass.attributes.get(name) : undefined;
    if (!definition) {
      const candidates = [...ruleClass.attributes.keys()].filter(isPublic);
      report(`no such attribute '${name}' in '${ruleClass.name}' rule${didYouMean(name, candidates)}`);
      continue;
    }
    if (value === null) continue;
    const converted = attempt(() => convertOne(ruleClass, place, name, definition, value), report);
    if (converted !== undefined) attributes.set(name, converted);
    else if (isEstimate(ruleClass)) attributes.set(name, notInModel(ruleClass, name));
  }
  for (const [name, definition] of ruleClass.attributes) {
    if (definition.mandatory && !attributes.has(name) && (named.get(name) ?? null) === null) {
      report(`missing value for mandatory attribute '${name}' in '${ruleClass.name}' rule`);
    }
  }
  const problem =
    problemOfDefaults(place.target, ruleClass, attributes) ?? aspectParameterProblem(ruleClass, attributes);
  if (problem !== undefined) report(problem);
  return attributes;
}

/**
 * A private attribute of a .bzl file's rule, by the name under which Bazel keeps it, and under which a macro can set it: `$x` for `_x`, `:x` where its default is late-bound (`Attribute.getStarlarkName`; `$x` seen with 4.2.3
 * and 7.7.1, rules_android does so).
 */
function privateAttribute({ model, attributes }: AttributedRule, written: string): string | undefined {
  if (model !== undefined || !/^[$:]/.test(written)) return undefined;
  const name = `_${written.slice(1)}`;
  const definition = attributes.get(name);
  const prefix = definition?.default instanceof ConfigurationField ? ":" : "$";
  return definition && written.startsWith(prefix) ? name : undefined;
}

function notInModel(ruleClass: AttributedRule, name: string): Unknown {
  const message = `the model of this rule does not take this value of '${name}'`;
  return new Unknown({ kind: "model", name: ruleClass.name, message, site: undefined });
}

function convertOne(
  ruleClass: AttributedRule,
  place: TargetPlace,
  name: string,
  definition: AttributeDefinition,
  value: Value,
): Value {
  if (!definition.configurable && value instanceof Selector)
    throw new EvalError(`attribute "${name}" is not configurable`);
  const converted = convertConfigurable(definition.type, value, describeAttribute(name, ruleClass.name), place.labels);
  if (name === "visibility") checkRuleVisibility(converted, place.version);
  checkAttributeValue(place.target, name, definition, converted, place.version);
  return definition.orderIndependent ? sorted(converted) : converted;
}

/** A list of labels by repository, package and name, and one of texts (`RuleClass.convertFromBuildLangType`). */
function sorted(value: Value): Value {
  if (!(value instanceof StarlarkList)) return value;
  const { items } = value;
  if (items.every((item) => item instanceof Label)) return new StarlarkList([...items].sort(compareLabels));
  return items.every((item) => typeof item === "string") ? new StarlarkList([...items].sort()) : value;
}

/** Runs a conversion and reports its error. */
function attempt(convert: () => Value, report: (message: string) => void): Value | undefined {
  try {
    return convert();
  } catch (error) {
    if (!(error instanceof EvalError)) throw error;
    report(error.message);
    return undefined;
  }
}
