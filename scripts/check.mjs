/**
 * Everything that can be said about the code without running it: types, lint rules, formatting. The three run side by side, and each to its end.
 *
 *     node scripts/check.mjs [--fix]
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { cacheDirectory, installModules } from "./install.mjs";
import { root } from "./root.mjs";

const fix = process.argv.includes("--fix");

/**
 * Runs a program of node_modules; its output appears in one piece when it ends.
 * @param {string} script
 * @param {readonly string[]} args
 * @returns {Promise<boolean>} whether it found nothing to complain about
 */
function passes(script, args) {
  const child = spawn(process.execPath, [join(root, "node_modules", script), ...args], {
    cwd: root,
    env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : {}) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const collect = (/** @type {string} */ text) => (output += text);
  child.stdout.setEncoding("utf8").on("data", collect);
  child.stderr.setEncoding("utf8").on("data", collect);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      process.stdout.write(output);
      resolve(code === 0);
    });
  });
}

const types = () => passes("typescript/bin/tsc", ["--build"]);
// Without a cache: what a type-checked rule says of a file depends on all the files it imports from, which ESLint's cache does not know.
const lint = () => passes("eslint/bin/eslint.js", ["--max-warnings", "0", ...(fix ? ["--fix"] : []), "."]);
const format = () =>
  passes("prettier/bin/prettier.cjs", [
    ...["--log-level", "warn", "--cache", "--cache-location", join(cacheDirectory, "prettier")],
    fix ? "--write" : "--check",
    ".",
  ]);

installModules();
// Both mend files, so with --fix the second waits for the first.
const results = fix ? [await lint(), await format(), await types()] : await Promise.all([types(), lint(), format()]);
if (results.includes(false)) {
  process.exitCode = 1;
} else {
  console.log("check: types, lint rules and formatting are in order");
}
