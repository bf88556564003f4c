/**
 * Mutated texts, the same ones on every run: each is named by the number that makes it again. Rooms that take texts run them through whatever must not throw:
 *
 *     for (const mutant of mutants(fixtureTexts(), { seed: 1, count: 500 })) …
 */
import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { dialectOfFileName } from "../../server/src/syntax/dialect.ts";
import { Random } from "./random.ts";

export interface FixtureText {
  /** Path within `test/`. */
  readonly name: string;
  readonly text: string;
}

export interface Mutant {
  /** `fixture#number`: the number, as the seed with a count of one, makes this text again. */
  readonly name: string;
  /** The file that was mutated, by its place among the fixtures. */
  readonly fixture: FixtureText;
  readonly text: string;
}

export interface FuzzOptions {
  readonly seed: number;
  readonly count: number;
}

const testDirectory = fileURLToPath(new URL("..", import.meta.url));

/** The Starlark texts of `test/workspaces` and the chunked files of `test/syntax`. */
export function fixtureTexts(): readonly FixtureText[] {
  const starlark = filesBelow("workspaces").filter((path) => dialectOfFileName(basename(path)) !== undefined);
  const chunked = filesBelow("syntax").filter((path) => path.endsWith(".star"));
  return [...starlark, ...chunked].map((name) => ({ name, text: readFileSync(join(testDirectory, name), "utf8") }));
}

/** `count` mutants of texts chosen at random; fails where there are no texts, since a fuzz of nothing tells nothing. */
export function* mutants(texts: readonly FixtureText[], options: FuzzOptions): Generator<Mutant> {
  if (texts.length === 0) throw new Error("nothing to mutate");
  for (let i = 0; i < options.count; i++) {
    const number = options.seed + i;
    const random = new Random(number);
    const fixture = random.pick(texts);
    let { text } = fixture;
    for (let steps = 1 + random.below(4); steps > 0; steps--) text = random.pick(mutations)(text, random, texts);
    yield { name: `${fixture.name}#${number}`, fixture, text };
  }
}

type Mutation = (text: string, random: Random, texts: readonly FixtureText[]) => string;

const snippets = [
  ..."()[]{},:;.=+-*/%&|^~<>!\\\"'#@`$?\n\r\t\0 €𝒳",
  ...["\n", "\r\n", "\n    ", '"""', "'''", 'r"', "==", "**", "//", ">>=", "\\\n", "\uFEFF", "\uD800"],
  ...["def f(", "lambda x: ", "for x in ", " if ", " else ", "load(", "return ", "not ", " in ", "pass\n", "while x:"],
  ...["import x", "class A:", "match x:", "assert_eq(", "print ", "0777", "1e", "None", "name = ", "f(g(h("],
] as const;

const mutations: readonly Mutation[] = [
  function insert(text, random) {
    const at = random.below(text.length + 1);
    return text.slice(0, at) + random.pick(snippets) + text.slice(at);
  },
  function replaceOne(text, random) {
    const at = random.below(text.length + 1);
    return text.slice(0, at) + random.pick(snippets) + text.slice(at + 1);
  },
  function remove(text, random) {
    const [start, end] = range(text, random);
    return text.slice(0, start) + text.slice(end);
  },
  function repeat(text, random) {
    const [start, end] = range(text, random);
    return text.slice(0, end) + text.slice(start, end).repeat(1 + random.below(3)) + text.slice(end);
  },
  function truncate(text, random) {
    return text.slice(0, random.below(text.length + 1));
  },
  function splice(text, random, texts) {
    const other = random.pick(texts).text;
    const [start, end] = range(other, random);
    const at = random.below(text.length + 1);
    return text.slice(0, at) + other.slice(start, end) + text.slice(at);
  },
  function removeBracketOrQuote(text, random) {
    return withoutOne(text, random, /[()[\]{}"']/g);
  },
  function removeSeparator(text, random) {
    return withoutOne(text, random, /[,:=]/g);
  },
  function joinLines(text, random) {
    return withoutOne(text, random, /\n/g);
  },
  function indentLine(text, random) {
    const lines = text.split("\n");
    const line = random.below(lines.length);
    lines[line] = " ".repeat(random.below(9)) + (lines[line] ?? "").trimStart();
    return lines.join("\n");
  },
];

function range(text: string, random: Random): readonly [number, number] {
  const start = random.below(text.length + 1);
  return [start, Math.min(text.length, start + 1 + random.below(random.below(200) + 1))];
}

function withoutOne(text: string, random: Random, pattern: RegExp): string {
  const found = [...text.matchAll(pattern)];
  if (found.length === 0) return text;
  const { index } = random.pick(found);
  return text.slice(0, index) + text.slice(index + 1);
}

function filesBelow(directory: string): readonly string[] {
  const entries = readdirSync(join(testDirectory, directory), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.map((path) => path.slice(testDirectory.length)).sort();
}
