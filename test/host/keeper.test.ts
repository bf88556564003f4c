/** What waits beside a measurement, over a stand-in for Bazel that writes down what it is asked. */
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { root as project } from "../../scripts/root.mjs";
import { startKeeper, type Kept } from "../../server/src/host/keeper.ts";
import { closeMeasureDirectory, openMeasureDirectory } from "../../server/src/host/measureDirectory.ts";
import { touchSource } from "../../server/src/host/touchedSource.ts";

const bundles = mkdtempSync(join(tmpdir(), "runfiles-lens-keeper-"));
const script = join(bundles, "keeper.cjs");
const noBazel = () => Promise.resolve();
/** The beginning of a program that lives until it is killed. */
const starting = `const { startDetached } = require(${JSON.stringify(join(bundles, "bazelTool/detachedProcess.cjs"))});
setInterval(() => {}, 1_000);
`;
let directory = "";
let root = "";

beforeAll(async () => {
  await build({
    entryPoints: ["keeper", "bazelTool/detachedProcess"].map((name) => join(project, `server/src/${name}.ts`)),
    outdir: bundles,
    outbase: join(project, "server/src"),
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    format: "cjs",
  });
});

afterAll(() => {
  rmSync(bundles, { recursive: true });
});

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "runfiles-lens-"));
  root = join(directory, "ws");
  mkdirSync(root);
  writeFileSync(join(root, "main.py"), "print(1)\n");
  writeFileSync(join(root, "MODULE.bazel.lock"), "before");
  writeFileSync(join(directory, "bazel"), `#!/bin/sh\necho "\${1##*/} $2 $3" >> ${directory}/calls.txt\n`);
  chmodSync(join(directory, "bazel"), 0o755);
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

async function begun(): Promise<Kept> {
  const opened = await openMeasureDirectory(root, { cache: directory, outputRoot: null, shutDown: noBazel });
  if (opened.kind !== "open") throw new Error(opened.kind);
  mkdirSync(join(opened.directory.outputs, "base-0"));
  await touchSource(opened.directory.path, join(root, "main.py"), 1);
  // As Bazel does.
  writeFileSync(join(root, "MODULE.bazel.lock"), "changed");
  return { directory: opened.directory, bazel: join(directory, "bazel") };
}

async function expectTidy({ directory: { path } }: Kept): Promise<void> {
  await vi.waitFor(() => expect(existsSync(path)).toBe(false), { timeout: 20_000, interval: 50 });
  expect(readFileSync(join(root, "main.py"), "utf8")).toBe("print(1)\n");
  expect(readFileSync(join(root, "MODULE.bazel.lock"), "utf8")).toBe("before");
  expect(readFileSync(join(directory, "calls.txt"), "utf8")).toBe("base-0 info server_pid\nbase-0 shutdown \n");
}

it("ends servers, removes outputs and puts the source back when it is let go before that was done", async () => {
  const kept = await begun();
  startKeeper(script, kept).letGo();
  await expectTidy(kept);
});

it("does so when the process that measures is killed with all that it has started", async () => {
  const kept = await begun();
  const measuring = join(bundles, "measuring.cjs");
  const { directory: measured, bazel } = kept;
  const args = JSON.stringify([script, "start", measured.path, measured.outputs, root, bazel]);
  writeFileSync(measuring, `${starting}startDetached({ executable: process.execPath, args: ${args} });`);
  const child = spawn(process.execPath, [measuring], { stdio: "ignore", detached: true });
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect(existsSync(measured.path)).toBe(true);
  process.kill(-(child.pid ?? 0), "SIGKILL");
  await expectTidy(kept);
});

it("leaves alone what another measurement has taken over, and what was closed", async () => {
  const kept = await begun();
  const owner = join(kept.directory.path, "owner.json");
  const other = JSON.stringify({ pid: process.pid, outputs: "/another" });
  writeFileSync(owner, other);
  startKeeper(script, kept).letGo();
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(readFileSync(owner, "utf8")).toBe(other);
  expect(existsSync(kept.directory.outputs)).toBe(true);

  await closeMeasureDirectory(kept.directory, noBazel);
  startKeeper(script, kept).letGo();
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(existsSync(join(directory, "calls.txt"))).toBe(false);
});
