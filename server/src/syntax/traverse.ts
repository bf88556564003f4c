/** Ways through a tree: all nodes in order, or the nodes around an offset. Both are loops, since chains of operators are deeper than the stack. */
import type { Node, ParsedFile, SyntaxTree } from "./ast.ts";

/** Visits every node in preorder, which is the order of ids and of the text. `visit` may answer "skip" to leave out what is within a node. */
export function walk(
  tree: SyntaxTree,
  visit: (node: Node, parent: Node | undefined) => "skip" | undefined | void,
): void {
  walkFrom(tree.statements, undefined, visit);
}

/** As `walk`, for the nodes within one node and itself. */
export function walkNode(node: Node, visit: (node: Node, parent: Node | undefined) => "skip" | undefined | void): void {
  walkFrom([node], undefined, visit);
}

/** The nodes around an offset, outermost first. Where two nodes touch at the offset, the one that begins there is taken; a node that ends there counts where none begins. */
export function nodeAt(file: ParsedFile, offset: number): readonly Node[] {
  const path: Node[] = [];
  let candidates: readonly Node[] = file.tree.statements;
  for (;;) {
    const found = nodeAround(file, candidates, offset);
    if (!found) return path;
    path.push(found);
    candidates = childrenOf(found);
  }
}

/** The nodes directly within a node, in order of the text. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case "identifier":
    case "string":
    case "bytes":
    case "int":
    case "float":
    case "bad-expression":
    case "bad-statement":
    case "mandatory":
    case "star-parameter":
    case "star-star-parameter":
    case "load-binding":
    case "break":
    case "continue":
    case "pass":
      return [];
    case "list":
    case "tuple":
      return node.elements;
    case "dict":
      return node.entries;
    case "entry":
      return [node.key, node.value];
    case "comprehension":
      return [node.body, ...node.clauses];
    case "for-clause":
      return [node.target, node.iterable];
    case "if-clause":
      return [node.condition];
    case "call":
      return [node.callee, ...node.args];
    case "positional":
    case "keyword":
    case "star":
    case "star-star":
      return [node.value];
    case "dot":
      return [node.object];
    case "index":
      return [node.object, node.index];
    case "slice":
      return [node.object, node.start, node.stop, node.step].filter((part) => part !== undefined);
    case "unary":
      return [node.operand];
    case "binary":
      return [node.left, node.right];
    case "conditional":
      return [node.whenTrue, node.condition, node.whenFalse];
    case "lambda":
      return [...node.parameters, node.body];
    case "optional":
      return [node.defaultValue];
    case "expression-statement":
      return [node.expression];
    case "assignment":
    case "augmented-assignment":
      return [node.target, node.value];
    case "def":
      return [...node.parameters, ...node.body];
    case "if":
      return [...node.branches.flatMap((branch) => [branch.condition, ...branch.body]), ...(node.orElse ?? [])];
    case "for":
      return [node.target, node.iterable, ...node.body];
    case "while":
      return [node.condition, ...node.body];
    case "return":
      return node.value ? [node.value] : [];
    case "load":
      return [node.module, ...node.bindings];
    default:
      return node satisfies never;
  }
}

function walkFrom(
  roots: readonly Node[],
  parent: Node | undefined,
  visit: (node: Node, parent: Node | undefined) => "skip" | undefined | void,
): void {
  const stack: { readonly node: Node; readonly parent: Node | undefined }[] = [];
  const push = (nodes: readonly Node[], above: Node | undefined) => {
    for (let i = nodes.length - 1; i >= 0; i--) stack.push({ node: nodes[i] as Node, parent: above });
  };
  push(roots, parent);
  for (let top = stack.pop(); top; top = stack.pop()) {
    if (visit(top.node, top.parent) !== "skip") push(childrenOf(top.node), top.node);
  }
}

function nodeAround(file: ParsedFile, candidates: readonly Node[], offset: number): Node | undefined {
  let ending: Node | undefined;
  for (const node of candidates) {
    const start = file.spans[2 * node.id] ?? 0;
    const end = file.spans[2 * node.id + 1] ?? 0;
    if (start > offset) continue;
    if (offset < end) return node;
    if (offset === end) ending = node;
  }
  return ending;
}
