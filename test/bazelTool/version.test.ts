import { describe, expect, it } from "vitest";
import { complaint, parseVersion } from "../../server/src/bazelTool/version.ts";

describe("parseVersion", () => {
  it.each(["7.4.0", "8.0.0rc1", "9.0.0-pre.20250217.2", "6.5.0-patched"])("knows %s", (version) => {
    expect(parseVersion(`bazel ${version}\n`)).toEqual({ kind: "known", version });
  });

  it("reads past what a wrapper prints first", () => {
    expect(parseVersion("2026/01/02 Using unreleased version\nBazelisk version: v1.20.0\nbazel 7.4.0\n")).toEqual({
      kind: "known",
      version: "7.4.0",
    });
  });

  it.each([
    ["bazel no_version\n", "no_version"],
    ["bazel development version\n", "development version"],
    ["", ""],
    ["something else 7.4.0\n", ""],
  ])("does not guess from %j", (output, printed) => {
    expect(parseVersion(output)).toEqual({ kind: "unknown", printed });
  });
});

describe("complaint", () => {
  it("is the error of a wrapper, with its advice", () => {
    const printed =
      "\u001b[31mERROR: The project requires Bazel 4.2.3.\u001b[0m\n\nInstall it:\n  apt install bazel-4.2.3\n";
    expect(complaint(printed).message).toBe(
      "The project requires Bazel 4.2.3.\nInstall it:\n  apt install bazel-4.2.3",
    );
  });

  it("is the last line of what tells no error so", () => {
    expect(complaint("Downloading …\ncould not download Bazel\n").message).toBe("could not download Bazel");
  });
});
