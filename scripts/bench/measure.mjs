/** Wall time and memory of other processes. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";

const memoryHook = fileURLToPath(new URL("reportMemory.mjs", import.meta.url));

/**
 * @typedef {object} Run
 * @property {number} milliseconds wall time from spawn to exit
 * @property {number} megabytes peak resident memory; 0 for programs that are not Node
 */

/**
 * Runs a program once; its output is thrown away.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, exitCodes?: readonly number[], env?: Record<string, string> }} [options] `exitCodes` that mean success
 * @returns {Promise<Run>}
 */
export async function run(program, args, { cwd, exitCodes = [0], env = {} } = {}) {
  const scratch = mkdtempSync(join(tmpdir(), "runfiles-lens-bench-"));
  const memoryFile = join(scratch, "memory");
  const isNode = program === process.execPath;
  const begin = performance.now();
  const child = spawn(program, [...(isNode ? ["--import", pathToFileURL(memoryHook).href] : []), ...args], {
    cwd,
    env: { ...process.env, ...env, RUNFILES_LENS_BENCH_MEMORY: memoryFile },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (/** @type {string} */ text) => (errors = (errors + text).slice(-4_000)));
  const code = await new Promise((resolve, reject) => child.once("close", resolve).once("error", reject));
  const milliseconds = performance.now() - begin;
  try {
    if (!exitCodes.includes(code)) throw new Error(`${basename(program)} ended with ${code}: ${lastLine(errors)}`);
    return { milliseconds, megabytes: isNode ? Number(readFileSync(memoryFile, "utf8")) : 0 };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * Measures several things in turn, so that a slow minute of the machine strikes all of them, after one round that is not counted.
 * @template {string} Name
 * @param {Record<Name, () => Promise<Run>>} subjects
 * @param {number} rounds
 * @returns {Promise<Record<Name, Run>>} medians
 */
export async function compare(subjects, rounds) {
  const names = /** @type {Name[]} */ (Object.keys(subjects));
  const results = /** @type {Record<string, Run[]>} */ (Object.fromEntries(names.map((name) => [name, []])));
  for (let round = -1; round < rounds; round++) {
    for (const name of names) {
      const result = await subjects[name]();
      if (round >= 0) results[name]?.push(result);
    }
  }
  return /** @type {Record<Name, Run>} */ (
    Object.fromEntries(
      names.map((name) => [
        name,
        {
          milliseconds: quantile(
            (results[name] ?? []).map((result) => result.milliseconds),
            0.5,
          ),
          megabytes: quantile(
            (results[name] ?? []).map((result) => result.megabytes),
            0.5,
          ),
        },
      ]),
    )
  );
}

/** @param {readonly number[]} values @param {number} q */
export function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

/** @param {string} text */
function lastLine(text) {
  return text.trim().split("\n").at(-1) ?? "";
}
