/**
 * Puts a flag in force by editing the .bazelrc files of a workspace as a careful person would: a line that says the opposite is changed, where there is none a line is added beside its kind; nothing else is
 * touched, neither line endings nor the final newline, nor what stands in a `--config` that the user chooses.
 *
 * The edit is not trusted but tried: it is applied to the texts in memory, and the options are read again. Only an edit after which Bazel would see the flag in force for every command is handed out.
 */
import { joinPath, pathBelow } from "../../../base/path.ts";
import type { Position, TextEdit } from "../../../base/text.ts";
import { LineIndex } from "../../../base/text.ts";
import { applyTextEdits } from "../../../base/textEdits.ts";
import { versionToString } from "../bazelVersion.ts";
import type { FileReader } from "../fileReader.ts";
import type { FlagOfType } from "../flagData.ts";
import type { FlagValue } from "../flags.ts";
import { EffectiveFlags, eraOf } from "../flags.ts";
import type { CommandOptions, HostOs, OptionOrigin } from "./options.ts";
import { commandNames, optionsInForce } from "./options.ts";
import type { RcInputs } from "./rcFiles.ts";
import { readRcFiles } from "./rcFiles.ts";
import type { RcLine } from "./tokenizer.ts";
import { tokenizeRc } from "./tokenizer.ts";

/** What is to be in force: `--flag` (`value: true`) or `--noflag`. */
export interface RcEditRequest {
  readonly flag: FlagOfType<"boolean" | "tristate">;
  readonly value: boolean;
  /** Commands that need the other value. */
  readonly exceptions?: readonly RcCommand[];
  readonly inputs: RcInputs;
  readonly hostOs: HostOs | undefined;
}

export type RcEdit =
  /** The edits of each file; the first file is the one to show. */
  | { readonly kind: "edit"; readonly files: readonly [RcFileEdit, ...RcFileEdit[]] }
  | { readonly kind: "already-in-force"; readonly origin: OptionOrigin | undefined }
  | { readonly kind: "not-offered"; readonly reason: string };

export interface RcFileEdit {
  readonly path: string;
  /** Whether the file is to be made; then `edits` has one edit at its start. */
  readonly create: boolean;
  readonly edits: readonly TextEdit[];
  /** The zero-based line of the edited file on which the flag stands. */
  readonly line: number;
  /** The text that the edits were computed for; `undefined` for a new file. An edit is only right as long as the file still has it. */
  readonly before: string | undefined;
  readonly after: string;
}

/** The commands that build runfiles trees, and whose lines may contradict each other. */
const COMMANDS = ["build", "test", "run", "coverage"] as const;

export type RcCommand = (typeof COMMANDS)[number];

export function editToSetFlag(reader: FileReader, request: RcEditRequest): RcEdit {
  const { flag, value, inputs } = request;
  const era = eraOf(flag, inputs.version);
  if (era.given !== "honoured") {
    const effect = era.given === "ignored" ? "has no effect in" : "does not exist in";
    return { kind: "not-offered", reason: `--${flag} ${effect} Bazel ${versionToString(inputs.version)}` };
  }
  const byDefault = new EffectiveFlags({ options: [], problems: [] }, inputs.version).isOn(flag, request.hostOs);
  const isDefault = byDefault.value === value && (request.exceptions ?? []).length === 0;
  return new RcEditor(reader, request, isDefault).run();
}

/** A command that would run with another value than the one that is wanted, and who set it. */
interface Contradiction {
  readonly command: RcCommand;
  readonly origin: OptionOrigin | undefined;
}

class RcEditor {
  readonly #reader: FileReader;
  readonly #request: RcEditRequest;
  /** Whether the version does what is wanted when nobody sets the flag. */
  readonly #isDefault: boolean;
  /** Texts after the edits so far. */
  readonly #after = new Map<string, string>();
  readonly #lines = new Map<string, number>();

  constructor(reader: FileReader, request: RcEditRequest, isDefault: boolean) {
    this.#reader = reader;
    this.#request = request;
    this.#isDefault = isDefault;
  }

  run(): RcEdit {
    // Every round mends one contradiction; more rounds than words that can contradict do not happen.
    for (let round = 0; round < 100; round++) {
      const contradiction = this.#firstContradiction();
      if (!contradiction) return this.#result();
      const problem = this.#mend(contradiction);
      if (problem !== undefined) return { kind: "not-offered", reason: problem };
    }
    return { kind: "not-offered", reason: `the .bazelrc files contradict --${this.#request.flag} again and again` };
  }

  #result(): RcEdit {
    const [first, ...rest] = [...this.#after].map(([path, after]) => this.#fileEdit(path, after));
    if (first) return { kind: "edit", files: [first, ...rest] };
    if (this.#isDefault && !this.#setting("build").origin) {
      const version = versionToString(this.#request.inputs.version);
      return { kind: "not-offered", reason: `${this.#optionText("build")} is what Bazel ${version} does by default` };
    }
    return { kind: "already-in-force", origin: this.#setting("build").origin };
  }

  #fileEdit(path: string, after: string): RcFileEdit {
    const before = this.#reader.text(path);
    const edits =
      before === undefined
        ? [{ range: emptyRange({ line: 0, character: 0 }), newText: after }]
        : editsBetween(before, after);
    return { path, create: before === undefined, edits, line: this.#lines.get(path) ?? 0, before, after };
  }

  #options(command: string): CommandOptions {
    const { inputs, hostOs } = this.#request;
    const rc = readRcFiles({ ...bound(this.#reader), text: (path) => this.#text(path) }, inputs);
    return optionsInForce({ rc, version: inputs.version, command, configs: [], commandLine: [], hostOs });
  }

  #setting(command: RcCommand): FlagValue<boolean> {
    const { inputs, flag, hostOs } = this.#request;
    return new EffectiveFlags(this.#options(command), inputs.version).isOn(flag, hostOs);
  }

  #wanted(command: RcCommand): boolean {
    const { value, exceptions = [] } = this.#request;
    return exceptions.includes(command) ? !value : value;
  }

  #text(path: string): string | undefined {
    return this.#after.get(path) ?? this.#reader.text(path);
  }

  #firstContradiction(): Contradiction | undefined {
    for (const command of COMMANDS) {
      const { value, origin } = this.#setting(command);
      if (value !== this.#wanted(command)) return { command, origin };
    }
    return undefined;
  }

  /** Changes the word that says the opposite, or adds a line; the reason where neither helps. */
  #mend(contradiction: Contradiction): string | undefined {
    const { origin, command } = contradiction;
    if (origin?.kind !== "bazelrc") return this.#insert(command, origin);
    const { argument, configs } = origin;
    const own = pathBelow(this.#request.inputs.root, argument.path) !== undefined;
    if (!own || configs.length > 0 || !this.#suitsAll(argument.command, this.#wanted(command)))
      return this.#insert(command, origin);
    const text = this.#text(argument.path) ?? "";
    const newText = this.#optionText(command);
    this.#after.set(argument.path, applyTextEdits(text, [{ range: argument.range, newText }]));
    this.#lines.set(argument.path, argument.range.start.line);
    return undefined;
  }

  /** Whether every command that a line holds for needs the value. */
  #suitsAll(lineCommand: string, value: boolean): boolean {
    const { version } = this.#request.inputs;
    return COMMANDS.every(
      (command) => !commandNames(command, version).includes(lineCommand) || this.#wanted(command) === value,
    );
  }

  #insert(command: RcCommand, contradicting: OptionOrigin | undefined): string | undefined {
    const path = joinPath(this.#request.inputs.root, ".bazelrc");
    const text = this.#text(path);
    if (text === undefined && this.#reader.kind(path) !== "missing") return `${path} cannot be read`;
    const before = this.#after.get(path);
    for (const offset of insertionPoints(text ?? "", command)) {
      const inserted = insertLine(text ?? "", offset, `${command} ${this.#optionText(command)}`);
      this.#after.set(path, inserted.text);
      this.#lines.set(path, inserted.line);
      if (this.#setting(command).value === this.#wanted(command)) return undefined;
    }
    if (before === undefined) this.#after.delete(path);
    else this.#after.set(path, before);
    return this.#whyNot(command, path, contradicting);
  }

  #whyNot(command: RcCommand, path: string, contradicting: OptionOrigin | undefined): string {
    const problem = this.#options(command).problems[0];
    if (problem) return `Bazel refuses the .bazelrc files as they are: ${problem.message}`;
    if (contradicting?.kind === "bazelrc" && contradicting.argument.path !== path) {
      return `${contradicting.argument.path} sets ${contradicting.argument.text}, and is read after the workspace's .bazelrc`;
    }
    return `a line in ${path} would not put ${this.#optionText(command)} in force`;
  }

  #optionText(command: RcCommand): string {
    return `--${this.#wanted(command) ? "" : "no"}${this.#request.flag}`;
  }
}

/** Offsets behind which a line for `command` could stand, best first: behind the last line of its kind, behind the last `common` line, at the end. */
function insertionPoints(text: string, command: string): readonly number[] {
  const lines = tokenizeRc(text);
  const lastOf = (...commands: readonly string[]) =>
    lines.findLast((line: RcLine) => commands.includes(line.words[0].text));
  const beside = lastOf(command) ?? lastOf("common", "always");
  return [...(beside ? [beside.span.end] : []), text.length];
}

/** Puts a line behind the one that ends at `offset`, which gets a line break where it has none. */
function insertLine(text: string, offset: number, line: string): { readonly text: string; readonly line: number } {
  const head = text.slice(0, offset);
  const tail = text.slice(offset);
  const lineBreak = /^\r\n|^\n/.exec(tail)?.[0] ?? /\r\n|\n/.exec(text)?.[0] ?? "\n";
  const atStart = head === "" || head.endsWith("\n");
  // Behind a backslash a line break joins the lines: one more is needed.
  const before = lineBreak.repeat((atStart ? 0 : 1) + (/\\(?:\r?\n)?$/.test(head) ? 1 : 0));
  const after = text === "" || (atStart && head !== "") ? lineBreak : "";
  const result = `${head}${before}${line}${after}${tail}`;
  return { text: result, line: new LineIndex(result).position(head.length + before.length).line };
}

/** The edits that lead from one text to the other: whole inserted lines, or the changed words of a line. */
function editsBetween(before: string, after: string): readonly TextEdit[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  if (old.length === now.length) {
    return old.flatMap((text, line) => (text === now[line] ? [] : changedWords(text, now[line] ?? "", line)));
  }
  let start = 0;
  while (start < old.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < old.length - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const replaced = old.slice(start, old.length - end).join("");
  const newText = now.slice(start, now.length - end).join("");
  const kept = newText.startsWith(replaced) ? replaced.length : 0;
  const offset = old.slice(0, start).join("").length;
  const range = new LineIndex(before).range({ start: offset + kept, end: offset + replaced.length });
  return [{ range, newText: newText.slice(kept) }];
}

/** The lines with their breaks. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function changedWords(before: string, after: string, line: number): TextEdit {
  const isInWord = (text: string, index: number) => /\S/.test(text[index] ?? " ");
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  while (start > 0 && isInWord(before, start - 1)) start--;
  let end = 0;
  const limit = Math.min(before.length, after.length) - start;
  while (end < limit && before.at(-1 - end) === after.at(-1 - end)) end++;
  while (end > 0 && isInWord(before, before.length - end)) end--;
  const range = { start: { line, character: start }, end: { line, character: before.length - end } };
  return { range, newText: after.slice(start, after.length - end) };
}

function emptyRange(position: Position): { readonly start: Position; readonly end: Position } {
  return { start: position, end: position };
}

function bound(reader: FileReader): FileReader {
  return {
    text: (path) => reader.text(path),
    list: (path) => reader.list(path),
    kind: (path) => reader.kind(path),
    realPath: (path) => reader.realPath(path),
  };
}
