import { expect, it } from "vitest";
import { Digester, digestOf } from "../../server/src/base/digest.ts";

it("hangs on every UTF-16 unit, at even and at odd places, and on their number", () => {
  const texts = [
    "",
    "\0",
    "\0\0",
    "a",
    "b",
    "ab",
    "ac",
    "bb",
    "a\0",
    "\0a",
    "abc",
    "abd",
    "aba",
    "\u{1f600}",
    "\ud83d",
  ];
  expect(new Set(texts.map((text) => digestOf(text))).size).toBe(texts.length);
});

it("hangs on where its parts end", () => {
  const parts = [["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""], ["", "abc"]];
  expect(new Set(parts.map((some) => digestOf(...some))).size).toBe(parts.length);
});

it("tells numbers apart that a word cannot hold", () => {
  const numbers = [0, 1, -1, 0.5, 2 ** 32, 2 ** 32 + 1, 2 ** 40];
  expect(new Set(numbers.map((number) => new Digester().addNumber(number).digest())).size).toBe(numbers.length);
});
