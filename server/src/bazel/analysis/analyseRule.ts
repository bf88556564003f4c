/**
 * One rule target in one configuration: attributes, dependencies, toolchains, then the implementation (`RuleConfiguredTargetBuilder`, `StarlarkRuleConfiguredTargetUtil`).
 */
import { enterAnalysisPhase } from "../loading/phase.ts";
import { resolveAttributes } from "./attributes.ts";
import { AttributeError, attributeError } from "./attributeError.ts";
import { ConfiguredTarget, type AnalysisResult } from "./configuredTarget.ts";
import { defaultOutputs } from "./defaultOutputs.ts";
import { resolveDependencies, type DependenciesResult } from "./dependencies.ts";
import { requireAdvertised } from "./advertisedProviders.ts";
import { allowsFailures, failedBecauseOf, failedTarget, failuresOf } from "./analysisFailures.ts";
import { checkExecutionGroups } from "./executionGroups.ts";
import { executionProblem } from "./executionPlatform.ts";
import { Forwarded } from "./model/forward.ts";
import { implicitExecutable } from "./implicitExecutable.ts";
import { incompatibleProblem } from "./incompatible.ts";
import { modelDoubt } from "./modelDoubt.ts";
import { platformFlagsDoubt } from "./platforms.ts";
import { prerequisiteProblem } from "./prerequisites.ts";
import { NO_OUTPUT_GROUPS, OUTPUT_GROUP_INFO, PLATFORM_INFO } from "./providers.ts";
import { withDoubt } from "./doubt.ts";
import { reject } from "./queries.ts";
import { refusalDoubt } from "./refusalDoubt.ts";
import type { RuleAnalysis } from "./ruleAnalysis.ts";
import { RuleContext } from "./ruleContext.ts";
import { ruleTransition } from "./ruleTransition.ts";
import { provideActions } from "./providedActions.ts";
import { threadFor } from "./ruleThread.ts";
import { checkImplementation, requireExecutableForEnvironment } from "./implementationChecks.ts";
import { guarded, guardedInRule, unknownTarget } from "./stoppedAnalysis.ts";
import { isRestrictedToNothing, ungroupedProblem } from "../loading/environmentGroups.ts";
import { ownVisibilityProblem, visibilityProblem } from "./visibility.ts";
import { duplicateAmongChosen } from "../loading/attributeChecks.ts";
import type { QueryContext } from "../../base/graph.ts";
import { EvalError } from "../../starlark/errors.ts";
import { call } from "../../starlark/evaluate.ts";
import type { Thread } from "../../starlark/thread.ts";
import { DOUBTS, Unknown, type DoubtPolicy } from "../../starlark/unknown.ts";
import type { Package, RuleTarget } from "../target.ts";
import type { Value } from "../../starlark/value.ts";
import type { AnalysisHost, TargetKey } from "./keys.ts";
import { toolchainsOf } from "./requiredToolchains.ts";
import { takesPartInToolchainResolution } from "./toolchains.ts";
import type { ActionRecorder } from "./actionRecorder.ts";
import { allowSubrules } from "./subruleContext.ts";
import { requireNoStruct, sortProviders, type Returned } from "./returnedProviders.ts";

export function analyseRule(
  graph: QueryContext,
  host: AnalysisHost,
  key: TargetKey,
  target: RuleTarget,
  owner: Package,
): AnalysisResult {
  return analyseRecording(graph, host, key, target, owner, () => undefined).result;
}

/** The result, and what kept the actions of the attempt that gave it. */
export interface RecordedAnalysis<R extends ActionRecorder | undefined> {
  readonly result: AnalysisResult;
  readonly recorder: R;
}

/** `newRecorder`: each attempt has its own. */
export function analyseRecording<R extends ActionRecorder | undefined>(
  graph: QueryContext,
  host: AnalysisHost,
  key: TargetKey,
  target: RuleTarget,
  owner: Package,
  newRecorder: () => R,
): RecordedAnalysis<R> {
  const attempt = (doubts: DoubtPolicy): RecordedAnalysis<R> => {
    const thread = threadFor(graph, host, target.ruleClass.module);
    thread.set(DOUBTS, doubts);
    provideActions(thread, graph, host, key, target.ruleClass);
    target.ruleClass.prepare?.(thread);
    const recorder = newRecorder();
    const analysis = { graph, host, key, target, owner, thread, recorder };
    return { result: guarded(analysis, () => analyse(analysis)), recorder };
  };
  const met = new Set<Unknown>();
  const first = attempt({ met, areSetAside: false });
  if (met.size === 0 || !hasDoubt(first.result, met)) return first;
  const withoutDoubts = attempt({ met, areSetAside: true });
  return withoutDoubts.result.kind === "target" && !withoutDoubts.result.target.unlisted ? withoutDoubts : first;
}

/** Whether a doubt has come to what a target brings: then nothing that stood beside it has. */
function hasDoubt(result: AnalysisResult, met: ReadonlySet<Unknown>): boolean {
  if (result.kind !== "target") return false;
  const { files, defaultRunfiles, dataRunfiles } = result.target.outputs;
  return [files, defaultRunfiles, dataRunfiles].some(({ unknowns }) => [...unknowns].some((why) => met.has(why)));
}

function analyse(analysis: RuleAnalysis): AnalysisResult {
  const { graph, host, key, target, owner, thread } = analysis;
  const values = resolveAttributes(graph, host, target, key, thread);
  const moved = ruleTransition(analysis, values);
  if (moved) return moved;
  const dependencies = resolveDependencies(graph, host, target, key, values, thread);
  if (dependencies.kind === "rejected") return dependencies;
  const result = guardedInRule(
    analysis,
    () => problemBefore(analysis, values, dependencies) ?? configure(analysis, values, dependencies),
  );
  return withRefusalDoubt(result, refusalDoubt(graph, host, key, target, owner, dependencies));
}

type Dependencies = Extract<DependenciesResult, { kind: "dependencies" }>;

/** What Bazel finds wrong before it runs the implementation. */
function problemBefore(
  { graph, host, key, target, owner }: RuleAnalysis,
  values: ReadonlyMap<string, Value>,
  { attributes, edges }: Dependencies,
): AnalysisResult | undefined {
  const incompatible = incompatibleProblem(graph, host, key, target, attributes);
  const early = incompatible ?? unresolved(executionProblem(graph, host, key, target));
  if (early instanceof Unknown) return unknownTarget({ target, key }, early);
  if (early !== undefined)
    return reject(early, { kind: incompatible === undefined ? "analysis" : "incompatible", site: target.site });
  const problem =
    visibilityProblem(graph, host, key, target, owner, attributes) ??
    unresolved(ownVisibilityProblem(graph, host, target, owner)) ??
    duplicateProblem(target, values) ??
    ungroupedProblem(target, owner) ??
    ofModel(prerequisiteProblem({ graph, host, target }, values, attributes), graph, host, target);
  if (problem instanceof Unknown) return unknownTarget({ target, key }, problem);
  if (!allowsFailures(key)) return problem === undefined ? undefined : reject(problem, { site: target.site });
  if (problem !== undefined) return failedTarget(target, key, problem);
  const failures = failuresOf(edges);
  return failures.length > 0 ? failedBecauseOf(failures, target, key) : undefined;
}

/** The target as its implementation makes it. */
function configure(
  { graph, host, key, target, thread, recorder }: RuleAnalysis,
  values: ReadonlyMap<string, Value>,
  dependencies: Dependencies,
): AnalysisResult {
  const toolchains = toolchainsOf(graph, host, target.label, key, target);
  const doubts = thread.get(DOUBTS);
  const estimates = doubts?.areSetAside ? doubts.met : new Set<Unknown>();
  const refusals: Unknown[] = [];
  const context = new RuleContext({
    graph,
    host,
    target,
    key,
    values,
    dependencies: dependencies.attributes,
    toolchains,
    onEstimate: (why) => estimates.add(why),
    onDoubt: (why) => refusals.push(why),
    doubts,
    recorder,
  });
  checkExecutionGroups(context.spec);
  allowSubrules(thread, context, target.ruleClass.subrules, `rule '${target.ruleClass.name}'`);
  enterAnalysisPhase(thread);
  const returned = implementationResult(thread, context, estimates);
  recorder?.finish(context, thread);
  context.close();
  if (returned instanceof Unknown) return unknownTarget({ target, key }, returned);
  if (returned instanceof Forwarded) return { kind: "target", target: returned.target };
  if (isRestrictedToNothing(target)) throw new AttributeError("restricted_to", "attribute cannot be empty");
  checkImplementation({ context, thread, isEstimate: estimates.size > 0 });
  const isLenient = estimates.size > 0 || target.ruleClass.model !== undefined;
  if (!isLenient && host.workspace(graph).semantics.returnsNoStructs) requireNoStruct(returned);
  const sorted = sortProviders(returned, isLenient);
  const promise = target.ruleClass.model ? undefined : requireAdvertised("rule", target.ruleClass.provides, sorted);
  if (promise) refusals.push(promise);
  requireExecutableForEnvironment(host.workspace(graph).bazelVersion, target, sorted);
  const doubt = modelDoubt(graph, host, target) ?? firstOf(estimates) ?? flagsDoubt(graph, host, key, target, sorted);
  return withRefusalDoubt(finish(target, key, context, sorted, dependencies.edges, doubt), refusals[0]);
}

function withRefusalDoubt(result: AnalysisResult, doubt: Unknown | undefined): AnalysisResult {
  return doubt && result.kind === "target" ? { kind: "target", target: result.target.doubted(doubt) } : result;
}

function duplicateProblem(target: RuleTarget, values: ReadonlyMap<string, Value>): string | undefined {
  const duplicate = duplicateAmongChosen(target, values);
  return duplicate && attributeError(target, duplicate.attribute, `Label '${duplicate.label}' is duplicated`);
}

function firstOf(estimates: ReadonlySet<Unknown>): Unknown | undefined {
  const [first] = estimates;
  return first;
}

/** What the implementation returns. An error says nothing of Bazel where the implementation, or what it has read, is only an estimate. */
function implementationResult(thread: Thread, context: RuleContext, estimates: ReadonlySet<Unknown>): Value {
  const { graph, host, target } = context.spec;
  try {
    return call(thread, target.ruleClass.implementation, [context], new Map());
  } catch (error) {
    const estimate = modelDoubt(graph, host, target) ?? firstOf(estimates);
    if (!(error instanceof EvalError) || !estimate) throw error;
    return estimate;
  }
}

/** What a model demands that is only an estimate refuses nothing. */
function ofModel(
  problem: string | Unknown | undefined,
  graph: QueryContext,
  host: AnalysisHost,
  target: RuleTarget,
): string | Unknown | undefined {
  return problem === undefined ? undefined : (modelDoubt(graph, host, target) ?? problem);
}

/** The error; what is not known is a doubt, see refusalDoubt.ts. */
function unresolved(problem: string | Unknown | undefined): string | undefined {
  return problem instanceof Unknown ? undefined : problem;
}

function finish(
  target: RuleTarget,
  key: TargetKey,
  context: RuleContext,
  { providers, unlisted, info }: Returned,
  edges: ConfiguredTarget["dependencies"],
  doubt: Unknown | undefined,
): AnalysisResult {
  if (unlisted && !info) return unknownTarget({ target, key }, unlisted);
  const told = defaultOutputs({
    info,
    executableRule: target.ruleClass.executable ? target.ruleClass.name : undefined,
    isModel: target.ruleClass.model !== undefined,
    mayHaveTree: target.ruleClass.executable || target.ruleClass.model?.of !== "bazel",
    evaluated: target.ruleClass.model
      ? undefined
      : {
          target,
          configuration: key.configuration,
          mayRefuse: doubt === undefined,
          askedFor: context.outputs.isExecutableAsked() ? context.outputs.implicitExecutable : undefined,
        },
    implicitExecutable: implicitExecutable(context, providers),
    declaredOutputs: context.outputs.declared,
  });
  const outputs = doubt ? withDoubt(told, doubt) : told;
  return {
    kind: "target",
    target: new ConfiguredTarget({
      label: target.label,
      configuration: key.configuration,
      outputs,
      providers: withOutputGroups(providers),
      unlisted,
      rule: target,
      dependencies: edges,
      estimate: doubt,
    }),
  };
}

/** Every target of a rule has output groups. Most of a workspace's targets have nothing else: they share one map. */
function withOutputGroups(providers: Map<string, Value>): ReadonlyMap<string, Value> {
  if (providers.size === 0) return ONLY_OUTPUT_GROUPS;
  if (!providers.has(OUTPUT_GROUP_INFO.identity)) providers.set(OUTPUT_GROUP_INFO.identity, NO_OUTPUT_GROUPS);
  return providers;
}

const ONLY_OUTPUT_GROUPS: ReadonlyMap<string, Value> = new Map([[OUTPUT_GROUP_INFO.identity, NO_OUTPUT_GROUPS]]);

function flagsDoubt(
  graph: QueryContext,
  host: AnalysisHost,
  key: TargetKey,
  target: RuleTarget,
  { providers }: Returned,
): Unknown | undefined {
  if (!takesPartInToolchainResolution(target.ruleClass) || target.ruleClass.buildSetting) return undefined;
  if (providers.has(PLATFORM_INFO.identity)) return undefined;
  return platformFlagsDoubt(graph, host, key);
}
