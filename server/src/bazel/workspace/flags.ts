/**
 * The values of Bazel's options for one command: what was given, else the default of the Bazel version. Reading order and precedence are options.ts's matter, spellings and defaults flagData.ts's.
 */
import type { BazelVersion } from "./bazelVersion.ts";
import { isAtLeast, versionToString } from "./bazelVersion.ts";
import type { CommandOption, CommandOptions, HostOs, OptionOrigin } from "./bazelrc/options.ts";
import { parseBoolean } from "./bazelrc/optionWords.ts";
import { unrecognized } from "./bazelrc/unrecognizedOptions.ts";
import type { FlagEra, FlagName, FlagOfType } from "./flagData.ts";
import { flagDefinition } from "./flagData.ts";

/** A value, and who set it; undefined: the version's default. */
export interface FlagValue<T> {
  readonly value: T;
  readonly origin: OptionOrigin | undefined;
}

/** A given option without effect, one that Bazel refuses, or one of which it is not known whether it has it. */
export interface FlagProblem {
  readonly kind: "ignored" | "refused" | "unrecognized" | "unknown";
  /** The option as written, with its dashes but without its value. */
  readonly option: string;
  readonly message: string;
  readonly origin: OptionOrigin;
}

export class EffectiveFlags {
  readonly version: BazelVersion;
  /** Options that have no effect in this version, that it does not have, or may not have. */
  readonly problems: readonly FlagProblem[];
  readonly #options: CommandOptions;

  constructor(options: CommandOptions, version: BazelVersion) {
    this.version = version;
    this.#options = options;
    this.problems = options.options.flatMap((option) => problemOf(option, version) ?? []);
  }

  /** Why Bazel refuses the command: options that are malformed, that it cannot expand or does not have. Empty where it runs. */
  get refusals(): readonly string[] {
    const refused = this.problems.filter(({ kind }) => kind === "refused" || kind === "unrecognized");
    return [...this.#options.problems, ...refused].map(({ message }) => message);
  }

  /** Why Bazel may refuse the command: options of which it is not known whether the version has them. */
  get doubts(): readonly string[] {
    return this.problems.flatMap(({ kind, message }) => (kind === "unknown" ? [message] : []));
  }

  boolean(name: FlagOfType<"boolean">): FlagValue<boolean> {
    const { value, origin } = this.#last(name);
    return { value: parseBoolean(value) ?? false, origin };
  }

  tristate(name: FlagOfType<"tristate">): FlagValue<boolean | "auto"> {
    const { value, origin } = this.#last(name);
    return { value: parseBoolean(value) ?? "auto", origin };
  }

  /** Whether a switch is on. `auto` means, by the machine: no runfiles trees on Windows, Python programs as zips there. */
  isOn(name: FlagOfType<"boolean" | "tristate">, hostOs: HostOs | undefined): FlagValue<boolean> {
    const { value, origin } = this.#last(name);
    return { value: parseBoolean(value) ?? (hostOs === "windows") === (name === "build_python_zip"), origin };
  }

  string(name: FlagOfType<"string">): FlagValue<string> {
    return this.#last(name);
  }

  /** All values in order. Empty where none was given. */
  list(name: FlagOfType<"list">): readonly FlagValue<string>[] {
    const given = this.#given(name);
    if (flagDefinition(name).commaSeparated !== true) return given;
    return given.flatMap(({ value, origin }) =>
      value
        .split(",")
        .filter((item) => item !== "")
        .map((item) => ({ value: item, origin })),
    );
  }

  /** What counts of a flag, as written: all values of a list, the last one or the default of others; switches as `true`, `false`, `auto`. */
  values(name: FlagName): readonly string[] {
    const { type } = flagDefinition(name);
    if (type === "list") return this.#given(name).map(({ value }) => value);
    const { value } = this.#last(name);
    return [type === "string" ? value : String(parseBoolean(value) ?? value)];
  }

  /** `--define NAME=VALUE`, the last of a name counts. */
  defines(): ReadonlyMap<string, FlagValue<string>> {
    return this.#assignments("define");
  }

  /** `--override_repository=NAME=PATH`, the last of a name counts; an empty path takes an override back. */
  overrides(
    name: "override_repository" | "override_module" | "inject_repository",
  ): ReadonlyMap<string, FlagValue<string>> {
    return this.#assignments(name);
  }

  /** Starlark flags by label as written, all values in order. */
  starlarkFlags(): ReadonlyMap<string, readonly FlagValue<string>[]> {
    const flags = new Map<string, FlagValue<string>[]>();
    for (const option of this.#options.options) {
      if (option.key.kind !== "starlark") continue;
      const values = flags.get(option.key.label) ?? [];
      values.push({ value: option.value, origin: option.origin });
      flags.set(option.key.label, values);
    }
    return flags;
  }

  /** What a switch was set to last, be it described or not; undefined where it was not given. */
  switched(name: string): boolean | undefined {
    for (const { key, value } of [...this.#options.options].reverse()) {
      if (key.kind === "starlark") continue;
      if (key.name === name) return parseBoolean(value);
      if (key.name === `no${name}`) return false;
    }
    return undefined;
  }

  /** What an option was given, be it described or not, in order. */
  allValues(name: string): readonly string[] {
    return this.#options.options.flatMap(({ key, value }) =>
      key.kind !== "starlark" && key.name === name ? [value] : [],
    );
  }

  /** The value that counts of an option that takes one. */
  lastValue(name: string): string | undefined {
    return this.allValues(name).at(-1);
  }

  /** Whether an option was given a value, be it described or not. */
  isGiven(name: string): boolean {
    return this.#options.options.some(({ key, value }) => key.kind !== "starlark" && key.name === name && value !== "");
  }

  /** The options that were given and that have a description, as one would write them, for "which flags is this the tree of". */
  given(): readonly string[] {
    return this.#options.options.flatMap((option) => (isAboutOptions(option) ? [] : optionText(option)));
  }

  #last(name: FlagName): FlagValue<string> {
    return this.#given(name).at(-1) ?? { value: eraOf(name, this.version).default, origin: undefined };
  }

  /** Where a version ignores or refuses a flag, its own behaviour holds. */
  #given(name: FlagName): readonly FlagValue<string>[] {
    if (eraOf(name, this.version).given !== "honoured") return [];
    const given = this.#options.options
      .filter((option) => option.key.kind === "flag" && option.key.name === name)
      .map(({ value, origin }) => ({ value, origin }));
    const { onlyLastSince } = flagDefinition(name);
    return onlyLastSince !== undefined && isAtLeast(this.version, onlyLastSince) ? given.slice(-1) : given;
  }

  #assignments(name: FlagOfType<"list">): ReadonlyMap<string, FlagValue<string>> {
    const assignments = new Map<string, FlagValue<string>>();
    for (const { value, origin } of this.list(name)) {
      const equals = value.indexOf("=");
      if (equals > 0) assignments.set(value.slice(0, equals), { value: value.slice(equals + 1), origin });
    }
    return assignments;
  }
}

/** How a version treats a flag. */
export function eraOf(name: FlagName, version: BazelVersion): FlagEra {
  const { eras } = flagDefinition(name);
  return eras.findLast((era) => era.since === "0" || isAtLeast(version, era.since)) ?? eras[0];
}

/** A flag with its value as one would write it: `--x`, `--nox`, `--x=value`. */
export function spelled(name: FlagName, value: string): string {
  const { type } = flagDefinition(name);
  const isSwitch = (type === "boolean" || type === "tristate") && value !== "auto";
  return isSwitch ? `--${parseBoolean(value) === true ? "" : "no"}${name}` : `--${name}=${value}`;
}

/** An option as one would write it. */
export function optionText(option: CommandOption): string {
  const { key, value } = option;
  switch (key.kind) {
    case "flag":
      return spelled(key.name, value);
    case "starlark":
      return `--${key.label}=${value}`;
    case "other":
      return value === "true" ? `--${key.name}` : `--${key.name}=${value}`;
    default:
      return key satisfies never;
  }
}

/** Options about options, and those that this program has no description of: they say nothing about a tree. */
function isAboutOptions(option: CommandOption): boolean {
  if (option.key.kind === "other") return true;
  return (
    option.key.kind === "flag" && ["config", "enable_platform_specific_config", "announce_rc"].includes(option.key.name)
  );
}

function problemOf(option: CommandOption, version: BazelVersion): FlagProblem | undefined {
  const { key, origin } = option;
  if (key.kind === "starlark") return undefined;
  if (key.kind === "other") return unrecognized(key, origin, version);
  const { given } = eraOf(key.name, version);
  if (given === "honoured") return undefined;
  const effect = given === "ignored" ? "has no effect in" : "does not exist in";
  return {
    kind: given,
    option: `--${key.name}`,
    message: `--${key.name} ${effect} Bazel ${versionToString(version)}`,
    origin,
  };
}
