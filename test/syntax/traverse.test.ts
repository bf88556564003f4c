import { describe, expect, test } from "vitest";
import { nodeAt, walk, walkNode } from "../../server/src/syntax/traverse.ts";
import { testParser } from "../harness/parser.ts";

const parser = await testParser();

describe("nodeAt", () => {
  test.each([
    ["the innermost node", "f(a.$0b)", ["expression-statement", "call", "positional", "dot"]],
    ["the node that begins", "x = [$0a, b]", ["assignment", "list", "identifier"]],
    ["the node that ends", "x = [a$0, b]", ["assignment", "list", "identifier"]],
    ["the node that begins rather than the one that ends", "x = [a][$00]", ["assignment", "index", "int"]],
    ["nothing between statements", "a\n$0\nb", []],
    ["a keyword argument by its name", "f(na$0me = 'x')", ["expression-statement", "call", "keyword"]],
    ["deep in blocks", "def f():\n  if a:\n    b$0()\n", ["def", "if", "expression-statement", "call", "identifier"]],
    ["at the end of the text", "foo.$0", ["expression-statement", "dot"]],
  ])("finds %s", (_, marked, expected) => {
    const offset = marked.indexOf("$0");
    const file = parser.parse(marked.replace("$0", ""));
    expect(nodeAt(file, offset).map((node) => node.kind)).toEqual(expected);
  });

  test("goes down chains that are deeper than the stack", () => {
    const file = parser.parse(`x = a${" + b".repeat(20_000)}\n`);
    expect(nodeAt(file, 4)).toHaveLength(20_002);
  });
});

describe("walk", () => {
  test("visits every node once, in order, and knows the parent", () => {
    const { tree } = parser.parse("load('m', 'a')\ndef f(x = 1):\n  return [y for y in x if y] + a[1:]\n");
    const ids: number[] = [];
    walk(tree, (node, parent) => {
      ids.push(node.id);
      if (parent) expect(parent.id).toBeLessThan(node.id);
    });
    expect(ids).toEqual([...ids.keys()]);
    expect(ids).toHaveLength(tree.nodeCount);
  });

  test("leaves out what it is told to skip, and can begin at a node", () => {
    const { tree } = parser.parse("def f():\n  a()\nb()\n");
    const names: string[] = [];
    walk(tree, (node) => {
      if (node.kind === "def") return "skip";
      if (node.kind === "identifier") names.push(node.name);
      return undefined;
    });
    walkNode(tree.statements[0]!, (node) => {
      if (node.kind === "identifier") names.push(node.name);
    });
    expect(names).toEqual(["b", "a"]);
  });
});
