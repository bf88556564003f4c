import { expect, test } from "vitest";
import { parseVersion } from "../../../server/src/bazel/workspace/bazelVersion.ts";
import {
  compareModuleVersions,
  hasCompatibilityLevels,
  isModuleVersion,
} from "../../../server/src/bazel/workspace/moduleVersion.ts";

test("module versions are ordered as Bazel orders them", () => {
  const ordered = [
    "0.9.0",
    "0.10.0",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-rc2",
    "1.0.0-rc10",
    "1.0.0",
    "1.0.0.bcr.1",
    "1.0.1",
    "20230101",
    "",
  ];
  expect(ordered.toReversed().toSorted(compareModuleVersions)).toEqual([
    "0.9.0",
    "0.10.0",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-rc10",
    "1.0.0-rc2",
    "1.0.0",
    "1.0.0.bcr.1",
    "1.0.1",
    "20230101",
    "",
  ]);
});

/** A real 7.7.1 was asked of each. */
test("what a version is", () => {
  const versions = ["", "1.0", "a.b", "01.0", "1.0-a-b", "1.0-01", "1.0+a.b", "1.0+b-c", "18446744073709551615"];
  const others = ["1_0", "1..0", "1.0-", "a b", "1.0+b_", "-", "1.", ".1", "1.0-a..b", "1.0+", "é"];
  const tooLarge = ["99999999999999999999", "1.0-99999999999999999999"];
  expect(versions.filter((text) => !isModuleVersion(text))).toEqual([]);
  expect([...others, ...tooLarge].filter(isModuleVersion)).toEqual([]);
});

test.each<[string, boolean]>([
  ["6.5.0", true],
  ["7.7.1", true],
  ["8.5.1", true],
  ["8.6.0", false],
  ["9.0.0", true],
  ["9.1.0", false],
  ["10.0.0", false],
])("compatibility levels in Bazel %s: %s", (text, expected) => {
  const version = parseVersion(text);
  expect(version && hasCompatibilityLevels(version)).toBe(expected);
});
