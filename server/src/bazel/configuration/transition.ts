/**
 * Applying Starlark transitions: settings in, implementation, settings out. After `FunctionTransitionUtil.applyAndValidate`.
 */
import { COMMAND_LINE_OPTION, type OptionValue } from "./options.ts";
import { nativeOption, withOptions, type Configuration } from "./configuration.ts";
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

/** One configuration that a transition leads to; `key` as the implementation named it, undefined for a 1:1 transition. */
export interface TransitionBranch {
  readonly key: string | undefined;
  readonly configuration: Configuration;
}

export interface TransitionHost {
  readonly thread: Thread;
  /** Where the transition's labels are resolved: the .bzl file that declares it. */
  readonly labels: LabelContext;
  /** Current value of a Starlark flag, as Starlark sees it. */
  readonly flagValue: (label: string, configuration: Configuration) => Value;
}

/** The branches of a transition, in the order in which the implementation returned them; Unknown where it is not known how many there are. Throws EvalError and UnknownDecision as the implementation does. */
export function applyTransition(
  transition: Transition,
  from: Configuration,
  attributes: Value,
  host: TransitionHost,
): readonly TransitionBranch[] | Unknown {
  if (transition.implementation instanceof Unknown) return transition.implementation;
  const settings = new StarlarkDict();
  for (const input of transition.inputs) settings.set(input, currentValue(input, from, host));
  const result = call(host.thread, transition.implementation, [settings, attributes], new Map());
  if (result === null || (result instanceof StarlarkDict && result.size === 0))
    return [{ key: undefined, configuration: from }];
  if (result instanceof Unknown) return result;
  if (result instanceof StarlarkList) {
    return result.items.map((settings, index) => ({
      key: String(index),
      configuration: withSettings(from, settings, transition, host),
    }));
  }
  if (!(result instanceof StarlarkDict))
    throw new EvalError("Transition function must return a dictionary or list of dictionaries.");
  const entries = [...result.entries()];
  const splits = entries.some(
    ([key, value]) =>
      value instanceof StarlarkDict || (value instanceof Unknown && !transition.outputs.includes(str(key))),
  );
  if (!splits) return [{ key: undefined, configuration: withSettings(from, result, transition, host) }];
  return entries.map(([key, settings]) => ({
    key: str(key),
    configuration: withSettings(from, settings, transition, host),
  }));
}

/** Every output of a branch is unknown: the targets behind it are analysed as far as they do not depend on it. */
function unknownConfiguration(from: Configuration, transition: Transition, value: Unknown): Configuration {
  return withOptions(
    from,
    new Map(transition.outputs.map((output) => [output, { value, sameAsTop: false, sameAsBefore: false }])),
  );
}

function currentValue(setting: string, from: Configuration, host: TransitionHost): Value {
  if (!setting.startsWith(COMMAND_LINE_OPTION)) return host.flagValue(settingLabel(setting, host.labels), from);
  const name = setting.slice(COMMAND_LINE_OPTION.length);
  return toStarlark(nativeOption(from, name), from.top.definitions.get(name)?.type, host.labels);
}

function withSettings(
  from: Configuration,
  settings: Value,
  transition: Transition,
  host: TransitionHost,
): Configuration {
  if (settings instanceof Unknown) return unknownConfiguration(from, transition, settings);
  if (!(settings instanceof StarlarkDict))
    throw new EvalError("Transition function must return a dictionary or list of dictionaries.");
  const values = new Map<string, { value: OptionValue | Unknown; sameAsTop: boolean; sameAsBefore: boolean }>();
  for (const [key, value] of settings.entries()) {
    if (typeof key !== "string" || !transition.outputs.includes(key))
      throw new EvalError(`transition function returned undeclared output '${str(key)}'`);
    const native = key.startsWith(COMMAND_LINE_OPTION);
    const name = native ? key : settingLabel(key, host.labels);
    const after = native
      ? toOption(value, from.top.definitions.get(key.slice(COMMAND_LINE_OPTION.length))?.type, host.labels)
      : toOption(value, undefined, host.labels);
    const before = native
      ? nativeOption(from, key.slice(COMMAND_LINE_OPTION.length))
      : toOption(host.flagValue(name, from), undefined, host.labels);
    const top = { ...from, changed: new Map<string, OptionValue>(), isExec: false, isHost: false };
    const atTop = native
      ? nativeOption(top, key.slice(COMMAND_LINE_OPTION.length))
      : toOption(host.flagValue(name, top), undefined, host.labels);
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

function settingLabel(text: string, context: LabelContext): string {
  const parsed = parseLabel(text, context);
  if (parsed.kind === "error") throw new EvalError(parsed.message);
  return parsed.label.toString();
}

function toStarlark(value: OptionValue | Unknown, type: string | undefined, labels: LabelContext): Value {
  if (value === null || value instanceof Unknown) return value;
  const one = (text: string): Value => {
    if (type !== "label" && type !== "label_list") return text;
    const parsed = parseLabel(text, labels);
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

function sameOption(a: OptionValue | Unknown, b: OptionValue | Unknown): boolean {
  if (a instanceof Unknown || b instanceof Unknown) return a === b;
  return JSON.stringify(a) === JSON.stringify(b);
}
