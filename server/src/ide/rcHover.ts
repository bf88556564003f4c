/** What a hover in a .bazelrc says: of a flag what it decides, since when, what is in force and what it comes to here; of a config what it stands for; of a command who inherits its lines. */
import type { HoverData } from "./hover.ts";
import { adviceOutcomes } from "../advice/adviceList.ts";
import type { AdviceOutcome } from "../advice/advice.ts";
import { defaultIn, defaultsText, effectText } from "../advice/flagText.ts";
import { pathBelow } from "../base/path.ts";
import { isRcCommand, rcCommands } from "../bazel/workspace/bazelrc/commands.ts";
import { rcWordsAt } from "../bazel/workspace/bazelrc/cursor.ts";
import { isAtLeast } from "../bazel/workspace/bazelVersion.ts";
import { commandNames } from "../bazel/workspace/bazelrc/options.ts";
import { parseOptionWords } from "../bazel/workspace/bazelrc/optionWords.ts";
import type { FlagName } from "../bazel/workspace/flagData.ts";
import { flagDefinition } from "../bazel/workspace/flagData.ts";
import { spelled } from "../bazel/workspace/flags.ts";
import type { RcWorkspace, Snapshot } from "../project.ts";

/** So many words of a config are spelled out. */
const LISTED = 12;

export function rcHover(
  snapshot: Snapshot,
  params: { readonly path: string; readonly offset: number },
): HoverData | undefined {
  const rc = snapshot.rc();
  const found = rcWordsAt(rc.reader.text(params.path) ?? "", params.offset);
  if (!found) return undefined;
  const [command = "", ...words] = found.words;
  const lines = words.length === 0 ? commandLines(rc, command) : optionLines(snapshot, rc, command, words);
  return lines.length === 0 ? undefined : { markdown: lines.join("\n\n") };
}

// Options ---------------------------------------------------------------------------------------------------------------------------------------------------

function optionLines(snapshot: Snapshot, rc: RcWorkspace, line: string, words: readonly string[]): readonly string[] {
  const { options } = parseOptionWords(
    words.map((text) => ({ text, origin: undefined })),
    new Map(),
  );
  const option = options.at(-1);
  // The word may be the value of the option before it, which was parsed as one with it.
  if (option?.key.kind !== "flag") return [];
  if (option.key.name === "config") return configLines(rc, commandOf(line), option.value);
  return flagLines(snapshot, rc, option.key.name, option.value);
}

function flagLines(snapshot: Snapshot, rc: RcWorkspace, name: FlagName, value: string): readonly string[] {
  const { doc } = flagDefinition(name);
  const head = [`**\`${spelled(name, value)}\`**`, defaultIn(name, rc.flags.version)].join(" · ");
  const defaults = `Default by version: ${defaultsText(name)}.`;
  if (doc === undefined) return [head, defaults];
  return [head, doc, defaults, ...inForce(snapshot.root, rc, name), ...numbers(snapshot, rc, name)];
}

/** Who set the flag, for the build that predictions are about. */
function inForce(root: string, { flags, hostOs }: RcWorkspace, name: FlagName): readonly string[] {
  const { type } = flagDefinition(name);
  if (type === "list" || type === "string") return [];
  const { value, origin } = flags.isOn(name as Parameters<typeof flags.isOn>[0], hostOs);
  if (origin?.kind !== "bazelrc") return [];
  const { path, range } = origin.argument;
  const place = `${pathBelow(root, path) ?? path}, line ${String(range.start.line + 1)}`;
  return [`In force: \`${spelled(name, String(value))}\` (${place}).`];
}

function numbers(snapshot: Snapshot, rc: RcWorkspace, name: FlagName): readonly string[] {
  const copies = rc.flags.boolean("legacy_external_runfiles").value;
  const trees = { withCopies: snapshot.treeCounts(true), withoutCopies: snapshot.treeCounts(false) };
  const counts = copies ? trees.withCopies : trees.withoutCopies;
  const effect = effectText(name, { ...trees, inForce: counts });
  const { flags, hostOs, reader, inputs } = rc;
  const outcome = adviceOutcomes({ flags, hostOs, counts, reader, rc: inputs }).find((one) => isAbout(one, name));
  return [...(effect === undefined ? [] : [`Here: ${effect}`]), ...(outcome ? adviceLines(outcome) : [])];
}

function isAbout(outcome: AdviceOutcome, name: FlagName): boolean {
  const { option } = outcome.kind === "offered" ? outcome.advice : outcome;
  return option === `--${name}` || option === `--no${name}`;
}

/** That it is so already, or that the version has no such flag, is said above. */
function adviceLines(outcome: AdviceOutcome): readonly string[] {
  if (outcome.kind === "withheld")
    return outcome.because === "workspace" ? [`\`${outcome.option}\` would be no good here: ${outcome.reason}.`] : [];
  const { option, gain, tradeOff } = outcome.advice;
  return [`\`${option}\` is advised: ${gain.text}.`, `Trade-off: ${tradeOff}`];
}

// Configs and commands --------------------------------------------------------------------------------------------------------------------------------------

function configLines({ files, inputs }: RcWorkspace, command: string, config: string): readonly string[] {
  const words = commandNames(command, inputs.version).flatMap((name) =>
    files.files.flatMap((file) => (file.arguments.get(`${name}:${config}`) ?? []).map(({ text }) => text)),
  );
  if (words.length === 0) return [`**\`--config=${config}\`**`, `No line defines it for \`${command}\`.`];
  const more = words.length > LISTED ? ` and ${String(words.length - LISTED)} more words` : "";
  return [`**\`--config=${config}\`**`, `For \`${command}\`: \`${words.slice(0, LISTED).join(" ")}\`${more}.`];
}

function commandLines(rc: RcWorkspace, line: string): readonly string[] {
  const { version } = rc.inputs;
  const command = commandOf(line);
  if (!isRcCommand(command, version)) return [];
  const heirs = rcCommands(version).filter(
    (other) => other !== command && commandNames(other, version).includes(command),
  );
  const config = line.slice(command.length + 1);
  const lines = [`**\`${line}\`**`, scopeOf(command, isAtLeast(version, "6.3"), heirs)];
  return config === "" ? lines : [...lines, `Only with \`--config=${config}\`, or where a line names it.`];
}

/** Until Bazel 6.3 `common` was as strict as `always` is since. */
function scopeOf(command: string, isCommonLenient: boolean, heirs: readonly string[]): string {
  if (command === "startup")
    return "Options of Bazel itself, before the command; another value starts the server anew.";
  if (command === "common" && isCommonLenient) return "Options of every command that has them.";
  if (command === "common" || command === "always")
    return "Options of every command; one that does not have them fails.";
  if (heirs.length === 0) return `Options of \`bazel ${command}\`.`;
  return `Options of \`bazel ${command}\`, which ${heirs.map((heir) => `\`${heir}\``).join(", ")} inherit.`;
}

function commandOf(line: string): string {
  return line.split(":", 1)[0] ?? "";
}
