/**
 * Answers from the cache on disk are those that would be computed: whatever changes between two processes, the second one with the cache says what one without it says. Where nothing that was read has changed, nothing is
 * computed.
 */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DiskFileSystem } from "../../server/src/host/diskFileSystem.ts";
import { projectOpener } from "../../server/src/host/openProject.ts";
import { answer } from "../../server/src/ide/features.ts";
import { LINTS } from "../../server/src/lints/lints.ts";
import type { BuildRequest, Project } from "../../server/src/project.ts";
import type { Settings } from "../../server/src/settings.ts";
import { defaultSettings } from "../../server/src/settings.ts";
import { modelFiles } from "../harness/models.ts";
import { testParser } from "../harness/parser.ts";

const FILES: Readonly<Record<string, string>> = {
  WORKSPACE: 'workspace(name = "w")\n',
  ".bazelrc": "build --legacy_external_runfiles\n",
  BUILD: "",
  "defs.bzl":
    "def tests(name):\n    native.sh_test(name = name, srcs = ['t.sh'], data = native.glob(['data/*'], allow_empty = True))\n",
  "app/BUILD":
    'load("//:defs.bzl", "tests")\ntests(name = "t")\nsh_binary(name = "b", srcs = ["b.sh"], deps = [":missing"])\n',
  "app/t.sh": "",
  "app/data/a.txt": "",
};

const BUILD: BuildRequest = { command: "build", configs: [], flags: [] };

interface World {
  readonly request: BuildRequest;
  readonly settings: Partial<Settings>;
  readonly variables: Readonly<Record<string, string>>;
  readonly program: string;
}

const WORLD: World = { request: BUILD, settings: { bazelVersion: "6.5.0" }, variables: {}, program: "1" };

let base: string;
let root: string;

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "runfiles-lens-remembered-"));
  root = join(base, "w");
  for (const [path, text] of Object.entries(FILES)) write(path, text);
});

afterEach(() => {
  rmSync(base, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** What a new process answers, and how many queries it computed for it. */
async function check(
  world: World,
  cacheDirectory?: string,
): Promise<{ readonly text: string; readonly computed: number }> {
  const open = projectOpener({
    parser: await testParser(),
    models: modelFiles(),
    environment: {
      platform: { os: "linux", arch: "x86_64" },
      variables: new Map(Object.entries(world.variables)),
      homeDirectory: join(base, "home"),
      systemRc: undefined,
    },
    program: world.program,
  });
  const project = (await open({
    root,
    settings: { ...defaultSettings(LINTS), ...world.settings },
    cacheDirectory,
    fileSystem: new DiskFileSystem(),
    isCancelled: () => false,
    trace: undefined,
    onEvaluation: () => undefined,
  })) as Project;
  const data = await project.run(
    world.request,
    (snapshot) => answer(snapshot, "check", { patterns: [], includeManual: false }),
    { key: "check", isKept: true },
  );
  const computed = [...project.computed.values()].reduce((sum, count) => sum + count, 0);
  return { text: JSON.stringify(data), computed };
}

test("an unchanged workspace is answered without computing anything", async () => {
  const cache = join(base, "cache");
  const cold = await check(WORLD, cache);
  const warm = await check(WORLD, cache);
  expect(warm.text).toBe(cold.text);
  expect(warm.computed).toBe(0);
  expect(cold.text).toContain("legacy");
});

const CHANGES: Readonly<Record<string, (world: World) => World | undefined>> = {
  "a BUILD file": () => void write("app/BUILD", 'sh_test(name = "t", srcs = ["t.sh"])\n'),
  "a comment, which moves what is below": () => void write("app/BUILD", `# moved\n${FILES["app/BUILD"] ?? ""}`),
  "a .bzl file": () => void write("defs.bzl", "def tests(name):\n    fail('no')\n"),
  "a file that a glob finds": () => void write("app/data/b.txt", ""),
  "a file that a glob found is gone": () => {
    rmSync(join(root, "app/data/a.txt"));
    return undefined;
  },
  "a new package": () => void write("new/BUILD", "sh_test(name = 'n')\n"),
  "a package within a package": () => void write("app/data/BUILD", ""),
  "a file that was looked for in vain": () => void write("WORKSPACE.bazel", 'workspace(name = "x")\nfail("x")\n'),
  "the Bazel version's file, which a setting overrides no longer": (world) => {
    write(".bazelversion", "7.4.0");
    return { ...world, settings: {} };
  },
  "a flag in .bazelrc": () => void write(".bazelrc", "build --nolegacy_external_runfiles\n"),
  "a .bazelrc of the user": () => {
    mkdirSync(join(base, "home"));
    writeFileSync(join(base, "home/.bazelrc"), "build --nosuchthing\n");
    return undefined;
  },
  "a flag of the request": (world) => ({ ...world, request: { ...BUILD, flags: ["--nolegacy_external_runfiles"] } }),
  "the command": (world) => ({ ...world, request: { ...BUILD, command: "test" } }),
  "a setting": (world) => ({ ...world, settings: { bazelVersion: "8.0.0" } }),
  "a variable of the environment": (world) => ({ ...world, settings: {}, variables: { USE_BAZEL_VERSION: "8.0.0" } }),
  "a directory that becomes a symlink": () => {
    rmSync(join(root, "app/data"), { recursive: true });
    symlinkSync(join(base, "nowhere"), join(root, "app/data"));
    return undefined;
  },
};

test.each(Object.keys(CHANGES))("changed: %s", async (name) => {
  const cache = join(base, "cache");
  await check(WORLD, cache);
  const world = CHANGES[name]?.(WORLD) ?? WORLD;
  const uncached = await check(world);
  expect((await check(world, cache)).text).toBe(uncached.text);
  expect(await check(world, cache)).toEqual({ text: uncached.text, computed: 0 });
});

test("the variable that was read decides, others do not", async () => {
  const cache = join(base, "cache");
  const world = { ...WORLD, settings: {}, variables: { USE_BAZEL_VERSION: "7.4.0" } };
  await check(world, cache);
  const others = { ...world.variables, TERM: "dumb" };
  expect((await check({ ...world, variables: others }, cache)).computed).toBe(0);
  const newer = { ...world, variables: { USE_BAZEL_VERSION: "8.0.0" } };
  const warm = await check(newer, cache);
  expect(warm.computed).toBeGreaterThan(0);
  expect(warm.text).toBe((await check(newer)).text);
});

test("another program computes everything itself", async () => {
  const cache = join(base, "cache");
  await check(WORLD, cache);
  expect((await check({ ...WORLD, program: "2" }, cache)).computed).toBeGreaterThan(0);
  expect((await check(WORLD, cache)).computed).toBe(0);
});

test("processes that write at the same time leave a whole answer", async () => {
  const cache = join(base, "cache");
  const answers = await Promise.all(Array.from({ length: 4 }, () => check(WORLD, cache)));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect((await check(WORLD, cache)).computed).toBe(0);
});
