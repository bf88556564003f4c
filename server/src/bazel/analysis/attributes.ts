/**
 * Attribute values of a target in a configuration: selects decided, defaults filled in (`ConfiguredAttributeMapper`, `RawAttributeMapper`).
 */
import { TargetError } from "./attributeError.ts";
import { evaluateCondition, seesPlatform, type ConditionResult, isDefaultCondition } from "./conditions.ts";
import { Label } from "../label.ts";
import { Struct } from "../provider.ts";
import { Selector, type PlainPart, type SelectBranch } from "../selector.ts";
import { lateBoundLabel } from "./lateBoundDefaults.ts";
import { defaultTimeout } from "../loading/testAttributes.ts";
import { ConfigurationField } from "../loading/api/configurationField.ts";
import { StarlarkDict } from "../../starlark/dict.ts";
import { EvalError } from "../../starlark/errors.ts";
import { call } from "../../starlark/evaluate.ts";
import { StarlarkFunction } from "../../starlark/function.ts";
import { binary } from "../../starlark/operators.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { QueryContext } from "../../base/graph.ts";
import type { AttributeDefinition, RuleClass } from "../rule.ts";
import type { RuleTarget } from "../target.ts";
import type { Thread } from "../../starlark/thread.ts";
import type { Value } from "../../starlark/value.ts";
import type { AnalysisHost, TargetKey } from "./keys.ts";

interface Attribute {
  readonly name: string;
  readonly definition: AttributeDefinition;
  readonly ruleClass: RuleClass;
}

/** Every attribute of the rule with its value; label attributes still hold Labels. */
export function resolveAttributes(
  graph: QueryContext,
  host: AnalysisHost,
  target: RuleTarget,
  key: TargetKey,
  thread: Thread,
): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  const computed: [string, StarlarkFunction][] = [];
  for (const [name, definition] of target.ruleClass.attributes) {
    const given = target.attributes.get(name);
    const value = decide(
      graph,
      host,
      given ?? defaultOf(graph, host, target, name, definition),
      { name, definition, ruleClass: target.ruleClass },
      key,
      thread,
    );
    if (value instanceof StarlarkFunction && given === undefined) computed.push([name, value]);
    else values.set(name, value);
  }
  for (const [name, compute] of computed) values.set(name, computedDefault(compute, values, thread));
  return values;
}

/** The value of one attribute; label attributes still hold Labels. */
export function resolveAttribute(
  graph: QueryContext,
  host: AnalysisHost,
  target: RuleTarget,
  name: string,
  key: TargetKey,
  thread: Thread,
): Value {
  const definition = target.ruleClass.attributes.get(name);
  if (!definition) return null;
  return decide(
    graph,
    host,
    target.attributes.get(name) ?? defaultOf(graph, host, target, name, definition),
    { name, definition, ruleClass: target.ruleClass },
    key,
    thread,
  );
}

/** What stands for an attribute that is not given: `testonly` is up to the package, and `timeout` to the test's size (`BaseRuleClasses`). */
function defaultOf(
  graph: QueryContext,
  host: AnalysisHost,
  { label, attributes, ruleClass }: RuleTarget,
  name: string,
  definition: AttributeDefinition,
): Value {
  if (name === "testonly" && definition.default === false) {
    const owner = graph.get(host.loading.package, { id: label.packageId, view: host.workspace(graph).view });
    return owner.kind === "package" && owner.package.defaultTestonly;
  }
  if (name === "timeout" && ruleClass.test && definition.default === null)
    return defaultTimeout(attributes.get("size") ?? ruleClass.attributes.get("size")?.default ?? null);
  return definition.default;
}

function decide(
  graph: QueryContext,
  host: AnalysisHost,
  value: Value,
  attribute: Attribute,
  key: TargetKey,
  thread: Thread,
): Value {
  if (value instanceof Selector) return decideSelector(graph, host, value, attribute, key, thread);
  return value instanceof ConfigurationField ? lateBoundLabel(value, key.configuration) : value;
}

/** A computed default: a function whose parameters name other attributes. */
function computedDefault(compute: StarlarkFunction, values: ReadonlyMap<string, Value>, thread: Thread): Value {
  const named = new Map<string, Value>();
  for (const name of compute.parameterNames) {
    const value = values.get(name);
    if (value === undefined)
      throw new EvalError(`computed default of an attribute depends on the unknown attribute '${name}'`);
    named.set(name, value);
  }
  return call(thread, compute, [], named);
}

function decideSelector(
  graph: QueryContext,
  host: AnalysisHost,
  selector: Selector,
  attribute: Attribute,
  key: TargetKey,
  thread: Thread,
): Value {
  const { name, definition } = attribute;
  let sum: Value | undefined;
  // Bazel looks at all conditions before it decides any: what it refuses of one counts whatever is not known of others.
  const values = selector.parts.map((part) => decidePart(graph, host, part, attribute, key));
  for (let value of values) {
    if (value instanceof Unknown) return value;
    if (value === null && definition.mandatory)
      throw new TargetError(`Mandatory attribute '${name}' resolved to 'None' after evaluating 'select' expression`);
    value ??= definition.default;
    sum = sum === undefined ? value : binary(value instanceof StarlarkDict ? "|" : "+", sum, value, thread);
  }
  return sum ?? definition.default;
}

function decidePart(
  graph: QueryContext,
  host: AnalysisHost,
  part: SelectBranch | PlainPart,
  { name: attribute, ruleClass }: Attribute,
  key: TargetKey,
): Value {
  if (part.kind === "plain") return part.value;
  const hasPlatform = seesPlatform(ruleClass, host.workspace(graph).bazelVersion);
  let fallback: Value | undefined;
  let unknown: Unknown | undefined;
  const matches: { label: Label; value: Value; result: Extract<ConditionResult, { kind: "match" }> }[] = [];
  for (const { condition, value } of part.conditions) {
    if (!(condition instanceof Label)) {
      unknown ??= condition instanceof Unknown ? condition : undecided("a condition of select() is not a label");
      continue;
    }
    if (isDefaultCondition(condition)) {
      fallback = value;
      continue;
    }
    const result = evaluateCondition(graph, host, condition, key, hasPlatform);
    if (result.kind === "unknown") unknown ??= result.unknown;
    if (result.kind === "rejected")
      throw new EvalError(`While resolving configuration keys for ${key.label.toString()}: ${result.message}`);
    if (result.kind === "invalid") throw new TargetError(result.message);
    if (result.kind === "match") matches.push({ label: condition, value, result });
  }
  if (unknown) return unknown;
  const { major } = key.configuration.top;
  // A condition that refines another one (matches all of its settings and more) takes precedence.
  const best = matches.filter(
    (match) => !matches.some((other) => other !== match && refines(other.result, match.result, major)),
  );
  const [first] = best;
  if (first) {
    // Bazel 4 does not look at the values (measured with 4.2.3).
    const isSame = (match: { readonly value: Value }): boolean =>
      major >= 5 && (match.value === first.value || sameValue(match.value, first.value));
    if (best.some((match) => match !== first && !isSame(match))) {
      const conditions = best.map(
        ({ label: { repository, packagePath, name } }) =>
          `${repository === "" ? "" : `@${repository}`}//${packagePath}:${name}`,
      );
      throw new TargetError(
        [
          `Illegal ambiguous match on configurable attribute "${attribute}" in ${key.label.toString()}:`,
          ...conditions,
          `Multiple matches are not allowed unless one is unambiguously more specialized${major < 5 ? "" : " or they resolve to the same value"}.`,
        ].join("\n"),
      );
    }
    return first.value;
  }
  if (fallback !== undefined) return fallback;
  throw new EvalError(
    part.noMatchError === ""
      ? `configurable attribute in ${key.label.toString()} doesn't match this configuration`
      : part.noMatchError,
  );
}

function refines(
  a: { readonly settings: ReadonlySet<string> },
  b: { readonly settings: ReadonlySet<string> },
  major: number,
): boolean {
  const [more, fewer] = [a, b].map(({ settings }) => (major < 5 ? withoutConstraints(settings) : settings));
  if (!more || !fewer) return false;
  return more.size > fewer.size && [...fewer].every((setting) => more.has(setting));
}

/** Bazel 4 does not count the constraints of a config_setting (measured with 4.2.3). */
function withoutConstraints(settings: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...settings].filter((setting) => !setting.startsWith("constraint ")));
}

function sameValue(a: Value, b: Value): boolean {
  return JSON.stringify(comparable(a)) === JSON.stringify(comparable(b));
}

function comparable(value: Value): unknown {
  if (value instanceof Label) return value.toString();
  if (value instanceof StarlarkDict)
    return [...value.entries()].map(([key, item]) => [comparable(key), comparable(item)]);
  if (typeof value === "object" && value?.iterate) return [...value.iterate()].map(comparable);
  return typeof value === "bigint" ? value.toString() : value;
}

function undecided(message: string): Unknown {
  return new Unknown({ kind: "select", name: "select", message, site: undefined });
}

/** The struct that transitions see as `attr`: values as they are before dependencies are resolved. */
export function attributeStruct(values: ReadonlyMap<string, Value>): Struct {
  return new Struct(values);
}
