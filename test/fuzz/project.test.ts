/** Whatever one file of a workspace says: every question is answered, a package that does not need that file keeps its complete tree, and mending the file mends everything. */
import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { LINTS } from "../../server/src/lints/lints.ts";
import type { BuildRequest, Snapshot } from "../../server/src/project.ts";
import { Project } from "../../server/src/project.ts";
import { defaultSettings } from "../../server/src/settings.ts";
import { dialectOfFileName } from "../../server/src/syntax/dialect.ts";
import { MemoryFileSystem } from "../harness/memoryFileSystem.ts";
import { modelFiles } from "../harness/models.ts";
import { testParser } from "../harness/parser.ts";
import { WORKSPACES } from "../harness/project.ts";
import { mutants } from "./mutations.ts";

const ROOT = "/workspace";
const REQUEST: BuildRequest = { command: "build", configs: [], flags: [] };
const MUTANTS = 60;

/** Depends on nothing else in the workspace. */
const HEALTHY = {
  "healthy/BUILD.bazel": `load(":rules.bzl", "tool")

filegroup(name = "data", srcs = glob(["*.txt"]))

tool(name = "tool", data = [":data"])
`,
  "healthy/rules.bzl": `def _impl(ctx):
    out = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(out, "", is_executable = True)
    return [DefaultInfo(executable = out, runfiles = ctx.runfiles(files = ctx.files.data))]

tool = rule(implementation = _impl, attrs = {"data": attr.label_list(allow_files = True)}, executable = True)
`,
  "healthy/a.txt": "",
  "healthy/b.txt": "",
};

/** Who breaks one of these breaks every package; the last three are what a WORKSPACE file loads, the prelude and what that loads. */
const WORKSPACE_FILES =
  /^(MODULE\.bazel|WORKSPACE(\.bazel)?|REPO\.bazel|toolchains\/register\.bzl|tools\/build_rules\/.*|prelude\/macros\.bzl)$/;

const models = modelFiles();

async function open(name: string) {
  const directory = join(WORKSPACES, name);
  const paths = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1));
  const files = paths.map((path): [string, string] => [path, readFileSync(join(directory, path), "utf8")]);
  const fileSystem = new MemoryFileSystem(ROOT, [...files, ...Object.entries(HEALTHY)]);
  const project = Project.create({
    root: ROOT,
    fileSystem,
    parser: await testParser(),
    models,
    environment: {
      platform: { os: "linux", arch: "x86_64" },
      variables: new Map(),
      homeDirectory: undefined,
      systemRc: undefined,
    },
    settings: { ...defaultSettings(LINTS), bazelVersion: "7.4.0" },
  });
  const write = (path: string, text: string) => {
    fileSystem.write(`${ROOT}/${path}`, text);
    project.invalidate([`${ROOT}/${path}`]);
  };
  return { project, write, files };
}

/** Everything that the editor asks about a workspace, as data. */
function answers(snapshot: Snapshot) {
  const { labels } = snapshot.expand("//...", { includeManual: true });
  return {
    summary: snapshot.workspace(),
    statistics: snapshot.statistics(),
    findings: snapshot.findings().map(({ lint, location, message }) => ({ lint, location, message })),
    trees: labels.map((label) => snapshot.tree(label)),
  };
}

const workspaces = [
  "split-transition/bzlmod",
  "split-transition/workspace",
  "starlark-features",
  "native-rules/starlark",
];

describe.each(workspaces)("%s", (name) => {
  test("survives mutations of its files", { timeout: 120_000 }, async () => {
    const { project, write, files } = await open(name);
    const before = await project.run(REQUEST, answers);
    const healthy = (snapshot: Snapshot) =>
      snapshot.tree(snapshot.expand("//healthy:tool", { includeManual: true }).labels[0]!);
    const tree = await project.run(REQUEST, healthy);
    expect(tree).toMatchObject({ completeness: "complete", links: 4 });

    const texts = files
      .filter(([path]) => dialectOfFileName(basename(path)) !== undefined)
      .map(([path, text]) => ({ name: path, text }));
    for (const mutant of mutants(texts, { seed: 40_000, count: MUTANTS })) {
      const path = mutant.fixture.name;
      write(path, mutant.text);
      try {
        await project.run(REQUEST, answers);
        if (!WORKSPACE_FILES.test(path)) expect(await project.run(REQUEST, healthy)).toEqual(tree);
      } catch (error) {
        throw new Error(`${mutant.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`, {
          cause: error,
        });
      }
      write(path, mutant.fixture.text);
    }
    expect(await project.run(REQUEST, answers)).toEqual(before);
  });
});
