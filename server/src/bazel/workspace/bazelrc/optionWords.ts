/**
 * Finds options in a list of words, as Bazel's options parser does (com/google/devtools/common/options/OptionsParserImpl.java): `--name=value`, `--name value`, `--noname`, `-c value`, Starlark flags
 * (`--//pkg:flag=v`, `--no//pkg:flag`, `--@repo//pkg:flag`) and aliases of them.
 */
import type { FlagName } from "../flagData.ts";
import { flagAbbreviated, flagDefinition, flagNamed } from "../flagData.ts";

/** A word, and where it comes from. */
export interface OptionWord<Origin> {
  readonly text: string;
  readonly origin: Origin;
}

export type OptionKey =
  | { readonly kind: "flag"; readonly name: FlagName }
  /** The label as written: `//pkg:flag`, `@repo//pkg:flag`. */
  | { readonly kind: "starlark"; readonly label: string }
  /** An option that we have no description of; the name without dashes and `no`-prefix questions: as written. */
  | { readonly kind: "other"; readonly name: string };

export interface ParsedOption<Origin> {
  readonly key: OptionKey;
  /** The value as written; `"true"` and `"false"` for `--x` and `--nox`. */
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
    const name = flagAbbreviated(letter);
    if (name === undefined || letter.length !== 1) {
      if (word.text.length > 2) this.#fail(word, `Invalid options syntax: ${word.text}`);
      else this.#add({ kind: "other", name: word.text }, "true", word);
      return;
    }
    const { type } = flagDefinition(name);
    // `-k-` switches a boolean off.
    if (type === "boolean" || type === "tristate")
      this.#add({ kind: "flag", name }, String(!word.text.endsWith("-")), word);
    else this.#addWithNextWord({ kind: "flag", name }, word);
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
    if (negated !== undefined && isSwitch(negated)) this.#switch({ kind: "flag", name: negated }, true, value, word);
    else this.#other(spelling, value, word);
  }

  #positive(name: FlagName, value: string | undefined, word: OptionWord<Origin>): void {
    const key = { kind: "flag", name } as const;
    if (isSwitch(name)) this.#switch(key, false, value, word);
    else if (value === undefined) this.#addWithNextWord(key, word);
    else this.#add(key, value, word);
    const added = this.options.at(-1);
    if (name === "flag_alias" && added) this.#learnAlias(added.value);
  }

  #switch(key: OptionKey, negated: boolean, value: string | undefined, word: OptionWord<Origin>): void {
    if (negated && value !== undefined) {
      this.#fail(word, `Unexpected value after boolean option: ${word.text}`);
      return;
    }
    if (key.kind === "flag" && value !== undefined && !isSwitchValue(key.name, value)) {
      const spelling = word.text.slice(0, word.text.indexOf("="));
      this.#fail(word, `While parsing option ${spelling}=${value}: '${value}' is not a boolean`);
      return;
    }
    this.#add(key, negated ? "false" : (value ?? "true"), word);
  }

  /** Of an option we do not know: with `=` the value is clear, else a word without dashes behind it is most likely its value, since .bazelrc files name no targets. */
  #other(spelling: string, value: string | undefined, word: OptionWord<Origin>): void {
    const key = { kind: "other", name: spelling } as const;
    const next = this.#words[this.#next];
    if (value === undefined && next && !next.text.startsWith("-")) this.#addWithNextWord(key, word);
    else this.#add(key, value ?? "true", word);
  }

  #addWithNextWord(key: OptionKey, word: OptionWord<Origin>): void {
    const value = this.#take();
    if (value) this.options.push({ key, value: value.text, origin: word.origin, valueOrigin: value.origin });
    else this.#fail(word, `Expected value after ${word.text}`);
  }

  #add(key: OptionKey, value: string, word: OptionWord<Origin>): void {
    this.options.push({ key, value, origin: word.origin, valueOrigin: undefined });
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

function isSwitch(name: FlagName): boolean {
  const { type } = flagDefinition(name);
  return type === "boolean" || type === "tristate";
}

function isSwitchValue(name: FlagName, value: string): boolean {
  return (
    parseBoolean(value) !== undefined || (flagDefinition(name).type === "tristate" && value.toLowerCase() === "auto")
  );
}
