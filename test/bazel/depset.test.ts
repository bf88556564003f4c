/** Depsets of one order inside another's: what Bazel 4.2.3 prints. */
import { describe, expect, test } from "vitest";
import { Depset } from "../../server/src/bazel/depset.ts";

const preorder = new Depset(
  "preorder",
  [1],
  [new Depset("preorder", [2, 3], [new Depset("preorder", [6])]), new Depset("preorder", [4])],
);

const six = new Depset("topological", [6]);
const topological = new Depset(
  "topological",
  [1, 8],
  [new Depset("topological", [2, 3], [six]), new Depset("topological", [4], [six])],
);

describe("a node lays its children out by its own order", () => {
  test.each([
    ["preorder alone", preorder, [1, 2, 3, 6, 4]],
    ["preorder within default", new Depset("default", [7], [preorder]), [1, 2, 3, 6, 4, 7]],
    ["topological alone", topological, [1, 8, 2, 3, 4, 6]],
    ["topological within default", new Depset("default", [7], [topological]), [6, 4, 3, 2, 8, 1, 7]],
    [
      "topological within postorder: the list that it is",
      new Depset("postorder", [7], [topological]),
      [1, 8, 2, 3, 4, 6, 7],
    ],
    [
      "default within topological",
      new Depset("topological", [7], [new Depset("default", [9, 10], [new Depset("default", [11])])]),
      [7, 10, 9, 11],
    ],
    [
      "default within preorder",
      new Depset("preorder", [7], [new Depset("default", [9], [new Depset("default", [11])])]),
      [7, 11, 9],
    ],
  ])("%s", (_name, depset, expected) => {
    expect(depset.toList()).toEqual(expected);
  });
});
