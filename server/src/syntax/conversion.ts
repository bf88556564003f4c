/** The state of converting one tree of tree-sitter into our nodes: where the cursor stands, what was refused. */
import type { TreeCursor } from "web-tree-sitter";
import type { BadExpression } from "./ast.ts";
import type { CstKind } from "./cst.ts";
import type { TokenList } from "./tokens.ts";
import { tokenId } from "./tokens.ts";
import type { Tag, TreeBuilder } from "./treeBuilder.ts";

/** How deep expressions and statements may nest, chains of operators and suffixes apart. Far beyond real code, and far from the end of the stack of whoever walks the tree. */
export const maxNesting = 200;

export interface ConversionInput {
  readonly cursor: TreeCursor;
  readonly kinds: readonly CstKind[];
  readonly builder: TreeBuilder;
  /** The file as it is. */
  readonly text: string;
  /** Its tokens, or those of the part that is converted. */
  readonly tokens: TokenList;
  /** Maps an offset in the parsed text to one in the file. */
  readonly sourceOffset: (parsed: number) => number;
}

const newline = tokenId("newline");

export class Conversion {
  readonly builder: TreeBuilder;
  /** Offsets, in the file, of what Starlark refuses or did not parse. */
  readonly refusals: number[] = [];
  readonly #cursor: TreeCursor;
  readonly #kinds: readonly CstKind[];
  readonly #text: string;
  readonly #sourceOffset: (parsed: number) => number;
  readonly #tokens: TokenList;
  /** What the cursor has said of its node, since every question is a call into WebAssembly; undefined where it was not asked. */
  #kind: CstKind | undefined;
  #start: number | undefined;
  #end: number | undefined;
  /** Tokens before this index begin before all that is yet to be converted. */
  #token: number | undefined;
  #depth = 0;
  #tooDeep: number | undefined;

  constructor(input: ConversionInput) {
    this.#cursor = input.cursor;
    this.#kinds = input.kinds;
    this.builder = input.builder;
    this.#text = input.text;
    this.#tokens = input.tokens;
    this.#sourceOffset = input.sourceOffset;
  }

  /** Where nesting first went too deep. */
  get tooDeep(): number | undefined {
    return this.#tooDeep;
  }

  // The cursor ----------------------------------------------------------------------------------------------------------

  kind(): CstKind {
    return (this.#kind ??= this.#kinds[this.#cursor.nodeTypeId] ?? "error");
  }

  start(): number {
    return (this.#start ??= this.#sourceOffset(this.#cursor.startIndex));
  }

  end(): number {
    return (this.#end ??= this.#sourceOffset(this.#cursor.endIndex));
  }

  /** The source of the node at hand. */
  source(): string {
    return this.#text.slice(this.start(), this.end());
  }

  slice(start: number, end: number): string {
    return this.#text.slice(start, end);
  }

  down(): boolean {
    return this.#moved(this.#cursor.gotoFirstChild());
  }

  next(): boolean {
    return this.#moved(this.#cursor.gotoNextSibling());
  }

  up(): void {
    this.#moved(this.#cursor.gotoParent());
  }

  #moved(hasMoved: boolean): boolean {
    if (!hasMoved) return false;
    this.#kind = this.#start = this.#end = undefined;
    return true;
  }

  // Nodes ---------------------------------------------------------------------------------------------------------------

  /** Begins a node that spans the cursor's. */
  open(tag: Tag): number {
    return this.builder.open(tag, this.start(), this.end());
  }

  detail(text: string): void {
    this.builder.detail(text);
  }

  close(): void {
    this.builder.close();
  }

  /** Notes that the node at hand is not Starlark. */
  refuse(): void {
    this.refusals.push(this.start());
  }

  /** A refused expression in the place of the node at hand. */
  bad(): BadExpression {
    this.refuse();
    const id = this.open("bad-expression");
    this.close();
    return { kind: "bad-expression", id };
  }

  /** Refuses a part of a statement that goes over the end of a line: where the grammar can do nothing with a newline it takes it for a space. */
  refuseNewline(start: number, end: number): void {
    let at = (this.#token ??= this.#tokens.indexFrom(start));
    while (at < this.#tokens.length && this.#tokens.start(at) < start) at++;
    this.#token = at;
    for (; at < this.#tokens.length && this.#tokens.start(at) < end; at++) {
      if (this.#tokens.kind(at) === newline) this.refusals.push(this.#tokens.start(at));
    }
  }

  /** An expression that is missing at an offset. */
  missing(offset: number): BadExpression {
    this.refusals.push(offset);
    const id = this.builder.open("bad-expression", offset, offset);
    this.close();
    return { kind: "bad-expression", id };
  }

  /** False, with a refusal, where nesting is too deep to go on; else `leave` must follow. */
  enter(): boolean {
    if (this.#depth >= maxNesting) {
      this.#tooDeep ??= this.start();
      this.refuse();
      return false;
    }
    this.#depth++;
    return true;
  }

  leave(): void {
    this.#depth--;
  }
}
