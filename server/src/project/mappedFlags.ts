/**
 * The flags of platform mappings, read as those of the command line, but of the options of configurations alone (`PlatformMappingValue.parse`). Those of an entry that Bazel never comes to may be wrong, but for Starlark flags: they are loaded when the file
 * is read, and are none before Bazel 7, nor where flags bring a platform (seen with 4.2.3 and 7.7.1).
 */
import { hasOption } from "../bazel/configuration/optionNames.ts";
import {
  COMMAND_LINE_OPTION,
  nativeOptions,
  type HostPlatform,
  type OptionDefinition,
  type OptionValue,
} from "../bazel/configuration/options.ts";
import { hasChoices, valueProblem } from "../bazel/configuration/optionValues.ts";
import {
  mappingUnknown,
  type FlagValues,
  type MappedFlags,
  type WantedFlag,
} from "../bazel/configuration/platformMapping.ts";
import type { SettingValue } from "../bazel/analysis/mappedSettings.ts";
import { parseOptionWords } from "../bazel/workspace/bazelrc/optionWords.ts";
import type { CommandOption } from "../bazel/workspace/bazelrc/options.ts";
import { EffectiveFlags } from "../bazel/workspace/flags.ts";
import type { FlagLines } from "../bazel/workspace/platformMappings.ts";
import type { Unknown } from "../starlark/unknown.ts";
import { givenValue } from "./givenValues.ts";

export interface FlagSources {
  readonly flags: EffectiveFlags;
  readonly host: HostPlatform;
  /** The canonical text of a label, undefined where it is none. */
  readonly toLabel: (written: string) => string | undefined;
  readonly settingValue: (label: string, texts: readonly string[]) => SettingValue;
}

/** Lists that are compared whole with what one flag says, which is a list itself. */
const GIVEN_AS_LIST: readonly string[] = ["platforms", "extra_toolchains", "extra_execution_platforms"];

/** Lists of which one flag gives one element. */
const GIVEN_BY_ELEMENT = /^(?:host_)?(?:copt|cxxopt|conlyopt|linkopt|javacopt|jvmopt|features|action_env)$|^define$/;

/** An option as it is called, and its text. */
interface NamedOption {
  readonly name: string;
  readonly text: string;
  readonly option: CommandOption;
}

interface Options {
  readonly native: readonly NamedOption[];
  readonly starlark: ReadonlyMap<string, readonly string[]>;
}

export class MappedFlagReader {
  /** Why no tree is known for sure, whichever entries Bazel comes to. */
  readonly problems: string[] = [];
  readonly #sources: FlagSources;
  readonly #definitions: ReadonlyMap<string, OptionDefinition>;

  constructor(sources: FlagSources) {
    this.#sources = sources;
    this.#definitions = nativeOptions(sources.host, sources.flags.version.major);
  }

  /** What the flags of a platform set. */
  values(lines: FlagLines): MappedFlags<FlagValues> {
    const parsed = this.#parse(lines, this.#sources.flags.version.major >= 7);
    if (parsed.kind === "refused") return parsed;
    const { native, starlark } = parsed.flags;
    const flags = new Map<string, OptionValue | Unknown>();
    for (const name of new Set(native.map((option) => option.name))) {
      const options = native.filter((option) => option.name === name);
      flags.set(COMMAND_LINE_OPTION + name, this.#valueOf(name, options));
    }
    for (const [label, texts] of starlark) {
      const setting = this.#sources.settingValue(label, texts);
      if (setting.kind === "problem") this.problems.push(setting.message);
      // A flag that has the value of its declaration is taken as not given, and leaves what others say.
      else if (setting.kind === "value") flags.set(label, setting.value);
    }
    return { kind: "flags", flags };
  }

  /** What the flags that bring a platform demand. */
  wanted(lines: FlagLines): MappedFlags<readonly WantedFlag[]> {
    const parsed = this.#parse(lines, false);
    if (parsed.kind === "refused") return parsed;
    const flags = parsed.flags.native.map((option) => ({ name: option.name, value: this.#wantedValue(option) }));
    return { kind: "flags", flags };
  }

  #parse(lines: FlagLines, takesStarlark: boolean): MappedFlags<Options> {
    const words = lines.map((text) => ({ text, origin: { kind: "command-line", text, configs: [] } as const }));
    const { options, problems } = parseOptionWords(words, new Map());
    const native: NamedOption[] = [];
    const starlark = new Map<string, readonly string[]>();
    for (const option of options) {
      const { key, value } = option;
      if (key.kind === "starlark" && takesStarlark) {
        const label = this.#sources.toLabel(key.label) ?? key.label;
        starlark.set(label, [...(starlark.get(label) ?? []), value]);
        continue;
      }
      const named = this.#nativeOption(option);
      if (named.kind === "refused") return named;
      native.push(named.flags);
    }
    const [problem] = problems;
    return problem ? { kind: "refused", message: problem.message } : { kind: "flags", flags: { native, starlark } };
  }

  #nativeOption(option: CommandOption): MappedFlags<NamedOption> {
    const { key, value, origin } = option;
    const written = origin.kind === "command-line" ? origin.text : value;
    const unrecognized = { kind: "refused", message: `Unrecognized option: ${written}` } as const;
    if (key.kind === "starlark") return unrecognized;
    const { version } = this.#sources.flags;
    const isThere = (name: string) => this.#definitions.has(name) || hasOption(version, name) !== false;
    if (isThere(key.name)) {
      const problem = valueProblem(key.name, this.#definitions.get(key.name)?.type, value);
      if (problem !== undefined && value !== "")
        return { kind: "refused", message: `While parsing option ${written}: ${problem}` };
      return { kind: "flags", flags: { name: key.name, text: value, option } };
    }
    const switched = key.name.startsWith("no") ? key.name.slice(2) : "";
    if (key.kind === "flag" || switched === "" || !isThere(switched)) return unrecognized;
    return { kind: "flags", flags: { name: switched, text: "false", option } };
  }

  #wantedValue(option: NamedOption): WantedFlag["value"] {
    if (GIVEN_BY_ELEMENT.test(option.name)) return "never";
    const type = this.#definitions.get(option.name)?.type;
    const isList = type === "string_list" || type === "label_list";
    if (isList && !GIVEN_AS_LIST.includes(option.name)) return notCompared(option.name);
    return this.#valueOf(option.name, [option]);
  }

  /** What options of one name set. */
  #valueOf(name: string, options: readonly NamedOption[]): OptionValue | Unknown {
    const definition = this.#definitions.get(name);
    if (!definition) return mappingUnknown(name, "how it is written is not modelled");
    const { flags, toLabel } = this.#sources;
    const own = new EffectiveFlags({ options: options.map(({ option }) => option), problems: [] }, flags.version);
    const value = givenValue(own, name, definition.type, (text) => toLabel(text) ?? text);
    if (value !== undefined) return typeof value === "string" && hasChoices(name) ? value.toLowerCase() : value;
    const isEmpty = options.at(-1)?.text === "";
    if (isEmpty && (name === "cpu" || name === "host_cpu" || name === "platforms")) return definition.default;
    return mappingUnknown(name, "what it is set to is not modelled");
  }
}

function notCompared(name: string): Unknown {
  return mappingUnknown(name, "how such a list is compared was not looked at");
}
