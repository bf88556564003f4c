/** Trees with gaps in more files than are held parsed: naming the places parses each file once more, however many trees name it. */
import { expect, test } from "vitest";
import { LINTS } from "../../server/src/lints/lints.ts";
import { Project } from "../../server/src/project.ts";
import { defaultSettings } from "../../server/src/settings.ts";
import { modelFiles } from "../harness/models.ts";
import { ROOT } from "../harness/literateProject.ts";
import { MemoryFileSystem } from "../harness/memoryFileSystem.ts";
import { testParser } from "../harness/parser.ts";

const PACKAGES = 150; // More than the graph holds of parsed files.
const packages = Array.from({ length: PACKAGES }, (_, index) => `p${String(index)}`);

/** Every package has a reason of its own, and two programs that meet them all. */
const files = new MemoryFileSystem(ROOT, [
  [".bazelversion", "7.4.0\n"],
  ["MODULE.bazel", 'module(name = "m")\nbazel_dep(name = "rules_go", version = "0.57.0")\n'],
  ["a.sh", ""],
  [
    "BUILD.bazel",
    ["one", "two"]
      .map(
        (name) =>
          `sh_binary(name = "${name}", srcs = ["a.sh"], data = [${packages.map((path) => `"//${path}:files"`).join(", ")}])\n`,
      )
      .join(""),
  ],
  ...packages.map((path): [string, string] => [
    `${path}/BUILD.bazel`,
    'load("@rules_go//go:def.bzl", "go_library")\ngo_library(name = "files", visibility = ["//visibility:public"])\n',
  ]),
]);

test("a file is parsed to be loaded and once to name its places", async () => {
  const parsed = new Map<string, number>();
  const project = Project.create({
    root: ROOT,
    fileSystem: files,
    parser: await testParser(),
    models: modelFiles(),
    environment: {
      platform: { os: "linux", arch: "x86_64" },
      variables: new Map(),
      homeDirectory: undefined,
      systemRc: undefined,
    },
    settings: defaultSettings(LINTS),
    trace: {
      begin: (name, detail) => {
        if (name === "parsed file") parsed.set(detail, (parsed.get(detail) ?? 0) + 1);
      },
      end: () => undefined,
    },
  });
  const sites = await project.run({ command: "build", configs: [], flags: [] }, (snapshot) =>
    snapshot.packageGaps("").targets.map(({ gaps }) => {
      return gaps.filter(({ place }) => place && /^p\d+$/.test(place.file.split("/").at(-2) ?? "")).length;
    }),
  );
  expect(sites).toEqual([PACKAGES, PACKAGES]);
  expect(Math.max(...packages.map((path) => parsed.get(`${ROOT}/${path}/BUILD.bazel`) ?? 0))).toBe(2);
});
