import { describe, expect, it } from "vitest";
import { isBuildFile, packagePattern, selfAndAncestors } from "../../client/src/bazelFiles.ts";

describe("names of Bazel's files", () => {
  it("knows BUILD files by their whole name", () => {
    expect(["/w/BUILD", "/w/a/BUILD.bazel", "BUILD"].map(isBuildFile)).toEqual([true, true, true]);
    expect(["/w/BUILD.md", "/w/REBUILD", "/w/BUILD.bazel/x", "/w/build"].map(isBuildFile)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it("writes the pattern of a package", () => {
    expect(packagePattern("/w", "/w/BUILD")).toBe("//:all");
    expect(packagePattern("/w/", "/w/a/b/BUILD.bazel")).toBe("//a/b:all");
    expect(packagePattern("/w", "/world/BUILD")).toBeUndefined();
  });

  it("climbs to the top", () => {
    expect(selfAndAncestors("/a/b")).toEqual(["/a/b", "/a", "/"]);
    expect(selfAndAncestors("/a/")).toEqual(["/a", "/"]);
    expect(selfAndAncestors("/")).toEqual(["/"]);
    expect(selfAndAncestors("/c:/w")).toEqual(["/c:/w", "/c:", "/"]);
  });
});
