/**
 * One target of a rule: checks the name, converts the attributes, declares the outputs. After Bazel's `RuleFactory.java` and `RuleClass.createRule`.
 *
 * What is wrong with a name stops the file; what is wrong with other attributes is an error of the package, and the file goes on, as in Bazel.
 */
import { StarlarkDict } from "../../starlark/dict.ts";
import { EvalError } from "../../starlark/errors.ts";
import { call } from "../../starlark/evaluate.ts";
import type { Thread } from "../../starlark/thread.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { NamedArguments, Value } from "../../starlark/value.ts";
import { targetNameProblem } from "../label.ts";
import type { RuleClass } from "../rule.ts";
import { testProblem } from "./testAttributes.ts";
import { declaredOutputs } from "./outputs.ts";
import { isCommonAttribute } from "./commonAttributes.ts";
import type { PackageBuilder } from "./packageBuilder.ts";
import { convertAttributes, isEstimate } from "./ruleAttributes.ts";
import { PRIVATE, visibleAlsoTo } from "./visibilityLabels.ts";

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
  const attributes = withMacroVisibility(
    builder,
    convertAttributes(
      ruleClass,
      { target: name, labels: builder.labels, version: builder.host.settings.version },
      named,
      report,
    ),
  );
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
