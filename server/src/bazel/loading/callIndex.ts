/**
 * Which statement of a BUILD file a node belongs to, and the literal `name` that a call there was given: Bazel's `generator_name` of what a macro makes.
 */
import type { CallExpression, Expression, Statement, SyntaxTree } from "../../syntax/ast.ts";
import type { Site } from "../../starlark/thread.ts";

export class CallIndex {
  readonly #file: string;
  readonly #statements: readonly Statement[];
  #names: Map<number, string> | undefined;
  /** The last answer: what one statement declares shares one object. */
  #last: Site | undefined;

  constructor(file: string, tree: SyntaxTree) {
    this.#file = file;
    this.#statements = tree.statements;
  }

  /** The top-level statement that a node belongs to. */
  statementAt(node: number): Site {
    let low = 0;
    let high = this.#statements.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#statements[middle]?.id ?? 0) <= node) low = middle;
      else high = middle - 1;
    }
    const id = this.#statements[low]?.id ?? node;
    if (this.#last?.node !== id) this.#last = { file: this.#file, node: id };
    return this.#last;
  }

  /** The string literal that the call at a node was given as `name`. */
  nameAt(node: number): string | undefined {
    this.#names ??= collectNames(this.#statements);
    return this.#names.get(node);
  }
}

function collectNames(statements: readonly Statement[]): Map<number, string> {
  const names = new Map<number, string>();
  for (const statement of statements) {
    if (statement.kind === "expression-statement") addCalls(statement.expression, names);
    else if (statement.kind === "assignment") addCalls(statement.value, names);
  }
  return names;
}

/** Calls that may make targets: a statement's own, and the body of a comprehension. */
function addCalls(expression: Expression, names: Map<number, string>): void {
  if (expression.kind === "call") {
    const name = literalName(expression);
    if (name !== undefined) names.set(expression.id, name);
  } else if (expression.kind === "comprehension" && expression.body.kind !== "entry") {
    addCalls(expression.body, names);
  } else if (expression.kind === "list" || expression.kind === "tuple") {
    for (const element of expression.elements) addCalls(element, names);
  }
}

function literalName(call: CallExpression): string | undefined {
  for (const argument of call.args) {
    if (argument.kind === "keyword" && argument.name === "name" && argument.value.kind === "string")
      return argument.value.value;
  }
  return undefined;
}
