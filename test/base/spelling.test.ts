/** Suggestions have the thresholds of Bazel's spell checker. */
import { expect, test } from "vitest";
import { didYouMean, editDistance, nearest } from "../../server/src/base/spelling.ts";

test("the distance is the number of insertions, deletions and replacements", () => {
  expect(editDistance("kitten", "sitting", 5)).toBe(3);
  expect(editDistance("", "abc", 3)).toBe(3);
  expect(editDistance("same", "same", 0)).toBe(0);
});

test("a distance beyond the limit is not computed", () => {
  expect(editDistance("kitten", "sitting", 2)).toBeUndefined();
  expect(editDistance("a", "abcd", 2)).toBeUndefined();
});

test("the nearest candidate wins, the first of equals, whatever the case", () => {
  expect(nearest("appendd", ["extend", "append", "appends"])).toBe("append");
  expect(nearest("SRCS", ["deps", "srcs"])).toBe("srcs");
});

test("half of a word may be mistyped, but no more", () => {
  expect(nearest("ab", ["ax"])).toBeUndefined();
  expect(nearest("abc", ["abx"])).toBe("abx");
  expect(didYouMean("visibilty", ["visibility", "name"])).toBe(" (did you mean 'visibility'?)");
  expect(didYouMean("foo", ["quux"])).toBe("");
});
