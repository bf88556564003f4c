/**
 * One rule target in one configuration: attributes, dependencies, toolchains, then the implementation (`RuleConfiguredTargetBuilder`, `StarlarkRuleConfiguredTargetUtil`).
 */
import { resolveAttributes } from "./attributes.ts";
import { AttributeError, attributeError, TargetError } from "./attributeError.ts";
import { checkExpansion } from "./attributeExpansion.ts";
import { ConfiguredTarget, type AnalysisResult } from "./configuredTarget.ts";
import { defaultOutputs } from "./defaultOutputs.ts";
import { readableAttributes } from "./readableAttributes.ts";
import { resolveDependencies, transitionBranches, type DependenciesResult } from "./dependencies.ts";
import { requireAdvertised } from "./advertisedProviders.ts";
import { allowsFailures, failedBecauseOf, failedTarget, failuresOf } from "./analysisFailures.ts";
import { checkExecutionGroups } from "./executionGroups.ts";
import { executionProblem } from "./executionPlatform.ts";
import { executionPropertiesProblem } from "./executionProperties.ts";
import { Forwarded } from "./model/forward.ts";
import { implicitExecutable } from "./implicitExecutable.ts";
import { incompatibleProblem } from "./incompatible.ts";
import { modelDoubt } from "./modelDoubt.ts";
import { platformFlagsDoubt } from "./platforms.ts";
import { prerequisiteProblem } from "./prerequisites.ts";
import {
  NO_OUTPUT_GROUPS,
  OUTPUT_GROUP_INFO,
  PLATFORM_INFO,
  RUN_ENVIRONMENT_INFO,
  TestEnvironment,
} from "./providers.ts";
import { NO_OUTPUTS } from "./defaultInfo.ts";
import { withDoubt } from "./doubt.ts";
import { unknownRunfiles } from "../runfiles/runfiles.ts";
import { reject } from "./queries.ts";
import { refusalDoubt } from "./refusalDoubt.ts";
import { RuleContext } from "./ruleContext.ts";
import { locationMap } from "./locations.ts";
import { ownVisibilityProblem, visibilityProblem } from "./visibility.ts";
import type { Artifact } from "../artifact.ts";
import { Depset } from "../depset.ts";
import { estimateReason, isOfEstimate, limitReason } from "../loading/aborts.ts";
import { duplicateAmongChosen } from "../loading/attributeChecks.ts";
import { getModule } from "../loading/bzlModule.ts";
import { shardCountProblem } from "../loading/testAttributes.ts";
import { modelPathOf } from "../loading/parsing.ts";
import { moduleLabel, useModule } from "../loading/moduleScope.ts";
import { isAlwaysThere } from "../workspace/builtinRepositories.ts";
import { useVersion, type BazelVersion } from "../workspace/bazelVersion.ts";
import { SEMANTICS } from "../workspace/semantics.ts";
import { isControlFlow, type QueryContext } from "../../base/graph.ts";
import { EvalError, ResourceLimit } from "../../starlark/errors.ts";
import { call } from "../../starlark/evaluate.ts";
import { Thread } from "../../starlark/thread.ts";
import { DOUBTS, Unknown, UnknownDecision, type DoubtPolicy, type UnknownReason } from "../../starlark/unknown.ts";
import type { Package, RuleTarget } from "../target.ts";
import type { Value } from "../../starlark/value.ts";
import type { AnalysisHost, TargetKey } from "./keys.ts";
import {
  execGroupTypes,
  requiredToolchains,
  takesPartInToolchainResolution,
  type ResolvedToolchains,
} from "./toolchains.ts";
import { allowSubrules } from "./subruleContext.ts";
import { requireNoStruct, sortProviders, type Returned } from "./returnedProviders.ts";

export function analyseRule(
  graph: QueryContext,
  host: AnalysisHost,
  key: TargetKey,
  target: RuleTarget,
  owner: Package,
): AnalysisResult {
  const attempt = (doubts: DoubtPolicy): AnalysisResult => {
    const thread = threadFor(graph, host, target.ruleClass.module);
    thread.set(DOUBTS, doubts);
    target.ruleClass.prepare?.(thread);
    return guarded(target, key, false, () => analyse(graph, host, key, target, owner, thread));
  };
  const met = new Set<Unknown>();
  const result = attempt({ met, areSetAside: false });
  if (met.size === 0 || !hasDoubt(result, met)) return result;
  const withoutDoubts = attempt({ met, areSetAside: true });
  return withoutDoubts.kind === "target" && !withoutDoubts.target.unlisted ? withoutDoubts : result;
}

/** Whether a doubt has come to what a target brings: then nothing that stood beside it has. */
function hasDoubt(result: AnalysisResult, met: ReadonlySet<Unknown>): boolean {
  if (result.kind !== "target") return false;
  const { files, defaultRunfiles, dataRunfiles } = result.target.outputs;
  return [files, defaultRunfiles, dataRunfiles].some(({ unknowns }) => [...unknowns].some((why) => met.has(why)));
}

/** Makes a result of what stops the evaluation of a target. `--allow_analysis_failures` is about what fails once Bazel has come to the rule. */
function guarded(target: RuleTarget, key: TargetKey, isInRule: boolean, run: () => AnalysisResult): AnalysisResult {
  try {
    return run();
  } catch (error) {
    if (isControlFlow(error)) throw error;
    if (error instanceof UnknownDecision) return unknownTarget(target, key, error.unknown);
    if (error instanceof ResourceLimit)
      return unknownTarget(
        target,
        key,
        new Unknown(limitReason(error, target.ruleClass.name, target.label.toString())),
      );
    if (error instanceof EvalError && isOfEstimate(error))
      return unknownTarget(target, key, new Unknown(estimateReason(error)));
    if (error instanceof EvalError && isInRule && !(error instanceof TargetError) && allowsFailures(key))
      return failedTarget(target, key, error.message);
    if (error instanceof EvalError)
      return reject(errorMessage(target, error), {
        site: error.callStack.at(-1)?.site ?? target.site,
        callStack: error.callStack,
      });
    throw error;
  }
}

function errorMessage(target: RuleTarget, error: EvalError): string {
  if (error instanceof TargetError) return error.message;
  if (error instanceof AttributeError) return attributeError(target, error.attribute, error.problem);
  return `in ${target.ruleClass.name} rule ${target.label.toString()}: ${error.message}`;
}

/** A thread on which functions of a .bzl file run as they do there: `Label()` and `native` see its repository. */
export function threadFor(graph: QueryContext, host: AnalysisHost, module: string): Thread {
  const workspace = host.workspace(graph);
  const thread = new Thread({ maxSteps: workspace.maxSteps, isCancelled: host.isCancelled });
  useVersion(thread, workspace.bazelVersion);
  thread.set(SEMANTICS, workspace.semantics);
  if (module !== "") {
    const loaded = getModule(graph, host.loading, { label: moduleLabel(module), view: workspace.view });
    if (loaded.kind === "module") useModule(thread, loaded);
  }
  return thread;
}

/** A target whose implementation could not be followed: nothing that it offers is known, nor whether Bazel accepts it. Its dependencies are kept out of it: they are part of what is not known. */
function unknownTarget(target: RuleTarget, key: TargetKey, unknown: Unknown): AnalysisResult {
  const runfiles = unknownRunfiles(unknown);
  const outputs = {
    ...NO_OUTPUTS,
    files: new Depset("default", [unknown]),
    defaultRunfiles: runfiles,
    dataRunfiles: runfiles,
    executable: target.ruleClass.executable ? unknown : undefined,
    tree: target.ruleClass.executable ? runfiles : undefined,
  };
  return {
    kind: "target",
    target: new ConfiguredTarget({
      label: target.label,
      configuration: key.configuration,
      outputs,
      unlisted: unknown,
      rule: target,
      mayBeRefused: isOfBazel(unknown.reason) ? undefined : unknown,
    }),
  };
}

/** What is in a repository that Bazel always finds is not known everywhere, but it is there. */
function isOfBazel({ kind, name }: UnknownReason): boolean {
  return kind === "repository" && (name === "local_jdk" || isAlwaysThere(name));
}

function analyse(
  graph: QueryContext,
  host: AnalysisHost,
  key: TargetKey,
  target: RuleTarget,
  owner: Package,
  thread: Thread,
): AnalysisResult {
  const values = resolveAttributes(graph, host, target, key, thread);
  const moved = ruleTransition(graph, host, key, target, values, thread);
  if (moved) return moved;
  const dependencies = resolveDependencies(graph, host, target, key, values, thread);
  if (dependencies.kind === "rejected") return dependencies;
  const result = guarded(target, key, true, () =>
    configure(graph, host, key, target, owner, thread, values, dependencies),
  );
  const doubt = refusalDoubt(graph, host, key, target, owner, dependencies);
  return withRefusalDoubt(result, doubt);
}

/** The target with its dependencies at hand. */
function configure(
  graph: QueryContext,
  host: AnalysisHost,
  key: TargetKey,
  target: RuleTarget,
  owner: Package,
  thread: Thread,
  values: ReadonlyMap<string, Value>,
  dependencies: Extract<DependenciesResult, { kind: "dependencies" }>,
): AnalysisResult {
  const early =
    incompatibleProblem(graph, host, key, target, dependencies.attributes) ??
    unresolved(executionProblem(graph, host, key, target, dependencies.attributes.get("exec_compatible_with")));
  if (early instanceof Unknown) return unknownTarget(target, key, early);
  if (early !== undefined) return reject(early, { site: target.site });
  const problem =
    visibilityProblem(graph, host, key, target, owner, dependencies.attributes) ??
    unresolved(ownVisibilityProblem(graph, host, target, owner)) ??
    duplicateProblem(target, values) ??
    executionPropertiesProblem(target.ruleClass, values.get("exec_properties"), host.workspace(graph).bazelVersion) ??
    ofModel(prerequisiteProblem({ graph, host, target }, values, dependencies.attributes), graph, host, target);
  if (problem instanceof Unknown) return unknownTarget(target, key, problem);
  if (problem !== undefined && allowsFailures(key)) return failedTarget(target, key, problem);
  if (problem !== undefined) return reject(problem, { site: target.site });
  const failures = allowsFailures(key) ? failuresOf(dependencies.edges) : [];
  if (failures.length > 0) return failedBecauseOf(failures, target, key);
  const toolchains = resolveToolchains(graph, host, key, target);
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
  });
  checkExecutionGroups(context.spec);
  allowSubrules(thread, context, target.ruleClass.subrules, `rule '${target.ruleClass.name}'`);
  const returned = implementationResult(thread, context, estimates);
  if (returned instanceof Unknown) return unknownTarget(target, key, returned);
  if (returned instanceof Forwarded) return { kind: "target", target: returned.target };
  if (target.ruleClass.executable && !target.ruleClass.model) checkArguments(context);
  if (target.ruleClass.test) checkShardCount(context);
  if (estimates.size === 0 && isPlain(thread)) requireActions(context);
  const isLenient = estimates.size > 0 || target.ruleClass.model !== undefined;
  if (!isLenient && host.workspace(graph).semantics.returnsNoStructs) requireNoStruct(returned);
  const sorted = sortProviders(returned, isLenient);
  const promise = target.ruleClass.model ? undefined : requireAdvertised("rule", target.ruleClass.provides, sorted);
  if (promise) refusals.push(promise);
  requireExecutableForEnvironment(host.workspace(graph).bazelVersion, target, sorted);
  const doubt = modelDoubt(graph, host, target) ?? firstOf(estimates) ?? flagsDoubt(graph, host, key, target, sorted);
  return withRefusalDoubt(finish(target, key, context, sorted, dependencies.edges, doubt), refusals[0]);
}

/** As 7.7.1 does; of versions before nobody has looked. */
function requireExecutableForEnvironment(
  version: BazelVersion,
  { ruleClass }: RuleTarget,
  { providers }: Returned,
): void {
  const environment = providers.get(RUN_ENVIRONMENT_INFO.identity);
  if (ruleClass.executable || ruleClass.model || version.major < 7) return;
  if (environment !== undefined && !(environment instanceof Unknown) && !(environment instanceof TestEnvironment))
    throw new EvalError("Returning RunEnvironmentInfo from a non-executable, non-test target has no effect");
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

/** The arguments of whatever can be run (`RunfilesSupport.computeArgs`); models look at theirs themselves. */
function checkArguments({ spec }: RuleContext): void {
  checkExpansion(spec, "args", { locations: locationMap(spec, { data: true }), words: "any" });
}

function checkShardCount({ spec: { target, values } }: RuleContext): void {
  const problem = shardCountProblem(values.get("shard_count"), target.attributes.has("shard_count"));
  if (problem !== undefined) throw new AttributeError("shard_count", problem);
}

/** Whether nothing but evaluated source has run: models make files without telling by which action, and what is not known may have made any. */
function isPlain(thread: Thread): boolean {
  return !thread.hasCalledUnknown && [...thread.filesEntered].every((file) => modelPathOf(file) === undefined);
}

function requireActions({ outputs }: RuleContext): void {
  const { withoutAction, filesAndDirectories, conflicting } = outputs.ledger;
  const list = (artifacts: readonly Artifact[]): string => artifacts.map(({ shortPath }) => shortPath).join("\n");
  if (filesAndDirectories.length > 0)
    throw new EvalError(`The following directories were also declared as files:\n${list(filesAndDirectories)}`);
  if (withoutAction.length > 0)
    throw new EvalError(`The following files have no generating action:\n${list(withoutAction)}`);
  if (conflicting.length > 0) throw new EvalError(`file '${conflicting[0] ?? ""}' is generated by conflicting actions`);
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

/** Applies the rule's own transition once; undefined where there is none or it leads nowhere else. */
function ruleTransition(
  graph: QueryContext,
  host: AnalysisHost,
  key: TargetKey,
  target: RuleTarget,
  values: ReadonlyMap<string, Value>,
  thread: Thread,
): AnalysisResult | undefined {
  const { cfg } = target.ruleClass;
  if (key.transitioned || key.configuration.isHost) return undefined;
  if (cfg.kind === "target" || cfg.kind === "none" || cfg.kind === "exec" || cfg.kind === "host") return undefined;
  if (cfg.kind === "unknown")
    return unknownTarget(
      target,
      key,
      cfg.value instanceof Unknown
        ? cfg.value
        : new Unknown({
            kind: "configuration",
            name: "cfg",
            message: `the transition of rule ${target.ruleClass.name} is not known`,
            site: undefined,
          }),
    );
  const readable = readableAttributes(graph, host, key, target, cfg.transition, values);
  const branches = transitionBranches(graph, host, cfg.transition, key, readable, thread);
  if (branches instanceof Unknown) return unknownTarget(target, key, branches);
  const [branch, ...more] = branches;
  if (!branch || more.length > 0)
    throw new EvalError("Rule transition only allowed to return a single transitioned configuration.");
  if (branch.configuration.id === key.configuration.id) return undefined;
  return graph.get(host.configuredTarget, { ...key, configuration: branch.configuration, transitioned: true });
}

/** The toolchains of the rule; those of its execution groups have only to be there. */
function resolveToolchains(
  graph: QueryContext,
  host: AnalysisHost,
  key: TargetKey,
  { label, ruleClass }: RuleTarget,
): ReadonlyMap<string, ResolvedToolchains> {
  if (takesPartInToolchainResolution(ruleClass)) {
    const { configuration, order } = key;
    const { refusal } = graph.get(host.platforms, { configuration, order });
    if (refusal !== undefined)
      throw new TargetError(`While resolving toolchains for target ${label.toString()}: ${refusal}`);
  }
  requiredToolchains(graph, host, label, key, execGroupTypes(ruleClass));
  return requiredToolchains(graph, host, label, key, ruleClass.toolchains);
}

function finish(
  target: RuleTarget,
  key: TargetKey,
  context: RuleContext,
  { providers, unlisted, info }: Returned,
  edges: ConfiguredTarget["dependencies"],
  doubt: Unknown | undefined,
): AnalysisResult {
  if (unlisted && !info) return unknownTarget(target, key, unlisted);
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
