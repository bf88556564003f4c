/**
 * Text to syntax tree. tree-sitter-starlark parses; its tree is turned into ours at once and freed.
 *
 * The grammar takes more than Starlark (`try:`, sets, annotations) and, where it finds an error, lets it spread over the rest of the file. So:
 *
 * 1. The tokens (lexer.ts) give Bazel's lexical errors, the comments, and the words to be hidden from the grammar (masking.ts).
 * 2. The whole text is parsed; if the grammar finds an error, the halves of its statements are parsed, and so on until the damaged statements stand alone (segments.ts). Those are mended and parsed once more (repair.ts).
 * 3. Each part is converted (convertStatements.ts). Whatever is no Starlark is refused there, and the statement around it is damaged.
 * 4. What Bazel would say about a damaged statement is found by running Bazel's grammar over its tokens (diagnose.ts).
 */
import type { Tree } from "web-tree-sitter";
import { Language, Parser } from "web-tree-sitter";
import type { Span } from "../base/text.ts";
import { LineIndex } from "../base/text.ts";
import type { ParsedFile, Statement, SyntaxError } from "./ast.ts";
import { Conversion } from "./conversion.ts";
import { statements } from "./convertStatements.ts";
import type { CstKind } from "./cst.ts";
import { cstKinds } from "./cst.ts";
import { diagnose } from "./diagnose.ts";
import type { Lexed } from "./lexer.ts";
import { lex } from "./lexer.ts";
import { masked } from "./masking.ts";
import { repair } from "./repair.ts";
import { segmentAt, segmentsOf, visibleSpan } from "./segments.ts";
import { nestingTooDeep } from "./tokenReader.ts";
import type { TokenList } from "./tokens.ts";
import { TreeBuilder } from "./treeBuilder.ts";

/** The two WebAssembly modules: of web-tree-sitter (`web-tree-sitter.wasm`) and of the grammar (`tree-sitter-starlark.wasm`). */
export interface ParserModules {
  readonly runtimeWasm: Uint8Array;
  readonly grammarWasm: Uint8Array;
}

export class StarlarkParser {
  readonly #parser: Parser;
  readonly #kinds: readonly CstKind[];

  private constructor(parser: Parser, language: Language) {
    this.#parser = parser;
    this.#kinds = cstKinds(language);
  }

  /** Loads the grammar; once a process is enough. Rejects when the modules do not fit each other. */
  static async create(modules: ParserModules): Promise<StarlarkParser> {
    await Parser.init({ wasmBinary: modules.runtimeWasm });
    const language = await Language.load(modules.grammarWasm);
    const parser = new Parser();
    parser.setLanguage(language);
    return new StarlarkParser(parser, language);
  }

  /** Parses any text whatever; what is wrong with it is in `errors`. */
  parse(text: string): ParsedFile {
    const run = new ParseRun(this.#parser, this.#kinds, text);
    return run.file();
  }
}

/** Beyond so many damaged statements the rest of a file is one. */
const maxDamaged = 200;
const maxErrors = 100;
/** Nothing that holds so many characters that no token begins with was meant as Starlark; the grammar may take minutes over it. */
const maxInvalidCharacters = 50;

/** One text on its way. */
class ParseRun {
  readonly #parser: Parser;
  readonly #kinds: readonly CstKind[];
  readonly #text: string;
  readonly #lexed: Lexed;
  readonly #masked: string;
  readonly #builder = new TreeBuilder();
  readonly #statements: Statement[] = [];
  readonly #errors: SyntaxError[] = [];
  readonly #damaged: Span[] = [];
  #segments: readonly Span[] | undefined;

  constructor(parser: Parser, kinds: readonly CstKind[], text: string) {
    this.#parser = parser;
    this.#kinds = kinds;
    this.#text = text;
    this.#lexed = lex(text);
    this.#masked = masked(text, { start: 0, end: text.length }, this.#lexed.tokens, this.#lexed.misread);
    for (const error of this.#lexed.errors) this.#errors.push(error);
  }

  file(): ParsedFile {
    const whole = { start: 0, end: this.#text.length };
    const isText = this.#lexed.errors.filter(isInvalidCharacter).length <= maxInvalidCharacters;
    if (!isText) this.#giveUp(whole);
    else if (!this.#converted(whole, this.#lexed)) this.#parts(this.#topLevel(), this.#lexed);
    this.#damageAroundErrors();
    const errors = firstErrors(this.#errors);
    // Text that was mended is not the same as text that is whole.
    if (errors.length > 0) this.#builder.detail("errors");
    return {
      tree: {
        statements: this.#statements,
        digest: this.#builder.digest(),
        nodeCount: this.#builder.nodeCount,
        hasErrors: errors.length > 0,
      },
      spans: this.#builder.spans(),
      lines: new LineIndex(this.#text),
      errors,
      damaged: sortedSpans(this.#damaged),
      comments: this.#lexed.comments,
    };
  }

  #topLevel(): readonly Span[] {
    return (this.#segments ??= segmentsOf(this.#lexed.tokens, this.#text.length));
  }

  /** Parses and converts a run of whole statements; false, with nothing done, if the grammar finds an error in it. */
  #converted(span: Span, lexed: Lexed): boolean {
    if (lexed.misplaced.some((offset) => offset >= span.start && offset < span.end)) return false;
    return this.#withTree(this.#masked.slice(span.start, span.end), (tree) => {
      if (tree.rootNode.hasError) return false;
      const refused = this.#convert(tree, this.#lexed.tokens, (offset) => offset + span.start);
      for (const [segment, offsets] of bySegment(this.#topLevel(), refused)) {
        this.#diagnose(segment, this.#lexSegment(segment), offsets);
      }
      return true;
    });
  }

  /** Separates the damaged statements from the others by halving. `lexed` is what the segments were found in. */
  #parts(segments: readonly Span[], lexed: Lexed): void {
    const first = segments[0];
    const last = segments.at(-1);
    if (!first || !last) return;
    const span = { start: first.start, end: last.end };
    if (this.#damaged.length >= maxDamaged) this.#giveUp(span);
    else if (this.#converted(span, lexed)) return;
    else if (segments.length === 1) this.#damagedStatement(span, lexed);
    else {
      const middle = segments.length >> 1;
      this.#parts(segments.slice(0, middle), lexed);
      this.#parts(segments.slice(middle), lexed);
    }
  }

  /** A statement that swallowed others, because a bracket of it is open, gives them back. */
  #damagedStatement(span: Span, foundIn: Lexed): void {
    const lexed = this.#lexSegment(span);
    if (foundIn === this.#lexed) {
      const segments = segmentsOf(lexed.tokens, span.end, span.start);
      if (segments.length > 1) {
        this.#parts(segments, lexed);
        return;
      }
    }
    const repaired = repair(this.#text, span, lexed);
    const refused = this.#withTree(repaired.text, (tree) => this.#convert(tree, lexed.tokens, repaired.sourceOffset));
    this.#diagnose(span, lexed, refused.length === 0 ? [span.start] : refused);
  }

  #lexSegment(span: Span): Lexed {
    const lexed = lex(this.#text, span);
    return lexed.unclosed ? lex(this.#text, { ...span, resynchronize: true }) : lexed;
  }

  /** Reports what Bazel says about a statement in which something was refused, at the given offsets. */
  #diagnose(span: Span, lexed: Lexed, refused: readonly number[]): void {
    const errors = diagnose(this.#text, lexed.tokens);
    for (const error of errors) this.#errors.push(error);
    const start = refused[0] ?? span.start;
    if (errors.length === 0 && lexed.errors.length === 0) {
      this.#errors.push({ span: { start, end: start + 1 }, message: "syntax error" });
    }
    const visible = visibleSpan(lexed.tokens, span);
    const isVisible = (offset: number) => offset >= visible.start && offset <= visible.end;
    this.#damaged.push(refused.every(isVisible) ? visible : span);
  }

  /** A region that nobody looks into. */
  #giveUp(span: Span): void {
    const id = this.#builder.open("bad-statement", span.start, span.end);
    this.#builder.close();
    this.#statements.push({ kind: "bad-statement", id });
    this.#damaged.push(span);
    if (this.#errors.length === 0) this.#errors.push({ span, message: "syntax error" });
  }

  /** Lexical errors damage a statement that the grammar may have found nothing wrong with. */
  #damageAroundErrors(): void {
    const found = sortedSpans(this.#damaged);
    const errors = sortedSpans(this.#lexed.errors.map((error) => error.span));
    let next = 0;
    let covered = -1;
    for (const { start, end } of errors) {
      for (let region = found[next]; region && region.start <= start; region = found[++next]) {
        covered = Math.max(covered, region.end);
      }
      if (start <= covered) continue;
      const segment = segmentAt(this.#topLevel(), start);
      const region = segment ? visibleSpan(this.#lexSegment(segment).tokens, segment) : { start, end };
      this.#damaged.push(region);
      covered = Math.max(end, region.end);
    }
  }

  /** Gives the offsets of what was refused. */
  #convert(tree: Tree, tokens: TokenList, sourceOffset: (parsed: number) => number): readonly number[] {
    const cursor = tree.walk();
    try {
      const conversion = new Conversion({
        cursor,
        kinds: this.#kinds,
        builder: this.#builder,
        text: this.#text,
        tokens,
        sourceOffset,
      });
      statements(conversion, this.#statements);
      const { tooDeep } = conversion;
      if (tooDeep !== undefined) this.#errors.push({ span: { start: tooDeep, end: tooDeep }, message: nestingTooDeep });
      return conversion.refusals;
    } finally {
      cursor.delete();
    }
  }

  /** The tree lives in WebAssembly's memory, where nobody collects it. */
  #withTree<T>(text: string, use: (tree: Tree) => T): T {
    const tree = this.#parser.parse(text);
    if (!tree) throw new Error("the parser has no language");
    try {
      return use(tree);
    } finally {
      tree.delete();
    }
  }
}

function isInvalidCharacter(error: SyntaxError): boolean {
  return error.message.startsWith("invalid character");
}

function sortedSpans(spans: readonly Span[]): readonly Span[] {
  return [...spans].sort((a, b) => a.start - b.start);
}

/** The segments that hold some of the offsets, each with those. */
function bySegment(segments: readonly Span[], offsets: readonly number[]): ReadonlyMap<Span, readonly number[]> {
  const groups = new Map<Span, number[]>();
  for (const offset of offsets) {
    const segment = segmentAt(segments, offset);
    if (!segment) continue;
    const group = groups.get(segment);
    if (group) group.push(offset);
    else groups.set(segment, [offset]);
  }
  return groups;
}

/** In order of the text; of several at one place the first that was reported. */
function firstErrors(errors: readonly SyntaxError[]): readonly SyntaxError[] {
  const sorted = [...errors].sort((a, b) => a.span.start - b.span.start);
  return sorted.filter((error, i) => error.span.start !== sorted[i - 1]?.span.start).slice(0, maxErrors);
}
