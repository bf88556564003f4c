/** What texts set a Starlark flag to, asked for before there is a configuration: platform mappings give them (`StarlarkOptionsParser`). */
import type { QueryContext } from "../../base/graph.ts";
import { Unknown } from "../../starlark/unknown.ts";
import { topLevel, topLevelConfiguration, type Configuration } from "../configuration/configuration.ts";
import { valueProblem } from "../configuration/optionValues.ts";
import type { HostPlatform, OptionValue } from "../configuration/options.ts";
import { optionOf } from "../configuration/transition.ts";
import { Label, parseLabel } from "../label.ts";
import { flagValue } from "./buildSettings.ts";
import type { AnalysisHost } from "./keys.ts";
import { findTarget } from "./queries.ts";

/** A value, that of the flag's declaration, or why no tree is known for sure. */
export type SettingValue =
  | { readonly kind: "value"; readonly value: OptionValue | Unknown }
  | { readonly kind: "default" }
  | { readonly kind: "problem"; readonly message: string };

export function mappedSetting(
  graph: QueryContext,
  host: AnalysisHost,
  machine: HostPlatform,
  label: string,
  texts: readonly string[],
): SettingValue {
  const refused = (why: string) => ({ kind: "problem", message: `Bazel refuses the command: ${why}` }) as const;
  const parsed = parseLabel(label, { package: { repository: "", path: "" }, resolveRepository: () => undefined });
  if (parsed.kind === "error") return refused(parsed.message);
  const found = findTarget(graph, host, parsed.label);
  if (found.kind === "unknown") return { kind: "value", value: new Unknown(found.reason) };
  if (found.kind === "missing") return refused(`Error loading option ${label}: ${found.message}`);
  const { target } = found;
  const setting = target.kind === "rule" ? target.ruleClass.buildSetting : undefined;
  const isLabelFlag = target.kind === "rule" && target.attributes.get("build_setting_default") instanceof Label;
  if (!setting && !isLabelFlag)
    return { kind: "problem", message: `--${label} of the platform mappings names no build setting itself` };
  const problem = setting?.type === "bool" ? texts.find((text) => valueProblem(label, "bool", text)) : undefined;
  if (problem !== undefined) return refused(`While parsing option ${label}=${problem}: '${problem}' is not a boolean`);
  const { major } = host.workspace(graph).bazelVersion;
  const valueIn = (given: readonly (readonly [string, readonly string[]])[]) =>
    optionOf(flagValue(graph, host, label, commandLine(machine, major, given), "forward"));
  const value = valueIn([[label, texts]]);
  return JSON.stringify(value) === JSON.stringify(valueIn([])) ? { kind: "default" } : { kind: "value", value };
}

/** The configuration of a command line with nothing but these flags. */
function commandLine(
  host: HostPlatform,
  major: number,
  starlark: readonly (readonly [label: string, texts: readonly string[]])[],
): Configuration {
  return topLevelConfiguration(
    topLevel({ id: "mapped settings", host, major, native: new Map(), starlark: new Map(starlark) }),
  );
}
