/** The lines are what real Bazels print; those of Bazel 7 differ in the labels and in the flag that is gone in Bazel 9. */
import { describe, expect, it } from "vitest";
import { bearsOptions, labelOfLine, parseRunfilesLine } from "../../server/src/bazelTool/runfilesFormat.ts";

const tool =
  '["//sub:tool", 0, ["fastbuild", "k8", ["@local_config_platform//:host"], "True"],' +
  ' [["sub/tool", "bazel-out/k8-fastbuild/bin/sub/tool", "//sub:tool", 0, 0]],' +
  ' [["sub/ü.sh", "sub/ü.sh", "//sub:ü.sh", 1, 0], ["sub/tool", "bazel-out/k8-fastbuild/bin/sub/tool", "//sub:tool", 0, 0], ["../repo/dir", "external/repo/dir", "None", 1, 1]],' +
  ' [["a \\"quoted\\" name", ["sub/x.txt", "sub/x.txt", "//sub:x.txt", 1, 0]]], [], ["sub/__init__.py", "../repo/__init__.py"]]';

describe("parseRunfilesLine", () => {
  it("reads all ingredients", () => {
    const executable = {
      shortPath: "sub/tool",
      execPath: "bazel-out/k8-fastbuild/bin/sub/tool",
      owner: "//sub:tool",
      isSource: false,
      isDirectory: false,
    };
    expect(parseRunfilesLine(tool)).toEqual({
      label: "//sub:tool",
      actual: null,
      configuration: {
        compilationMode: "fastbuild",
        cpu: "k8",
        platforms: ["@local_config_platform//:host"],
        legacyExternalRunfiles: true,
      },
      isIncompatible: false,
      executable,
      files: [
        { shortPath: "sub/ü.sh", execPath: "sub/ü.sh", owner: "//sub:ü.sh", isSource: true, isDirectory: false },
        executable,
        { shortPath: "../repo/dir", execPath: "external/repo/dir", owner: null, isSource: true, isDirectory: true },
      ],
      symlinks: [
        {
          path: 'a "quoted" name',
          target: {
            shortPath: "sub/x.txt",
            execPath: "sub/x.txt",
            owner: "//sub:x.txt",
            isSource: true,
            isDirectory: false,
          },
        },
      ],
      rootSymlinks: [],
      emptyFilenames: ["sub/__init__.py", "../repo/__init__.py"],
    });
  });

  it("reads a library, and labels as Bazel 6 and later write them", () => {
    const parsed = parseRunfilesLine(
      '["@@//sub:lib", 0, ["opt", "", ["@@//platform:linux", "@@platforms//host:host"], ""], [], [["sub/x", "sub/x", "@//sub:x", 1, 0]], [], [], []]',
    );
    expect(parsed.label).toBe("//sub:lib");
    expect(parsed.executable).toBeNull();
    expect(parsed.configuration).toEqual({
      compilationMode: "opt",
      cpu: null,
      platforms: ["//platform:linux", "@@platforms//host:host"],
      legacyExternalRunfiles: null,
    });
    expect(parsed.files[0]?.owner).toBe("//sub:x");
  });

  it("reads an alias under its own label", () => {
    const line = '["@@//pkg:deep", 0, ["opt", "", [], ""], [], [], [], [], [], ["@@//:alias"]]';
    expect(parseRunfilesLine(line)).toMatchObject({ label: "//:alias", actual: "//pkg:deep" });
    expect(labelOfLine(line)).toBe("//:alias");
  });

  it("knows the label of a whole line alone", () => {
    const line = '["@//a:\\"b\\"", 0, ["opt", "", [], ""], [], [], [], [], [], []]';
    expect(labelOfLine(line)).toBe('//a:"b"');
    for (let end = 0; end < line.length; end++) expect(labelOfLine(line.slice(0, end))).toBeUndefined();
  });

  it.each(["", "None", "[]", '{"a": 1}', '["//a:b"]'])("refuses %j", (line) => {
    expect(() => parseRunfilesLine(line)).toThrow(SyntaxError);
  });
});

describe("options", () => {
  it.each([
    ["4.2.3", ["--copt=x", "--define=a=//b"], true],
    ["4.2.3", ["--copt=x", "--//:words=a,b"], false],
    [null, ["--@repo//:words=a"], false],
    ["6.5.0", ["--no//:switch"], false],
    ["7.7.1", ["--//:words=a,b"], true],
  ] as const)("are asked of %s under %j: %s", (version, flags, isAsked) => {
    expect(bearsOptions(version, flags)).toBe(isAsked);
  });
});
