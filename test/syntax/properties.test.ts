/** What must hold for every text whatever, checked on the chunked files, whole and in damaged parts. */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { chunkFiles, readChunks, withCrlf } from "../harness/chunks.ts";
import { testParser } from "../harness/parser.ts";
import { checkTree } from "../harness/treeInvariants.ts";

const parser = await testParser();
const chunks = chunkFiles(dirname(fileURLToPath(import.meta.url))).flatMap(readChunks);

describe("for every chunk", () => {
  test("spans nest, ids are a preorder, errors lie in the text", () => {
    for (const chunk of chunks) {
      for (const { name, text } of [chunk, withCrlf(chunk)]) {
        expect(() => {
          checkTree(parser.parse(text), text);
        }, name).not.toThrow();
      }
    }
  });

  test("parsing is a function of the text", () => {
    for (const chunk of chunks) expect(parser.parse(chunk.text)).toEqual(parser.parse(chunk.text));
  });

  test("CRLF gives the same tree", () => {
    for (const chunk of chunks) {
      const { tree } = parser.parse(chunk.text);
      expect(parser.parse(withCrlf(chunk).text).tree, chunk.name).toEqual(tree);
    }
  });

  test("comments and blank lines change neither tree nor digest", () => {
    for (const chunk of chunks) {
      const { tree, errors } = parser.parse(chunk.text);
      if (errors.length > 0) continue;
      const commented = `# first\n\n${chunk.text}\n\n# last`;
      expect(parser.parse(commented).tree, chunk.name).toEqual(tree);
    }
  });
});

describe("the digest", () => {
  const digest = (text: string) => parser.parse(text).tree.digest;

  test.each([
    ["names", "a", "b"],
    ["values", "x = 1", "x = 2"],
    ["int and float", "x = 1", "x = 1.0"],
    ["string and name", "x = 'a'", "x = a"],
    ["operators", "a + b", "a - b"],
    ["grouping", "a + b + c", "a + (b + c)"],
    ["nesting", "[[a], b]", "[[a, b]]"],
    ["kinds of arguments", "f(a, *b)", "f(*a, b)"],
    ["kinds of brackets", "[a]", "(a,)"],
    ["parts of slices", "a[b:]", "a[:b]"],
    ["elif and else if", "if a: b\nelif c: d", "if a: b\nelse:\n  if c: d"],
    ["where blocks end", "if a:\n  b\n  c", "if a:\n  b\nc"],
    ["unary operators", "+a", "-a"],
    ["aliases", "load('m', a = 'b')", "load('m', 'b')"],
    ["text that is damaged", "f(['a', 'b'])", "f(['a' 'b'])"],
  ])("tells %s apart", (_, one, other) => {
    expect(digest(one)).not.toBe(digest(other));
  });

  test.each([
    ["comments", "f(a)  # why\n# more\n", "f(a)\n"],
    ["layout", "f( a,\n\n  b )\n", "f(a, b)"],
    ["quotes and escapes", "f('a\\n')", 'f("""a\n""")'],
    ["spellings of a number", "x = 0x10", "x = 16"],
    ["redundant parentheses", "x = (a)", "x = a"],
    ["a semicolon and a newline", "a; b", "a\nb"],
  ])("does not see %s", (_, one, other) => {
    expect(digest(one)).toBe(digest(other));
  });
});
