/**
 * Dependencies of a rule target: every label of every attribute, in the configuration that the attribute's `cfg` says (`DependencyResolver`, `ConfigurationResolver`).
 */
import { applyTransition, onlyBranch, transitionOutputs, type TransitionBranch } from "../configuration/transition.ts";
import { execConfiguration, hostConfiguration, splitOrder } from "../configuration/configuration.ts";
import { Label, type LabelContext } from "../label.ts";
import { aspectParameters, withAspects, type AspectRequest } from "./aspectView.ts";
import { attributeStruct } from "./attributes.ts";
import { aliasedSetting, checkSettingValue, flagValue } from "./buildSettings.ts";
import { toolsPlatform } from "./toolsPlatform.ts";
import { StarlarkDict } from "../../starlark/dict.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Unknown } from "../../starlark/unknown.ts";
import { moduleLabel } from "../loading/moduleScope.ts";
import type { QueryContext } from "../../base/graph.ts";
import type { AttributeDefinition, Transition } from "../rule.ts";
import type { RuleTarget } from "../target.ts";
import type { Thread } from "../../starlark/thread.ts";
import type { Value } from "../../starlark/value.ts";
import type { ConfiguredTarget, DependencyEdge, Rejection } from "./configuredTarget.ts";
import type { AnalysisHost, TargetKey } from "./keys.ts";

/** One label of an attribute, and the targets it stands for: one, or one a branch of a split transition. */
export interface Dependency {
  readonly label: Label;
  /** In Bazel's order (splitOrder). */
  readonly branches: readonly { readonly key: string | undefined; readonly target: ConfiguredTarget | Unknown }[];
}

/** The dependencies of one attribute. */
export interface AttributeDependencies {
  readonly name: string;
  readonly definition: AttributeDefinition;
  /** The attribute has a Starlark transition: `ctx.attr.x` is a list then, whatever its type. */
  readonly transitioned: boolean;
  /** In the order of the attribute's labels; an Unknown where a label is not known. */
  readonly labels: readonly (Dependency | Unknown)[];
  /** The resolved attribute value, with Labels. */
  readonly value: Value;
}

export type DependenciesResult =
  | {
      readonly kind: "dependencies";
      readonly attributes: ReadonlyMap<string, AttributeDependencies>;
      readonly edges: readonly DependencyEdge[];
    }
  | { readonly kind: "rejected"; readonly rejection: Rejection };

/** `seenBy`: what stands for the aspect that visits the target, see toolsPlatform.ts. */
export function resolveDependencies(
  graph: QueryContext,
  host: AnalysisHost,
  target: RuleTarget,
  key: TargetKey,
  values: ReadonlyMap<string, Value>,
  thread: Thread,
  seenBy?: RuleTarget,
): DependenciesResult {
  const attributes = new Map<string, AttributeDependencies>();
  const edges: DependencyEdge[] = [];
  for (const [name, definition] of target.ruleClass.attributes) {
    if (!isDependencyType(definition) || name === "visibility") continue;
    const value = values.get(name) ?? null;
    const transitioned = definition.cfg.kind === "starlark";
    const wanted = labelsOf(value);
    const { cfg } = definition;
    const tools =
      cfg.kind === "exec" && wanted.length > 0
        ? toolsPlatform(graph, host, key, { name, group: cfg.group, target, seenBy })
        : undefined;
    if (tools?.kind === "none") {
      const { message } = tools;
      return { kind: "rejected", rejection: { kind: "analysis", message, site: target.site, callStack: [] } };
    }
    if (tools?.kind === "skipped") {
      attributes.set(name, { name, definition, transitioned, labels: [], value: withoutLabels(value) });
      continue;
    }
    // A transition is applied for a dependency, and for none it is not asked.
    const branches =
      transitioned && wanted.length === 0
        ? []
        : branchesOf(graph, host, definition, key, tools?.platform, values, thread);
    if (branches instanceof Unknown) {
      attributes.set(name, {
        name,
        definition,
        transitioned,
        labels: [],
        // Whether a lone label becomes a list depends on the transition, too.
        value: wanted.length === 0 && definition.type !== "label" ? value : branches,
      });
      continue;
    }
    const { aspects } = definition;
    const request = { aspects, parameters: aspectParameters(aspects, values), order: key.order };
    const labels: (Dependency | Unknown)[] = [];
    for (const label of wanted) {
      if (label instanceof Unknown) {
        labels.push(label);
        continue;
      }
      const dependency = resolveLabel(graph, host, label, branches, key, request);
      if ("message" in dependency)
        return { kind: "rejected", rejection: { ...dependency, site: dependency.site ?? target.site } };
      labels.push(dependency);
      for (const branch of dependency.branches) {
        if (!(branch.target instanceof Unknown))
          edges.push({ attribute: name, branch: branch.key, target: branch.target });
      }
    }
    attributes.set(name, { name, definition, transitioned, labels, value });
  }
  return { kind: "dependencies", attributes, edges };
}

export function isDependencyType(definition: AttributeDefinition): boolean {
  if (definition.nodep) return false;
  return (
    definition.type === "label" ||
    definition.type === "label_list" ||
    definition.type === "label_keyed_string_dict" ||
    definition.type === "string_keyed_label_dict" ||
    definition.type === "label_list_dict"
  );
}

/** The labels of an attribute's value, in order: loading has refused lists that hold one twice. */
function labelsOf(value: Value): readonly (Label | Unknown)[] {
  if (value instanceof Label || value instanceof Unknown) return [value];
  if (value instanceof StarlarkList) return value.items.flatMap((item) => labelsOf(item));
  if (value instanceof StarlarkDict)
    return [...value.entries()].flatMap(([key, item]) => (key instanceof Label ? [key] : labelsOf(item)));
  return [];
}

function withoutLabels(value: Value): Value {
  if (value instanceof Label) return null;
  return value instanceof StarlarkDict ? new StarlarkDict() : new StarlarkList([]);
}

function branchesOf(
  graph: QueryContext,
  host: AnalysisHost,
  definition: AttributeDefinition,
  key: TargetKey,
  tools: Label | Unknown | undefined,
  values: ReadonlyMap<string, Value>,
  thread: Thread,
): readonly TransitionBranch[] | Unknown {
  const { cfg } = definition;
  if (key.configuration.isHost) return onlyBranch(key.configuration);
  switch (cfg.kind) {
    case "target":
    case "none":
      return onlyBranch(key.configuration);
    case "exec":
      return onlyBranch(execConfiguration(key.configuration, tools));
    case "host":
      return onlyBranch(hostConfiguration(key.configuration));
    case "starlark": {
      const branches = transitionBranches(graph, host, cfg.transition, key, values, thread);
      return branches instanceof Unknown ? branches : splitOrder(branches, key.order === "reverse");
    }
    case "unknown":
      return cfg.value instanceof Unknown
        ? cfg.value
        : new Unknown({
            kind: "configuration",
            name: "cfg",
            message: "the attribute's transition is not known",
            site: undefined,
          });
    default:
      return cfg satisfies never;
  }
}

/** Applies a Starlark transition for a rule's attribute or for the rule itself. */
export function transitionBranches(
  graph: QueryContext,
  host: AnalysisHost,
  transition: Transition,
  key: TargetKey,
  values: ReadonlyMap<string, Value>,
  thread: Thread,
): readonly TransitionBranch[] | Unknown {
  return applyTransition(transition, key.configuration, attributeStruct(values), {
    thread,
    settings: transitionLabels(graph, host, transition, 5),
    values: transitionLabels(graph, host, transition, 6),
    flagValue: (label, configuration) => flagValue(graph, host, label, configuration, key.order),
    aliased: (label) => aliasedSetting(graph, host, label),
    checkValue: (label, value) => {
      checkSettingValue(graph, host, label, value);
    },
  });
}

/** What a transition may set, aliases not followed. */
export function outputsOf(graph: QueryContext, host: AnalysisHost, transition: Transition): ReadonlySet<string> {
  return transitionOutputs(transition, transitionLabels(graph, host, transition, 5));
}

/**
 * How labels in a transition are read. Since a release they are those of the .bzl file whose function calls `transition()` (`BazelModuleContext.ofInnermostBzlOrThrow`); before, they start in the main repository, which has no other name there (`Label.parseAbsoluteUnchecked`;
 * https://github.com/bazelbuild/bazel/issues/10499 for settings, https://github.com/bazelbuild/bazel/issues/15728 for values).
 */
function transitionLabels(
  graph: QueryContext,
  host: AnalysisHost,
  transition: Transition,
  sinceMajor: number,
): LabelContext {
  const { repositories, bazelVersion } = host.workspace(graph);
  if (bazelVersion.major < sinceMajor)
    return { package: { repository: "", path: "" }, resolveRepository: (name) => name };
  const declared = transition.module === "" ? new Label("", "", "BUILD") : moduleLabel(transition.module);
  return {
    package: declared.packageId,
    resolveRepository: (apparent) => repositories.resolve(declared.repository, apparent),
  };
}

function resolveLabel(
  graph: QueryContext,
  host: AnalysisHost,
  label: Label,
  branches: readonly TransitionBranch[],
  key: TargetKey,
  request: AspectRequest,
): Dependency | Rejection {
  const resolved: { key: string | undefined; target: ConfiguredTarget | Unknown }[] = [];
  for (const branch of branches) {
    const result = graph.get(host.configuredTarget, {
      label,
      configuration: branch.configuration,
      order: key.order,
      transitioned: false,
    });
    if (result.kind === "rejected") return result.rejection;
    const target = result.kind === "unknown" ? result.unknown : withAspects(graph, host, result.target, label, request);
    if ("message" in target) return target;
    // A source file, and whatever else no configuration changes, never splits.
    if (!(target instanceof Unknown) && target.configuration === undefined)
      return { label, branches: branches.flatMap(({ keys }) => keys.map((name) => ({ key: name, target }))) };
    resolved.push({ key: branch.key, target });
  }
  return { label, branches: resolved };
}

/** Whether two branches lead to one target: then it stands once in lists. */
export function distinctTargets(dependency: Dependency): readonly (ConfiguredTarget | Unknown)[] {
  const seen = new Set<string>();
  return dependency.branches
    .map((branch) => branch.target)
    .filter((target) => {
      if (target instanceof Unknown) return true;
      const id = target.hashKey();
      if (seen.has(id)) return false;
      seen.add(id);
      return true;
    });
}
