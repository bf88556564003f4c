import { describe, expect, it } from "vitest";
import { execPathOfTarget, parseManifest } from "../../server/src/bazelTool/manifest.ts";

describe("parseManifest", () => {
  it("reads links and empty files", () => {
    expect(parseManifest("_main/a.txt /ws/a.txt\n_main/pkg/__init__.py \n")).toEqual([
      { path: "_main/a.txt", target: "/ws/a.txt" },
      { path: "_main/pkg/__init__.py", target: null },
    ]);
  });

  it("keeps spaces in what a link leads to", () => {
    expect(parseManifest("_main/a.txt /my workspace/a.txt\n")).toEqual([
      { path: "_main/a.txt", target: "/my workspace/a.txt" },
    ]);
  });

  it("reads a line that Bazel escaped, which begins with a space", () => {
    expect(parseManifest(" _main/with\\sspace\\band\\nline /ws/with space\\band\\nline\n")).toEqual([
      { path: "_main/with space\\and\nline", target: "/ws/with space\\and\nline" },
    ]);
  });

  it("takes a backslash for itself in a line that is not escaped", () => {
    expect(parseManifest("_main/a\\sb /ws/a\\sb\n")).toEqual([{ path: "_main/a\\sb", target: "/ws/a\\sb" }]);
  });
});

describe("execPathOfTarget", () => {
  const base = "/home/me/.cache/bazel/_bazel_me/240ffdfcf2b1959fc4a552d9dac4657e";

  it.each([
    [`${base}/execroot/_main/bazel-out/k8-fastbuild/bin/pkg/x`, "bazel-out/k8-fastbuild/bin/pkg/x"],
    [`${base}/execroot/_main/bazel-out/k8-fastbuild/bin/external/repo/x`, "bazel-out/k8-fastbuild/bin/external/repo/x"],
    [`${base}/external/repo/pkg/x.txt`, "external/repo/pkg/x.txt"],
    ["/bazel-base/external/repo/x.txt", "external/repo/x.txt"],
    ["/ws/pkg/x.txt", "pkg/x.txt"],
    ["/ws/external/x.txt", "external/x.txt"],
    ["/real/ws/pkg/x.txt", "pkg/x.txt"],
    ["/elsewhere/x.txt", undefined],
  ])("%s", (target, execPath) => {
    expect(execPathOfTarget(target, ["/ws", "/real/ws"])).toBe(execPath);
  });

  it("knows an external file though the output base lies within the workspace", () => {
    expect(execPathOfTarget("/ws/.cache/240ffdfcf2b1959fc4a552d9dac4657e/external/repo/x.txt", ["/ws"])).toBe(
      "external/repo/x.txt",
    );
  });
});
