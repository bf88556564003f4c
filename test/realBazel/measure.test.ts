/** `runfiles-lens measure` as a user calls it: the built program over the real Bazel, each step, tests really run; then the workspace is as it was. */
import { spawn, type ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Measurement } from "../../server/src/measure/measurement.ts";
import { makeInterpreter } from "../workspaces/hermetic-python/makeInterpreter.mjs";
import { bundle } from "../harness/bundle.ts";
import { installedBazel, RealWorkspace } from "../harness/bazel.ts";

const installed = await installedBazel();
const FILES = 300;

describe.skipIf(installed === undefined)("measure", () => {
  let workspace: RealWorkspace;
  let directory = "";

  beforeAll(() => {
    if (installed === undefined) return;
    workspace = new RealWorkspace(installed, {
      source: "hermetic-python/local",
      prepare: (root) => {
        makeInterpreter(join(root, "interpreter"), FILES);
        writeFileSync(join(root, "size.bzl"), "TESTS = 2\n");
      },
    });
    directory = join(workspace.root, "..");
    workspace.script(join(directory, "bazel"));
    mkdirSync(join(directory, "cache"));
    writeFileSync(join(directory, "experiment.json"), JSON.stringify(EXPERIMENT));
  });

  afterAll(async () => {
    await workspace.close();
  });

  const EXPERIMENT = {
    targets: ["//..."],
    repeat: 1,
    goals: ["test"],
    variant: [{ name: "as it is" }, { name: "no copies", flags: ["--nolegacy_external_runfiles"] }],
  };

  function start(...args: readonly string[]) {
    const options = ["--workspace", workspace.root, "--bazel", join(directory, "bazel")];
    const version = ["--bazel-version", installed?.version ?? ""];
    return spawn(process.execPath, [bundle("cli"), "measure", ...args, ...options, ...version], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, XDG_CACHE_HOME: join(directory, "cache") },
    });
  }

  async function program(...args: readonly string[]) {
    const child = start(...args);
    let output = "";
    let complaints = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (complaints += chunk.toString()));
    const exitCode = await ended(child);
    return { exitCode, output, complaints };
  }

  it("tests each variant in each state, counts what was predicted, and leaves nothing behind", async () => {
    const before = contents(workspace.root);
    const saved = join(directory, "saved.json");
    const measured = await program("--preset", join(directory, "experiment.json"), "--out", saved);
    expect(measured).toMatchObject({ exitCode: 0, complaints: "" });
    const { counts, failures, samples, touched } = JSON.parse(readFileSync(saved, "utf8")) as Measurement;
    expect(failures).toEqual([]);
    const cells = ["as it is", "no copies"].flatMap((variant) =>
      ["test"].flatMap((goal) => ["clean", "no-op", "incremental"].map((step) => `${variant} ${goal} ${step}`)),
    );
    expect(samples.map(({ variant, goal, step }) => `${variant} ${goal} ${step}`).sort()).toEqual([...cells].sort());
    expect(samples.every(({ seconds }) => seconds > 0)).toBe(true);
    // A test that was built is not run again; one whose source has changed is.
    const actions = (step: string) =>
      samples.find((one) => one.variant === "as it is" && one.goal === "test" && one.step === step)?.actions;
    expect(actions("clean")).toBeGreaterThan(actions("no-op") ?? Infinity);
    expect(actions("incremental")).toBeGreaterThan(actions("no-op") ?? Infinity);
    expect(touched).toBe("returns_at_once.py");
    for (const { variant, goal, target, counted, predicted } of counts) {
      expect({ variant, goal, target, counted }).toEqual({ variant, goal, target, counted: predicted });
      expect(counted.links).toBe(variant === "as it is" ? 2 * FILES + 2 : FILES + 2);
    }
    expect(new Set(counts.map(({ goal }) => goal))).toEqual(new Set(["test"]));
    expect(contents(workspace.root)).toEqual(before);
    expect(readdirSync(join(directory, "cache/runfiles-lens/measure"))).toEqual([]);

    const compared = await program("--compare", saved, saved);
    expect(compared.exitCode).toBe(0);
    expect(compared.output).toMatch(/no copies +links, test +604 +604/);
  });

  it.each([0, 400, 1_500])(
    "leaves no server and no output behind when it is interrupted %i ms after Bazel's first command has begun",
    async (milliseconds) => {
      const measurements = join(directory, "cache/runfiles-lens/measure");
      const child = start("--preset", join(directory, "experiment.json"));
      const end = ended(child);
      const hasBase = () =>
        existsSync(measurements) &&
        readdirSync(measurements, { recursive: true, encoding: "utf8" }).some((path) => path.endsWith("/base-0"));
      await expect.poll(hasBase, { timeout: 30_000, interval: 20 }).toBe(true);
      await sleep(milliseconds);
      child.kill("SIGINT");
      expect(await end).toBe(130);
      // A server that was starting takes its time.
      await sleep(3_000);
      expect(readdirSync(measurements)).toEqual([]);
    },
  );
});

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.on("close", resolve));
}

/** Every file with its text and every link, convenience links of builds included. */
function contents(root: string): Readonly<Record<string, string>> {
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).sort();
  return Object.fromEntries(
    paths.map((path) => {
      const stat = lstatSync(join(root, path));
      return [
        path,
        stat.isFile()
          ? `${Math.floor(stat.mtimeMs)} ${readFileSync(join(root, path), "utf8")}`
          : stat.isSymbolicLink()
            ? "link"
            : "directory",
      ];
    }),
  );
}
