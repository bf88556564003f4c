/**
 * Applying Starlark transitions: settings in, implementation, settings out. After `FunctionTransitionUtil.applyAndValidate` and `StarlarkTransition.validate`.
 */
import { checkTransitionValue } from "./optionValues.ts";
import { COMMAND_LINE_OPTION, type OptionValue } from "./options.ts";
import { nativeOption, withOptions, type Configuration, type TopLevel } from "./configuration.ts";
import { hasOption } from "./optionNames.ts";
import { Label, parseLabel, type LabelContext } from "../label.ts";
import { StarlarkDict } from "../../starlark/dict.ts";
import { EvalError } from "../../starlark/errors.ts";
import { call } from "../../starlark/evaluate.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Tuple } from "../../starlark/tuple.ts";
import { str } from "../../starlark/printer.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Transition } from "../rule.ts";
import type { Thread } from "../../starlark/thread.ts";
import type { Value } from "../../starlark/value.ts";

/** One configuration that a transition leads to. */
export interface TransitionBranch {
  /** What its dependency is called in `ctx.split_attr`: as the implementation named it, undefined for a 1:1 transition. */
  readonly key: string | undefined;
  /** All names of this configuration: under each stands what no configuration changes. */
  readonly keys: readonly (string | undefined)[];
  readonly configuration: Configuration;
}

export interface TransitionHost {
  readonly thread: Thread;
  /** Where the labels of settings are resolved. */
  readonly settings: LabelContext;
  /** Where labels among the values of options are resolved. */
  readonly values: LabelContext;
  /** Current value of a Starlark flag, as Starlark sees it. */
  readonly flagValue: (label: string, configuration: Configuration) => Value;
  /** What the alias of this label stands for; undefined for a build setting itself. Throws EvalError where Bazel refuses to transition on it. */
  readonly aliased: (label: string) => string | Unknown | undefined;
  /** Throws EvalError where the value is not of the setting's type. */
  readonly checkValue: (label: string, value: Value) => void;
}

/** The settings of a transition as its file names them → what they are called everywhere. */
type SettingNames = ReadonlyMap<string, string>;

/** The one branch that leads to a configuration. */
export function onlyBranch(configuration: Configuration): readonly [TransitionBranch] {
  return [{ key: undefined, keys: [undefined], configuration }];
}

/** The branches of a transition, in the order in which the implementation returned them; Unknown where it is not known how many there are. Throws EvalError and UnknownDecision as the implementation does. */
export function applyTransition(
  transition: Transition,
  from: Configuration,
  attributes: Value,
  host: TransitionHost,
): readonly TransitionBranch[] | Unknown {
  if (transition.implementation instanceof Unknown) return transition.implementation;
  checkOptions(transition, from.top);
  const names = settingNames(transition, host);
  if (names instanceof Unknown) return names;
  const settings = new StarlarkDict();
  for (const input of transition.inputs) settings.set(input, currentValue(input, names, from, host));
  const result = call(host.thread, transition.implementation, [settings, attributes], new Map());
  if (result instanceof Unknown) return result;
  // No settings are no change, not no branch (`FunctionTransitionUtil.applyAndValidate`).
  const isEmpty =
    result instanceof StarlarkDict ? result.size === 0 : result instanceof StarlarkList && result.items.length === 0;
  if (result === null || isEmpty) return onlyBranch(from);
  const after = (values: Value) => withSettings(from, values, transition, names, host);
  if (result instanceof StarlarkList)
    return distinct(
      transition,
      from,
      result.items.map((values, index) => [String(index), after(values)]),
    );
  if (!(result instanceof StarlarkDict))
    throw new EvalError("Transition function must return a dictionary or list of dictionaries.");
  const entries = [...result.entries()];
  const splits = entries.some(
    ([key, value]) =>
      value instanceof StarlarkDict || (value instanceof Unknown && !transition.outputs.includes(str(key))),
  );
  if (!splits) return onlyBranch(after(result));
  return distinct(
    transition,
    from,
    entries.map(([key, values]) => [str(key), after(values)]),
  );
}

/**
 * Bazel loads the packages of all settings before it applies a transition, follows aliases and refuses what is none (`StarlarkTransition.verifyBuildSettingsAndGetAliases`). One setting may have two names, but an alias whose
 * setting is met already counts as a cycle.
 */
function settingNames({ inputs, outputs }: Transition, host: TransitionHost): SettingNames | Unknown {
  const named = new Map(
    [...inputs, ...outputs]
      .filter((setting) => !setting.startsWith(COMMAND_LINE_OPTION))
      .map((setting) => [setting, settingLabel(setting, host.settings)]),
  );
  const met = new Set(named.values());
  const actuals = new Map<string, string>();
  for (const label of new Set(named.values())) {
    let actual = label;
    for (let next = host.aliased(actual); next !== undefined; next = host.aliased(actual)) {
      if (next instanceof Unknown) return next;
      if (met.has(next)) throw new EvalError(`Dependency cycle involving '${next}' detected in aliased build settings`);
      met.add(next);
      actual = next;
    }
    actuals.set(label, actual);
  }
  return new Map([...named].map(([setting, label]) => [setting, actuals.get(label) ?? label]));
}

/**
 * Branches with one configuration are one. Where the transition sets Starlark settings, Bazel 4 keeps the first of them (`StarlarkTransition.validate`); else all are dependencies on one configured target, which answers to the
 * last one's key. In Bazel 7 it answers to the first one's (by runs of 4.2.3 and 7.7.1; the releases between and after them were not looked at).
 */
function distinct(
  transition: Transition,
  from: Configuration,
  named: readonly (readonly [key: string, configuration: Configuration])[],
): readonly TransitionBranch[] | Unknown {
  const keysOf = new Map<string, string[]>();
  for (const [key, { id }] of named) keysOf.set(id, [...(keysOf.get(id) ?? []), key]);
  const { major } = from.top;
  if (keysOf.size < named.length && major > 4 && major !== 7) return unknownKeys(transition);
  const keepsFirst = major < 7 && transition.outputs.some((output) => !output.startsWith(COMMAND_LINE_OPTION));
  return [...keysOf].flatMap(([id, all]) => {
    const configuration = named.find(([, { id: other }]) => other === id)?.[1];
    const keys = keepsFirst ? all.slice(0, 1) : all;
    return configuration ? [{ key: major < 7 ? keys.at(-1) : keys[0], keys, configuration }] : [];
  });
}

function unknownKeys({ exported }: Transition): Unknown {
  const name = exported?.name ?? "the transition";
  const message = `which keys of ${name} remain is not known: several lead to one configuration`;
  return new Unknown({ kind: "configuration", name, message, site: undefined });
}

/** Every output of a branch is unknown: the targets behind it are analysed as far as they do not depend on it. */
function unknownConfiguration(from: Configuration, transition: Transition, value: Unknown): Configuration {
  return withOptions(
    from,
    new Map(transition.outputs.map((output) => [output, { value, sameAsTop: false, sameAsBefore: false }])),
  );
}

function currentValue(setting: string, names: SettingNames, from: Configuration, host: TransitionHost): Value {
  const flag = names.get(setting);
  if (flag !== undefined) return host.flagValue(flag, from);
  const name = setting.slice(COMMAND_LINE_OPTION.length);
  return toStarlark(nativeOption(from, name), from.top.definitions.get(name)?.type);
}

function withSettings(
  from: Configuration,
  settings: Value,
  transition: Transition,
  names: SettingNames,
  host: TransitionHost,
): Configuration {
  if (settings instanceof Unknown) return unknownConfiguration(from, transition, settings);
  if (!(settings instanceof StarlarkDict))
    throw new EvalError("Transition function must return a dictionary or list of dictionaries.");
  const values = new Map<string, { value: OptionValue | Unknown; sameAsTop: boolean; sameAsBefore: boolean }>();
  for (const [key, value] of settings.entries()) {
    if (typeof key !== "string" || !transition.outputs.includes(key))
      throw new EvalError(`transition function returned undeclared output '${str(key)}'`);
    const flag = names.get(key);
    const name = flag ?? key;
    if (flag !== undefined) host.checkValue(flag, value);
    const option = key.slice(COMMAND_LINE_OPTION.length);
    const type = flag === undefined ? from.top.definitions.get(option)?.type : undefined;
    if (flag === undefined && !transition.isNative) checkTransitionValue(option, type, value);
    const after = toOption(value, type, host.values);
    const valueIn = (configuration: Configuration) =>
      flag === undefined
        ? nativeOption(configuration, option)
        : toOption(host.flagValue(flag, configuration), undefined, host.values);
    const before = valueIn(from);
    const atTop = valueIn({ ...from, changed: new Map<string, OptionValue>(), isExec: false, isHost: false });
    values.set(name, { value: after, sameAsBefore: sameOption(after, before), sameAsTop: sameOption(after, atTop) });
  }
  for (const output of transition.outputs)
    if (!hasKey(settings, output))
      throw new EvalError(`transition outputs [${output}] were not defined by transition function.`);
  return withOptions(from, values, transition.isNative);
}

function hasKey(dict: StarlarkDict, key: string): boolean {
  return dict.get(key) !== undefined;
}

/** The options that a transition names are there, and may be set by one (`FunctionTransitionUtil.applyAndValidate`; seen with 4.2.3 and 7.7.1). */
function checkOptions(transition: Transition, top: TopLevel): void {
  if (transition.isNative) return;
  if (transition.outputs.includes(`${COMMAND_LINE_OPTION}define`))
    throw new EvalError("Starlark transition on --define not supported - try using build settings");
  for (const what of ["inputs", "outputs"] as const) {
    const missing = transition[what].filter((setting) => isNoOption(top, setting));
    if (missing.length > 0)
      throw new EvalError(`transition ${what} [${missing.join(", ")}] do not correspond to valid settings`);
  }
}

function isNoOption(top: TopLevel, setting: string): boolean {
  if (!setting.startsWith(COMMAND_LINE_OPTION)) return false;
  const name = setting.slice(COMMAND_LINE_OPTION.length);
  return !top.definitions.has(name) && hasOption(top, name) === false;
}

/** What a transition may set: options by their name, build settings by their label. */
export function transitionOutputs({ outputs }: Transition, labels: LabelContext): ReadonlySet<string> {
  const nameOf = (output: string) =>
    output.startsWith(COMMAND_LINE_OPTION) ? output.slice(COMMAND_LINE_OPTION.length) : settingLabel(output, labels);
  return new Set(outputs.map(nameOf));
}

function settingLabel(text: string, context: LabelContext): string {
  const parsed = parseLabel(text, context);
  if (parsed.kind === "error") throw new EvalError(parsed.message);
  return parsed.label.toString();
}

/** Labels of options are canonical, wherever they are read. */
const CANONICAL: LabelContext = {
  package: { repository: "", path: "" },
  resolveRepository: (name) => name,
};

function toStarlark(value: OptionValue | Unknown, type: string | undefined): Value {
  if (value === null || value instanceof Unknown) return value;
  const one = (text: string): Value => {
    if (type !== "label" && type !== "label_list") return text;
    const parsed = parseLabel(text, CANONICAL);
    return parsed.kind === "label" ? parsed.label : text;
  };
  if (typeof value === "object") return new StarlarkList(value.map(one));
  return typeof value === "string" ? one(value) : value;
}

/** The canonical form of a Starlark value that a transition sets. */
function toOption(value: Value, type: string | undefined, labels: LabelContext): OptionValue | Unknown {
  if (value === null || value instanceof Unknown || typeof value === "boolean") return value;
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  const one = (element: Value): string => {
    if (element instanceof Label) return element.toString();
    if (typeof element !== "string") throw new EvalError("invalid value of a build setting");
    if (type !== "label" && type !== "label_list") return element;
    const parsed = parseLabel(element, labels);
    if (parsed.kind === "error") throw new EvalError(parsed.message);
    return parsed.label.toString();
  };
  if (value instanceof StarlarkList || value instanceof Tuple) {
    const unknown = value.items.find((item) => item instanceof Unknown);
    return unknown instanceof Unknown ? unknown : value.items.map(one);
  }
  const single = one(value);
  return type === "label_list" || type === "string_list"
    ? single.split(",")
    : type === "bool"
      ? ["true", "1", "yes", "t", "y"].includes(single.toLowerCase())
      : single;
}

/** The canonical form of the value of a Starlark flag. */
export function optionOf(value: Value): OptionValue | Unknown {
  return toOption(value, undefined, CANONICAL);
}

function sameOption(a: OptionValue | Unknown, b: OptionValue | Unknown): boolean {
  if (a instanceof Unknown || b instanceof Unknown) return a === b;
  return JSON.stringify(a) === JSON.stringify(b);
}
