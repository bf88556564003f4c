/** Numbers the nodes of a file in preorder while they are converted, and keeps their spans and the digest of the structure. */
import { Digester } from "../base/digest.ts";

/** What digests tell nodes apart by: the node's kind, or for nodes that begin before their kind is known, what they have in common. The order is part of the digest. */
const tags = [
  ...["identifier", "string", "int", "float", "list", "tuple", "entry", "dict", "for-clause", "if-clause"],
  ...["list-comprehension", "dict-comprehension", "positional", "keyword", "star", "star-star", "call", "dot"],
  ...["subscript", "unary", "binary", "conditional", "lambda", "bad-expression", "mandatory", "optional"],
  ...["star-parameter", "star-star-parameter", "expression-statement", "assignment", "augmented-assignment", "def"],
  ...["if", "branch", "else", "for", "while", "return", "break", "continue", "pass", "load", "load-binding"],
  "bad-statement",
] as const satisfies readonly string[];

export type Tag = (typeof tags)[number];

const tagNumbers = Object.fromEntries(tags.map((tag, index) => [tag, index])) as Readonly<Record<Tag, number>>;
const closing = -1;

export class TreeBuilder {
  #spans = new Int32Array(1024);
  #count = 0;
  readonly #digester = new Digester();

  get nodeCount(): number {
    return this.#count;
  }

  /** Begins a node: all nodes that begin before its `close` are within it. */
  open(tag: Tag, start: number, end: number): number {
    const id = this.#count++;
    if (2 * id + 1 >= this.#spans.length) this.#grow();
    this.#spans[2 * id] = start;
    this.#spans[2 * id + 1] = end;
    this.#digester.addNumber(tagNumbers[tag]);
    return id;
  }

  /** Moves the end of a node that has none of its own in tree-sitter's tree. */
  stretch(id: number, end: number): void {
    this.#spans[2 * id + 1] = end;
  }

  /** Ends the node that was opened last and is not ended yet. */
  close(): void {
    this.#digester.addNumber(closing);
  }

  /** A part of the structure that is no node, and holds no others: a name, an operator, a value. */
  detail(text: string): void {
    this.#digester.add(text);
  }

  /** A part of the structure that is no node and ends with `close`, such as a branch of an `if`. */
  section(tag: Tag): void {
    this.#digester.addNumber(tagNumbers[tag]);
  }

  spans(): Int32Array {
    return this.#spans.slice(0, 2 * this.#count);
  }

  digest(): string {
    return this.#digester.digest();
  }

  #grow(): void {
    const spans = new Int32Array(2 * this.#spans.length);
    spans.set(this.#spans);
    this.#spans = spans;
  }
}
