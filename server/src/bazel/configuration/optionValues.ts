/** Which texts Bazel's parser of options takes as values of an option (`EnumConverter`, `BooleanConverter`). */
import { EvalError } from "../../starlark/errors.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";
import type { OptionType } from "./options.ts";

/** Options that have one of a few values. */
const CHOICES: ReadonlyMap<string, readonly [what: string, values: readonly string[]]> = new Map([
  ["compilation_mode", ["compilation mode", ["fastbuild", "dbg", "opt"]]],
  ["dynamic_mode", ["dynamic mode", ["off", "default", "fully"]]],
  ["strip", ["strip mode", ["always", "sometimes", "never"]]],
]);

const BOOLEANS: readonly string[] = ["true", "1", "yes", "t", "y", "false", "0", "no", "f", "n"];

/** Why it takes a text not; undefined where nothing speaks against it. */
export function valueProblem(name: string, type: OptionType | undefined, text: string): string | undefined {
  const choice = CHOICES.get(name);
  if (choice && !choice[1].includes(text.toLowerCase()))
    return `Not a valid ${choice[0]}: '${text}' (should be ${inWords(choice[1])})`;
  return type === "bool" && !BOOLEANS.includes(text.toLowerCase()) ? `'${text}' is not a boolean` : undefined;
}

/** Lists that grow by one text each time they are given: a transition has to give them as lists. */
const GROWING = new Set([
  ...["features", "host_features", "test_arg", "javacopt", "host_javacopt", "jvmopt", "protocopt"],
  ...["copt", "cxxopt", "conlyopt", "linkopt"].flatMap((name) => [name, `host_${name}`]),
]);

/** Throws `EvalError` for a value that a transition cannot give an option (`FunctionTransitionUtil.applyTransition`; 4.2.3 and 7.7.1 were asked). */
export function checkTransitionValue(name: string, type: OptionType | undefined, value: Value): void {
  if (value === null || value instanceof Unknown) return;
  if (typeof value === "string") {
    if (GROWING.has(name)) throw new EvalError(`IllegalArgumentError for option '${name}': it is a list`);
    const problem = valueProblem(name, type, value);
    if (problem !== undefined) throw new EvalError(`OptionsParsingError for option '${name}': ${problem}`);
  } else if (hasChoices(name) || (type === "bool" && typeof value !== "boolean"))
    throw new EvalError(`Invalid value type for option '${name}'`);
}

/** Options with few values are written in any case. */
export function hasChoices(name: string): boolean {
  return CHOICES.has(name);
}

function inWords(words: readonly string[]): string {
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
}
