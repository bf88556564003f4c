/** What must hold for the tree of any text; for tests that parse texts nobody has looked at. */
import type { Node, ParsedFile } from "../../server/src/syntax/ast.ts";
import { spanOf } from "../../server/src/syntax/ast.ts";
import { walk } from "../../server/src/syntax/traverse.ts";

/** Throws where ids are no preorder, spans do not nest or errors lie outside of the text. */
export function checkTree(file: ParsedFile, text: string): void {
  let visited = 0;
  walk(file.tree, (node, parent) => {
    if (node.id !== visited) throw new Error(`${describeNode(file, node, text)}: is number ${visited} in preorder`);
    visited++;
    const { start, end } = spanOf(file, node.id);
    const within = parent ? spanOf(file, parent.id) : { start: 0, end: text.length };
    if (start < within.start || end > within.end || start > end) {
      throw new Error(`${describeNode(file, node, text)} is not within ${within.start}-${within.end}`);
    }
  });
  if (visited !== file.tree.nodeCount) throw new Error(`${visited} nodes of ${file.tree.nodeCount} are in the tree`);
  if (file.spans.length !== 2 * visited) throw new Error(`${file.spans.length} offsets for ${visited} nodes`);
  for (const { span, message } of file.errors) {
    if (span.start < 0 || span.start > span.end || span.end > text.length) {
      throw new Error(`error at ${span.start}-${span.end} of ${text.length}: ${message}`);
    }
  }
  if (file.tree.hasErrors !== file.errors.length > 0) throw new Error("hasErrors does not agree with errors");
  if (file.tree.hasErrors !== file.damaged.length > 0) throw new Error("damaged does not agree with errors");
  for (const node of badNodes(file)) {
    const { start } = spanOf(file, node.id);
    if (!file.damaged.some((region) => region.start <= start && start <= region.end)) {
      throw new Error(`${describeNode(file, node, text)} is in no damaged region`);
    }
  }
}

function badNodes(file: ParsedFile): readonly Node[] {
  const result: Node[] = [];
  walk(file.tree, (node) => {
    if (node.kind === "bad-expression" || node.kind === "bad-statement") result.push(node);
  });
  return result;
}

function describeNode(file: ParsedFile, node: Node, text: string): string {
  const { start, end } = spanOf(file, node.id);
  return `${node.kind} #${node.id} at ${start}-${end} ${JSON.stringify(text.slice(start, end))}`;
}
