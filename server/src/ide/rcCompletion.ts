/** What can be written at a place of a .bazelrc: commands, configs, and the flags about runfiles that the Bazel version in use has. */
import type { Range } from "../base/text.ts";
import { LineIndex } from "../base/text.ts";
import { defaultIn, defaultsText } from "../advice/flagText.ts";
import { rcCommands } from "../bazel/workspace/bazelrc/commands.ts";
import { rcCursorAt } from "../bazel/workspace/bazelrc/cursor.ts";
import { commandNames } from "../bazel/workspace/bazelrc/options.ts";
import { parseBoolean } from "../bazel/workspace/bazelrc/optionWords.ts";
import { isAtLeast } from "../bazel/workspace/bazelVersion.ts";
import type { FlagName } from "../bazel/workspace/flagData.ts";
import { FLAGS, flagDefinition, flagNamed } from "../bazel/workspace/flagData.ts";
import { eraOf } from "../bazel/workspace/flags.ts";
import type { RcWorkspace, Snapshot } from "../project.ts";

export interface CompletionData {
  readonly kind: "command" | "config" | "flag" | "value";
  /** What is shown and what is written in place of `range`. */
  readonly text: string;
  readonly range: Range;
  /** On the same line as the label: the default. */
  readonly detail: string | undefined;
  readonly markdown: string | undefined;
}

type Proposal = Omit<CompletionData, "range">;

/** Commands that build, and so have the flags about runfiles. */
const BUILDING = new Set(["common", "always", "build", "test", "run", "coverage", "cquery", "aquery"]);

const IMPORTS = ["import", "try-import"];

export function rcCompletion(
  snapshot: Snapshot,
  params: { readonly path: string; readonly offset: number },
): readonly CompletionData[] {
  const rc = snapshot.rc();
  const text = rc.reader.text(params.path) ?? "";
  const cursor = rcCursorAt(text, params.offset);
  if (!cursor) return [];
  const range = new LineIndex(text).range(cursor.span);
  // What LSP replaces stands on one line.
  if (range.start.line !== range.end.line) return [];
  return proposals(rc, cursor.before).map((proposal) => ({ ...proposal, range }));
}

/** All that suits the kind of word; clients filter by what has been typed. */
function proposals(rc: RcWorkspace, words: readonly string[]): readonly Proposal[] {
  const [line = "", ...rest] = words;
  if (rest.length === 0) return line.includes(":") ? configLines(rc, commandOf(line)) : commands(rc);
  const command = commandOf(line);
  const word = rest.at(-1) ?? "";
  if (isImport(command)) return [];
  if (rest.at(-2) === "--config") return configs(rc, command, "");
  if (word.startsWith("--config=")) return configs(rc, command, "--config=");
  const equals = word.indexOf("=");
  if (equals >= 0) return values(rc, word.slice(0, equals));
  return [...flags(rc, command), ...(command === "startup" ? [] : [configOption()])];
}

function commands({ inputs: { version } }: RcWorkspace): readonly Proposal[] {
  const imports = isAtLeast(version, "8.7") ? [...IMPORTS, "try-import-if-bazel-version"] : IMPORTS;
  return [...rcCommands(version), ...imports].map((text) => ({
    kind: "command",
    text,
    detail: undefined,
    markdown: undefined,
  }));
}

/** `build:ci`: the configs that some line of the command, or of one that it inherits from, has. */
function configLines(rc: RcWorkspace, command: string): readonly Proposal[] {
  return configs(rc, command, `${command}:`);
}

function configs({ files, inputs: { version } }: RcWorkspace, command: string, prefix: string): readonly Proposal[] {
  const lines = new Set(commandNames(command, version));
  const names = files.files.flatMap((file) =>
    [...file.arguments]
      .filter(([name, words]) => name.includes(":") && words.length > 0 && lines.has(commandOf(name)))
      .map(([name]) => name),
  );
  return [...new Set(names.map((name) => name.slice(name.indexOf(":") + 1)))].sort().map((name) => ({
    kind: "config",
    text: `${prefix}${name}`,
    detail: undefined,
    markdown: undefined,
  }));
}

function configOption(): Proposal {
  return { kind: "flag", text: "--config=", detail: undefined, markdown: "The lines of a config, `command:name`." };
}

function flags({ inputs: { version } }: RcWorkspace, command: string): readonly Proposal[] {
  const isStartup = command === "startup";
  if (!isStartup && !BUILDING.has(command)) return [];
  return (Object.keys(FLAGS) as FlagName[]).flatMap((name) => {
    const { doc, type, isStartup: isForStartup = false } = flagDefinition(name);
    if (doc === undefined || isForStartup !== isStartup || eraOf(name, version).given !== "honoured") return [];
    const detail = defaultIn(name, version);
    const markdown = `${doc}\n\nDefault by version: ${defaultsText(name)}.`;
    const texts = type === "boolean" || type === "tristate" ? [`--${name}`, `--no${name}`] : [`--${name}=`];
    return texts.map((text): Proposal => ({ kind: "flag", text, detail, markdown }));
  });
}

function values({ inputs: { version } }: RcWorkspace, option: string): readonly Proposal[] {
  const name = flagNamed(option.slice(2));
  if (name === undefined || !option.startsWith("--")) return [];
  const { type, values: proposed = [] } = flagDefinition(name);
  const isSwitch = type === "boolean" || type === "tristate";
  const known = isSwitch ? ["true", "false", ...(type === "tristate" ? ["auto"] : [])] : proposed;
  const { default: byDefault } = eraOf(name, version);
  return known.map((value) => ({
    kind: "value",
    text: `${option}=${value}`,
    detail: (parseBoolean(value) ?? value) === (parseBoolean(byDefault) ?? byDefault) ? "default" : undefined,
    markdown: undefined,
  }));
}

function isImport(word: string): boolean {
  return IMPORTS.includes(word) || word === "try-import-if-bazel-version";
}

function commandOf(line: string): string {
  return line.split(":", 1)[0] ?? "";
}
