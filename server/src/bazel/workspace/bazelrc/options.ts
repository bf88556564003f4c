/**
 * The options that a Bazel command runs with: those of the .bazelrc files, by command and its ancestors, with `--config`s worked in, then those of the command line
 * (runtime/BlazeOptionHandler.java, runtime/ConfigExpander.java). In order of precedence: of two options of one name the later wins.
 *
 * A more specific command's lines come after those of the commands it inherits from, whatever their order in the files. A `--config` stands where it was written: its options lose against what is written behind it.
 */
import type { BazelVersion } from "../bazelVersion.ts";
import { isAtLeast } from "../bazelVersion.ts";
import type { OptionWord, ParsedOption } from "./optionWords.ts";
import { parseBoolean, parseOptionWords } from "./optionWords.ts";
import type { RcArgument, RcFiles } from "./rcFiles.ts";

/** Where an option was written. */
export type OptionOrigin =
  | {
      readonly kind: "bazelrc";
      readonly argument: RcArgument;
      /** The `--config`s that led there, outermost first; empty for a plain line. */
      readonly configs: readonly string[];
    }
  | { readonly kind: "command-line"; readonly text: string; readonly configs: readonly string[] };

export type CommandOption = ParsedOption<OptionOrigin>;

export interface CommandProblem {
  readonly message: string;
  readonly origin: OptionOrigin;
}

export interface CommandOptions {
  readonly options: readonly CommandOption[];
  /** Each makes Bazel refuse the command. */
  readonly problems: readonly CommandProblem[];
}

/** The names that `--enable_platform_specific_config` adds as configs. */
export type HostOs = "linux" | "macos" | "windows" | "freebsd" | "openbsd";

export interface CommandInputs {
  readonly rc: RcFiles;
  readonly version: BazelVersion;
  /** `build`, `test`, `run`, `cquery`, … */
  readonly command: string;
  /** `--config`s that the user chose; they stand at the head of the command line. */
  readonly configs: readonly string[];
  /** Further words of the command line. */
  readonly commandLine: readonly string[];
  readonly hostOs: HostOs | undefined;
}

export function optionsInForce(inputs: CommandInputs): CommandOptions {
  const resolver = new OptionResolver(inputs);
  resolver.run();
  return resolver;
}

/** What `startup` lines say. They precede the startup options of the command line. */
export function startupOptionsOf(rc: RcFiles): readonly string[] {
  return rc.files.flatMap((file) => (file.arguments.get("startup") ?? []).map((argument) => argument.text));
}

/** The commands whose lines hold for a command, most general first. */
export function commandNames(command: string, version: BazelVersion): readonly string[] {
  const lineage: string[] = [];
  for (let current: string | undefined = command; current !== undefined; current = parentCommand(current, version)) {
    lineage.unshift(current);
  }
  return [...(isAtLeast(version, "6.3") ? ["always"] : []), "common", ...lineage];
}

/** The command whose options a command inherits. `cquery` inherits from `test`, unlike what the documentation says (CqueryCommand.java; seen with 4.2.3). */
function parentCommand(command: string, version: BazelVersion): string | undefined {
  switch (command) {
    case "test":
    case "run":
    case "aquery":
    case "clean":
    case "info":
    case "print_action":
    case "config":
    case "mobile-install":
      return "build";
    case "coverage":
    case "cquery":
      return "test";
    case "fetch":
    case "vendor":
      return isAtLeast(version, "8.0") ? "test" : undefined;
    default:
      return undefined;
  }
}

class OptionResolver implements CommandOptions {
  options: readonly CommandOption[] = [];
  readonly problems: CommandProblem[] = [];
  readonly #inputs: CommandInputs;
  readonly #names: readonly string[];

  constructor(inputs: CommandInputs) {
    this.#inputs = inputs;
    this.#names = commandNames(inputs.command, inputs.version);
  }

  run(): void {
    const chunks = [...this.#rcChunks(), this.#commandLine()];
    const aliases = new Map<string, string>();
    const written = chunks.flatMap((words) => this.#parse(words, aliases));
    const expanded = written.flatMap((option) => [option, ...this.#expansionOf(option, aliases)]);
    this.options = this.#withPlatformConfig(expanded, aliases);
  }

  /** The words of adjacent lines of one command and file belong together; an option's value may stand on the next such line. */
  #rcChunks(): OptionWord<OptionOrigin>[][] {
    const chunks: OptionWord<OptionOrigin>[][] = [];
    for (const name of this.#names) {
      for (const file of this.#inputs.rc.files) {
        let path: string | undefined;
        for (const argument of file.arguments.get(name) ?? []) {
          if (argument.path !== path) chunks.push([]);
          path = argument.path;
          chunks.at(-1)?.push({ text: argument.text, origin: { kind: "bazelrc", argument, configs: [] } });
        }
      }
    }
    return chunks;
  }

  #commandLine(): OptionWord<OptionOrigin>[] {
    const { configs, commandLine } = this.#inputs;
    const words = [...configs.map((config) => `--config=${config}`), ...commandLine];
    return words.map((text) => ({ text, origin: { kind: "command-line", text, configs: [] } }));
  }

  #parse(words: readonly OptionWord<OptionOrigin>[], aliases: Map<string, string>): readonly CommandOption[] {
    const parsed = parseOptionWords(words, aliases);
    this.problems.push(...parsed.problems);
    for (const option of parsed.options) {
      const [, alias, label] = isFlag(option, "flag_alias") ? (/^([^=]+)=(.*)$/.exec(option.value) ?? []) : [];
      if (alias !== undefined && label !== undefined) aliases.set(alias, label);
    }
    return parsed.options;
  }

  #expansionOf(option: CommandOption, aliases: Map<string, string>): readonly CommandOption[] {
    if (!isFlag(option, "config")) return [];
    const words = this.#configWords(option.value, option.origin, []);
    if (!words) {
      this.problems.push({
        message: `Config value '${option.value}' is not defined in any .rc file`,
        origin: option.origin,
      });
      return [];
    }
    return this.#parse(words, aliases);
  }

  /** The words of a config with those of the configs it names in place; undefined where no file defines it for this command. */
  #configWords(
    config: string,
    origin: OptionOrigin,
    above: readonly string[],
  ): readonly OptionWord<OptionOrigin>[] | undefined {
    if (above.includes(config)) {
      const chain = above.join(", ");
      this.problems.push({
        message: `Config expansion has a cycle: config value ${config} expands to itself, see inheritance chain [${chain}]`,
        origin,
      });
      return [];
    }
    const configs = [...above, config];
    const definitions = this.#names.flatMap((name) =>
      this.#inputs.rc.files.flatMap((file) => file.arguments.get(`${name}:${config}`) ?? []),
    );
    if (definitions.length === 0) return undefined;
    const words: OptionWord<OptionOrigin>[] = [];
    for (let i = 0; i < definitions.length; i++) {
      const argument = definitions[i];
      if (!argument) break;
      const here: OptionOrigin = { kind: "bazelrc", argument, configs };
      words.push({ text: argument.text, origin: here });
      const nested = nestedConfig(argument.text, definitions[i + 1]?.text);
      if (!nested) continue;
      if (nested.ownWord) words.push({ text: nested.name, origin: here });
      if (nested.ownWord) i++;
      const inner = this.#configWords(nested.name, here, configs);
      if (inner) words.push(...inner);
      else
        this.problems.push({ message: `Config value '${nested.name}' is not defined in any .rc file`, origin: here });
    }
    return words;
  }

  /** Works `:linux` and so on in where the platform-specific configs were switched on. */
  #withPlatformConfig(options: readonly CommandOption[], aliases: Map<string, string>): readonly CommandOption[] {
    const index = options.findLastIndex((option) => isFlag(option, "enable_platform_specific_config"));
    const option = options[index];
    const { hostOs } = this.#inputs;
    if (!option || hostOs === undefined || parseBoolean(option.value) !== true) return options;
    const words = this.#configWords(hostOs, option.origin, []) ?? [];
    return [...options.slice(0, index + 1), ...this.#parse(words, aliases), ...options.slice(index + 1)];
  }
}

function isFlag(option: CommandOption, name: string): boolean {
  return option.key.kind === "flag" && option.key.name === name;
}

function nestedConfig(
  text: string,
  next: string | undefined,
): { readonly name: string; readonly ownWord: boolean } | undefined {
  if (text.startsWith("--config=")) return { name: text.slice("--config=".length), ownWord: false };
  return text === "--config" && next !== undefined ? { name: next, ownWord: true } : undefined;
}
