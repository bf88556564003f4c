/**
 * The workspaces with recorded trees, each under one real Bazel server: the trees are what it says today (with UPDATE set they are written again), and `verify` as a user calls it, the built program,
 * finds nothing wrong in them.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { VerifyReport } from "../../server/src/ide/verifyReport.ts";
import { RealWorkspace, installedBazel } from "../harness/bazel.ts";
import { bundle } from "../harness/bundle.ts";
import { printRecorded } from "../harness/recordedTree.ts";
import { record } from "../harness/recording.ts";
import type { Recording } from "../harness/recordings.ts";
import { RECORDINGS } from "../harness/recordings.ts";

const recordedDirectory = fileURLToPath(new URL("../recorded", import.meta.url));
const installed = await installedBazel();
const isUpdate = process.env.UPDATE !== undefined;

const recordingsOfInstalled = recordingsByWorkspace();

// Where nothing can be judged, that is told.
if (recordingsOfInstalled.size === 0)
  it.skip(`nothing is recorded with this Bazel (${installed?.version ?? "none is installed"})`);

for (const [source, recordings] of recordingsOfInstalled) {
  describe(source, () => {
    let workspace: RealWorkspace;

    beforeAll(() => {
      const prepare = recordings[0]?.prepare;
      if (installed) workspace = new RealWorkspace(installed, { source, ...(prepare && { prepare }) });
    });

    afterAll(() => workspace.close());

    describe.each(recordings.map((recording) => [recording.name, recording] as const))("%s", (name, recording) => {
      it("is what Bazel says", async () => {
        const directory = join(recordedDirectory, name);
        const before = readRecorded(directory);
        const recorded = [...(await record(workspace, recording))];
        const now = new Map(recorded.map(([file, content]) => [file, printRecorded(content)]));
        if (isUpdate) writeRecorded(directory, now);
        else expect(Object.fromEntries(now)).toEqual(Object.fromEntries(before));
      });

      it("verify: nothing that is called complete is wrong", async () => {
        const { exitCode, report, complaints } = await verify(workspace, recording);
        expect(complaints).toBe("");
        const wrong = report.targets.filter(({ verdict }) => verdict === "wrong");
        expect(wrong.map(({ target, differences, message }) => ({ target, differences, message }))).toEqual([]);
        expect(report.summary.equal).toBeGreaterThan(0);
        const judged = report.targets.filter(({ judge }) => judge === "built-manifest" || judge === "aquery-manifest");
        expect(judged.length).toBeGreaterThan(0);
        for (const { target, keptNamed, keptConfirmed } of judged) expect(keptConfirmed, target).toBe(keptNamed);
        expect(exitCode).toBe(0);
      });
    });
  });
}

function recordingsByWorkspace(): ReadonlyMap<string, readonly Recording[]> {
  const groups = new Map<string, Recording[]>();
  for (const recording of RECORDINGS) {
    if (recording.bazel !== installed?.version) continue;
    const group = groups.get(recording.workspace) ?? [];
    group.push(recording);
    groups.set(recording.workspace, group);
  }
  return groups;
}

function readRecorded(directory: string): ReadonlyMap<string, string> {
  if (!existsSync(directory)) return new Map();
  const files = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(files.map(({ name }) => [name, readFileSync(join(directory, name), "utf8")]));
}

function writeRecorded(directory: string, files: ReadonlyMap<string, string>): void {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(directory, name), text);
}

async function verify(workspace: RealWorkspace, recording: Recording) {
  const bazel = workspace.script(join(workspace.root, "../bazel"));
  const flags = [...workspace.commonFlags, ...recording.flags].map((flag) => `--bazel-flag=${flag}`);
  const version = ["--bazel-version", workspace.version];
  const options = ["--bazel", bazel, ...version, "--build", "--include-manual", "--format", "json", ...flags];
  // Patterns of other repositories are not expanded; their targets are met as dependencies.
  const patterns = recording.patterns.filter((pattern) => pattern.startsWith("//"));
  return runProgram(["verify", ...patterns, "--workspace", workspace.root, ...options]);
}

async function runProgram(args: readonly string[]) {
  const child = spawn(process.execPath, [bundle("cli"), ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let complaints = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (complaints += chunk.toString()));
  const exitCode = await new Promise<number | null>((resolve) => child.on("close", resolve));
  const report = output === "" ? undefined : (JSON.parse(output) as VerifyReport);
  if (!report) throw new Error(complaints);
  return { exitCode, report, complaints };
}
