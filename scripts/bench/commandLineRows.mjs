/** The rows about the command line. */
import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, readdirSync, rmSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import * as esbuild from "esbuild";
import { root } from "../root.mjs";
import { generateWorkspace } from "./generate.mjs";
import { compare, quantile, run } from "./measure.mjs";
import { Bazel, buildifier } from "./peers.mjs";
import { coldCheck, dist, missing, ms, ratio, scratch, warmCheck, workspaceOf } from "./row.mjs";

/** @typedef {import("./row.mjs").BenchOptions} BenchOptions */
/** @typedef {import("./row.mjs").Measured} Measured */
/** @typedef {import("./row.mjs").Missing} Missing */

/** @param {BenchOptions} options @returns {Promise<Measured>} */
export async function parsing({ packages, rounds }) {
  const bundle = join(scratch, "parseAll.cjs");
  await esbuild.build({
    entryPoints: [join(root, "scripts/bench/parseAll.mjs")],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    alias: { "web-tree-sitter": join(root, "node_modules/web-tree-sitter/web-tree-sitter.cjs") },
    logLevel: "warning",
  });
  const directory = workspaceOf(packages);
  const { ours, peer } = await compare(
    {
      ours: () => run(process.execPath, [bundle, dist, directory]),
      peer: () => run(buildifier(), ["-mode=check", "-lint=warn", "-r", directory], { exitCodes: [0, 4] }),
    },
    rounds,
  );
  return ratio(ours.milliseconds, peer.milliseconds, 0.7, `${ms(ours.milliseconds)} : ${ms(peer.milliseconds)}`);
}

/** @param {BenchOptions} options @returns {Promise<Measured | Missing>} */
export async function coldAgainstBazel({ packages, rounds }) {
  const directory = workspaceOf(packages);
  const bazel = Bazel.find(directory);
  if (bazel === undefined) return missing("no Bazel on PATH");
  try {
    const { ours, theirs } = await compare(
      {
        ours: () => coldCheck(directory),
        theirs: async () => {
          await bazel.shutdown();
          return bazel.cquery("//...");
        },
      },
      rounds,
    );
    return ratio(ours.milliseconds, theirs.milliseconds, 0.5, `${ms(ours.milliseconds)} : ${ms(theirs.milliseconds)}`);
  } finally {
    await bazel.dispose();
  }
}

/** The uncounted first round fills the cache. @param {BenchOptions} options @returns {Promise<Measured>} */
export async function warmAgainstCold({ packages, rounds }) {
  const directory = workspaceOf(packages);
  const { warm, cold } = await compare({ warm: () => warmCheck(directory), cold: () => coldCheck(directory) }, rounds);
  return ratio(warm.milliseconds, cold.milliseconds, 0.2, `${ms(warm.milliseconds)} : ${ms(cold.milliseconds)}`);
}

/** @param {BenchOptions} options @returns {Promise<Measured>} */
export async function sharedInterpreter({ rounds }) {
  const { makeInterpreter } = await import("../../test/workspaces/hermetic-python/makeInterpreter.mjs");
  const variant = (/** @type {number} */ tests) => {
    const directory = join(scratch, `tests-${tests}`);
    rmSync(directory, { recursive: true, force: true });
    cpSync(join(root, "test/workspaces/hermetic-python/local"), directory, { recursive: true });
    const size = join(directory, "size.bzl");
    writeFileSync(size, readFileSync(size, "utf8").replace(/^TESTS = \d+$/m, `TESTS = ${tests}`));
    makeInterpreter(join(directory, "interpreter"));
    return directory;
  };
  const [many, few] = [variant(500), variant(5)];
  const times = await compare({ many: () => coldCheck(many), few: () => coldCheck(few) }, rounds);
  return ratio(
    times.many.milliseconds,
    times.few.milliseconds,
    3,
    `${ms(times.many.milliseconds)} : ${ms(times.few.milliseconds)}`,
  );
}

/** @param {BenchOptions} options @returns {Promise<Measured>} */
export async function growth({ growth: most }) {
  const sizes = [Math.min(1000, most / 5), most];
  /** @type {{ milliseconds: number, megabytes: number }[]} */
  const results = [];
  for (const size of sizes) {
    const directory = join(scratch, `growth-${size}`);
    generateWorkspace(directory, size);
    results.push((await compare({ ours: () => coldCheck(directory) }, 1)).ours);
    rmSync(directory, { recursive: true, force: true });
  }
  const [small, large] = results;
  const [fewer = 1, more = 1] = sizes;
  if (small === undefined || large === undefined) throw new Error("unreachable: two sizes give two results");
  const exponent = Math.log(large.milliseconds / small.milliseconds) / Math.log(more / fewer);
  const kilobytes = ((large.megabytes - small.megabytes) * 1024) / (more - fewer);
  return {
    kind: "measured",
    value: `exponent ${exponent.toFixed(2)}, ${kilobytes.toFixed(0)} KB a package`,
    within: exponent <= 1.1 && kilobytes <= 60,
    detail: `${ms(small.milliseconds)} → ${ms(large.milliseconds)}`,
  };
}

/** Peak resident memory of a `check` of the corpus, or of the generated workspace. @param {BenchOptions} options @returns {Promise<Measured>} */
export async function memoryOfFiles({ corpus, packages }) {
  const directory = corpus ?? workspaceOf(packages);
  const { ours } = await compare({ ours: () => coldCheck(directory) }, 1);
  return {
    kind: "measured",
    value: `${ours.megabytes.toFixed(0)} MB`,
    within: ours.megabytes <= 300,
    detail: `${starlarkFiles(directory)} Starlark files, ${ms(ours.milliseconds)}`,
  };
}

/** @param {string} directory */
function starlarkFiles(directory) {
  const names = readdirSync(directory, { recursive: true, encoding: "utf8" });
  return names.filter((name) => /(^|\/)(BUILD|WORKSPACE|MODULE|REPO)(\.bazel)?$|\.bzl$/.test(name)).length;
}

/** Loading the client's bundle and activating it, against an editor that answers nothing. @param {BenchOptions} options @returns {Promise<Measured>} */
export async function activation({ rounds }) {
  const script = join(root, "scripts/bench/activateClient.cjs");
  /** @type {number[]} */
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const output = execFileSync(process.execPath, [script, join(dist, "client.cjs")], { encoding: "utf8" });
    times.push(Number(output));
  }
  const median = quantile(times, 0.5);
  return { kind: "measured", value: ms(median), within: median <= 100, detail: "" };
}

/** @returns {Promise<Measured>} */
export async function packageSize() {
  const vsix = join(scratch, "bench.vsix");
  await run(process.execPath, [join(root, "scripts/package.mjs"), "--out", vsix]);
  const kilobytes = statSync(vsix).size / 1000;
  unlinkSync(vsix);
  return { kind: "measured", value: `${kilobytes.toFixed(0)} KB`, within: kilobytes <= 1000, detail: "" };
}
