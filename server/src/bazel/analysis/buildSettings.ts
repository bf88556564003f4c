/** Values of Starlark flags and settings in a configuration (`BuildSetting`, `StarlarkBuildSettingsDetailsValue`). */
import { starlarkFlag, type Configuration } from "../configuration/configuration.ts";
import { Label, parseLabel } from "../label.ts";
import { Selector } from "../selector.ts";
import { EvalError } from "../../starlark/errors.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { repr, str } from "../../starlark/printer.ts";
import { Tuple } from "../../starlark/tuple.ts";
import { Unknown } from "../../starlark/unknown.ts";
import { typeOf } from "../../starlark/value.ts";
import type { QueryContext } from "../../base/graph.ts";
import type { OptionValue } from "../configuration/options.ts";
import type { RuleClass } from "../rule.ts";
import type { RuleTarget } from "../target.ts";
import type { Value } from "../../starlark/value.ts";
import { isAtLeast } from "../workspace/bazelVersion.ts";
import type { AnalysisHost, AnalysisWorkspace, SplitOrder } from "./keys.ts";
import { findTarget } from "./queries.ts";

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
  if (!("ruleClass" in target)) return target instanceof Unknown ? target : missingSetting(label, target.problem);
  const setting = target.ruleClass.buildSetting;
  if (setting) return settingValue(target, setting, configuration);
  const chosen = labelSetting(target, configuration, host.workspace(graph));
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

/** The label that a `label_flag` or `label_setting` stands for (`LabelBuildSettings.java`), without a configuration that of its declaration; undefined for other rules. */
export function labelSetting(
  target: RuleTarget,
  configuration: Configuration | undefined,
  workspace: AnalysisWorkspace,
): Label | Unknown | undefined {
  const fallback = target.attributes.get("build_setting_default");
  if (target.ruleClass.buildSetting || !(fallback instanceof Label)) return undefined;
  const flag = flagIn(configuration, target);
  if (flag.kind === "default") return fallback;
  const value = flag.kind === "texts" ? flag.texts.at(-1) : flag.value;
  if (value instanceof Unknown) return value;
  const parsed = parseAbsolute(String(value), workspace);
  if (parsed.kind === "label" && parsed.label.repository === workspace.runfilesPrefix)
    return ownNameUnknown(parsed.label);
  if (parsed.kind === "label") return parsed.label;
  return new Unknown({
    kind: "configuration",
    name: target.label.toString(),
    message: `${target.label.toString()} is set to '${String(value)}', which is not a label`,
    site: undefined,
  });
}

/** The workspace as a repository of its own name: its labels are others than the main repository's, and in its files some mean the one, some the other. */
function ownNameUnknown(label: Label): Unknown {
  const message = `which of its labels a repository has that is the workspace by its name was not looked at (${label.toString()})`;
  return new Unknown({ kind: "configuration", name: label.toString(), message, site: undefined });
}

/** A label that stands in no file (`Label.parseAbsolute`): it is the main repository's, before Bazel 6 by names that no repository changes, the main one's own among them. */
export function parseAbsolute(
  text: string,
  { bazelVersion, repositories }: AnalysisWorkspace,
): ReturnType<typeof parseLabel> {
  const isMapped = isAtLeast(bazelVersion, "6.0.0");
  return parseLabel(text, {
    package: { repository: "", path: "" },
    resolveRepository: (apparent) => (isMapped ? repositories.resolve("", apparent) : apparent),
  });
}

/** The rule of a setting and whether the label names it by an alias; undefined where that is not known. */
export function namedSetting(
  graph: QueryContext,
  host: AnalysisHost,
  label: Label,
): { readonly target: RuleTarget; readonly isAliased: boolean } | undefined {
  const target = flagTarget(graph, host, label.toString());
  if (!("ruleClass" in target)) return undefined;
  const actual = target.attributes.get("actual");
  if (target.ruleClass.name !== "alias" || target.ruleClass.module !== "") return { target, isAliased: false };
  const named = actual instanceof Label ? namedSetting(graph, host, actual) : undefined;
  return named && { target: named.target, isAliased: true };
}

/**
 * What the alias of this label stands for, undefined where it is no alias. Throws EvalError where Bazel refuses a transition on it: on what is not there, is no build setting, or an alias that selects
 * (`StarlarkTransition.verifyBuildSettingsAndGetAliases`).
 */
export function aliasedSetting(graph: QueryContext, host: AnalysisHost, label: string): string | Unknown | undefined {
  const target = flagTarget(graph, host, label);
  if (target instanceof Unknown) return target;
  if (!("ruleClass" in target)) throw new EvalError(target.problem);
  const { ruleClass, attributes } = target;
  if (ruleClass.buildSetting || attributes.get("build_setting_default") instanceof Label) return undefined;
  if (ruleClass.name !== "alias" || ruleClass.module !== "")
    throw new EvalError(`attempting to transition on '${label}' which is not a build setting`);
  const actual = attributes.get("actual");
  if (actual instanceof Selector)
    throw new EvalError(
      `attempting to transition on aliased build setting '${label}', the actual value of which uses select(). Aliased build settings with configured actual values is not supported.`,
    );
  return actual instanceof Label ? actual.toString() : missingSetting(label, "its alias is not known");
}

/** Throws EvalError where a transition gives a setting a value of another type. Settings for labels, and those that may be given several times, take more than one. */
export function checkSettingValue(graph: QueryContext, host: AnalysisHost, label: string, value: Value): void {
  const target = flagTarget(graph, host, label);
  if (!("ruleClass" in target)) return;
  const setting = target.ruleClass.buildSetting;
  if (!setting || value instanceof Unknown) return;
  if (setting.allowMultiple) {
    if (value instanceof StarlarkList || value instanceof Tuple) return;
    throw new EvalError(
      `'${label}' allows multiple values and must be set in transition using a starlark list instead of single value '${str(value)}'`,
    );
  }
  const expected = {
    bool: "int",
    int: "int",
    string: "string",
    string_list: "list(string)",
    string_set: "set(string)",
  };
  if (!isOfType(value, setting.type))
    throw new EvalError(
      `expected value of type '${expected[setting.type]}' for ${label}, but got ${repr(value)} (${typeOf(value)})`,
    );
}

function isOfType(value: Value, type: BuildSetting["type"]): boolean {
  switch (type) {
    case "bool":
      return typeof value === "boolean" || value === 0 || value === 1;
    case "int":
      return typeof value === "number" || typeof value === "bigint";
    case "string":
      return typeof value === "string";
    case "string_list":
    case "string_set":
      return typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean" && value !== null;
    default:
      return type satisfies never;
  }
}

function missingSetting(label: string, why: string): Unknown {
  const message = `the build setting ${label} is not known: ${why}`;
  return new Unknown({ kind: "configuration", name: label, message, site: undefined });
}

/** The rule of a setting; `problem` where there is none. */
function flagTarget(
  graph: QueryContext,
  host: AnalysisHost,
  text: string,
): RuleTarget | Unknown | { readonly problem: string } {
  const parsed = parseLabel(text, { package: { repository: "", path: "" }, resolveRepository: () => undefined });
  if (parsed.kind === "error") return missingSetting(text, parsed.message);
  const found = findTarget(graph, host, parsed.label);
  switch (found.kind) {
    case "unknown":
      return new Unknown(found.reason);
    case "missing":
      return { problem: found.message };
    case "found":
      return found.target.kind === "rule"
        ? found.target
        : { problem: `attempting to transition on '${text}' which is not a build setting` };
    default:
      return found satisfies never;
  }
}

function flagIn(configuration: Configuration | undefined, target: RuleTarget): ReturnType<typeof starlarkFlag> {
  return configuration ? starlarkFlag(configuration, target.label.toString()) : { kind: "default" };
}

/** What `ctx.build_setting_value` says: the configuration's value, the command line's text converted, or `build_setting_default`. */
export function settingValue(
  target: RuleTarget,
  setting: BuildSetting,
  configuration: Configuration | undefined,
): Value {
  const flag = flagIn(configuration, target);
  switch (flag.kind) {
    case "value":
      return fromOption(flag.value, setting);
    case "texts":
      return fromTexts(flag.texts, setting);
    case "default": {
      const declared =
        target.attributes.get("build_setting_default") ??
        target.ruleClass.attributes.get("build_setting_default")?.default ??
        null;
      // Of what may be given several times it is a list of one (`StarlarkRuleContext.getBuildSettingValue`).
      return setting.allowMultiple && typeof declared === "string" ? new StarlarkList([declared]) : declared;
    }
    default:
      return flag satisfies never;
  }
}

/** Whether the configuration says another value than the declaration. */
export function isSet(configuration: Configuration, target: RuleTarget): boolean {
  return flagIn(configuration, target).kind !== "default";
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
