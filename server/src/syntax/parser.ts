/**
 * Text to syntax tree. tree-sitter-starlark parses; its tree is turned into ours at once and freed.
 *
 * The grammar takes more than Starlark (`try:`, sets, annotations) and, where it finds an error, lets it spread over the rest of the file. So:
 *
 * 1. The tokens (lexer.ts) give Bazel's lexical errors, the comments, and the words to be hidden from the grammar (masking.ts).
 * 2. The whole text is parsed; if the grammar finds an error, the halves of its statements are parsed, and so on until the damaged statements stand alone (segments.ts).
 * 3. Each is converted (convertStatements.ts). Whatever is no Starlark is refused there, and the statement around it is damaged.
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
import type { Lexed } from "./lexer.ts";
import { lex } from "./lexer.ts";
import { masked } from "./masking.ts";
import { segmentsOf } from "./segments.ts";
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

  constructor(parser: Parser, kinds: readonly CstKind[], text: string) {
    this.#parser = parser;
    this.#kinds = kinds;
    this.#text = text;
    this.#lexed = lex(text);
    this.#masked = masked(text, this.#lexed.tokens, this.#lexed.misread);
    this.#errors.push(...this.#lexed.errors);
  }

  file(): ParsedFile {
    if (!this.#tryWhole()) this.#parts(segmentsOf(this.#lexed.tokens, this.#text.length));
    const hasErrors = this.#errors.length > 0;
    return {
      tree: {
        statements: this.#statements,
        digest: this.#builder.digest(),
        nodeCount: this.#builder.nodeCount,
        hasErrors,
      },
      spans: this.#builder.spans(),
      lines: new LineIndex(this.#text),
      errors: this.#errors,
      damaged: this.#damaged,
      comments: this.#lexed.comments,
    };
  }

  #tryWhole(): boolean {
    return this.#withTree(this.#masked, (tree) => {
      if (tree.rootNode.hasError) return false;
      this.#convert(tree, (offset) => offset);
      return true;
    });
  }

  #parts(segments: readonly Span[]): void {
    const first = segments[0];
    const last = segments.at(-1);
    if (!first || !last) return;
    this.#withTree(this.#masked.slice(first.start, last.end), (tree) => {
      if (tree.rootNode.hasError && segments.length > 1) {
        const middle = segments.length >> 1;
        this.#parts(segments.slice(0, middle));
        this.#parts(segments.slice(middle));
        return;
      }
      if (tree.rootNode.hasError) {
        this.#damaged.push(first);
        this.#errors.push({ span: first, message: "syntax error" });
      }
      this.#convert(tree, (offset) => offset + first.start);
    });
  }

  #convert(tree: Tree, sourceOffset: (parsed: number) => number): void {
    const cursor = tree.walk();
    try {
      const conversion = new Conversion({
        cursor,
        kinds: this.#kinds,
        builder: this.#builder,
        text: this.#text,
        sourceOffset,
      });
      this.#statements.push(...statements(conversion));
      for (const r of conversion.refusals) this.#errors.push({ span: { start: r, end: r + 1 }, message: "refused" });
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
