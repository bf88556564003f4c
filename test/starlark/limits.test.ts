/**
 * Programs that ask for more than there is fail with a clear error, and soon: none of them may take the process down. Deep but legitimate programs run.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { Cancelled } from "../../server/src/base/cancelled.ts";
import { ResourceLimit, StepLimit } from "../../server/src/starlark/errors.ts";
import type { StarlarkParser } from "../../server/src/syntax/parser.ts";
import type { RunResult } from "./runChunk.ts";
import { createParser, runText } from "./runChunk.ts";

let parser: StarlarkParser;

beforeAll(async () => {
  parser = await createParser();
});

/** The limit that a program meets. */
function limitOf(result: RunResult): string {
  expect(result.error).toBeInstanceOf(ResourceLimit);
  return (result.error as ResourceLimit).limit;
}

describe("memory", () => {
  test.each([
    '"a" * 1000000000',
    '2000000000 * "ab"',
    "[0] * 1000000000",
    "(0, 1) * 2000000000",
    "list(range(2000000000))",
    "sorted(range(2000000000))",
    "tuple(range(2000000000))",
    "enumerate(range(2000000000))",
    "zip(range(2000000000), range(2000000000))",
    "set(range(2000000000))",
    "[].extend(range(2000000000))",
    "len(*range(2000000000))",
    '"x".join(["y" * 1000000] * 1000)',
    '("a" * 15000000).replace("a", "bc")',
    '("a" * 15000000).replace("", "b")',
    '("a" * 15000000).split("a")',
    '("a" * 15000000).rsplit("a")',
    '("a" * 15000000).elems()',
    '("\\n" * 15000000).splitlines()',
    '"%s%s" % ("a" * 15000000, "a" * 15000000)',
    '"{0}{0}".format("a" * 15000000)',
    'str(["a" * 15000000, "a" * 15000000])',
    'repr("\\n" * 15000000)',
    'json.encode("\\n" * 15000000)',
    'json.indent("[" * 40000 + "]" * 40000, indent = "  ")',
  ])("%s", (expression) => {
    expect(limitOf(runText(parser, `${expression}\n`))).toBe("memory");
  });

  test.each([
    ["a string doubled", 'x = "a"\nfor _ in range(100):\n    x += x\n'],
    ["a list doubled", "x = [1]\nfor _ in range(100):\n    x = x + x\n"],
    ["a list doubled in place", "x = [1]\nfor _ in range(100):\n    x += x\n"],
    ["a list extended by itself", "x = [1]\nfor _ in range(100):\n    x.extend(x)\n"],
    ["a tuple doubled", "x = (1,)\nfor _ in range(100):\n    x += x\n"],
    ["an int squared", "x = 10\nfor _ in range(100):\n    x = x * x\n"],
    ["a text of nested lists", 'x = ["aaaaaaaaaa"]\nfor _ in range(100):\n    x = [x, x]\nstr(x)\n'],
    ["a JSON text of nested lists", 'x = ["aaaaaaaaaa"]\nfor _ in range(100):\n    x = [x, x]\njson.encode(x)\n'],
    ["a key of nested tuples", 'x = ("a",)\nfor _ in range(100):\n    x = (x, x)\n{x: 1}\n'],
    ["many large strings", 'x = []\nfor _ in range(1000000):\n    x.append("ab" * 7000000)\n'],
    ["many formatted strings", 's = "ab" * 3000000\nx = []\nfor _ in range(1000000):\n    x.append("%s!" % s)\n'],
    ["a comprehension that keeps what it makes", "[x for x in range(2000000)]\n"],
    ["a comprehension of a dict", "{x: x for x in range(2000000)}\n"],
    ["a list that is appended to", "x = []\nfor i in range(2000000):\n    x.append(i)\n"],
    ["many lists", "x = []\nfor _ in range(1000000):\n    x.append([0] * 1000000)\n"],
  ])("%s", (_, text) => {
    expect(limitOf(runText(parser, text))).toBe("memory");
  });
});

describe("steps", () => {
  const thread = { maxSteps: 100_000 };

  test.each([
    ["nested loops", "for x in range(1000000):\n    for y in range(1000000):\n        pass\n"],
    ["a comprehension", "[0 for x in range(1000000) for y in range(1000000)]\n"],
    ["a filtering comprehension", "[0 for x in range(1000000) if not x + 1]\n"],
    ["a builtin that walks", "max(range(2000000000))\n"],
    ["a builtin that finds nothing", "any(range(0, 1, 1) and [0] * 1000000)\n"],
    ["calls", "def f():\n    pass\n[f() for _ in range(1000000)]\n"],
  ])("%s", (_, text) => {
    const result = runText(parser, text, { thread });
    expect(result.error).toBeInstanceOf(StepLimit);
    expect(limitOf(result)).toBe("steps");
  });

  test.each(["==", "<"])("a comparison (%s) of values that share parts", (operator) => {
    const text = `x = [1]\ny = [1]\nfor _ in range(100):\n    x = [x, x]\n    y = [y, y]\nx ${operator} y\n`;
    expect(limitOf(runText(parser, text))).toBe("steps");
  });

  test.each(["x += [i]", "x.extend([i])", "x.append(i)"])("a long list that grows by one: %s", (statement) => {
    expect(runText(parser, `x = []\nfor i in range(40000):\n    ${statement}\n`).reported).toEqual([]);
  });

  test("a dict that is written again and again is no larger for it", () => {
    expect(runText(parser, "{x % 32768: x for x in range(100000)}\n").reported).toEqual([]);
  });

  test("a program below the bound runs", () => {
    expect(runText(parser, "[x for x in range(1000)]\n", { thread: { maxSteps: 5_000 } }).reported).toEqual([]);
  });
});

describe("depth", () => {
  const chain = (depth: number): string => {
    const functions = Array.from({ length: depth }, (_, i) => `def f${i + 1}(x):\n    return [f${i}(x)][0]\n`);
    return `def f0(x):\n    return x\n${functions.join("")}print(f${depth}(7))\n`;
  };

  test("hundreds of nested calls are legitimate", () => {
    expect(runText(parser, chain(300)).printed).toEqual(["7"]);
  });

  test("the bound on calls says so", () => {
    const result = runText(parser, chain(60), { thread: { maxDepth: 50 } });
    expect(result.reported.map(({ message }) => message)).toEqual(["stack overflow: more than 50 nested calls"]);
    expect(limitOf(result)).toBe("depth");
  });

  test("the host's own stack overflow is an error of the program", () => {
    expect(limitOf(runText(parser, chain(5_000), { thread: { maxDepth: 1e9 } }))).toBe("depth");
  });

  test("a value nested without end", () => {
    const text = "x = []\nfor _ in range(100000):\n    x = [x]\n";
    expect(runText(parser, text).reported).toEqual([]); // freezing it at the end is no recursion
    expect(limitOf(runText(parser, `${text}repr(x)\n`))).toBe("depth");
    expect(limitOf(runText(parser, `${text}json.encode(x)\n`))).toBe("depth");
    expect(limitOf(runText(parser, `y = []\n${text}for _ in range(100000):\n    y = [y]\nx == y\n`))).toBe("depth");
  });

  test("a sum of 20,000 terms", () => {
    const sum = Array.from({ length: 20_000 }, () => "1").join(" + ");
    expect(runText(parser, `x = ${sum}\nprint(x)\n`).printed).toEqual(["20000"]);
    const lists = Array.from({ length: 5_000 }, (_, i) => `[${i}]`).join(" + ");
    expect(runText(parser, `print(len(${lists}))\n`).printed).toEqual(["5000"]);
  });
});

test("cancellation ends the evaluation between two steps", () => {
  let asked = 0;
  const isCancelled = (): boolean => ++asked > 3;
  expect(() => runText(parser, "[x for x in range(10000000)]\n", { thread: { isCancelled } })).toThrow(Cancelled);
  expect(asked).toBe(4);
});

describe("cancellation ends a single call on its way", () => {
  test.each([
    "list(range(1000000))",
    "tuple(range(1000000))",
    "(list(range(10)) * 100000)",
    'json.decode("[" + "1," * 300000 + "1]")',
  ])("%s", (call) => {
    let asked = 0;
    const isCancelled = (): boolean => ++asked > 20;
    expect(() => runText(parser, `${call}\n`, { thread: { isCancelled } })).toThrow(Cancelled);
  });
});

test("a limit within json.decode is no invalid JSON", () => {
  const text = 'json.decode("[" + "1," * 300000 + "1]", default = None)\n';
  expect(limitOf(runText(parser, text, { thread: { maxSteps: 100_000 } }))).toBe("steps");
});

describe("cancellation ends an evaluation that takes few steps but makes large values", () => {
  const programs: Readonly<Record<string, string>> = {
    "multiplied strings": "[len('x' * (1000000 + i)) for i in range(20)]",
    "replaced and split strings": "[('ab' * 50000).replace('a', 'c').split('c') for i in range(20)]",
    "sorted sequences": "[sorted(range(20000)) for i in range(20)]",
    "repeated lists": "[list(range(20000)) * 3 for i in range(20)]",
    "decoded JSON": "t = '[' + '1,' * 200000 + '1]'\n[json.decode(t) for i in range(20)]",
    "encoded JSON": "t = list(range(20000))\n[json.encode(t) for i in range(20)]",
    "joined strings": "t = ['x' * 100] * 2000\n[','.join(t) for i in range(20)]",
  };

  test.each(Object.keys(programs))("%s", (name) => {
    let asked = 0;
    const isCancelled = (): boolean => ++asked > 5;
    const run = () => runText(parser, `${programs[name] ?? ""}\n`, { thread: { isCancelled } });
    expect(run).toThrow(Cancelled);
    expect(asked).toBe(6);
  });
});
