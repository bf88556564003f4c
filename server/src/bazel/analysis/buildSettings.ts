/** Values of Starlark flags and settings in a configuration (`BuildSetting`, `StarlarkBuildSettingsDetailsValue`). */
import { starlarkFlag, type Configuration } from "../configuration/configuration.ts";
import { Label, parseLabel } from "../label.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { QueryContext } from "../../base/graph.ts";
import type { OptionValue } from "../configuration/options.ts";
import type { RuleClass } from "../rule.ts";
import type { RuleTarget } from "../target.ts";
import type { Value } from "../../starlark/value.ts";
import type { AnalysisHost, SplitOrder } from "./keys.ts";

type BuildSetting = NonNullable<RuleClass["buildSetting"]>;

/** The value of the flag with this canonical label, read without analysing the flag: transitions and config_settings need it before. Aliases are followed. */
export function flagValue(
  graph: QueryContext,
  host: AnalysisHost,
  label: string,
  configuration: Configuration,
  order: SplitOrder,
): Value {
  const target = flagTarget(graph, host, label);
  if (target instanceof Unknown) return target;
  const setting = target.ruleClass.buildSetting;
  if (setting) return settingValue(target, setting, configuration);
  const chosen = labelSetting(target, configuration);
  if (chosen !== undefined) return chosen;
  const actual = target.attributes.get("actual");
  if (actual instanceof Label) return flagValue(graph, host, actual.toString(), configuration, order);
  return new Unknown({
    kind: "configuration",
    name: label,
    message: `${label} is not a build setting`,
    site: undefined,
  });
}

/** The label that a `label_flag` or `label_setting` stands for (`LabelBuildSettings.java`); undefined for other rules. */
export function labelSetting(target: RuleTarget, configuration: Configuration): Label | Unknown | undefined {
  const fallback = target.attributes.get("build_setting_default");
  if (target.ruleClass.buildSetting || !(fallback instanceof Label)) return undefined;
  const flag = starlarkFlag(configuration, target.label.toString());
  if (flag.kind === "default") return fallback;
  const value = flag.kind === "texts" ? flag.texts.at(-1) : flag.value;
  if (value instanceof Unknown) return value;
  const parsed = parseLabel(String(value), {
    package: { repository: "", path: "" },
    resolveRepository: () => undefined,
  });
  if (parsed.kind === "label") return parsed.label;
  return new Unknown({
    kind: "configuration",
    name: target.label.toString(),
    message: `${target.label.toString()} is set to '${String(value)}', which is not a label`,
    site: undefined,
  });
}

function flagTarget(graph: QueryContext, host: AnalysisHost, text: string): RuleTarget | Unknown {
  const parsed = parseLabel(text, { package: { repository: "", path: "" }, resolveRepository: () => undefined });
  const missing = (why: string) =>
    new Unknown({
      kind: "configuration",
      name: text,
      message: `the build setting ${text} is not known: ${why}`,
      site: undefined,
    });
  if (parsed.kind === "error") return missing(parsed.message);
  const result = graph.get(host.loading.package, { id: parsed.label.packageId, view: host.workspace(graph).view });
  if (result.kind === "unknown") return new Unknown(result.reason);
  if (result.kind === "missing") return missing(result.message);
  const target = result.package.targets.get(parsed.label.name);
  if (target?.kind === "rule") return target;
  const reason = result.package.unknownTargets.get(parsed.label.name) ?? result.package.open[0];
  return reason ? new Unknown(reason) : missing("no such target");
}

/** What `ctx.build_setting_value` says: the configuration's value, the command line's text converted, or `build_setting_default`. */
export function settingValue(target: RuleTarget, setting: BuildSetting, configuration: Configuration): Value {
  const flag = starlarkFlag(configuration, target.label.toString());
  switch (flag.kind) {
    case "value":
      return fromOption(flag.value, setting);
    case "texts":
      return fromTexts(flag.texts, setting);
    case "default":
      return (
        target.attributes.get("build_setting_default") ??
        target.ruleClass.attributes.get("build_setting_default")?.default ??
        null
      );
    default:
      return flag satisfies never;
  }
}

function fromOption(value: OptionValue | Unknown, setting: BuildSetting): Value {
  if (value instanceof Unknown || value === null || typeof value === "boolean") return value;
  if (typeof value === "string") return fromText(value, setting);
  return new StarlarkList([...value]);
}

/** The last value counts, unless the setting collects all of them. */
function fromTexts(texts: readonly string[], setting: BuildSetting): Value {
  if (setting.allowMultiple) return new StarlarkList([...texts]);
  return fromText(texts.at(-1) ?? "", setting);
}

/** Conversion of a flag's text to the setting's type, as the command line does it. */
function fromText(text: string, setting: BuildSetting): Value {
  switch (setting.type) {
    case "bool":
      return ["true", "1", "yes", "t", "y"].includes(text.toLowerCase());
    case "int": {
      const number = Number(text);
      return Number.isSafeInteger(number)
        ? number
        : new Unknown({ kind: "configuration", name: text, message: `'${text}' is not an int`, site: undefined });
    }
    case "string":
      return text;
    case "string_list":
    case "string_set":
      return new StarlarkList(text === "" ? [] : text.split(","));
    default:
      return setting.type satisfies never;
  }
}
