/** Why Bazel refuses a Starlark flag of the command line, or may refuse it (runtime/StarlarkOptionsParser.java). */
import type { QueryContext } from "../../base/graph.ts";
import { Unknown } from "../../starlark/unknown.ts";
import { valueProblem } from "../configuration/optionValues.ts";
import { Label, parseLabel } from "../label.ts";
import type { RuleTarget } from "../target.ts";
import type { AnalysisHost } from "./keys.ts";
import { findTarget } from "./queries.ts";

export interface SettingDoubt {
  /** Whether it is certain. */
  readonly isRefused: boolean;
  readonly message: string;
}

/** How many aliases are followed: more than anybody writes. */
const MAX_ALIASES = 20;

/** `label`: as it is written, without dashes; `texts`: its values. Undefined where Bazel takes the flag. */
export function settingDoubt(
  graph: QueryContext,
  host: AnalysisHost,
  label: string,
  texts: readonly string[],
): SettingDoubt | undefined {
  const { repositories } = host.workspace(graph);
  const parsed = parseLabel(label, {
    package: { repository: "", path: "" },
    resolveRepository: (name) => repositories.resolve("", name),
  });
  if (parsed.kind !== "label") return refused(parsed.message);
  const found = settingTarget(graph, host, parsed.label);
  if (found === undefined || "isRefused" in found) return found;
  const unrecognized = () => refused(`Unrecognized option: ${label}=${texts.at(-1) ?? ""}`);
  if (found.kind === "other") return unrecognized();
  const { buildSetting, name } = found.target.ruleClass;
  if (!buildSetting) {
    const isLabel = found.target.attributes.get("build_setting_default") instanceof Label;
    return isLabel && name !== "label_setting" ? undefined : unrecognized();
  }
  if (!buildSetting.flag) return unrecognized();
  for (const text of texts) {
    const problem = conversionProblem(label, buildSetting.type, text);
    if (problem !== undefined) return refused(`While parsing option ${label}=${text}: ${problem}`);
  }
  return undefined;
}

type Found = { readonly kind: "rule"; readonly target: RuleTarget } | { readonly kind: "other" };

/** The target behind aliases; undefined where one of them chooses. */
function settingTarget(graph: QueryContext, host: AnalysisHost, label: Label): Found | SettingDoubt | undefined {
  let at = label;
  for (let i = 0; i < MAX_ALIASES; i++) {
    const found = findTarget(graph, host, at);
    if (found.kind === "unknown") return { isRefused: false, message: found.reason.message };
    if (found.kind === "missing") return refused(found.message);
    const { target } = found;
    if (target.kind !== "rule") return { kind: "other" };
    if (target.ruleClass.name !== "alias" || target.ruleClass.module !== "") return { kind: "rule", target };
    const actual = target.attributes.get("actual");
    if (actual instanceof Unknown || !(actual instanceof Label)) return undefined;
    at = actual;
  }
  return undefined;
}

function refused(message: string): SettingDoubt {
  return { isRefused: true, message };
}

function conversionProblem(label: string, type: string, text: string): string | undefined {
  if (type === "int") return /^[+-]?\d+$/.test(text) ? undefined : `'${text}' is not a int`;
  return type === "bool" ? valueProblem(label, "bool", text) : undefined;
}
