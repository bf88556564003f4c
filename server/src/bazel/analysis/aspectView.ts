/** How a dependent sees a target through an attribute with aspects (`AspectResolver`, `MergedConfiguredTarget`): which of them visit it, and what they add to it. What they add is asked of the query. */
import { advertised, isSatisfied } from "./advertisedProviders.ts";
import { inOrder, pathTo } from "./aspectPath.ts";
import { ConfiguredTarget, type Rejection } from "./configuredTarget.ts";
import { INSTRUMENTED_FILES_INFO, mergedOutputGroups, OUTPUT_GROUP_INFO } from "./providers.ts";
import { findTarget } from "./queries.ts";
import { AspectValue } from "../loading/api/aspectValue.ts";
import { Struct } from "../provider.ts";
import { EvalError } from "../../starlark/errors.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { QueryContext } from "../../base/graph.ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { Label } from "../label.ts";
import type { RuleTarget } from "../target.ts";
import type { Value } from "../../starlark/value.ts";
import type { AnalysisHost, SplitOrder } from "./keys.ts";

/** An aspect on a rule target; `before`: the aspects that ran before it, whose providers it may see. */
export interface AspectKey {
  readonly aspect: AspectValue;
  readonly before: readonly AspectValue[];
  readonly rule: RuleTarget;
  readonly configuration: Configuration;
  readonly order: SplitOrder;
  readonly parameters: AspectParameters;
  /** The target lacks what the aspect asks for. Bazel makes ready all the same what an aspect of the command line needs, and lets it visit what lies below, before it looks (`AspectFunction.createAspect`; seen with 4.2.3 and 7.7.1). */
  readonly isInVain?: boolean;
}

/** Values of the public attributes of aspects: they are those of the rule whose attribute asks for the aspects, also far below it (`AspectParameters`). */
export type AspectParameters = ReadonlyMap<string, Value>;

/** What an aspect adds to a target. */
export interface AspectProviders {
  readonly providers: ReadonlyMap<string, Value>;
  /** Why providers that are not listed may be there all the same. */
  readonly unlisted: Unknown | undefined;
  /** Whether a DefaultInfo is among them: the visited target has one already. */
  readonly hasDefaultInfo?: boolean;
  /** Why what it adds is only an estimate. */
  readonly estimate: Unknown | undefined;
  /** Why Bazel may refuse whoever asks for the aspect: an error of an evaluation that cannot be trusted, or what the aspect itself depends on. */
  readonly failure?: Unknown | undefined;
}

/** Where an aspect fails, or one that visits a target below, all fail that ask for it. */
export type AspectResult = AspectProviders | Rejection;

/** Of an aspect that adds nothing. */
export const NOTHING_ADDED: AspectProviders = { providers: new Map(), unlisted: undefined, estimate: undefined };

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
        ...NOTHING_ADDED,
        unlisted: aspect instanceof Unknown ? aspect : unknownAspect("an aspect", "it is not exported"),
      });
      continue;
    }
    if (!target.rule && !aspect.spec.appliesToGeneratingRules) continue;
    const isWantedHere = isTopLevel ? hasRequired(aspect, target) : isWanted(graph, host, aspect, seen, rule, seenAs);
    if (isWantedHere instanceof Unknown) add({ ...NOTHING_ADDED, unlisted: isWantedHere });
    const isInVain = isTopLevel && isWantedHere === false;
    if (isWantedHere !== true && !isInVain) continue;
    const path = pathTo(aspect, before);
    const key = { aspect, before: path, rule, configuration, order, parameters, isInVain };
    const added = graph.get(host.aspect, key);
    if ("message" in added) return added;
    add(added, key);
    if (!isInVain) before.push(aspect);
  }
  return seen;
}

function generatingRule(graph: QueryContext, host: AnalysisHost, label: Label): RuleTarget | undefined {
  const file = findTarget(graph, host, label);
  if (file.kind !== "found" || file.target.kind !== "generated-file") return undefined;
  const rule = findTarget(graph, host, file.target.generatingRule);
  return rule.kind === "found" && rule.target.kind === "rule" ? rule.target : undefined;
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
export function extended(target: ConfiguredTarget, added: AspectProviders, key?: AspectKey): ConfiguredTarget {
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
function withAdded(
  target: ConfiguredTarget,
  { providers, unlisted, hasDefaultInfo }: AspectProviders,
): ReadonlyMap<string, Value> {
  if (hasDefaultInfo && !target.estimate) throw new EvalError("Provider DefaultInfo provided twice");
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

export function unknownAspect(name: string, why: string): Unknown {
  return new Unknown({ kind: "evaluation", name, message: `what ${name} adds is not known: ${why}`, site: undefined });
}

/** A ruleset's model has other attributes and another kind than the rule that it stands for: `ctx.rule` would not be what the aspect sees in Bazel. */
export function standsForAnother({ ruleClass: { model } }: RuleTarget): boolean {
  return model !== undefined && model.of !== "bazel";
}
