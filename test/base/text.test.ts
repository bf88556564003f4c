import { describe, expect, it } from "vitest";
import { LineIndex } from "../../server/src/base/text.ts";

/** Every line begins with `a`, which is nowhere else: the index is to find it at character 0 of the next line. */
const ENDINGS = { "\\n": "\n", "\\r\\n": "\r\n", "\\r": "\r" };

describe.each(Object.entries(ENDINGS))("lines that end with %s", (_name, ending) => {
  const text = ["a1", "a", "a23", "a"].join(ending);
  const lines = new LineIndex(text);

  it("are found where they begin", () => {
    const begins = [...text.matchAll(/a/g)].map(({ index }) => lines.position(index));
    expect(begins).toEqual([0, 1, 2, 3].map((line) => ({ line, character: 0 })));
    expect(lines.lineCount).toBe(4);
  });

  it("give every position its offset back", () => {
    const offsets = Array.from({ length: text.length + 1 }, (_, offset) => offset);
    expect(offsets.map((offset) => lines.offset(lines.position(offset)))).toEqual(offsets);
  });
});

it("a text that ends with a line's end has an empty line more", () => {
  expect(new LineIndex("a\n").lineCount).toBe(2);
  expect(new LineIndex("").lineCount).toBe(1);
});
