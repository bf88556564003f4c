/** What a row of the table is, and the words and places that all rows share. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { cacheDirectory } from "../install.mjs";
import { root } from "../root.mjs";
import { BAZEL_VERSION, generateWorkspace } from "./generate.mjs";
import { run } from "./measure.mjs";

/**
 * @typedef {object} BenchOptions
 * @property {number} rounds how often the programs of a comparison are run
 * @property {number} packages of the workspace that most rows speak of
 * @property {number} growth packages of the largest workspace
 * @property {string | undefined} corpus a directory of real Starlark files
 */

/**
 * @typedef {object} Row
 * @property {string} what
 * @property {string} budget
 * @property {(options: BenchOptions) => Promise<Measured | Missing>} measure
 */
/** @typedef {{ kind: "measured", value: string, within: boolean, detail: string }} Measured */
/** @typedef {{ kind: "missing", why: string }} Missing */

export const scratch = join(cacheDirectory, "bench");
export const dist = join(root, "dist");

/**
 * Two measurements of one unit, compared.
 * @param {number} ours
 * @param {number} theirs
 * @param {number} budget
 * @param {string} detail
 * @returns {Measured}
 */
export function ratio(ours, theirs, budget, detail) {
  const value = ours / theirs;
  return { kind: "measured", value: `${value.toFixed(2)} ×`, within: value <= budget, detail };
}

/** @param {string} why @returns {Missing} */
export function missing(why) {
  return { kind: "missing", why };
}

/** @param {number} value */
export const ms = (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

/** Where what is measured keeps its cache, instead of the user's. */
export const cacheEnvironment = { XDG_CACHE_HOME: join(scratch, "cache") };

/** Runs `check` without the cache on disk; findings are no failure. @param {string} directory */
export function coldCheck(directory) {
  return check(directory, "--no-cache");
}

/** Runs `check` with the cache on disk. @param {string} directory */
export function warmCheck(directory) {
  return check(directory);
}

/** @param {string} directory @param {readonly string[]} more */
function check(directory, ...more) {
  return run(
    process.execPath,
    [
      join(dist, "cli.cjs"),
      "check",
      "//...",
      "--workspace",
      directory,
      "--bazel-version",
      BAZEL_VERSION,
      "--format",
      "json",
      ...more,
    ],
    { exitCodes: [0, 1], env: cacheEnvironment },
  );
}

/** The workspace that most rows speak of; made once. @param {number} packages */
export function workspaceOf(packages) {
  const directory = join(scratch, `workspace-${packages}`);
  if (!existsSync(directory)) generateWorkspace(directory, packages);
  return directory;
}
