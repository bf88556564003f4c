/** What is said of open files before the whole workspace was looked at. */
import { expect, test } from "vitest";
import { LINTS } from "../../server/src/lints/lints.ts";
import { Project } from "../../server/src/project.ts";
import { defaultSettings } from "../../server/src/settings.ts";
import { MemoryFileSystem } from "../harness/memoryFileSystem.ts";
import { modelFiles } from "../harness/models.ts";
import { testParser } from "../harness/parser.ts";

const BUILD = "/w/a/BUILD.bazel";
const RULES = "/w/rules.bzl";
const WITHOUT_FAULT = `def make(name):
    native.filegroup(name = name)
`;

async function open(rules: string, others: readonly string[] = ["b"]) {
  const build = `load("//:rules.bzl", "make")\n\nmake(name = "x")\n`;
  const files = {
    WORKSPACE: "",
    "BUILD.bazel": "",
    "rules.bzl": rules,
    "a/BUILD.bazel": build,
    ...Object.fromEntries(others.map((name) => [`${name}/BUILD.bazel`, build])),
  };
  const project = Project.create({
    root: "/w",
    fileSystem: new MemoryFileSystem("/w", Object.entries(files)),
    parser: await testParser(),
    models: modelFiles(),
    environment: {
      platform: { os: "linux", arch: "x86_64" },
      variables: new Map(),
      homeDirectory: undefined,
      systemRc: undefined,
    },
    settings: { ...defaultSettings(LINTS), bazelVersion: "6.5.0" },
  });
  const near = (...paths: readonly string[]) =>
    project.run({ command: "build", configs: [], flags: [] }, (snapshot) => snapshot.nearFindings(paths));
  return { project, near };
}

test("a BUILD file is judged, a sound .bzl file is left to the whole workspace", async () => {
  const { near } = await open(WITHOUT_FAULT);
  expect(await near(BUILD, RULES)).toEqual(new Map([[BUILD, []]]));
});

test("only the packages are loaded that the given files need", async () => {
  const loaded = async (others: readonly string[]) => {
    const { project, near } = await open(WITHOUT_FAULT, others);
    await near(BUILD, RULES);
    return project.computed.get("package");
  };
  expect(await loaded(["b", "c", "d"])).toBe(await loaded([]));
});

test("a .bzl file's own errors are said at once", async () => {
  const { near } = await open(WITHOUT_FAULT.replace("name = name", "name = nam"));
  const findings = (await near(BUILD, RULES)).get(RULES);
  expect(findings).toMatchObject([{ lint: "bazel-error", location: { path: RULES, range: { start: { line: 1 } } } }]);
});
