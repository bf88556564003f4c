/** Whatever the text: parsing throws nothing, is repeatable, and its tree holds together. */
import { expect, test } from "vitest";
import { nodeAt } from "../../server/src/syntax/traverse.ts";
import { testParser } from "../harness/parser.ts";
import { checkTree } from "../harness/treeInvariants.ts";
import { fixtureTexts, mutants } from "./mutations.ts";

const parser = await testParser();
const texts = fixtureTexts();

test("there are texts of both kinds to mutate", () => {
  expect(texts.some(({ name }) => name.startsWith("workspaces/"))).toBe(true);
  expect(texts.some(({ name }) => name.startsWith("syntax/"))).toBe(true);
});

test("the same seed makes the same texts, another seed others", () => {
  const of = (seed: number) => [...mutants(texts, { seed, count: 20 })].map((mutant) => mutant.text);
  expect(of(7)).toEqual(of(7));
  expect(of(7)).not.toEqual(of(70));
});

test("mutated texts parse to sound trees", { timeout: 180_000 }, () => {
  for (const { name, text } of mutants(texts, { seed: 20_000, count: 1_000 })) {
    try {
      const file = parser.parse(text);
      checkTree(file, text);
      nodeAt(file, text.length >> 1);
    } catch (error) {
      throw new Error(`${name}: ${String(error)}`, { cause: error });
    }
  }
});
