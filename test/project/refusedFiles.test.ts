/** Files that Bazel cannot read, and what it refuses with them: REPO.bazel, and any file behind a byte order mark. */
import { describe, expect, test } from "vitest";
import { projectOver, ROOT, runfilesText, treeOf } from "../harness/literateProject.ts";
import { MemoryFileSystem } from "../harness/memoryFileSystem.ts";

type Files = Readonly<Record<string, string>>;

const COMMON: Files = {
  ".bazelversion": "7.7.1",
  "MODULE.bazel": `module(name = "m")\n`,
  "BUILD.bazel": `filegroup(name = "f")\n`,
};

/** How well `//:f` is known, and errors by place. */
async function told(files: Files) {
  const project = await projectOver(new MemoryFileSystem(ROOT, Object.entries({ ...COMMON, ...files })));
  return project.run({ command: "build", configs: [], flags: [] }, (snapshot) => ({
    tree: runfilesText(treeOf(snapshot, "//:f")).split("\n")[0],
    errors: snapshot.findings().flatMap(({ location: { path, range }, message, severity }) => {
      const place = `${path.slice(ROOT.length + 1)}:${String(range.start.line + 1)}`;
      return severity === "error" ? [`${place}: ${message}`] : [];
    }),
  }));
}

describe("REPO.bazel", () => {
  const bad = (line: number, message: string) => [`REPO.bazel:${String(line)}: bad REPO.bazel file: ${message}`];

  test.each<[string, readonly string[]]>([
    [
      `repo(features = ["a"])\nrepo(features = ["b"])\n`,
      bad(2, "'repo' can only be called once in the REPO.bazel file"),
    ],
    [`repo()\n`, bad(1, "at least one argument must be given to the 'repo' function")],
    [`repo(nosuch = 1)\n`, bad(1, "unexpected keyword argument: nosuch")],
    [`repo(testonly = True)\n`, bad(1, "unexpected keyword argument: testonly")],
    [`\nfoo()\n`, bad(2, "name 'foo' is not defined")],
    [`load("//:x.bzl", "x")\n`, bad(1, "`load` statements may not be used in REPO.bazel files")],
    [`ignore_directories(["x"])\n`, bad(1, "name 'ignore_directories' is not defined")],
    [`fail("no")\nfoo()\n`, bad(2, "name 'foo' is not defined")],
    [`fail("no")\n`, bad(1, "no")],
    [`x = (\n`, ["REPO.bazel:1: syntax error at 'newline': expected expression"]],
  ])("%s", async (text, errors) => {
    const { tree, errors: found } = await told({ "REPO.bazel": text });
    expect(tree).toContain("rejected");
    expect(found).toEqual(errors);
  });

  test.each<[string, Files]>([
    ["what Bazel takes", { "REPO.bazel": `print(1)\nrepo(default_testonly = True)\n` }],
    ["before Bazel 7 nobody reads it", { ".bazelversion": "6.5.0", "REPO.bazel": "foo()\n" }],
    ["Bazel 8 knows more", { ".bazelversion": "8.4.0", "REPO.bazel": `ignore_directories(["x"])\n` }],
  ])("%s", async (_, files) => {
    expect((await told(files)).errors).toEqual([]);
  });

  test("Bazel 8 wants repo() first, and either once", async () => {
    const errors = async (text: string) => (await told({ ".bazelversion": "8.4.0", "REPO.bazel": text })).errors;
    const ignore = `ignore_directories(["x"])\n`;
    expect(await errors(`${ignore}repo(features = ["a"])\n`)).toEqual(
      bad(2, "if repo() is called, it must be called before any other functions"),
    );
    expect(await errors(ignore + ignore)).toEqual(bad(2, "'ignored_directories()' can only be called once"));
  });

  test("of another repository: who needs a package of it is refused", async () => {
    const other: Files = {
      "MODULE.bazel": `bazel_dep(name = "b")\nlocal_path_override(module_name = "b", path = "b")\n`,
      "b/MODULE.bazel": `module(name = "b")\n`,
      "b/REPO.bazel": "foo()\n",
      "b/BUILD": `exports_files(["d.txt"])\n`,
      "b/d.txt": "",
    };
    expect((await told(other)).tree).toBe("complete");
    const used = { ...other, "BUILD.bazel": `filegroup(name = "f", srcs = ["@b//:d.txt"])\n` };
    expect((await told(used)).tree).toContain("rejected");
  });
});

describe("a byte order mark", () => {
  const MARK = "\uFEFF";
  const message = `invalid character: '${MARK}'`;

  test.each<[string, string, Files]>([
    ["BUILD.bazel", "rejected", { "BUILD.bazel": `${MARK}filegroup(name = "f")\n` }],
    ["BUILD.bazel", "rejected", { "BUILD.bazel": `${MARK}# comment\nfilegroup(name = "f")\n` }],
    ["x.bzl", "rejected", { "x.bzl": `${MARK}x = 1\n`, "BUILD.bazel": `load(":x.bzl", "x")\nfilegroup(name = "f")\n` }],
    ["MODULE.bazel", "partial", { "MODULE.bazel": `${MARK}module(name = "m")\n` }],
    [
      "i.MODULE.bazel",
      "partial",
      { "MODULE.bazel": `include("//:i.MODULE.bazel")\n`, "i.MODULE.bazel": `${MARK}x = 1\n` },
    ],
    ["WORKSPACE", "partial", { WORKSPACE: `${MARK}workspace(name = "m")\n` }],
    ["WORKSPACE.bzlmod", "partial", { "WORKSPACE.bzlmod": `${MARK}x = 1\n` }],
    ["REPO.bazel", "rejected", { "REPO.bazel": `${MARK}repo(features = ["a"])\n` }],
  ])("before %s is refused: %s", async (file, tree, files) => {
    const { tree: found, errors } = await told(files);
    expect(found).toContain(tree);
    expect(errors).toEqual([`${file}:1: ${message}`]);
  });

  test("further down too, but not in comments and strings", async () => {
    const text = `filegroup(name = "f")\n`;
    expect((await told({ "BUILD.bazel": `${text}${MARK}\n` })).errors).toEqual([`BUILD.bazel:2: ${message}`]);
    expect(await told({ "BUILD.bazel": `# ${MARK}\nx = "${MARK}"\n${text}` })).toEqual({
      tree: "complete",
      errors: [],
    });
  });

  test("that comes and goes is seen", async () => {
    const files = new MemoryFileSystem(ROOT, Object.entries(COMMON));
    const project = await projectOver(files);
    const tree = async () => {
      const document = await project.run({ command: "build", configs: [], flags: [] }, (snapshot) =>
        treeOf(snapshot, "//:f"),
      );
      return runfilesText(document).split("\n")[0];
    };
    expect(await tree()).toBe("complete");
    files.write(`${ROOT}/BUILD.bazel`, `${MARK}${COMMON["BUILD.bazel"] ?? ""}`);
    project.invalidate([`${ROOT}/BUILD.bazel`]);
    expect(await tree()).toContain("rejected");
  });
});
