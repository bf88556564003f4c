import { expect, it } from "vitest";
import { Refusals } from "../../server/src/bazelTool/refusals.ts";

const refusals = new Refusals({
  errors: [
    "/ws/BUILD:9:10: in srcs attribute of sh_binary rule //:refused: you must specify exactly one file in 'srcs'",
    "/ws/BUILD:11:10: no such package 'nowhere': BUILD file not found and referenced by '//:nodep'",
    "package contains errors: broken",
    "error loading package 'torn/apart': Package 'torn/apart' contains errors",
  ],
  refused: ["//:refused", "@@//:needs_refused", "@@lib//:x"],
});

it.each([
  ["//:refused", /in srcs attribute/],
  ["//:nodep", /no such package/],
  ["//:needs_refused", /errors in what the target needs/],
  ["@lib//:x", /errors in what the target needs/],
  ["//broken:x", /package contains errors/],
  ["//torn/apart:x", /error loading package/],
])("%s was refused", (label, message) => {
  expect(refusals.of(label)).toMatch(message);
});

it.each(["//:ref", "//:refused_too", "//broken/below:x", "//torn:apart"])("nothing was said of %s", (label) => {
  expect(refusals.of(label)).toBeUndefined();
});

it("is given up what Bazel names in a warning, not what an error mentions", () => {
  expect(["//:refused", "//:needs_refused", "//:nodep"].filter((label) => refusals.gaveUp(label))).toEqual([
    "//:refused",
    "//:needs_refused",
  ]);
});
