/** The private builtins of models for what decides `select()`: config_setting, constraint_value and the values of flags. */
import { requireOneValueEach } from "./constraintCollection.ts";
import { AttributeError } from "../attributeError.ts";
import { isSet, labelSetting, namedSetting, parseAbsolute, settingValue } from "../buildSettings.ts";
import { ConfiguredTarget } from "../configuredTarget.ts";
import type { RuleContext } from "../ruleContext.ts";
import { findTarget } from "../queries.ts";
import { knownTargets } from "../attributeViews.ts";
import { constraintValueOf, platformConstraint } from "../platforms.ts";
import {
  CONFIG_MATCHING_INFO,
  CONSTRAINT_SETTING_INFO,
  CONSTRAINT_VALUE_INFO,
  FEATURE_FLAG_INFO,
} from "../providers.ts";
import { nativeOption, type Configuration } from "../../configuration/configuration.ts";
import type { OptionType } from "../../configuration/options.ts";
import { hasOption } from "../../configuration/optionNames.ts";
import { valueProblem } from "../../configuration/optionValues.ts";
import { Label, parseLabel } from "../../label.ts";
import { isAtLeast } from "../../workspace/bazelVersion.ts";
import { Struct } from "../../provider.ts";
import { builtin } from "../../../starlark/builtin.ts";
import { StarlarkDict } from "../../../starlark/dict.ts";
import { EvalError } from "../../../starlark/errors.ts";
import { StarlarkList } from "../../../starlark/list.ts";
import { Unknown } from "../../../starlark/unknown.ts";
import { str } from "../../../starlark/printer.ts";
import type { Value } from "../../../starlark/value.ts";
import { contextOf } from "../ruleContext.ts";

export const flagValueBuiltin = builtin({
  name: "flag_value",
  doc: "The value of a build setting target, as text, in the configuration of ctx.",
  params: [{ name: "ctx" }, { name: "target", types: ["Target"] }],
  run: (_thread, [ctx, target]) => flagText(target, contextOf(ctx).spec.key.configuration),
});

function flagText(target: Value | undefined, configuration: Configuration | undefined): Value {
  if (!(target instanceof ConfiguredTarget) || !target.rule?.ruleClass.buildSetting) {
    return new Unknown({
      kind: "configuration",
      name: target instanceof ConfiguredTarget ? target.label.toString() : "flag_value",
      message: "a flag of a config_setting is not a build setting",
      site: undefined,
    });
  }
  return settingValue(target.rule, target.rule.ruleClass.buildSetting, configuration);
}

export const constraintValue = builtin({
  name: "constraint_value",
  doc: "The ConstraintValueInfo of a constraint_value rule.",
  params: [{ name: "ctx" }, { name: "setting", types: ["Target"] }],
  run: (_thread, [ctx, setting]) => {
    if (!(setting instanceof ConfiguredTarget)) throw new EvalError("constraint_setting is not a target");
    const info = setting.provider(CONSTRAINT_SETTING_INFO);
    if (info instanceof Unknown) return info;
    const fallback = info instanceof Struct ? (info.fields.get("default_value") ?? null) : null;
    return new Struct(
      new Map<string, Value>([
        ["label", contextOf(ctx).spec.target.label],
        ["constraint_setting", setting.label.toString()],
        ["default_value", fallback],
      ]),
      CONSTRAINT_VALUE_INFO,
    );
  },
});

export const isDeclared = builtin({
  name: "is_declared",
  doc: "Whether the package of ctx declares the target of a label in it, which need not be a dependency.",
  params: [{ name: "ctx" }, { name: "label", types: ["Label"] }],
  run: (_thread, [ctx, label]) => {
    const { graph, host } = contextOf(ctx).spec;
    const found = label instanceof Label ? findTarget(graph, host, label) : undefined;
    return found?.kind === "unknown" ? new Unknown(found.reason) : found?.kind === "found";
  },
});

/** `ConfigSetting.java`: matches when every value, define, flag and constraint does. */
export const configSetting = builtin({
  name: "config_setting",
  doc: "The ConfigMatchingInfo of a config_setting rule.",
  params: [{ name: "ctx" }],
  run: (_thread, [ctx]) => {
    const context = contextOf(ctx);
    const settings: string[] = [];
    let unknown: Unknown | undefined;
    let matches = true;
    for (const check of [...nativeChecks(context), ...flagChecks(context), ...constraintChecks(context)]) {
      settings.push(check.setting);
      if (check.matches instanceof Unknown) unknown ??= check.matches;
      else if (!check.matches) matches = false;
    }
    return new Struct(
      new Map<string, Value>([
        ["matches", matches && unknown ? unknown : matches],
        ["settings", new StarlarkList(settings)],
      ]),
      CONFIG_MATCHING_INFO,
    );
  },
});

interface Check {
  /** `name=value`, for specialisation. */
  readonly setting: string;
  readonly matches: boolean | Unknown;
}

function entriesOf(context: RuleContext, attribute: string): readonly (readonly [Value, Value])[] {
  const value = context.spec.values.get(attribute);
  return value instanceof StarlarkDict ? [...value.entries()] : [];
}

/** A value as text, as a flag or a key has it. */
function textOf(value: Value): string {
  return typeof value === "string" ? value : str(value);
}

/** The checks of a dictionary of texts, or the one Unknown that keeps them from being known. */
function checksOf(
  context: RuleContext,
  attribute: string,
  check: (name: string, wanted: string) => Check,
): readonly Check[] {
  const value = context.spec.values.get(attribute);
  if (value instanceof Unknown) return [{ setting: attribute, matches: value }];
  return entriesOf(context, attribute).map(([name, wanted]) => {
    const unknown = [name, wanted].find((text) => text instanceof Unknown);
    return unknown instanceof Unknown ? { setting: attribute, matches: unknown } : check(textOf(name), textOf(wanted));
  });
}

function nativeChecks(context: RuleContext): readonly Check[] {
  const { configuration } = context.spec.key;
  const define = (wanted: string): Check => {
    requireAssignment(wanted);
    return { setting: `define=${wanted}`, matches: hasDefine(configuration, wanted) };
  };
  const values = checksOf(context, "values", (name, wanted) => {
    if (name === "define") return define(wanted);
    const restriction = PYTHON_OPTIONS.get(name);
    if (restriction !== undefined && !(restriction.length > 0 && isOfBazelTools(context.spec.target.label)))
      throw new AttributeError(
        "values",
        `option '${name}' cannot be used in a config_setting${restriction}. Use @bazel_tools//python/tools:python_version instead.`,
      );
    requireOption(context, name);
    requireValue(context, name, wanted);
    return {
      setting: `${name}=${wanted}`,
      matches: matchesOption(
        nativeOption(configuration, name),
        canonicalOption(context, name, wanted),
        configuration.top.definitions.get(name)?.type,
      ),
    };
  });
  return [...values, ...checksOf(context, "define_values", (name, wanted) => define(`${name}=${wanted}`))];
}

function requireOption({ spec }: RuleContext, name: string): void {
  const isThere = name === "define" || hasOption(spec.host.workspace(spec.graph).bazelVersion, name);
  if (isThere === false || !/^\w+$/.test(name))
    throw new AttributeError("values", `error while parsing configuration settings: unknown option: '${name}'`);
  if (isThere === "unknown" && !spec.key.configuration.top.definitions.has(name))
    spec.onDoubt?.(
      new Unknown({
        kind: "configuration",
        name,
        message: `whether Bazel has an option --${name} that a config_setting may ask for is not known`,
        site: undefined,
      }),
    );
}

/** Whether Bazel's parser of options takes the text. */
function requireValue({ spec }: RuleContext, name: string, text: string): void {
  const problem = valueProblem(name, spec.key.configuration.top.definitions.get(name)?.type, text);
  if (problem !== undefined) throw unparsable(name, text, problem);
}

function unparsable(name: string, text: string, why: string): AttributeError {
  return new AttributeError(
    "values",
    `error while parsing configuration settings: While parsing option --${name}=${text}: ${why}`,
  );
}

/** `--define` takes nothing else. */
function requireAssignment(text: string): void {
  if (text.indexOf("=") < 1)
    throw unparsable("define", text, "Variable definitions must be in the form of a 'name=value' assignment");
}

const FOR_BAZEL_TOOLS = " (it is allowlisted to @bazel_tools//tools/... only)";
const PYTHON_OPTIONS: ReadonlyMap<string, string> = new Map([
  ["force_python", FOR_BAZEL_TOOLS],
  ["host_force_python", ""],
  ["python_version", FOR_BAZEL_TOOLS],
]);

/** `PythonOptions.getSelectRestrictions` */
function isOfBazelTools({ repository, packagePath }: Label): boolean {
  return repository === "bazel_tools" && packagePath.startsWith("tools/");
}

/** An option's text as the configuration keeps it: labels in canonical form. */
function canonicalOption({ spec }: RuleContext, name: string, text: string): string {
  const type = spec.key.configuration.top.definitions.get(name)?.type;
  if (type !== "label" && type !== "label_list") return text;
  const { label } = spec.target;
  const { repositories } = spec.host.workspace(spec.graph);
  const canonical = (one: string): string => {
    const parsed = parseLabel(one, {
      package: label.packageId,
      resolveRepository: (apparent) => repositories.resolve(label.repository, apparent),
    });
    return parsed.kind === "label" ? parsed.label.toString() : one;
  };
  return text === "" ? text : text.split(",").map(canonical).join(",");
}

type Option = ReturnType<typeof nativeOption>;

function hasDefine(configuration: Parameters<typeof nativeOption>[0], wanted: string): boolean | Unknown {
  const defines = nativeOption(configuration, "define");
  if (defines instanceof Unknown) return defines;
  const name = wanted.split("=")[0] ?? "";
  const last = Array.isArray(defines)
    ? (defines as readonly string[]).filter((define) => define.split("=")[0] === name).at(-1)
    : undefined;
  return last === wanted;
}

/** A list option matches when it contains the value; others when they equal it. */
function matchesOption(value: Option, wanted: string, type: OptionType | undefined): boolean | Unknown {
  if (value instanceof Unknown) return value;
  if (type === "tristate") return triState(String(value)) === triState(wanted);
  if (Array.isArray(value) && type === "string_list" && value.includes(wanted)) return true; // Of most, a comma is part of the value.
  if (Array.isArray(value)) return wanted.split(",").every((item) => (value as readonly string[]).includes(item));
  if (typeof value === "boolean") return value === ["true", "1", "yes"].includes(wanted.toLowerCase());
  return value === null ? wanted === "" || wanted === "null" : value === wanted;
}

/** `TriStateConverter`: a boolean that also knows `auto`. */
function triState(text: string): string {
  const lower = text.toLowerCase();
  if (["true", "1", "yes"].includes(lower)) return "yes";
  return ["false", "0", "no"].includes(lower) ? "no" : lower;
}

function flagChecks(context: RuleContext): readonly Check[] {
  const attribute = context.spec.dependencies.get("flag_values");
  if (!attribute) return [];
  const targets = knownTargets(attribute);
  if (targets instanceof Unknown) return [{ setting: "flag_values", matches: targets }];
  const wanted = entriesOf(context, "flag_values");
  const workspace = context.spec.host.workspace(context.spec.graph);
  requireDifferentFlags(targets, wanted);
  return targets.map((target, index) => {
    const [key = null, value = null] = wanted[index] ?? [];
    const text = textOf(value);
    const named = key instanceof Label ? namedSetting(context.spec.graph, context.spec.host, key) : undefined;
    const seen = named ? configurationSeen(context, named) : context.spec.key.configuration;
    if (seen instanceof Unknown) return { setting: textOf(key), matches: seen };
    const chosen = named && labelSetting(named.target, seen, workspace);
    if (chosen !== undefined) return labelCheck(context, textOf(key), chosen, text);
    const setting = `${target.label.toString()}=${text}`;
    const feature = target.providers.get(FEATURE_FLAG_INFO.identity);
    if (!feature && !target.unlisted && !target.rule?.ruleClass.buildSetting)
      throw new AttributeError(
        "flag_values",
        `error while parsing user-defined configuration values: flag_values keys must be build settings or feature flags and ${target.label.toString()} is not`,
      );
    return feature instanceof Struct
      ? { setting, matches: matchesFeature(feature, text, target.label) }
      : { setting, matches: matchesFlag(flagText(target, seen), ofType(target, text)) };
  });
}

/** An alias and its flag are one. */
function requireDifferentFlags(
  targets: readonly ConfiguredTarget[],
  wanted: readonly (readonly [Value, Value])[],
): void {
  const names = new Map<string, string[]>();
  for (const [index, { label }] of targets.entries()) {
    const flag = label.toString();
    names.set(flag, [...(names.get(flag) ?? []), textOf(wanted[index]?.[0] ?? null)]);
  }
  for (const [flag, all] of names)
    if (all.length > 1)
      throw new AttributeError("flag_values", `flag '${flag}' referenced multiple times as ['${all.join("', '")}']`);
}

/** Where a flag's value is read. Bazel 4 looks for it by the alias that a config_setting names, and finds the default; 7.7.1 does not. */
function configurationSeen(
  { spec }: RuleContext,
  { isAliased, target }: NonNullable<ReturnType<typeof namedSetting>>,
): Configuration | Unknown | undefined {
  const { configuration } = spec.key;
  const { bazelVersion } = spec.host.workspace(spec.graph);
  if (!isAliased || isAtLeast(bazelVersion, "7.7.1")) return configuration;
  if (!isAtLeast(bazelVersion, "5.0.0")) return undefined;
  if (!isSet(configuration, target)) return configuration;
  const message = `whether this Bazel knows the value of ${target.label.toString()} by an alias was not looked at`;
  return new Unknown({ kind: "configuration", name: target.label.toString(), message, site: undefined });
}

/** The label that is wanted of a setting for labels (`ConfigSetting.maybeCanonicalizeLabel`); before Bazel 6 only one that begins with a colon is read where it stands. */
function labelCheck(context: RuleContext, flag: string, chosen: Label | Unknown, text: string): Check {
  const setting = `${flag}=${text}`;
  if (chosen instanceof Unknown) return { setting, matches: chosen };
  const { graph, host, target } = context.spec;
  const { label } = target;
  const workspace = host.workspace(graph);
  const isReadHere = text.startsWith(":") || isAtLeast(workspace.bazelVersion, "6.0.0");
  const wanted = isReadHere
    ? parseLabel(text, {
        package: label.packageId,
        resolveRepository: (apparent) => workspace.repositories.resolve(label.repository, apparent),
      })
    : parseAbsolute(/^(@|\/\/)/.test(text) ? text : `//${text}`, workspace); // A name alone is a package's.
  return { setting, matches: wanted.kind === "label" ? wanted.label.equals(chosen) : false };
}

/** The text, where the setting's type has such a value. */
function ofType({ label, rule }: ConfiguredTarget, text: string): string {
  const type = rule?.ruleClass.buildSetting?.type;
  if (type === "string_list" && !rule?.ruleClass.buildSetting?.allowMultiple && /^$|,/.test(text))
    throw new AttributeError(
      "flag_values",
      `"${text}" not a valid value for flag ${label.toString()}. Only single, exact values are allowed. If you want to match multiple values, consider Skylib's selects.config_setting_group`,
    );
  const isRight =
    type === "bool"
      ? /^(true|false|yes|no|[10tfyn])$/i.test(text)
      : type !== "int" || /^[+-]?(0x[\da-f]+|\d+)$/i.test(text);
  if (isRight) return text;
  throw new AttributeError(
    "flag_values",
    `error while parsing user-defined configuration values: '${text}' cannot be converted to ${label.toString()} type ${type === "bool" ? "boolean" : "int"}`,
  );
}

function matchesFeature({ fields }: Struct, wanted: string, flag: Label): boolean | Unknown {
  const allowed = fields.get("allowed");
  if (allowed instanceof StarlarkList && !allowed.items.includes(wanted))
    throw new AttributeError(
      "flag_values",
      `error while parsing user-defined configuration values: '${wanted}' is not a valid value for '${flag.toString()}'`,
    );
  const value = fields.get("value") ?? null;
  const error = fields.get("error");
  if (value === null && typeof error === "string")
    return new Unknown({ kind: "configuration", name: flag.toString(), message: error, site: undefined });
  const among = fields.get("among");
  if (value instanceof Unknown && among instanceof StarlarkList && !among.items.includes(wanted)) return false;
  return matchesFlag(value, wanted);
}

function matchesFlag(value: Value, wanted: string): boolean | Unknown {
  if (value instanceof Unknown) return value;
  if (typeof value === "boolean") return value === ["true", "1", "yes", "t", "y"].includes(wanted.toLowerCase());
  if (value instanceof StarlarkList) return value.items.includes(wanted);
  return textOf(value) === wanted;
}

function constraintChecks(context: RuleContext): readonly Check[] {
  const attribute = context.spec.dependencies.get("constraint_values");
  if (!attribute) return [];
  const targets = knownTargets(attribute);
  if (targets instanceof Unknown) return [{ setting: "constraint_values", matches: targets }];
  requireOneValueEach(targets.map((target) => [target.label, constraintValueOf(target)]));
  return targets.map((target) => {
    const info = constraintValueOf(target);
    const setting = `constraint ${target.label.toString()}`;
    if (!info || info instanceof Unknown)
      return {
        setting,
        matches:
          info ??
          new Unknown({
            kind: "configuration",
            name: target.label.toString(),
            message: `${target.label.toString()} is not a constraint value`,
            site: undefined,
          }),
      };
    return {
      setting,
      matches: platformConstraint(context.spec.graph, context.spec.host, context.spec.key, target.label, info),
    };
  });
}
