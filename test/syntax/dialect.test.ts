import { expect, test } from "vitest";
import { dialectOfFileName } from "../../server/src/syntax/dialect.ts";

test.each([
  ["BUILD", "build"],
  ["BUILD.bazel", "build"],
  ["defs.bzl", "bzl"],
  ["defs.scl", "bzl"],
  ["WORKSPACE", "workspace"],
  ["WORKSPACE.bazel", "workspace"],
  ["WORKSPACE.bzlmod", "workspace"],
  ["MODULE.bazel", "module"],
  ["deps.MODULE.bazel", "module"],
  ["REPO.bazel", "repo"],
  [".bazelrc", undefined],
  ["build", undefined],
  ["BUILD.md", undefined],
  ["constructor", undefined],
])("%s is %s", (name, expected) => {
  expect(dialectOfFileName(name)).toBe(expected);
});
