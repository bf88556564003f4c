/**
 * The abstract syntax of Starlark, after `bazelbuild/starlark` spec.md and Bazel's `net.starlark.java.syntax`.
 *
 * Nodes hold no positions: a node has an `id`, its index in preorder, and the file's `spans` say where it stands. Two texts that differ in comments or blank lines have equal trees and equal
 * `digest`s, so that nothing downstream is computed again; only who shows a position asks the current `spans`.
 */
import type { LineIndex, Span } from "../base/text.ts";

interface NodeBase {
  /** Preorder index within the file; key into `spans`. */
  readonly id: number;
}

// Expressions -----------------------------------------------------------------------------------------------------------------------------------------------

export interface Identifier extends NodeBase {
  readonly kind: "identifier";
  readonly name: string;
}
export interface StringLiteral extends NodeBase {
  readonly kind: "string";
  /** Escapes decoded. */
  readonly value: string;
}
export interface BytesLiteral extends NodeBase {
  readonly kind: "bytes";
  readonly value: string;
}
export interface IntLiteral extends NodeBase {
  readonly kind: "int";
  readonly value: number | bigint;
}
export interface FloatLiteral extends NodeBase {
  readonly kind: "float";
  readonly value: number;
}
export interface ListExpression extends NodeBase {
  readonly kind: "list";
  readonly elements: readonly Expression[];
}
export interface TupleExpression extends NodeBase {
  readonly kind: "tuple";
  readonly elements: readonly Expression[];
  readonly parenthesized: boolean;
}
export interface DictEntry extends NodeBase {
  readonly kind: "entry";
  readonly key: Expression;
  readonly value: Expression;
}
export interface DictExpression extends NodeBase {
  readonly kind: "dict";
  readonly entries: readonly DictEntry[];
}
export interface ForClause extends NodeBase {
  readonly kind: "for-clause";
  readonly target: Expression;
  readonly iterable: Expression;
}
export interface IfClause extends NodeBase {
  readonly kind: "if-clause";
  readonly condition: Expression;
}
export interface Comprehension extends NodeBase {
  readonly kind: "comprehension";
  readonly isDict: boolean;
  readonly body: Expression | DictEntry;
  readonly clauses: readonly (ForClause | IfClause)[];
}
export type Argument = PositionalArgument | KeywordArgument | StarArgument | StarStarArgument;
export interface PositionalArgument extends NodeBase {
  readonly kind: "positional";
  readonly value: Expression;
}
export interface KeywordArgument extends NodeBase {
  readonly kind: "keyword";
  readonly name: string;
  readonly value: Expression;
}
export interface StarArgument extends NodeBase {
  readonly kind: "star";
  readonly value: Expression;
}
export interface StarStarArgument extends NodeBase {
  readonly kind: "star-star";
  readonly value: Expression;
}
export interface CallExpression extends NodeBase {
  readonly kind: "call";
  readonly callee: Expression;
  readonly args: readonly Argument[];
}
export interface DotExpression extends NodeBase {
  readonly kind: "dot";
  readonly object: Expression;
  readonly name: string;
}
export interface IndexExpression extends NodeBase {
  readonly kind: "index";
  readonly object: Expression;
  readonly index: Expression;
}
export interface SliceExpression extends NodeBase {
  readonly kind: "slice";
  readonly object: Expression;
  readonly start: Expression | undefined;
  readonly stop: Expression | undefined;
  readonly step: Expression | undefined;
}
export interface UnaryExpression extends NodeBase {
  readonly kind: "unary";
  readonly operator: "+" | "-" | "~" | "not";
  readonly operand: Expression;
}
export type BinaryOperator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "//"
  | "%"
  | "&"
  | "|"
  | "^"
  | "<<"
  | ">>"
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "in"
  | "not in"
  | "and"
  | "or";
export interface BinaryExpression extends NodeBase {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  /** Chains such as `a + b + c` lean left and may be tens of thousands deep: walk them in a loop. */
  readonly left: Expression;
  readonly right: Expression;
}
export interface ConditionalExpression extends NodeBase {
  readonly kind: "conditional";
  readonly condition: Expression;
  readonly whenTrue: Expression;
  readonly whenFalse: Expression;
}
export interface LambdaExpression extends NodeBase {
  readonly kind: "lambda";
  readonly parameters: readonly Parameter[];
  readonly body: Expression;
}
/** A place where an expression should stand and none that parses does. Evaluating it aborts like a syntax error. */
export interface BadExpression extends NodeBase {
  readonly kind: "bad-expression";
}

export type Expression =
  | Identifier
  | StringLiteral
  | BytesLiteral
  | IntLiteral
  | FloatLiteral
  | ListExpression
  | TupleExpression
  | DictExpression
  | Comprehension
  | CallExpression
  | DotExpression
  | IndexExpression
  | SliceExpression
  | UnaryExpression
  | BinaryExpression
  | ConditionalExpression
  | LambdaExpression
  | BadExpression;

// Statements ------------------------------------------------------------------------------------------------------------------------------------------------

export type Parameter = MandatoryParameter | OptionalParameter | StarParameter | StarStarParameter;
export interface MandatoryParameter extends NodeBase {
  readonly kind: "mandatory";
  readonly name: string;
}
export interface OptionalParameter extends NodeBase {
  readonly kind: "optional";
  readonly name: string;
  readonly defaultValue: Expression;
}
export interface StarParameter extends NodeBase {
  readonly kind: "star-parameter";
  /** Undefined for the bare `*` that begins keyword-only parameters. */
  readonly name: string | undefined;
}
export interface StarStarParameter extends NodeBase {
  readonly kind: "star-star-parameter";
  readonly name: string;
}
export interface ExpressionStatement extends NodeBase {
  readonly kind: "expression-statement";
  readonly expression: Expression;
}
export interface AssignmentStatement extends NodeBase {
  readonly kind: "assignment";
  readonly target: Expression;
  readonly value: Expression;
}
export interface AugmentedAssignmentStatement extends NodeBase {
  readonly kind: "augmented-assignment";
  readonly target: Expression;
  /** `+` for `+=`, and so on. */
  readonly operator: Exclude<BinaryOperator, "and" | "or" | "in" | "not in" | "==" | "!=" | "<" | "<=" | ">" | ">=">;
  readonly value: Expression;
}
export interface DefStatement extends NodeBase {
  readonly kind: "def";
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  /** The docstring, where the body begins with one. */
  readonly doc: string | undefined;
}
export interface IfStatement extends NodeBase {
  readonly kind: "if";
  /** `if` and every `elif`, in order: a flat list, since chains are long in generated code. */
  readonly branches: readonly { readonly condition: Expression; readonly body: readonly Statement[] }[];
  readonly orElse: readonly Statement[] | undefined;
}
export interface ForStatement extends NodeBase {
  readonly kind: "for";
  readonly target: Expression;
  readonly iterable: Expression;
  readonly body: readonly Statement[];
}
export interface WhileStatement extends NodeBase {
  readonly kind: "while";
  readonly condition: Expression;
  readonly body: readonly Statement[];
}
export interface ReturnStatement extends NodeBase {
  readonly kind: "return";
  readonly value: Expression | undefined;
}
export interface FlowStatement extends NodeBase {
  readonly kind: "break" | "continue" | "pass";
}
export interface LoadBinding extends NodeBase {
  readonly kind: "load-binding";
  /** The name in this file. */
  readonly local: string;
  /** The name in the loaded module. */
  readonly exported: string;
}
export interface LoadStatement extends NodeBase {
  readonly kind: "load";
  readonly module: StringLiteral;
  readonly bindings: readonly LoadBinding[];
}
/** A statement that did not parse; the text is in the file's `errors`. */
export interface BadStatement extends NodeBase {
  readonly kind: "bad-statement";
}

export type Statement =
  | ExpressionStatement
  | AssignmentStatement
  | AugmentedAssignmentStatement
  | DefStatement
  | IfStatement
  | ForStatement
  | WhileStatement
  | ReturnStatement
  | FlowStatement
  | LoadStatement
  | BadStatement;

export type Node = Expression | Statement | Argument | Parameter | DictEntry | ForClause | IfClause | LoadBinding;

// Files -----------------------------------------------------------------------------------------------------------------------------------------------------

export interface SyntaxError {
  readonly span: Span;
  /** In Bazel's wording, without position. */
  readonly message: string;
}

export interface Comment {
  readonly span: Span;
  /** The text with its `#`. */
  readonly text: string;
}

/** The position-free part of a parsed file: what evaluation may depend on. */
export interface SyntaxTree {
  readonly statements: readonly Statement[];
  /** Equal for trees of equal structure (positions and comments left out). */
  readonly digest: string;
  /** How many nodes there are; ids are 0 … nodeCount - 1. */
  readonly nodeCount: number;
  /** True when `errors` of the file is not empty: an evaluation of it is only "as far as it parses". */
  readonly hasErrors: boolean;
}

/** A parsed file: the tree and where its nodes stand. */
export interface ParsedFile {
  readonly tree: SyntaxTree;
  /** Two entries a node: start and end offset of node `id` at `2 * id`. */
  readonly spans: Int32Array;
  readonly lines: LineIndex;
  readonly errors: readonly SyntaxError[];
  /** The top-level statements, in order, that hold an error: what their nodes say may not be what was meant, so hold findings back inside. */
  readonly damaged: readonly Span[];
  readonly comments: readonly Comment[];
}

/** Where a node stands. */
export function spanOf(file: ParsedFile, id: number): Span {
  return { start: file.spans[2 * id] ?? 0, end: file.spans[2 * id + 1] ?? 0 };
}
