/** Which texts Bazel's parser of options takes as values of an option (`EnumConverter`, `BooleanConverter`). */
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

/** Options with few values are written in any case. */
export function hasChoices(name: string): boolean {
  return CHOICES.has(name);
}

function inWords(words: readonly string[]): string {
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
}
