/**
 * Brings a fresh clone to the point where its own scripts can run: node modules as the lockfile names them, then the bundles. Imports nothing but Node, since it runs before anything is
 * installed.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { root } from "./root.mjs";

/** Downloads and scratch files of the scripts; ignored by git. */
export const cacheDirectory = join(root, ".cache");

/**
 * Runs npm, without a shell and without the settings that an outer `npm run` hands down for its own project.
 * @param {readonly string[]} args
 * @param {{ cwd?: string, capture?: boolean }} [options] `capture` returns standard output instead of passing it on.
 * @returns {string}
 */
export function npm(args, { cwd = root, capture = false } = {}) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(package|lifecycle|config_(local_prefix|global_prefix|prefix)$)/i.test(name),
    ),
  );
  const run = spawnSync(process.execPath, [npmScript(), ...args], {
    cwd,
    env,
    encoding: "utf8",
    stdio: ["ignore", capture ? "pipe" : "inherit", "inherit"],
  });
  if (run.status !== 0) {
    throw new Error(`npm ${args.join(" ")} failed${run.error === undefined ? "" : `: ${run.error.message}`}`);
  }
  return capture ? run.stdout : "";
}

/** npm's own entry file: the npm that started us, or the one that came with this Node. */
function npmScript() {
  const beside = dirname(process.execPath);
  const candidates = [
    process.env["npm_execpath"] ?? "",
    join(beside, "../lib/node_modules/npm/bin/npm-cli.js"),
    join(beside, "node_modules/npm/bin/npm-cli.js"),
    "/usr/share/nodejs/npm/bin/npm-cli.js",
  ];
  const found = candidates.find((path) => path.endsWith("npm-cli.js") && existsSync(path));
  if (found === undefined) throw new Error(`no npm found beside ${process.execPath}; start this through npm`);
  return found;
}

/** Whether node_modules holds exactly what the lockfile asks of this platform. */
export function modulesAreInstalled() {
  /** @typedef {{ version?: string, integrity?: string, optional?: boolean }} Locked */
  /** @type {(path: string) => Record<string, Locked>} */
  const packagesOf = (path) => JSON.parse(readFileSync(path, "utf8")).packages;
  const installed = join(root, "node_modules/.package-lock.json");
  if (!existsSync(installed)) return false;
  const actual = packagesOf(installed);
  return Object.entries(packagesOf(join(root, "package-lock.json"))).every(([path, wanted]) => {
    if (path === "") return true;
    const found = actual[path];
    if (found === undefined) return wanted.optional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

/** Installs the node modules where they are missing or outdated, saying so. */
export function installModules() {
  if (modulesAreInstalled()) return;
  console.log("Installing the node modules that package-lock.json names (npm ci) …");
  npm(["ci", "--no-progress", "--loglevel=error"]);
}

/** Builds dist/. It takes a second, so nothing is gained by guessing whether it is needed. */
export function build() {
  console.log("Building dist/ …");
  run(["scripts/build.mjs", "--quiet"]);
}

/**
 * Runs a script of this project and fails when it fails.
 * @param {readonly string[]} args path of the script inside the project, and its arguments
 */
export function run(args) {
  const [script = "", ...rest] = args;
  const status = spawnSync(process.execPath, [join(root, script), ...rest], { cwd: root, stdio: "inherit" }).status;
  if (status !== 0) throw new Error(`node ${args.join(" ")} failed`);
}
