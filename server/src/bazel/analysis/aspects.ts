/**
 * Aspects: the dependencies of an attribute with `aspects` are seen with the providers that each aspect adds to them (`AspectFunction`, `AspectResolver`). An aspect visits a target after what lies below it along `attr_aspects`.
 *
 * Aspects visit rules; to generated files they add what they add to the rule, if they say so (`apply_to_generating_rules`), to source files nothing.
 */
import { unknownApi } from "./actions.ts";
import { advertised, isSatisfied, requireAdvertised } from "./advertisedProviders.ts";
import type { ActionRecorder } from "./actionRecorder.ts";
import { allowsFailures } from "./analysisFailures.ts";
import { provideActions } from "./providedActions.ts";
import { threadFor } from "./ruleThread.ts";
import { identity, inOrder, pathTo, sees } from "./aspectPath.ts";
import { resolveAttributes } from "./attributes.ts";
import { ConfiguredTarget, type Rejection } from "./configuredTarget.ts";
import { resolveDependencies, type AttributeDependencies, type Dependency } from "./dependencies.ts";
import { executionProblem } from "./executionPlatform.ts";
import { INSTRUMENTED_FILES_INFO, mergedOutputGroups, OUTPUT_GROUP_INFO } from "./providers.ts";
import { findTarget } from "./queries.ts";
import { sortProviders } from "./returnedProviders.ts";
import { allowSubrules } from "./subruleContext.ts";
import { RuleContext, type RuleContextSpec } from "./ruleContext.ts";
import { toolchainsOf } from "./requiredToolchains.ts";
import { isOfEstimate, limitReason } from "../loading/aborts.ts";
import { AspectValue } from "../loading/api/aspect.ts";
import { isPredictable, presentPath } from "../artifact.ts";
import { Struct } from "../provider.ts";
import { isControlFlow, type Query, type QueryContext } from "../../base/graph.ts";
import { EvalError, ResourceLimit } from "../../starlark/errors.ts";
import { call } from "../../starlark/evaluate.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { repr } from "../../starlark/printer.ts";
import { Unknown, UnknownDecision } from "../../starlark/unknown.ts";
import { aspectDoubt } from "./refusalDoubt.ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { Label } from "../label.ts";
import type { RuleClass } from "../rule.ts";
import type { RuleTarget } from "../target.ts";
import type { Value } from "../../starlark/value.ts";
import type { AnalysisHost, SplitOrder, TargetKey } from "./keys.ts";

/** An aspect on a rule target; `before`: the aspects that ran before it, whose providers it may see. */
export interface AspectKey {
  readonly aspect: AspectValue;
  readonly before: readonly AspectValue[];
  readonly rule: RuleTarget;
  readonly configuration: Configuration;
  readonly order: SplitOrder;
  readonly parameters: AspectParameters;
}

/** Values of the public attributes of aspects: they are those of the rule whose attribute asks for the aspects, also far below it (`AspectParameters`). */
export type AspectParameters = ReadonlyMap<string, Value>;

/** What an aspect adds to a target. */
export interface AspectProviders {
  readonly providers: ReadonlyMap<string, Value>;
  /** Why providers that are not listed may be there all the same. */
  readonly unlisted: Unknown | undefined;
  /** Why what it adds is only an estimate. */
  readonly estimate: Unknown | undefined;
  /** Why Bazel may refuse whoever asks for the aspect: an error of an evaluation that cannot be trusted, or what the aspect itself depends on. */
  readonly failure?: Unknown | undefined;
}

/** Where an aspect fails, or one that visits a target below, all fail that ask for it. */
export type AspectResult = AspectProviders | Rejection;

const NOTHING: AspectProviders = { providers: new Map(), unlisted: undefined, estimate: undefined };

export function aspectQuery(host: () => AnalysisHost): Query<AspectKey, AspectResult> {
  return {
    name: "aspect",
    keyOf: aspectKeyText,
    compute: (graph, key) => visitRecording(graph, host(), key, undefined),
  };
}

export function aspectKeyText(key: AspectKey): string {
  return [
    [...key.before, key.aspect].map(identity).join("+"),
    key.rule.label.toString(),
    key.configuration.id,
    key.order,
    ...[...key.parameters].map(([name, value]) => `${name}=${repr(value)}`),
  ].join("|");
}

/** The aspects that a rule asks for along an attribute. */
export interface AspectRequest {
  readonly aspects: readonly Value[];
  readonly parameters: AspectParameters;
  readonly order: SplitOrder;
  /** Aspects of the command line do not build on each other's providers, and visit what has the providers that they ask for, promised or not. */
  readonly isTopLevel?: boolean;
}

/** `values`: of the rule that asks. */
export function aspectParameters(aspects: readonly Value[], values: ReadonlyMap<string, Value>): AspectParameters {
  const parameters = new Map<string, Value>();
  for (const aspect of inOrder(aspects)) {
    for (const name of aspect instanceof AspectValue ? aspect.spec.attributes.keys() : []) {
      const value = name.startsWith("_") ? undefined : values.get(name);
      if (value !== undefined) parameters.set(name, value);
    }
  }
  return parameters;
}

/** The target as the dependent sees it through an attribute with these aspects. `seenAs`: what the attribute names, the target or an alias of it. */
export function withAspects(
  graph: QueryContext,
  host: AnalysisHost,
  target: ConfiguredTarget,
  seenAs: Label,
  { aspects, parameters, order, isTopLevel = false }: AspectRequest,
): ConfiguredTarget | Rejection {
  const { configuration } = target;
  if (aspects.length === 0 || !configuration) return target;
  const rule = target.rule ?? generatingRule(graph, host, target.label);
  if (!rule) return target;
  let seen = target;
  const add = (added: AspectProviders, key?: AspectKey): void => {
    seen = isTopLevel ? visited(seen, added) : extended(seen, added, key);
  };
  const before: AspectValue[] = [];
  for (const aspect of inOrder(aspects)) {
    if (!(aspect instanceof AspectValue) || !aspect.exported) {
      add({
        ...NOTHING,
        unlisted: aspect instanceof Unknown ? aspect : unknownAspect("an aspect", "it is not exported"),
      });
      continue;
    }
    if (!target.rule && !aspect.spec.appliesToGeneratingRules) continue;
    const isWantedHere = isTopLevel ? hasRequired(aspect, target) : isWanted(graph, host, aspect, seen, rule, seenAs);
    if (isWantedHere instanceof Unknown) add({ ...NOTHING, unlisted: isWantedHere });
    if (isWantedHere !== true) continue;
    const path = pathTo(aspect, before);
    const key = { aspect, before: path, rule, configuration, order, parameters };
    const added = graph.get(host.aspect, key);
    if ("message" in added) return added;
    add(added, key);
    before.push(aspect);
  }
  return seen;
}

function generatingRule(graph: QueryContext, host: AnalysisHost, label: Label): RuleTarget | undefined {
  const file = findTarget(graph, host, label);
  if (file.kind !== "found" || file.target.kind !== "generated-file") return undefined;
  const rule = findTarget(graph, host, file.target.generatingRule);
  return rule.kind === "found" && rule.target.kind === "rule" ? rule.target : undefined;
}

/** The aspect's path (`AspectKey.getAspectDescriptors`), itself last. How Bazel writes one is left open, and so is which of those before it are among them. */
function aspectIds({ aspect, before }: AspectKey): Value {
  const id = unknownApi(`the text of ${identity(aspect)} in ctx.aspect_ids`);
  return before.length === 0 ? new StarlarkList([id]) : id;
}

/** Whether a target has what an aspect asks for. */
function hasRequired({ spec }: AspectValue, target: ConfiguredTarget): boolean | Unknown {
  if (spec.requiredProviders.length === 0) return true;
  const result = isSatisfied(spec.requiredProviders, (identity) => target.has(identity));
  return result === false && target.unlisted ? target.unlisted : result;
}

/**
 * Whether an aspect visits a target: by what its rule advertises, not by what it has. Before Bazel 7 an alias advertises everything, and it is what it stands for that must have the providers. A model of a ruleset advertises nothing.
 */
function isWanted(
  graph: QueryContext,
  host: AnalysisHost,
  { spec: { requiredProviders } }: AspectValue,
  target: ConfiguredTarget,
  rule: RuleTarget,
  seenAs: Label,
): boolean | Unknown {
  if (requiredProviders.length === 0) return true;
  const isByInstance =
    standsForAnother(rule) || (host.workspace(graph).bazelVersion.major < 7 && !seenAs.equals(target.label));
  const promised = advertised(rule.ruleClass.provides);
  return isSatisfied(requiredProviders, (identity) => (isByInstance ? target.has(identity) : promised.has(identity)));
}

/** Only whether an aspect fails counts for who is asked for. */
function visited(target: ConfiguredTarget, { failure, unlisted }: AspectProviders): ConfiguredTarget {
  const doubt = failure ?? unlisted;
  return doubt && !target.mayBeRefused ? target.doubted(doubt) : target;
}

/** `key`: of the aspect that adds it; undefined where nothing is known of it. */
function extended(target: ConfiguredTarget, added: AspectProviders, key?: AspectKey): ConfiguredTarget {
  return new ConfiguredTarget({
    label: target.label,
    configuration: target.configuration,
    outputs: target.outputs,
    providers: withAdded(target, added),
    unlisted: target.unlisted ?? added.unlisted,
    rule: target.rule,
    dependencies: target.dependencies,
    aspects: key ? [...target.aspects, key] : target.aspects,
    mayBeRefused: target.mayBeRefused ?? added.failure,
    estimate: target.estimate ?? added.estimate,
  });
}

/** `MergedConfiguredTarget`: the groups of files that an aspect makes come to those of the target; where they are not known, none are. */
function withAdded(target: ConfiguredTarget, { providers, unlisted }: AspectProviders): ReadonlyMap<string, Value> {
  for (const [name, added] of target.estimate ? [] : providers)
    if (!MERGED.has(name) && target.providers.has(name) && added instanceof Struct && added.provider)
      throw new EvalError(`Provider ${added.provider.name} provided twice`);
  const all = new Map([...target.providers, ...providers]);
  const { identity } = OUTPUT_GROUP_INFO;
  const groups = mergedOutputGroups(target.providers.get(identity), providers.get(identity));
  if (groups === undefined || (unlisted && !providers.has(identity))) all.delete(identity);
  else all.set(identity, groups);
  return all;
}

/** Of the second nobody has looked what becomes of two. */
const MERGED: ReadonlySet<string> = new Set([OUTPUT_GROUP_INFO.identity, INSTRUMENTED_FILES_INFO.identity]);

/** `recorder`: keeps the actions, where somebody asks for them. */
export function visitRecording(
  graph: QueryContext,
  host: AnalysisHost,
  key: AspectKey,
  recorder: ActionRecorder | undefined,
): AspectResult {
  return guarded(key, [], () => run(graph, host, key, recorder));
}

/** Makes a result of what stops an evaluation. `estimates`: those it has read. */
function guarded(key: AspectKey, estimates: readonly Unknown[], evaluate: () => AspectResult): AspectResult {
  try {
    return evaluate();
  } catch (error) {
    if (isControlFlow(error)) throw error;
    const name = identity(key.aspect);
    if (error instanceof UnknownDecision) return { ...NOTHING, unlisted: error.unknown };
    if (error instanceof ResourceLimit) return { ...NOTHING, unlisted: new Unknown(limitReason(error, name, name)) };
    if (!(error instanceof EvalError)) throw error;
    const isDoubtful = estimates.length > 0 || isOfEstimate(error) || !isPredictable(error.message);
    if (isDoubtful || allowsFailures(key)) {
      const failure = unknownAspect(name, presentPath(error.message));
      return { ...NOTHING, unlisted: failure, failure };
    }
    const { callStack } = error;
    const message = `in ${name} aspect on ${key.rule.ruleClass.name} rule ${key.rule.label.toString()}: ${error.message}`;
    return { kind: "analysis", message, site: callStack.at(-1)?.site ?? key.rule.site, callStack };
  }
}

function unknownAspect(name: string, why: string): Unknown {
  return new Unknown({ kind: "evaluation", name, message: `what ${name} adds is not known: ${why}`, site: undefined });
}

function run(
  graph: QueryContext,
  host: AnalysisHost,
  key: AspectKey,
  recorder: ActionRecorder | undefined,
): AspectResult {
  const { aspect, rule, configuration, order } = key;
  const targetKey: TargetKey = { label: rule.label, configuration, order, transitioned: true };
  const result = graph.get(host.configuredTarget, targetKey);
  if (result.kind !== "target") return NOTHING;
  if (standsForAnother(rule)) {
    const why = result.target.estimate?.reason.message ?? "the rule is a model";
    return { ...NOTHING, unlisted: unknownAspect(identity(aspect), why) };
  }
  const ruleThread = threadFor(graph, host, rule.ruleClass.module);
  const values = resolveAttributes(graph, host, rule, targetKey, ruleThread);
  const own = aspectTarget(key);
  const below = resolveDependencies(graph, host, rule, targetKey, values, ruleThread, own);
  if (below.kind === "rejected") return below.rejection;
  const visited = new Map(below.attributes);
  for (const [name, attribute] of below.attributes) {
    if (!propagates(aspect, name)) continue;
    const seen = visitedAttribute(graph, host, attribute, key);
    if ("message" in seen) return seen;
    visited.set(name, seen);
  }
  const estimates: Unknown[] = [];
  const onEstimate = (why: Unknown) => estimates.push(why);
  const base: Pick<RuleContextSpec, "graph" | "host" | "key" | "onEstimate"> = {
    graph,
    host,
    key: targetKey,
    onEstimate,
  };
  const ruleContext = new RuleContext({ ...base, target: rule, values, dependencies: visited, toolchains: new Map() });

  const thread = threadFor(graph, host, aspect.exported?.module ?? "");
  provideActions(thread, graph, host, key, undefined);
  const ownValues = resolveAttributes(graph, host, own, targetKey, thread);
  const ownDependencies = resolveDependencies(graph, host, own, targetKey, ownValues, thread);
  if (ownDependencies.kind === "rejected") return ownDependencies.rejection;
  const problem = executionProblem(graph, host, targetKey, own);
  if (typeof problem === "string") return { kind: "analysis", message: problem, site: rule.site, callStack: [] };
  const added = guarded(key, estimates, () => {
    const context = new RuleContext({
      ...base,
      target: own,
      values: ownValues,
      dependencies: ownDependencies.attributes,
      toolchains: toolchainsOf(graph, host, rule.label, targetKey, own),
      rule: ruleStruct(ruleContext, rule.ruleClass),
      aspectIds: aspectIds(key),
      recorder,
    });
    allowSubrules(thread, context, aspect.spec.subrules, `aspect '${aspect.exported?.name ?? ""}'`);
    let target = result.target;
    for (const earlier of key.before.filter((one) => sees(aspect, one))) {
      const before = pathTo(earlier, key.before.slice(0, key.before.indexOf(earlier)));
      const earlierKey = { ...key, aspect: earlier, before };
      const seen = graph.get(host.aspect, earlierKey);
      if ("message" in seen) return seen;
      target = extended(target, seen, earlierKey);
    }
    const returned = call(thread, aspect.spec.implementation, [target.seenBy(onEstimate), context], new Map());
    recorder?.finish(context, thread);
    const sorted = providersOf(returned);
    const failure = requireAdvertised("aspect", aspect.spec.provides, sorted);
    return { ...sorted, estimate: estimates[0], failure };
  });
  if ("message" in added) return added;
  const failure =
    added.failure ?? problem ?? aspectDoubt(graph, host, own, ownDependencies) ?? failureBelow(visited, below);
  return { ...added, failure };
}

/** Why Bazel may refuse what the aspect has visited before, where the rule itself does not say so already. */
function failureBelow(
  visited: ReadonlyMap<string, AttributeDependencies>,
  { attributes }: { readonly attributes: ReadonlyMap<string, AttributeDependencies> },
): Unknown | undefined {
  for (const [name, attribute] of visited) {
    if (attribute === attributes.get(name)) continue;
    for (const label of attribute.labels) {
      if (label instanceof Unknown) continue;
      for (const { target } of label.branches)
        if (!(target instanceof Unknown) && target.mayBeRefused) return target.mayBeRefused;
    }
  }
  return undefined;
}

/** A ruleset's model has other attributes and another kind than the rule that it stands for: `ctx.rule` would not be what the aspect sees in Bazel. */
function standsForAnother({ ruleClass: { model } }: RuleTarget): boolean {
  return model !== undefined && model.of !== "bazel";
}

function propagates(aspect: AspectValue, attribute: string): boolean {
  return aspect.spec.attrAspects.includes("*") || aspect.spec.attrAspects.includes(attribute);
}

function visitedAttribute(
  graph: QueryContext,
  host: AnalysisHost,
  attribute: AttributeDependencies,
  { before, aspect, parameters, order }: AspectKey,
): AttributeDependencies | Rejection {
  // What the attribute asks for of its own is there once (`AspectCollection.deduplicateAspects`).
  const own = new Set(inOrder(attribute.definition.aspects).map((one) => one instanceof AspectValue && identity(one)));
  const aspects = [...before, aspect].filter((one) => !own.has(identity(one)));
  const labels: (Dependency | Unknown)[] = [];
  for (const label of attribute.labels) {
    const request = { aspects, parameters, order };
    const seen = label instanceof Unknown ? label : visitedDependency(graph, host, label, request);
    if ("message" in seen) return seen;
    labels.push(seen);
  }
  return { ...attribute, labels };
}

function visitedDependency(
  graph: QueryContext,
  host: AnalysisHost,
  dependency: Dependency,
  request: AspectRequest,
): Dependency | Rejection {
  const branches: Dependency["branches"][number][] = [];
  for (const branch of dependency.branches) {
    const target =
      branch.target instanceof Unknown
        ? branch.target
        : withAspects(graph, host, branch.target, dependency.label, request);
    if ("message" in target) return target;
    branches.push({ ...branch, target });
  }
  return { ...dependency, branches };
}

/** A rule target of the aspect's own attributes, at the visited target's place. */
function aspectTarget({ aspect, rule, parameters }: AspectKey): RuleTarget {
  const ruleClass: RuleClass = {
    ...rule.ruleClass,
    attributes: aspect.spec.attributes,
    executable: false,
    test: false,
    toolchains: aspect.spec.toolchains.map(({ toolchainType: type, mandatory }) => ({
      type,
      mandatory,
      usesTransition: aspect.spec.usesToolchainTransition,
    })),
    execGroups: aspect.spec.execGroups,
    execCompatibleWith: aspect.spec.execCompatibleWith,
    module: aspect.exported?.module ?? "",
    fragments: aspect.spec.fragments,
    hostFragments: aspect.spec.hostFragments,
    outputs: null,
  };
  const attributes = new Map([...parameters].filter(([name]) => aspect.spec.attributes.has(name)));
  return { ...rule, ruleClass, attributes, implicitOutputs: new Map() };
}

/** `ctx.rule` of an aspect. */
function ruleStruct(context: RuleContext, ruleClass: RuleClass): Struct {
  const fields = new Map<string, Value>([["kind", ruleClass.name]]);
  for (const name of ["attr", "files", "file", "executable"]) {
    const value = context.getAttr(name);
    if (value !== undefined) fields.set(name, value);
  }
  // Neither 4.2.3 nor 7.7.1 has more.
  const { major } = context.spec.key.configuration.top;
  if (major >= 8)
    for (const name of ["qualified_kind", "toolchains", "var"]) fields.set(name, unknownApi(`ctx.rule.${name}`));
  return new Struct(fields);
}

/** An aspect has no DefaultInfo of its own; fields of a struct that it returns are fields of the target. */
function providersOf(returned: Value): Omit<AspectProviders, "estimate"> {
  const { providers, unlisted } = sortProviders(returned);
  return { providers, unlisted };
}
