import { describe, expect, test } from "vitest";
import { maxNesting } from "../../server/src/syntax/conversion.ts";
import { spanOf } from "../../server/src/syntax/ast.ts";
import { walk } from "../../server/src/syntax/traverse.ts";
import { testParser } from "../harness/parser.ts";
import { renderStatements } from "../harness/renderTree.ts";

const parser = await testParser();

function rendered(text: string): string {
  return renderStatements(parser.parse(text).tree.statements);
}

describe("what text means", () => {
  test.each([
    // Precedence and associativity.
    ["a + b * c - d", "((a + (b * c)) - d)"],
    ["a or b and not c == d", "(a or (b and (not (c == d))))"],
    ["a | b ^ c & d << e", "(a | (b ^ (c & (d << e))))"],
    ["a & b ^ c | d", "(((a & b) ^ c) | d)"],
    ["a // b % c / d", "(((a // b) % c) / d)"],
    ["- a.b[c](d)", "(- a.b[c](d))"],
    ["-a + ~b", "((- a) + (~ b))"],
    ["not a in b", "(not (a in b))"],
    ["a not  in b", "(a not in b)"],
    ["a if b else c if d else e", "(a if b else (c if d else e))"],
    ["lambda x, *, y = 1: x or y", "(lambda x, *, y=1: (x or y))"],
    // Literals.
    ["0x1F, 0o17, 0, 9007199254740993, 1.5e3, .5, 1.", "31, 15, 0, 9007199254740993, 1500.0, 0.5, 1.0"],
    [`"a\\n\\x"`.replace("\\x", "\\101"), `"a\\nA"`],
    [`r"\\d\\"" + 'it"s'`, `("\\\\d\\\\\\"" + "it\\"s")`],
    [`"""a\n"b\\\nc"""`, `"a\\n\\"bc"`],
    [`r'''a\r\nb\\\r\nc'''`, `"a\\nb\\\\\\nc"`],
    [`"a\\\r\nb"`, `"ab"`],
    ["True, None, False", "True, None, False"],
    // Collections.
    ["(), (1,), (1), [1, 2,], {}, {1: 2,}", "(), (1,), 1, [1, 2], {}, {1: 2}"],
    ["[a for b, c in d if e for f in g]", "[a for b, c in d if e for f in g]"],
    ["{a: b for (c) in d}", "{a: b for c in d}"],
    ["x[a, b], x[:], x[a:], x[:b], x[::c], x[a:b:c]", "x[a, b], x[::], x[a::], x[:b:], x[::c], x[a:b:c]"],
    ["f(a, b = c, *d, **e)", "f(a, b=c, *d, **e)"],
    // Statements.
    ["a, (b, [c]) = d = e".replace(" = e", ""), "a, (b, [c],) = d"],
    ["a.b += 1; c[d] >>= 2", "a.b += 1; c[d] >>= 2"],
    ["(a) = 1", "a = 1"],
    ["load('m', 'a', b = 'c')", `load "m" a=a b=c`],
    ["if a: b\nelif c: d\nelif e: f\nelse: g", "if a { b } else if c { d } else if e { f } else { g }"],
    ["def f(a, b = 1, *c, d, **e):\n  return\n", "def f(a, b=1, *c, d, **e) { return }"],
    ["for a, b in c, d:\n  break\n  continue\n", "for a, b in c, d { break; continue }"],
    ["assert_eq(a, match)\nmatch[0]\nprint(x)", "assert_eq(a, match); match[0]; print(x)"],
  ])("%s", (text, expected) => {
    expect(parser.parse(text).errors).toEqual([]);
    expect(rendered(text)).toBe(expected);
  });

  test("a docstring is the first statement's string", () => {
    const [f, g] = parser.parse('def f():\n  """Doc."""\n  pass\ndef g():\n  pass\n').tree.statements;
    expect(f).toMatchObject({ kind: "def", doc: "Doc." });
    expect(g).toMatchObject({ kind: "def", doc: undefined });
  });

  test("integers beyond 2^53 are exact", () => {
    expect(rendered("x = 123456789012345678901234567890")).toBe("x = 123456789012345678901234567890");
  });

  test("comments keep their text and place, in code, in brackets and at the end", () => {
    const text = "# one\nf(  # two\n    a,\n    # three\n)\r\n# four\r\n";
    const { comments } = parser.parse(text);
    expect(comments.map((comment) => comment.text)).toEqual(["# one", "# two", "# three", "# four"]);
    for (const { span, text: comment } of comments) expect(text.slice(span.start, span.end)).toBe(comment);
  });
});

describe("what is damaged harms only itself", () => {
  test.each([
    ["an open call before others", "foo(\nbar(name = 'b')\nbaz(name = 'c')\n", 'foo(); bar(name="b"); baz(name="c")'],
    ["an open list", "a = [\n  'x',\nb = 1\nf()\n", `a = ["x"]; b = 1; f()`],
    ["an open call among arguments", "f(a = 1, b = g(x, c = 2)\nh()\n", "f(a=1, b=g(x, c=2)); h()"],
    ["a wrong bracket", "f(a = [1, 2)\nh()\n", "f(a=[1, 2]); h()"],
    ["a missing comma", "f(a = ['x' 'y'], b = 1)\n", `f(a=["x", "y"], b=1)`],
    ["a missing value", "f(name = 'n', deps = )\ng()\n", `f(name="n", deps=<bad>); g()`],
    ["a missing value at the end of the line", "x = \nf()\n", "x = <bad>; f()"],
    ["a missing attribute", "x = a.\nf()\n", "x = a.; f()"],
    ["an open string", "f(a = 'x, b = 1)\ng()\n", `f(a="x, b = 1)"); g()`],
    [
      "an open call in a function",
      "def f():\n    x = g(\n    return x\n\ndef h():\n    pass\n",
      "def f() { x = g(); return x }; def h() { pass }",
    ],
    ["a function without a body", "def f():\ng()\n", "def f() {  }; g()"],
    ["unformatted arguments", "f(\na = 1,\nb = 2,\n)\ng(\nh()\n", "f(a=1, b=2); g(); h()"],
  ])("%s", (_, text, expected) => {
    const file = parser.parse(text);
    expect(renderStatements(file.tree.statements)).toBe(expected);
    expect(file.errors).not.toEqual([]);
    expect(file.damaged).toHaveLength(1);
    expect(file.tree.hasErrors).toBe(true);
  });

  test("what is missing at the end of a line is reported behind its last token", () => {
    const text = "f(  # why\n\n# more\n\ng()\nx =  \n";
    const { errors } = parser.parse(text);
    expect(errors.map((error) => text.slice(0, error.span.start))).toEqual(["f(", "f(  # why\n\n# more\n\ng()\nx ="]);
  });

  test("each damaged statement is a region, and its errors lie in it", () => {
    const text = "good(1)\nbad(1 2)\ngood(2)\nx = 'open\ngood(3)\nworse(\ngood(4)\n";
    const file = parser.parse(text);
    expect(file.damaged.map((span) => text.slice(span.start, span.end))).toEqual(["bad(1 2)", "x = 'open", "worse("]);
    expect(file.errors).toHaveLength(3);
    file.errors.forEach((error, i) => {
      const region = file.damaged[i]!;
      expect(error.span.start).toBeGreaterThanOrEqual(region.start);
      expect(error.span.start).toBeLessThanOrEqual(region.end);
    });
  });
});

// The timeouts are no measure: a busy machine shall not fail the suite.
describe("large and strange input", { timeout: 180_000 }, () => {
  test("a sum of 20,000 terms", () => {
    const file = parser.parse(`x = ${"a + ".repeat(19_999)}a\n`);
    expect(file.errors).toEqual([]);
    let terms = 0;
    walk(file.tree, (node) => {
      if (node.kind === "identifier" && node.name === "a") terms++;
    });
    expect(terms).toBe(20_000);
  });

  test("a chain of 20,000 calls, and one of 20,000 elifs", () => {
    expect(parser.parse(`x${".f()".repeat(20_000)}`).errors).toEqual([]);
    const file = parser.parse(`if a:\n  b\n${"elif a:\n  b\n".repeat(20_000)}`);
    expect(file.errors).toEqual([]);
    expect(file.tree.statements[0]).toMatchObject({ kind: "if" });
  });

  test.each([
    ["parentheses", (n: number) => `x = ${"(".repeat(n)}1${")".repeat(n)}\n`],
    ["lists", (n: number) => `x = ${"[".repeat(n)}1${"]".repeat(n)}\n`],
    ["calls", (n: number) => `x = ${"f(".repeat(n)}1${")".repeat(n)}\n`],
    ["signs", (n: number) => `x = ${"-".repeat(n)}1\n`],
    ["negations", (n: number) => `x = ${"not ".repeat(n)}1\n`],
    ["conditionals", (n: number) => `x = ${"a if b else ".repeat(n)}1\n`],
    ["lambdas", (n: number) => `x = ${"lambda: ".repeat(n)}1\n`],
    ["subscripts", (n: number) => `x = ${"a[".repeat(n)}1${"]".repeat(n)}\n`],
    [
      "blocks",
      (n: number) => Array.from({ length: n }, (_, i) => `${" ".repeat(i)}if a:\n`).join("") + `${" ".repeat(n)}b\n`,
    ],
  ])("nested %s are refused beyond the limit, and the next statement stands", (_, nest) => {
    expect(parser.parse(nest(maxNesting - 2)).errors).toEqual([]);
    for (const depth of [maxNesting + 3, 3_000]) {
      const file = parser.parse(`${nest(depth)}y = 1\n`);
      expect(file.errors.map((error) => error.message)).toContain(`nested too deeply (more than ${maxNesting} levels)`);
      expect(renderStatements(file.tree.statements.slice(-1))).toBe("y = 1");
    }
  });

  test("a BUILD file of 5 MB", () => {
    const target = 'java_library(\n    name = "lib",\n    srcs = glob(["*.java"]),\n    deps = [":a", "//b"],\n)\n\n';
    const count = Math.ceil(5_000_000 / target.length);
    const file = parser.parse(target.repeat(count));
    expect(file.errors).toEqual([]);
    expect(file.tree.statements).toHaveLength(count);
  });

  test("a damaged statement in the middle of a large file costs only itself", () => {
    const target = 'f(name = "x")\n';
    const file = parser.parse(target.repeat(20_000) + "g(\n" + target.repeat(20_000));
    expect(file.tree.statements).toHaveLength(40_001);
    expect(file.damaged).toHaveLength(1);
  });

  test("binary data is one bad statement", () => {
    const bytes = Array.from({ length: 300_000 }, (_, i) => ((i * 2654435761) >>> 13) & 0xff);
    for (const text of [
      String.fromCharCode(...bytes.slice(0, 50_000)).repeat(6),
      new TextDecoder().decode(new Uint8Array(bytes)),
      "\0".repeat(300_000),
    ]) {
      const file = parser.parse(text);
      expect(renderStatements(file.tree.statements)).toBe("<bad>");
      expect(file.errors.length).toBeGreaterThan(0);
      expect(file.errors.length).toBeLessThanOrEqual(100);
    }
  });

  test("an empty file, and one of comments and blank lines, are empty trees", () => {
    for (const text of ["", "\n\n", "# comment", "  \n\n  # c\n"]) {
      const file = parser.parse(text);
      expect(file.tree.statements).toEqual([]);
      expect(file.errors).toEqual([]);
    }
  });

  test("astral characters and tabs do not shift positions", () => {
    const text = 'x = "𝒳\t𝒴"; yy = 1\n';
    const file = parser.parse(text);
    const second = spanOf(file, file.tree.statements[1]!.id);
    expect(text.slice(second.start, second.end)).toBe("yy = 1");
  });
});
