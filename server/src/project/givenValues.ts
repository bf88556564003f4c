/** What flags give the options of a configuration. */
import type { OptionType, OptionValue } from "../bazel/configuration/options.ts";
import { flagDefinition, flagNamed, type FlagOfType } from "../bazel/workspace/flagData.ts";
import type { EffectiveFlags } from "../bazel/workspace/flags.ts";

/** The value that somebody gave an option, in canonical form; undefined where the version's default holds. */
export function givenValue(
  flags: EffectiveFlags,
  name: string,
  type: OptionType,
  toCanonical: (label: string) => string,
): OptionValue | undefined {
  if (name === "define") return nonEmpty([...flags.defines()].map(([key, { value }]) => `${key}=${value}`));
  const flag = flagNamed(name);
  if (flag === undefined) return undescribedValue(flags, name, type, toCanonical);
  const definition = flagDefinition(flag);
  switch (definition.type) {
    case "list": {
      const values = flags.list(flag as FlagOfType<"list">).map(({ value }) => value);
      return nonEmpty(name === "extra_toolchains" || type === "label_list" ? values.map(toCanonical) : values);
    }
    case "boolean": {
      const { value, origin } = flags.boolean(flag as FlagOfType<"boolean">);
      return origin ? value : undefined;
    }
    case "tristate": {
      const { value, origin } = flags.tristate(flag as FlagOfType<"tristate">);
      return origin ? (value === "auto" ? value : String(value)) : undefined;
    }
    case "string": {
      const { value, origin } = flags.string(flag as FlagOfType<"string">);
      if (!origin || value === "") return undefined;
      if (type === "label_list") return value.split(",").map(toCanonical);
      return type === "label" ? toCanonical(value) : value;
    }
    default:
      return definition.type satisfies never;
  }
}

/** The same of an option that only configurations know. Lists among them are comma-separated. */
function undescribedValue(
  flags: EffectiveFlags,
  name: string,
  type: OptionType,
  toCanonical: (label: string) => string,
): OptionValue | undefined {
  if (type === "bool") return flags.switched(name);
  const value = flags.lastValue(name);
  if (value === undefined || value === "") return undefined;
  if (type === "string_list") return flags.allValues(name).flatMap((words) => words.split(","));
  return type === "label" ? toCanonical(value) : value;
}

function nonEmpty(values: readonly string[]): readonly string[] | undefined {
  return values.length === 0 ? undefined : values;
}
