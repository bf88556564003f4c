/** Which options Bazel has, and which values it takes for them, beyond those that flagData.ts describes. */
import type { BazelVersion } from "../bazelVersion.ts";
import { ABBREVIATIONS, OPTIONS } from "./optionTable.ts";

/** `tristate` also knows `auto`; `loose` is a switch that takes other values, too; `void` takes no value; `amount` takes an integer or a share of what the machine has, `assignment` `name=value`. */
export type OptionKind = keyof typeof OPTIONS;

export interface KnownOption {
  readonly name: string;
  readonly kind: OptionKind;
  /** How Bazel calls a value of an enumeration. */
  readonly what: string;
  /** Those of an enumeration. */
  readonly values: readonly string[];
  /** The least command that has it: those that inherit from that one have it, too. */
  readonly command: "build" | "test" | "run" | "startup" | "other";
  readonly isStartup: boolean;
  /** Whether Bazel 7.7 has it, the release whose list of options is whole. */
  readonly isIn77: boolean;
}

const WORD = /^([\w:.-]+)(?:\((?:([^:)]*):)?([^)]*)\))?((?:=[\w:.-]+)*)(@-)?(?:\/(\w+))?(\+startup)?$/;

/** util/ResourceConverter.java. */
const AMOUNT = /^(?:\d+|(?:auto|HOST_CPUS|HOST_RAM)(?:[-*][\d.]+)?)$/;

const BY_NAME: ReadonlyMap<string, KnownOption> = new Map(
  (Object.keys(OPTIONS) as OptionKind[]).flatMap((kind) => OPTIONS[kind].flatMap((word) => entries(kind, word))),
);

export function knownOptions(): readonly KnownOption[] {
  return [...new Set(BY_NAME.values())];
}

/** By its name, or one that it had before; without dashes. */
export function knownOption(name: string): KnownOption | undefined {
  return BY_NAME.get(name);
}

/** By the letter behind a single dash. */
export function abbreviatedOption(letter: string): KnownOption | undefined {
  const name = ABBREVIATIONS.get(letter);
  return name === undefined ? undefined : knownOption(name);
}

/** Whether a release has an option, for commands that build or on `startup` lines; `unknown` where its own list is not whole and no other release is known to have it. */
export function hasOption(
  version: BazelVersion,
  option: KnownOption | undefined,
  isStartup: boolean,
): boolean | "unknown" {
  const isWhole = version.major === 7 && version.minor === 7;
  if (!option) return isWhole ? false : "unknown";
  if (isWhole && !option.isIn77) return false;
  return isStartup ? option.isStartup : option.command !== "startup";
}

/** A value as Bazel keeps it: those of enumerations are written in any case. */
export function canonicalValue({ values }: KnownOption, value: string): string {
  return values.find((each) => each.toLowerCase() === value.toLowerCase()) ?? value;
}

/** What Bazel says of a value that it refuses (common/options/Converters.java, EnumConverter.java). */
export function valueProblem({ kind, what, values }: KnownOption, value: string): string | undefined {
  switch (kind) {
    case "integer":
      return /^[+-]?\d+$/.test(value) ? undefined : `'${value}' is not an int`;
    case "amount":
      return AMOUNT.test(value)
        ? undefined
        : `'${value}' is neither an integer nor auto, HOST_CPUS or HOST_RAM, with -N or *N behind it`;
    case "assignment":
      return value.indexOf("=") > 0
        ? undefined
        : "Variable definitions must be in the form of a 'name=value' assignment";
    case "enumeration":
      return values.some((each) => each.toLowerCase() === value.toLowerCase())
        ? undefined
        : `Not a valid ${what}: '${value}' (should be ${listed(values)})`;
    default:
      return undefined;
  }
}

function entries(kind: OptionKind, word: string): readonly (readonly [string, KnownOption])[] {
  const [, name = word, what = "value", values = "", oldNames = "", absent, place, also] = WORD.exec(word) ?? [];
  const option: KnownOption = {
    name,
    kind,
    what: what.replaceAll("_", " "),
    values: values === "" ? [] : values.split("|"),
    command: commandOf(place),
    isStartup: place === "startup" || also !== undefined,
    isIn77: absent === undefined,
  };
  return [name, ...oldNames.split("=").slice(1)].map((each) => [each, option] as const);
}

function commandOf(place: string | undefined): KnownOption["command"] {
  return place === "test" || place === "run" || place === "startup" || place === "other" ? place : "build";
}

/** `fastbuild, dbg or opt`. */
function listed(values: readonly string[]): string {
  return `${values.slice(0, -1).join(", ")} or ${values.at(-1) ?? ""}`;
}
