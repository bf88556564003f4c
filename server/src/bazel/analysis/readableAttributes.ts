/** What the transition of a rule may read of its attributes (`StarlarkRuleTransitionProvider`, and runs of 4.2.3 and 7.7.1): before Bazel 6 nothing that a select decides; since, nothing that a select decides by what the transition may set. */
import { CONFIG_MATCHING_INFO } from "./providers.ts";
import { outputsOf } from "./dependencies.ts";
import { conditionsOf } from "./conditions.ts";
import { Struct } from "../provider.ts";
import { Selector } from "../selector.ts";
import { StarlarkList } from "../../starlark/list.ts";
import type { QueryContext } from "../../base/graph.ts";
import type { Label } from "../label.ts";
import type { Transition } from "../rule.ts";
import type { RuleTarget } from "../target.ts";
import type { Value } from "../../starlark/value.ts";
import type { AnalysisHost, TargetKey } from "./keys.ts";

export function readableAttributes(
  graph: QueryContext,
  host: AnalysisHost,
  key: TargetKey,
  target: RuleTarget,
  transition: Transition,
  values: ReadonlyMap<string, Value>,
): ReadonlyMap<string, Value> {
  if (target.ruleClass.model !== undefined) return values;
  const selected = [...target.attributes].filter(([, value]) => value instanceof Selector);
  if (selected.length === 0) return values;
  const written = outputsOf(graph, host, transition);
  const isUnread = (value: Value): boolean =>
    key.configuration.top.major < 6 ||
    conditionsOf(value).some((label) => settingsOf(graph, host, key, label).some((setting) => written.has(setting)));
  const unread = new Set(selected.filter(([, value]) => isUnread(value)).map(([name]) => name));
  return new Map([...values].filter(([name]) => !unread.has(name)));
}

/** The options and build settings that a condition looks at. */
function settingsOf(graph: QueryContext, host: AnalysisHost, key: TargetKey, label: Label): readonly string[] {
  const { configuration, order } = key;
  const result = graph.get(host.configuredTarget, { label, configuration, order, transitioned: false });
  const matching = result.kind === "target" ? result.target.provider(CONFIG_MATCHING_INFO) : undefined;
  const settings = matching instanceof Struct ? matching.fields.get("settings") : undefined;
  const items = settings instanceof StarlarkList ? settings.items : [];
  return items.flatMap((item) => (typeof item === "string" ? [item.split("=")[0] ?? ""] : []));
}
