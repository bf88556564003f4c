/** The platform that the tools of an attribute with `cfg = "exec"` are built for: that of the execution group which the attribute names (`DependencyResolver.getExecutionPlatformLabel`). */
import { DEFAULT_GROUP, executionGroups } from "./declaredGroups.ts";
import { executionOf, ownExecutionPlatform, platformOfGroup } from "./executionPlatform.ts";
import { Label } from "../label.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { QueryContext } from "../../base/graph.ts";
import type { RuleTarget } from "../target.ts";
import type { AnalysisHost, TargetKey } from "./keys.ts";

export type ToolsPlatform =
  | { readonly kind: "platform"; readonly platform: Label | Unknown }
  /** The attribute is empty for who looks at it. */
  | { readonly kind: "skipped" }
  | { readonly kind: "none"; readonly message: string };

/** An attribute, as its rule sees it, or the aspect `seenBy` that visits a target of the rule: then only the groups of the aspect are there, as Bazel 7 and those before it have it. */
export interface ToolsAttribute {
  readonly name: string;
  readonly group: string | undefined;
  readonly target: RuleTarget;
  readonly seenBy: RuleTarget | undefined;
}

export function toolsPlatform(
  graph: QueryContext,
  host: AnalysisHost,
  key: TargetKey,
  { name, group: asked = DEFAULT_GROUP, target, seenBy }: ToolsAttribute,
): ToolsPlatform {
  const { major } = key.configuration.top;
  const owner = seenBy ?? target;
  const own = () => executionOf(ownExecutionPlatform(graph, host, key, owner));
  if (asked === DEFAULT_GROUP) return platform(seenBy && major > 7 ? agreed(graph, host, key, target, own()) : own());
  const group = executionGroups(key, owner).named.get(asked);
  if (group instanceof Unknown) return platform(group);
  if (group && (!seenBy || major <= 7)) return platform(executionOf(platformOfGroup(graph, host, key, owner, group)));
  if (target.ruleClass.model) return platform(own()); // Not all groups of Bazel's own rules are described.
  if (seenBy && (major === 5 || major > 7)) return platform(undecided(asked));
  if (seenBy && major > 5) return { kind: "skipped" };
  return {
    kind: "none",
    message: `Attr '${name.replace(/^_/, "$")}' declares a transition for non-existent exec group '${asked}'`,
  };
}

function platform(chosen: Label | Unknown): ToolsPlatform {
  return { kind: "platform", platform: chosen };
}

/** Since some release an aspect sees the tools of a rule as the rule does. */
function agreed(
  graph: QueryContext,
  host: AnalysisHost,
  key: TargetKey,
  target: RuleTarget,
  ofAspect: Label | Unknown,
): Label | Unknown {
  const ofRule = executionOf(ownExecutionPlatform(graph, host, key, target));
  const isSame = ofRule instanceof Label && ofAspect instanceof Label && ofRule.equals(ofAspect);
  return isSame ? ofRule : undecided(DEFAULT_GROUP);
}

function undecided(group: string): Unknown {
  const message = `which platform an aspect sees the tools of execution group '${group}' built for depends on the release`;
  return new Unknown({ kind: "configuration", name: group, message, site: undefined });
}
