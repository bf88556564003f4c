import { describe, expect, test } from "vitest";
import type { BazelVersion, VersionInputs } from "../../../server/src/bazel/workspace/bazelVersion.ts";
import {
  bazelVersionOf,
  compareVersions,
  isAtLeast,
  parseVersion,
  parseVersionChoice,
  versionToString,
} from "../../../server/src/bazel/workspace/bazelVersion.ts";
import { memoryFiles } from "./memoryFiles.ts";

function version(text: string): BazelVersion {
  const parsed = parseVersion(text);
  if (!parsed) throw new Error(`not a version: ${text}`);
  return parsed;
}

describe("which Bazel", () => {
  const everywhere = {
    "/home/u/.bazeliskrc": "USE_BAZEL_VERSION=5.0.0",
    ".bazeliskrc": "# USE_BAZEL_VERSION=1.0.0\n\nUSE_BAZEL_VERSION=6.0.0\n",
    ".bazelversion": "7.0.0\n8.0.0\n",
  };
  const none: VersionInputs = { setting: undefined, environment: new Map(), homeDirectory: "/home/u" };

  test.each<[string, Record<string, string>, Partial<VersionInputs>, string]>([
    [
      "the setting",
      everywhere,
      { setting: "9.0.0", environment: new Map([["USE_BAZEL_VERSION", "4.0.0"]]) },
      "9.0.0 setting",
    ],
    ["the environment", everywhere, { environment: new Map([["USE_BAZEL_VERSION", "4.0.0"]]) }, "4.0.0 environment"],
    ["the workspace's .bazeliskrc", everywhere, {}, "6.0.0 file"],
    ["the home directory's .bazeliskrc", { ...everywhere, ".bazeliskrc": "" }, {}, "5.0.0 file"],
    ["the first line of .bazelversion", { ".bazelversion": " 7.0.0 \n8.0.0\n" }, {}, "7.0.0 file"],
    ["an empty first line says nothing", { ".bazelversion": "\n8.0.0\n" }, {}, " none"],
    ["the fallback", {}, { environment: new Map([["USE_BAZEL_FALLBACK_VERSION", "warn:8.1.0"]]) }, "8.1.0 fallback"],
    ["nothing", {}, {}, " none"],
  ])("%s", (_, files, inputs, expected) => {
    const choice = bazelVersionOf(memoryFiles(files), "/w", { ...none, ...inputs });
    expect(`${choice.text} ${choice.source.kind}`).toBe(expected);
  });

  test.each([
    ["7.4.0", "exact", "7.4.0"],
    ["bazelbuild/7.4.0", "exact", "7.4.0"],
    ["8.0.0rc2", "exact", "8.0.0rc2"],
    ["9.0.0-pre.20250311.1", "unknown", "9.0.0-pre.20250311.1"],
    ["9.1.1", "exact", "9.1.1"],
    ["9.2.0", "exact", "9.2.0"],
    ["10.0.0", "unknown", "9.1.0"],
    ["9.2.0-pre.20260101.1", "unknown", "9.1.0"],
    ["4.2.1", "unknown", "4.2.3"],
    ["8.x", "prefix", "8.7.0"],
    ["7.*", "prefix", "7.7.1"],
    ["6.4.x", "prefix", "6.4.0"],
    ["latest", "unknown", "9.1.0"],
    ["latest-1", "unknown", "9.1.0"],
    ["last_green", "unknown", "9.1.0"],
    ["rolling", "unknown", "9.1.0"],
    ["0348bac4", "unknown", "9.1.0"],
    ["someone/7.4.0", "unknown", "9.1.0"],
    ["no_version", "unknown", "9.1.0"],
  ])("%s is %s, predicted as %s", (text, kind, predicted) => {
    const choice = parseVersionChoice(text, { kind: "setting", name: "" });
    expect([choice.kind, versionToString(choice.predictedAs)]).toEqual([kind, predicted]);
  });
});

test("versions are ordered as Bazel releases them", () => {
  const ordered = [
    "4.2.3",
    "6.3.0",
    "6.10.0",
    "7.0.0-pre.20230530.3",
    "7.0.0-pre.20230710.5",
    "7.0.0rc2",
    "7.0.0rc10",
    "7.0.0",
    "10.0.0",
  ];
  const shuffled = ordered.toReversed().map(version);
  expect(shuffled.toSorted(compareVersions).map(versionToString)).toEqual(ordered);
});

test("a pre-release has what its release has", () => {
  expect(isAtLeast(version("8.0.0rc1"), "8.0")).toBe(true);
  expect(isAtLeast(version("7.7.1"), "8.0")).toBe(false);
  expect(isAtLeast(version("8.3.1"), "8.3.1")).toBe(true);
});
