/**
 * The files that the evaluator works on: the disk, over it the documents that are open in the editor, less the files that were set aside.
 *
 * Of an open document that does not parse, the last text that did is what the evaluator reads; the text on the disk counts as such when the document was never whole since it was opened. That history is kept
 * here and nowhere else.
 */
import { digestOf } from "../base/digest.ts";
import type { FileSystem, ListResult, ReadResult, StatResult } from "../base/fileSystem.ts";
import type { HalfTypedDocument } from "../ide/halfTyped.ts";
import { quarantineFinding, syntaxFindings } from "../ide/hostFindings.ts";
import { TextShift } from "../ide/textShift.ts";
import type { Finding } from "../lints/finding.ts";
import type { SyntaxError } from "../syntax/ast.ts";

/** The syntax errors of a file's text; none for what is not Starlark. */
export type SyntaxErrors = (path: string, text: string) => readonly SyntaxError[];

interface OpenDocument {
  readonly version: number;
  readonly shown: string;
  readonly evaluated: string;
  readonly digest: string;
  readonly halfTyped: HalfTypedDocument | undefined;
}

export class WorkingFiles implements FileSystem {
  readonly #disk: FileSystem;
  readonly #syntaxErrors: SyntaxErrors;
  readonly #open = new Map<string, OpenDocument>();
  readonly #quarantined = new Map<string, string>();

  constructor(disk: FileSystem, syntaxErrors: SyntaxErrors) {
    this.#disk = disk;
    this.#syntaxErrors = syntaxErrors;
  }

  /** Opens a document, or gives an open one a new text. */
  setDocument(path: string, version: number, shown: string): void {
    const errors = this.#syntaxErrors(path, shown);
    const evaluated = errors.length === 0 ? shown : (this.#lastGoodText(path, shown) ?? shown);
    // A document that was never whole is evaluated as far as it parses, and reports its errors itself.
    const halfTyped =
      evaluated === shown
        ? undefined
        : { shift: new TextShift(evaluated, shown), syntaxErrors: syntaxFindings(path, shown, errors) };
    this.#open.set(path, { version, shown, evaluated, digest: digestOf(evaluated), halfTyped });
    this.#quarantined.delete(path);
  }

  closeDocument(path: string): void {
    this.#open.delete(path);
    this.#quarantined.delete(path);
  }

  /** `reason` completes "was set aside: …". */
  quarantine(path: string, reason: string): void {
    this.#quarantined.set(path, reason);
  }

  /** Files that may have changed are given another chance. */
  release(paths: readonly string[]): void {
    for (const path of paths) this.#quarantined.delete(path);
  }

  /** Whether the disk says the same. */
  areSaved(): boolean {
    if (this.#quarantined.size > 0) return false;
    return [...this.#open].every(([path, { digest }]) => {
      const saved = this.#disk.readFile(path);
      return saved !== "pending" && saved.kind === "text" && saved.digest === digest;
    });
  }

  versions(): readonly (readonly [path: string, version: number])[] {
    return [...this.#open].map(([path, document]) => [path, document.version]);
  }

  halfTyped(): ReadonlyMap<string, HalfTypedDocument> {
    const documents = new Map<string, HalfTypedDocument>();
    for (const [path, { halfTyped }] of this.#open) if (halfTyped) documents.set(path, halfTyped);
    return documents;
  }

  quarantineFindings(): readonly Finding[] {
    return [...this.#quarantined].map(([path, reason]) => quarantineFinding(path, reason));
  }

  readFile(path: string): ReadResult | "pending" {
    const reason = this.#quarantined.get(path);
    if (reason !== undefined) return { kind: "error", message: `set aside: ${reason}` };
    const open = this.#open.get(path);
    const disk = this.#disk.readFile(path);
    if (!open) return disk;
    // Editors take the mark off the text, and put it back when they save.
    const isMarked = disk !== "pending" && disk.kind === "text" && disk.isMarked === true;
    return { kind: "text", text: open.evaluated, digest: open.digest, ...(isMarked && { isMarked }) };
  }

  readDirectory(path: string): ListResult | "pending" {
    return this.#disk.readDirectory(path);
  }

  size(path: string): number | undefined | "pending" {
    return this.#disk.size(path);
  }

  sha256(path: string): string | undefined | "pending" {
    return this.#disk.sha256(path);
  }

  stat(path: string): StatResult | "pending" {
    return this.#open.has(path) ? "file" : this.#disk.stat(path);
  }

  realPath(path: string): string | undefined | "pending" {
    const real = this.#disk.realPath(path);
    return real === undefined && this.#open.has(path) ? path : real;
  }

  settled(): Promise<void> {
    return this.#disk.settled();
  }

  /** The last text that parsed, with what was typed since where that leaves it whole. */
  #lastGoodText(path: string, shown: string): string | undefined {
    const open = this.#open.get(path);
    if (open) {
      const edited = replayEdit(open, shown);
      return edited !== undefined && this.#parses(path, edited) ? edited : open.evaluated;
    }
    const disk = this.#disk.readFile(path);
    return disk !== "pending" && disk.kind === "text" && this.#parses(path, disk.text) ? disk.text : undefined;
  }

  #parses(path: string, text: string): boolean {
    return this.#syntaxErrors(path, text).length === 0;
  }
}

/** The evaluated text with the edit that led from the document's text to `shown`; undefined where the edit touches what the two differ in. */
function replayEdit({ shown: before, evaluated, halfTyped }: OpenDocument, shown: string): string | undefined {
  const edit = new TextShift(before, shown).stretch;
  const start = halfTyped ? halfTyped.shift.toEvaluated(edit.start) : edit.start;
  const end = halfTyped ? halfTyped.shift.toEvaluated(edit.evaluatedEnd) : edit.evaluatedEnd;
  if (start === undefined || end === undefined || end < start) return undefined;
  return evaluated.slice(0, start) + shown.slice(edit.start, edit.shownEnd) + evaluated.slice(end);
}
