/**
 * Finds options in a list of words, as Bazel's options parser does (com/google/devtools/common/options/OptionsParserImpl.java): `--name=value`, `--name value`, `--noname`, `-c value`, Starlark flags
 * (`--//pkg:flag=v`, `--no//pkg:flag`, `--@repo//pkg:flag`) and aliases of them.
 */
import type { FlagName } from "../flagData.ts";
import { flagAbbreviated, flagDefinition, flagNamed } from "../flagData.ts";
import { abbreviatedOption, canonicalValue, knownOption, valueProblem, type KnownOption } from "./optionCatalogue.ts";

/** A word, and where it comes from. */
export interface OptionWord<Origin> {
  readonly text: string;
  readonly origin: Origin;
}

export type OptionKey =
  | { readonly kind: "flag"; readonly name: FlagName }
  /** The label as written: `//pkg:flag`, `@repo//pkg:flag`. */
  | { readonly kind: "starlark"; readonly label: string }
  /** An option without a description; `known`: undefined where no Bazel is known to have it, and then the name is as written, `no` included. */
  | { readonly kind: "other"; readonly name: string; readonly known: KnownOption | undefined };

export interface ParsedOption<Origin> {
  readonly key: OptionKey;
  /** The value as written, but for the case of an enumeration's; `"true"` and `"false"` for `--x` and `--nox`. */
  readonly value: string;
  /** Where the option's name stands. */
  readonly origin: Origin;
  /** Where its value stands when that is a word of its own. */
  readonly valueOrigin: Origin | undefined;
}

export interface OptionProblem<Origin> {
  readonly message: string;
  readonly origin: Origin;
}

export interface ParsedOptions<Origin> {
  readonly options: readonly ParsedOption<Origin>[];
  readonly problems: readonly OptionProblem<Origin>[];
}

const TRUE_WORDS = new Set(["true", "1", "yes", "t", "y"]);
const FALSE_WORDS = new Set(["false", "0", "no", "f", "n"]);

/** A boolean as Bazel reads it; undefined where it refuses. */
export function parseBoolean(value: string): boolean | undefined {
  const lower = value.toLowerCase();
  if (TRUE_WORDS.has(lower)) return true;
  return FALSE_WORDS.has(lower) ? false : undefined;
}

export function parseOptionWords<Origin>(
  words: readonly OptionWord<Origin>[],
  aliases: ReadonlyMap<string, string>,
): ParsedOptions<Origin> {
  const parser = new OptionWordParser(words, aliases);
  parser.run();
  return parser;
}

class OptionWordParser<Origin> implements ParsedOptions<Origin> {
  readonly options: ParsedOption<Origin>[] = [];
  readonly problems: OptionProblem<Origin>[] = [];
  readonly #words: readonly OptionWord<Origin>[];
  readonly #aliases: Map<string, string>;
  #next = 0;

  constructor(words: readonly OptionWord<Origin>[], aliases: ReadonlyMap<string, string>) {
    this.#words = words;
    this.#aliases = new Map(aliases);
  }

  run(): void {
    for (let word = this.#take(); word; word = this.#take()) {
      if (word.text === "--") return; // Target patterns follow.
      if (!word.text.startsWith("-")) continue;
      if (word.text.startsWith("--")) this.#long(word);
      else this.#short(word);
    }
  }

  #take(): OptionWord<Origin> | undefined {
    return this.#words[this.#next++];
  }

  #short(word: OptionWord<Origin>): void {
    const letter = word.text.slice(1).replace(/-$/, "");
    if (letter.length !== 1 && word.text.length > 2) {
      this.#fail(word, `Invalid options syntax: ${word.text}`);
      return;
    }
    const key = abbreviated(letter) ?? ({ kind: "other", name: word.text, known: undefined } as const);
    // `-k-` switches a boolean off.
    if (isSwitch(key)) this.#add(key, String(!word.text.endsWith("-")), word);
    else if (key.kind === "flag" || key.known) this.#addWithNextWord(key, word);
    else this.#add(key, "true", word);
  }

  #long(word: OptionWord<Origin>): void {
    const equals = word.text.indexOf("=");
    const spelling = equals < 0 ? word.text.slice(2) : word.text.slice(2, equals);
    const value = equals < 0 ? undefined : word.text.slice(equals + 1);
    const label = this.#starlarkLabel(spelling);
    if (label) {
      this.#switch({ kind: "starlark", label: label.label }, label.negated, value, word);
      return;
    }
    const name = flagNamed(spelling);
    if (name !== undefined) {
      this.#positive(name, value, word);
      return;
    }
    const negated = spelling.startsWith("no") ? flagNamed(spelling.slice(2)) : undefined;
    if (negated !== undefined && isSwitch({ kind: "flag", name: negated }))
      this.#switch({ kind: "flag", name: negated }, true, value, word);
    else this.#other(spelling, value, word);
  }

  #positive(name: FlagName, value: string | undefined, word: OptionWord<Origin>): void {
    this.#given({ kind: "flag", name }, value, word);
    const added = this.options.at(-1);
    if (name === "flag_alias" && added) this.#learnAlias(added.value);
  }

  #given(key: OptionKey, value: string | undefined, word: OptionWord<Origin>): void {
    if (isSwitch(key)) this.#switch(key, false, value, word);
    else if (value === undefined) this.#addWithNextWord(key, word);
    else this.#add(key, value, word);
  }

  #switch(key: OptionKey, negated: boolean, value: string | undefined, word: OptionWord<Origin>): void {
    if (negated && value !== undefined) this.#fail(word, `Unexpected value after boolean option: ${word.text}`);
    else this.#add(key, negated ? "false" : (value ?? "true"), word);
  }

  #other(spelling: string, value: string | undefined, word: OptionWord<Origin>): void {
    const known = knownOption(spelling);
    if (known?.kind === "void") {
      this.#add({ kind: "other", name: spelling, known }, value ?? "true", word);
      return;
    }
    if (known) {
      this.#given({ kind: "other", name: spelling, known }, value, word);
      return;
    }
    const negated = spelling.startsWith("no") ? knownOption(spelling.slice(2)) : undefined;
    const key = { kind: "other", name: spelling.slice(2), known: negated } as const;
    if (negated && isSwitch(key)) this.#switch(key, true, value, word);
    else this.#unknown(spelling, value, word);
  }

  /** Of an option that nobody knows: with `=` the value is clear, else a word without dashes behind it is most likely its value, since .bazelrc files name no targets. */
  #unknown(spelling: string, value: string | undefined, word: OptionWord<Origin>): void {
    const key = { kind: "other", name: spelling, known: undefined } as const;
    const next = this.#words[this.#next];
    if (value === undefined && next && !next.text.startsWith("-")) this.#addWithNextWord(key, word);
    else this.#add(key, value ?? "true", word);
  }

  #addWithNextWord(key: OptionKey, word: OptionWord<Origin>): void {
    const value = this.#take();
    if (value) this.#push({ key, value: value.text, origin: word.origin, valueOrigin: value.origin }, word);
    else this.#fail(word, `Expected value after ${word.text}`);
  }

  #add(key: OptionKey, value: string, word: OptionWord<Origin>): void {
    this.#push({ key, value, origin: word.origin, valueOrigin: undefined }, word);
  }

  #push(option: ParsedOption<Origin>, word: OptionWord<Origin>): void {
    const problem = problemOfValue(option);
    const known = knownKey(option.key);
    if (problem === undefined)
      this.options.push(known ? { ...option, value: canonicalValue(known, option.value) } : option);
    else this.#fail(word, `While parsing option ${optionAsWritten(option, word.text)}: ${problem}`);
  }

  #fail(word: OptionWord<Origin>, message: string): void {
    this.problems.push({ message, origin: word.origin });
  }

  #starlarkLabel(spelling: string): { readonly label: string; readonly negated: boolean } | undefined {
    const alias = this.#aliases.get(spelling);
    if (alias !== undefined) return { label: alias, negated: false };
    const negatedAlias = spelling.startsWith("no") ? this.#aliases.get(spelling.slice(2)) : undefined;
    if (negatedAlias !== undefined) return { label: negatedAlias, negated: true };
    if (/^(?:\/\/|@)/.test(spelling)) return { label: spelling, negated: false };
    return /^no(?:\/\/|@)/.test(spelling) ? { label: spelling.slice(2), negated: true } : undefined;
  }

  /** `--flag_alias=name=//label` holds for the options behind it. */
  #learnAlias(definition: string): void {
    const equals = definition.indexOf("=");
    if (equals > 0) this.#aliases.set(definition.slice(0, equals), definition.slice(equals + 1));
  }
}

function abbreviated(letter: string): (OptionKey & { readonly kind: "flag" | "other" }) | undefined {
  const name = flagAbbreviated(letter);
  if (name !== undefined) return { kind: "flag", name };
  const known = abbreviatedOption(letter);
  return known && { kind: "other", name: known.name, known };
}

/** Whether it goes without a value, and with `no` before it. */
function isSwitch(key: OptionKey): boolean {
  return switchKind(key) !== undefined;
}

function switchKind(key: OptionKey): "boolean" | "tristate" | "loose" | undefined {
  const kind = key.kind === "flag" ? flagDefinition(key.name).type : key.kind === "other" ? key.known?.kind : undefined;
  if (kind === "boolean" || kind === "switch") return "boolean";
  return kind === "tristate" || kind === "loose" ? kind : undefined;
}

/** Why Bazel refuses a value. */
function problemOfValue({ key, value }: ParsedOption<unknown>): string | undefined {
  if (key.kind === "starlark") return undefined;
  const kind = switchKind(key);
  if (kind === "loose") return undefined;
  if (kind !== undefined) {
    const isValue = parseBoolean(value) !== undefined || (kind === "tristate" && value.toLowerCase() === "auto");
    return isValue ? undefined : `'${value}' is not a boolean`;
  }
  const known = knownKey(key);
  return known && valueProblem(known, value);
}

function knownKey(key: OptionKey): KnownOption | undefined {
  if (key.kind === "starlark") return undefined;
  return key.kind === "other" ? key.known : knownOption(key.name);
}

function optionAsWritten({ value, valueOrigin }: ParsedOption<unknown>, word: string): string {
  return valueOrigin === undefined ? word : `${word} ${value}`;
}
