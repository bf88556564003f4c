/** The rows about the command line. */
import { cpSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import * as esbuild from "esbuild";
import { root } from "../root.mjs";
import { generateWorkspace } from "./generate.mjs";
import { compare, run } from "./measure.mjs";
import { Bazel, buildifier } from "./peers.mjs";
import { coldCheck, dist, missing, ms, ratio, scratch, workspaceOf } from "./row.mjs";

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

/** @returns {Promise<Missing>} */
export function warmAgainstCold() {
  return Promise.resolve(missing("there is no cache on disk yet"));
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

/** @param {BenchOptions} options @returns {Promise<Measured | Missing>} */
export async function memoryOnRealFiles({ corpus }) {
  if (corpus === undefined) return missing("no --corpus of real files given");
  const { ours } = await compare({ ours: () => coldCheck(corpus) }, 1);
  return {
    kind: "measured",
    value: `${ours.megabytes.toFixed(0)} MB`,
    within: ours.megabytes <= 300,
    detail: ms(ours.milliseconds),
  };
}

/** @returns {Promise<Measured>} */
export async function packageSize() {
  const vsix = join(scratch, "bench.vsix");
  await run(process.execPath, [join(root, "scripts/package.mjs"), "--out", vsix]);
  const kilobytes = statSync(vsix).size / 1000;
  unlinkSync(vsix);
  return { kind: "measured", value: `${kilobytes.toFixed(0)} KB`, within: kilobytes <= 1000, detail: "" };
}
