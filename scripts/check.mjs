/**
 * Everything that can be said about the code without running it: types, lint rules, formatting. All three run even when one of them fails.
 *
 *     node scripts/check.mjs [--fix]
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { installModules } from "./install.mjs";
import { root } from "./root.mjs";

const fix = process.argv.includes("--fix");

/** @param {string} script @param {readonly string[]} args */
function passes(script, args) {
  const run = spawnSync(process.execPath, [join(root, "node_modules", script), ...args], {
    cwd: root,
    stdio: "inherit",
  });
  return run.status === 0;
}

installModules();
const results = [
  passes("typescript/bin/tsc", ["--build"]),
  passes("eslint/bin/eslint.js", [
    ...["--max-warnings", "0", "--cache", "--cache-strategy", "content", "--cache-location", ".cache/eslint/"],
    ...(fix ? ["--fix"] : []),
    ".",
  ]),
  passes("prettier/bin/prettier.cjs", [
    ...["--log-level", "warn", "--cache", "--cache-location", ".cache/prettier"],
    fix ? "--write" : "--check",
    ".",
  ]),
];
if (results.includes(false)) {
  process.exitCode = 1;
} else {
  console.log("check: types, lint rules and formatting are in order");
}
