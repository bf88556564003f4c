/**
 * Aspects: what one adds to a target (`AspectFunction`); how a dependent sees that is in aspectView.ts. An aspect visits a target after what lies below it along `attr_aspects`.
 *
 * Aspects visit rules; to generated files they add what they add to the rule, if they say so (`apply_to_generating_rules`), to source files nothing.
 */
import { enterAnalysisPhase } from "../loading/phase.ts";
import { unknownApi } from "./actions.ts";
import { requireAdvertised } from "./advertisedProviders.ts";
import type { ActionRecorder } from "./actionRecorder.ts";
import { allowsFailures } from "./analysisFailures.ts";
import { provideActions } from "./providedActions.ts";
import { threadFor } from "./ruleThread.ts";
import { identity, inOrder, pathTo, sees } from "./aspectPath.ts";
import {
  extended,
  NOTHING_ADDED,
  standsForAnother,
  unknownAspect,
  withAspects,
  type AspectKey,
  type AspectProviders,
  type AspectRequest,
  type AspectResult,
} from "./aspectView.ts";
import { resolveAttributes } from "./attributes.ts";
import type { Rejection } from "./configuredTarget.ts";
import { resolveDependencies, type AttributeDependencies, type Dependency } from "./dependencies.ts";
import { executionProblem } from "./executionPlatform.ts";
import { sortProviders } from "./returnedProviders.ts";
import { allowSubrules } from "./subruleContext.ts";
import { RuleContext, type RuleContextSpec } from "./ruleContext.ts";
import { toolchainsOf } from "./requiredToolchains.ts";
import { isOfEstimate, limitReason } from "../loading/aborts.ts";
import { AspectValue } from "../loading/api/aspectValue.ts";
import { isPredictable, presentPath } from "../artifact.ts";
import { attributesForAspects, filesForAspects } from "./attributeViews.ts";
import { Struct } from "../provider.ts";
import { isControlFlow, type Query, type QueryContext } from "../../base/graph.ts";
import { EvalError, ResourceLimit } from "../../starlark/errors.ts";
import { call } from "../../starlark/evaluate.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Tuple } from "../../starlark/tuple.ts";
import { repr } from "../../starlark/printer.ts";
import { Unknown, UnknownDecision } from "../../starlark/unknown.ts";
import { aspectDoubt } from "./refusalDoubt.ts";
import type { RuleClass } from "../rule.ts";
import type { RuleTarget } from "../target.ts";
import { typeOf, type Value } from "../../starlark/value.ts";
import type { AnalysisHost, TargetKey } from "./keys.ts";

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
    key.isInVain ? "in vain" : "",
    ...[...key.parameters].map(([name, value]) => `${name}=${repr(value)}`),
  ].join("|");
}

/** The aspect's path (`AspectKey.getAspectDescriptors`), itself last. How Bazel writes one is left open, and so is which of those before it are among them. */
function aspectIds({ aspect, before }: AspectKey): Value {
  const id = unknownApi(`the text of ${identity(aspect)} in ctx.aspect_ids`);
  return before.length === 0 ? new StarlarkList([id]) : id;
}

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
    if (error instanceof UnknownDecision) return { ...NOTHING_ADDED, unlisted: error.unknown };
    if (error instanceof ResourceLimit)
      return { ...NOTHING_ADDED, unlisted: new Unknown(limitReason(error, name, name)) };
    if (!(error instanceof EvalError)) throw error;
    const isDoubtful = estimates.length > 0 || isOfEstimate(error) || !isPredictable(error.message);
    if (isDoubtful || allowsFailures(key)) {
      const failure = unknownAspect(name, presentPath(error.message));
      return { ...NOTHING_ADDED, unlisted: failure, failure };
    }
    const { callStack } = error;
    const message = `in ${name} aspect on ${key.rule.ruleClass.name} rule ${key.rule.label.toString()}: ${error.message}`;
    return { kind: "analysis", message, site: key.rule.site, callStack };
  }
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
  if (result.kind !== "target") return NOTHING_ADDED;
  if (standsForAnother(rule)) {
    const why = result.target.estimate?.reason.message ?? "the rule is a model";
    return { ...NOTHING_ADDED, unlisted: unknownAspect(identity(aspect), why) };
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
    const toolchains = toolchainsOf(graph, host, rule.label, targetKey, own);
    if (key.isInVain) return NOTHING_ADDED;
    const context = new RuleContext({
      ...base,
      target: own,
      values: ownValues,
      dependencies: ownDependencies.attributes,
      toolchains,
      rule: ruleStruct(ruleContext, rule.ruleClass),
      ruleDependencies: visited,
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
    enterAnalysisPhase(thread);
    const returned = call(thread, aspect.spec.implementation, [target.seenBy(onEstimate), context], new Map());
    recorder?.finish(context, thread);
    context.close();
    const sorted = providersOf(returned);
    const failure = requireAdvertised("aspect", aspect.spec.provides, sorted);
    return { ...sorted, estimate: estimates[0], failure };
  });
  if ("message" in added) return added;
  const doubt = problem ?? aspectDoubt(graph, host, targetKey, own, ownDependencies) ?? failureBelow(visited, below);
  return { ...added, failure: added.failure ?? doubt };
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
  const fields = new Map<string, Value>([
    ["kind", ruleClass.name],
    ["attr", attributesForAspects(context.spec)],
  ]);
  for (const name of ["files", "file", "executable"]) {
    const value = context.getAttr(name);
    if (value instanceof Struct) fields.set(name, filesForAspects(context.spec, value));
  }
  // Neither 4.2.3 nor 7.7.1 has more.
  const { major } = context.spec.key.configuration.top;
  if (major >= 8)
    for (const name of ["qualified_kind", "toolchains", "var"]) fields.set(name, unknownApi(`ctx.rule.${name}`));
  return new Struct(fields);
}

/** An aspect has no DefaultInfo of its own; fields of a struct that it returns are fields of the target. Of two instances of a provider it gives the last (`StarlarkAspectFactory.addDeclaredProviders`; 4.2.3 and 7.7.1 were asked). */
function providersOf(returned: Value): Omit<AspectProviders, "estimate"> {
  if (!(returned instanceof StarlarkList || returned instanceof Tuple)) {
    const { providers, unlisted } = sortProviders(returned);
    return { providers, unlisted };
  }
  const last = new Map<string | number, Value>();
  for (const [index, value] of returned.items.entries()) {
    if (!(value instanceof Struct || value instanceof Unknown))
      throw new EvalError(
        `at index ${String(index)} of result of aspect function, got element of type ${typeOf(value)}, want Info`,
      );
    const provider = value instanceof Struct ? value.provider : undefined;
    if (provider?.isExported === false)
      throw new EvalError("aspect function returned an instance of a provider that is not a global");
    last.set(provider?.identity ?? index, value);
  }
  const { providers, unlisted, info } = sortProviders(Tuple.of(...last.values()));
  return { providers, unlisted, hasDefaultInfo: info !== undefined };
}
