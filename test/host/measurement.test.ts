/** The driver of experiments, over a stand-in for Bazel that makes runfiles trees, writes an event stream and tells what it was asked. Real ones are in test/realBazel. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { measure, type MeasurementRequest } from "../../server/src/host/measurement.ts";
import { openMeasureDirectory } from "../../server/src/host/measureDirectory.ts";
import { touchSource } from "../../server/src/host/touchedSource.ts";
import { variant, type Experiment } from "../../server/src/measure/experiment.ts";
import { DEFAULTS } from "../../server/src/measure/presets.ts";
import { sourceEntry, treeDocument } from "../harness/treeDocuments.ts";

/** Writes `OUTPUT-BASE COMMAND CONTENT-LENGTH` into calls.txt; waits for a signal where a flag says so. */
const FAKE = `
const { appendFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } = require("node:fs");
const args = process.argv.slice(2);
const value = (name) => args.find((arg) => arg.startsWith("--" + name + "="))?.slice(name.length + 3);
const base = value("output_base");
const command = args.find((arg) => !arg.startsWith("-"));
appendFileSync("calls.txt", [base.split("/").at(-1), command, readFileSync("main.py").length].join(" ") + "\\n");
const execroot = base + "/execroot/ws";
const runfiles = execroot + "/bazel-out/k8/bin/a.runfiles";
writeFileSync("MODULE.bazel.lock", "changed");
if (args.includes("--fail")) { console.error("ERROR: it broke"); process.exit(1); }
if (command === "info") console.log(args.includes("--contained") ? "/in/a/container" : execroot);
if (command === "cquery") console.log(JSON.stringify(["//:a", "bazel-out/k8/bin/a"]));
if (command === "clean") rmSync(runfiles, { recursive: true, force: true });
if (command === "build" || command === "test") {
  mkdirSync(runfiles + "/_main", { recursive: true });
  for (const name of ["MANIFEST", "_main/a", "_main/main.py"]) {
    rmSync(runfiles + "/" + name, { force: true });
    symlinkSync("/nowhere", runfiles + "/" + name);
  }
  writeFileSync(value("build_event_json_file"), JSON.stringify({ buildMetrics: { actionSummary: { actionsExecuted: "3" }, timingMetrics: { wallTimeInMs: "1500" } } }));
  if (args.includes("--wait") && readFileSync("main.py").length > 9) {
    writeFileSync("waiting", "");
    process.on("SIGINT", () => process.exit(8));
    setInterval(() => {}, 1000);
  } else if (command === "test") process.exit(3);
}
`;

const SOURCE = "print(1)\n";
let directory = "";
let root = "";

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "runfiles-lens-"));
  root = join(directory, "ws");
  mkdirSync(root);
  writeFileSync(join(root, "main.py"), SOURCE);
  utimesSync(join(root, "main.py"), 1_700_000_000, 1_700_000_000.123456);
  writeFileSync(join(root, "MODULE.bazel.lock"), "before");
  writeFileSync(join(directory, "bazel"), `#!${process.execPath}\n${FAKE}`);
  chmodSync(join(directory, "bazel"), 0o755);
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const experiment: Experiment = {
  ...DEFAULTS,
  name: "custom",
  variants: [variant("plain"), variant("other", { flags: ["--x"] })],
  goals: ["build"],
  repeat: 1,
};

function run(changes: Partial<Experiment> = {}, request: Partial<MeasurementRequest> = {}) {
  return measure({
    root,
    experiment: { ...experiment, ...changes },
    programOf: () =>
      Promise.resolve({
        kind: "ok",
        value: { executable: join(directory, "bazel"), version: "7.4.0", environment: undefined },
      }),
    pants: null,
    cache: join(directory, "cache"),
    outputRoot: null,
    predict: () =>
      Promise.resolve({
        kind: "prediction",
        tree: treeDocument({ entries: [sourceEntry("main.py"), sourceEntry("a")] }),
        reasons: [],
      }),
    programVersion: "1.2.3",
    onProgress: () => undefined,
    log: () => undefined,
    signal: new AbortController().signal,
    ...request,
  });
}

async function measured(changes: Partial<Experiment> = {}) {
  const result = await run(changes);
  if (result.kind !== "measurement") throw new Error(result.message);
  return result.measurement;
}

function calls(): readonly string[] {
  return readFileSync(join(root, "calls.txt"), "utf8").trimEnd().split("\n");
}

function expectAsFound(): void {
  expect(readFileSync(join(root, "main.py"), "utf8")).toBe(SOURCE);
  expect(statSync(join(root, "main.py")).mtimeMs).toBeCloseTo(1_700_000_000_123.456, 2);
  expect(readFileSync(join(root, "MODULE.bazel.lock"), "utf8")).toBe("before");
  expect(readdirSync(join(directory, "cache/measure"))).toEqual([]);
}

describe.skipIf(process.platform === "win32")("measure", { timeout: 120_000 }, () => {
  it("brings each step about, reads Bazel's clock, counts links, and leaves everything as it was", async () => {
    const { samples, counts, environment, failures, touched } = await measured();
    expect(failures).toEqual([]);
    expect(
      samples.map(({ variant: name, step, seconds, clock, actions }) => [name, step, seconds, clock, actions]),
    ).toEqual(
      ["plain", "other"].flatMap((name) =>
        ["clean", "no-op", "incremental"].map((step) => [name, step, 1.5, "events", 3]),
      ),
    );
    const two = { links: 2, files: 0 };
    expect(counts.map(({ target, counted, predicted }) => [target, counted, predicted])).toEqual([
      ["//:a", two, two],
      ["//:a", two, two],
    ]);
    expect(touched).toBe("main.py");
    expect(environment.bazelVersions).toEqual({ plain: "7.4.0", other: "7.4.0" });
    // The warm-up of each, then clean, no-op and a build of the changed source, by turns; the servers are ended.
    const warmUp = (base: string) => ["clean 9", "build 9", "cquery 9", "info 9"].map((call) => `${base} ${call}`);
    expect(calls()).toEqual([
      ...warmUp("base-0"),
      ...warmUp("base-1"),
      ...["clean 9", "build 9", "build 9", "build 10"].map((call) => `base-0 ${call}`),
      ...["clean 9", "build 9", "build 9", "build 11"].map((call) => `base-1 ${call}`),
      "base-0 shutdown 9",
      "base-1 shutdown 9",
    ]);
    expectAsFound();
  });

  it("puts the source back when it is interrupted in the midst of a build", async () => {
    const abort = new AbortController();
    const running = run({ variants: [variant("plain", { flags: ["--wait"] })] }, { signal: abort.signal });
    await expect.poll(() => existsSync(join(root, "waiting")), { timeout: 20_000 }).toBe(true);
    expect(readFileSync(join(root, "main.py"), "utf8")).toBe(`${SOURCE}\n`);
    abort.abort();
    expect(await running).toMatchObject({ kind: "failed", failure: "cancelled" });
    // A server that was only starting would not hear of its shutdown.
    expect(calls().slice(-2)).toEqual(["base-0 info 9", "base-0 shutdown 9"]);
    expectAsFound();
  });

  it("puts back what a measurement that was killed has left, and removes its outputs", async () => {
    const shutDown = () => Promise.resolve();
    const places = { cache: join(directory, "cache"), outputRoot: null, shutDown };
    const opened = await openMeasureDirectory(root, places);
    if (opened.kind !== "open") throw new Error(opened.kind);
    mkdirSync(join(opened.directory.outputs, "base-0"));
    await touchSource(opened.directory.path, join(root, "main.py"), 3);
    const owner = { pid: 2 ** 30, outputs: opened.directory.outputs };
    writeFileSync(join(opened.directory.path, "owner.json"), JSON.stringify(owner));
    const { notes } = await measured();
    expect(notes).toEqual([`${join(root, "main.py")} was put back as it was before a measurement that did not end.`]);
    expect(existsSync(owner.outputs)).toBe(false);
    expectAsFound();
  });

  it("leaves a source alone that somebody edits in the meantime", async () => {
    const opened = await openMeasureDirectory(root, {
      cache: join(directory, "cache"),
      outputRoot: null,
      shutDown: () => Promise.resolve(),
    });
    if (opened.kind !== "open") throw new Error(opened.kind);
    expect(await run()).toMatchObject({ kind: "failed", failure: "busy" });
    await touchSource(opened.directory.path, join(root, "main.py"), 1);
    writeFileSync(join(root, "main.py"), "print(2)\n\n");
    writeFileSync(join(opened.directory.path, "owner.json"), JSON.stringify({ pid: 2 ** 30, outputs: "/nowhere" }));
    const { notes } = await measured();
    expect(notes[0]).toMatch(/was changed during a measurement, and was left as it is/);
    expect(readFileSync(join(root, "main.py"), "utf8")).toBe("print(2)\n\n");
  });

  it("predicts for the version of each variant", async () => {
    const asked: unknown[] = [];
    const versions = ["7.4.0", "8.0.0"];
    const result = await run(
      { steps: ["no-op"] },
      {
        programOf: () =>
          Promise.resolve({
            kind: "ok",
            value: { executable: join(directory, "bazel"), version: versions.shift() ?? null, environment: undefined },
          }),
        predict: (target, { flags }, version) => {
          asked.push([target, flags, version]);
          return Promise.resolve({ kind: "none", message: "" });
        },
      },
    );
    expect(result.kind).toBe("measurement");
    expect(asked).toEqual([
      ["//:a", [], "7.4.0"],
      ["//:a", ["--x"], "8.0.0"],
    ]);
  });

  it("does not count where Bazel's outputs are not to be seen", async () => {
    const { counts, failures } = await measured({ variants: [variant("plain", { flags: ["--contained"] })] });
    expect(counts).toEqual([]);
    expect(failures.map(({ message }) => message)).toEqual([
      "links cannot be counted: there is no /in/a/container, where Bazel says its outputs are",
    ]);
  });

  it("goes on without a variant that fails", async () => {
    const broken = variant("broken", { flags: ["--fail"] });
    const { failures, samples } = await measured({ variants: [broken, variant("plain")] });
    expect(failures).toEqual([{ variant: "broken", goal: "build", message: "it broke" }]);
    expect(samples.map(({ variant: name }) => name)).toEqual(["plain", "plain", "plain"]);
    expectAsFound();
  });

  it("measures tests that fail, and says so", async () => {
    const { notes, samples } = await measured({ goals: ["test"], steps: ["no-op"], variants: [variant("plain")] });
    expect(samples).toHaveLength(1);
    expect(notes).toEqual(['Tests of "plain" failed; they were measured all the same.']);
  });

  it("refuses to change what is not in the workspace", async () => {
    const { failures } = await measured({ touch: "../bazel", steps: ["incremental"], variants: [variant("plain")] });
    expect(failures.map(({ message }) => message)).toEqual(["../bazel is not in the workspace"]);
  });

  it("measures a command of one's own by the wall clock", async () => {
    const command = { words: [process.execPath, "-e", "0"], clean: null };
    const { samples } = await measured({ steps: ["no-op"], variants: [variant("mine", { command })] });
    expect(samples.map(({ clock, actions }) => [clock, actions])).toEqual([["wall", null]]);
  });
});
