/**
 * One target of a rule: checks the name, converts the attributes, declares the outputs. After Bazel's `RuleFactory.java` and `RuleClass.createRule`.
 *
 * What is wrong with a name stops the file; what is wrong with other attributes is an error of the package, and the file goes on, as in Bazel.
 */
import { didYouMean } from "../../base/spelling.ts";
import { StarlarkDict } from "../../starlark/dict.ts";
import { EvalError } from "../../starlark/errors.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { call } from "../../starlark/evaluate.ts";
import type { Thread } from "../../starlark/thread.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { NamedArguments, Value } from "../../starlark/value.ts";
import { compareLabels, Label, targetNameProblem } from "../label.ts";
import type { AttributeDefinition, RuleClass } from "../rule.ts";
import { Selector } from "../selector.ts";
import { checkAttributeValue, problemOfDefaults } from "./attributeChecks.ts";
import { convertConfigurable, describeAttribute } from "./attributeConversion.ts";
import { testProblem } from "./testAttributes.ts";
import { declaredOutputs } from "./outputs.ts";
import { isCommonAttribute, presentName } from "./commonAttributes.ts";
import { aspectParameterProblem } from "./api/aspectParameters.ts";
import { ConfigurationField } from "./api/configurationField.ts";
import { isLacking } from "./nativeAttributes.ts";
import type { PackageBuilder } from "./packageBuilder.ts";
import { checkRuleVisibility, PRIVATE, visibleAlsoTo } from "./visibilityLabels.ts";

export function instantiateRule(
  thread: Thread,
  builder: PackageBuilder,
  ruleClass: RuleClass,
  given: NamedArguments,
): void {
  const name = targetName(builder, ruleClass, given.get("name"));
  if (name === undefined) return;
  const label = builder.localLabel(name);
  const named = ruleClass.initializer === null ? given : initialized(thread, ruleClass, given);
  if (named instanceof Unknown) {
    builder.unknownTargets.set(name, named.reason);
    builder.openBy(named.reason);
    return;
  }
  const report = (message: string): void => {
    if (!isEstimate(ruleClass)) builder.reportError(thread, `${label.toString()}: ${message}`);
  };
  const attributes = withMacroVisibility(builder, convertAttributes(builder, ruleClass, name, named, report));
  if (ruleClass.test && !isEstimate(ruleClass)) {
    const problem = testProblem(name, attributes);
    if (problem !== undefined) builder.reportError(thread, problem);
  }
  const callStack = builder.callStackOf(thread);
  const outermost = callStack[0]?.site;
  const isGenerated = callStack.length > 1;
  const outputs = declaredOutputs(thread, builder, ruleClass, name, attributes, report);
  builder.addRule({
    kind: "rule",
    label,
    ruleClass,
    attributes,
    callStack,
    site: outermost ? builder.calls.statementAt(outermost.node) : { file: builder.buildFile, node: 0 },
    generatorName: isGenerated && outermost ? (builder.calls.nameAt(outermost.node) ?? name) : undefined,
    generatorFunction: isGenerated ? callStack[1]?.name : undefined,
    macro: builder.macros.running,
    outputs: outputs.all,
    implicitOutputs: outputs.implicit,
  });
}

/** What a symbolic macro declares is not visible by the package's default, but always to the package that defines the macro. */
function withMacroVisibility(
  builder: PackageBuilder,
  attributes: ReadonlyMap<string, Value>,
): ReadonlyMap<string, Value> {
  const macro = builder.macros.running;
  if (!macro) return attributes;
  const given = attributes.get("visibility") ?? PRIVATE;
  return new Map([...attributes, ["visibility", visibleAlsoTo(given, macro.macroClass.definitionPackage)]]);
}

/** A rule of a ruleset that is not on disk: what its model does not take, the ruleset may well take. */
function isEstimate({ model }: RuleClass): boolean {
  return model !== undefined && model.of !== "bazel";
}

/** The checked name; undefined where it is Unknown, and the package is open. */
function targetName(builder: PackageBuilder, ruleClass: RuleClass, name: Value | undefined): string | undefined {
  if (name instanceof Unknown) {
    builder.openBy(name.reason);
    return undefined;
  }
  if (name === undefined || name === null) throw new EvalError(`${ruleClass.name} rule has no 'name' attribute`);
  if (typeof name !== "string") throw new EvalError(`${ruleClass.name} 'name' attribute must be a string`);
  const problem = targetNameProblem(name);
  if (problem !== undefined)
    throw new EvalError(`illegal rule name: ${name}: invalid target name '${name}': ${problem}`);
  return name;
}

/** The arguments after `initializer` has had its say: it gets the name and the rule's own attributes, and returns those that it changes. */
function initialized(thread: Thread, ruleClass: RuleClass, given: NamedArguments): NamedArguments | Unknown {
  const merged = new Map(given);
  for (let current: RuleClass | undefined = ruleClass; current; current = current.parent) {
    if (current.initializer === null) continue;
    const own = new Map([...merged].filter(([name]) => name === "name" || !isCommonAttribute(name)));
    const result = call(thread, current.initializer, [], own);
    if (result instanceof Unknown) return result;
    if (!(result instanceof StarlarkDict)) throw new EvalError("initializer for rules expected to return a dict");
    for (const [name, value] of result.entries())
      if (typeof name === "string" && name !== "name") merged.set(name, value);
  }
  return merged;
}

function convertAttributes(
  builder: PackageBuilder,
  ruleClass: RuleClass,
  target: string,
  named: NamedArguments,
  report: (message: string) => void,
): ReadonlyMap<string, Value> {
  const attributes = new Map<string, Value>();
  const isPublic = (name: string) =>
    !name.startsWith("_") && !isLacking(ruleClass, name, builder.host.settings.version);
  // Bazel 7 refuses attributes that are not there also where they are None (7.7.1), Bazel 4 does not (4.2.3).
  const passesNone = builder.host.settings.version.major < 7;
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
    const converted = attempt(() => convertOne(builder, ruleClass, target, name, definition, value), report);
    if (converted !== undefined) attributes.set(name, converted);
    else if (isEstimate(ruleClass)) attributes.set(name, notInModel(ruleClass, name));
  }
  for (const [name, definition] of ruleClass.attributes) {
    if (definition.mandatory && !attributes.has(name) && (named.get(name) ?? null) === null) {
      report(`missing value for mandatory attribute '${name}' in '${ruleClass.name}' rule`);
    }
  }
  const problem = problemOfDefaults(target, ruleClass, attributes) ?? aspectParameterProblem(ruleClass, attributes);
  if (problem !== undefined) report(problem);
  return attributes;
}

/**
 * A private attribute of a .bzl file's rule, by the name under which Bazel keeps it, and under which a macro can set it: `$x` for `_x`, `:x` where its default is late-bound (`Attribute.getStarlarkName`; `$x` seen with 4.2.3
 * and 7.7.1, rules_android does so).
 */
function privateAttribute({ model, attributes }: RuleClass, written: string): string | undefined {
  if (model !== undefined || !/^[$:]/.test(written)) return undefined;
  const name = `_${written.slice(1)}`;
  const definition = attributes.get(name);
  const prefix = definition?.default instanceof ConfigurationField ? ":" : "$";
  return definition && written.startsWith(prefix) ? name : undefined;
}

function notInModel(ruleClass: RuleClass, name: string): Unknown {
  const message = `the model of this rule does not take this value of '${name}'`;
  return new Unknown({ kind: "model", name: ruleClass.name, message, site: undefined });
}

function convertOne(
  builder: PackageBuilder,
  ruleClass: RuleClass,
  target: string,
  name: string,
  definition: AttributeDefinition,
  value: Value,
): Value {
  if (!definition.configurable && value instanceof Selector)
    throw new EvalError(`attribute "${name}" is not configurable`);
  const converted = convertConfigurable(
    definition.type,
    value,
    describeAttribute(name, ruleClass.name),
    builder.labels,
  );
  if (name === "visibility") checkRuleVisibility(converted, builder.host.settings.version);
  checkAttributeValue(target, name, definition, converted, builder.host.settings.version);
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
