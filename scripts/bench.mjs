/**
 * Measures the product against buildifier, against Bazel where there is one, and against itself, and prints a table of ratios. Absolute times belong to a machine; the ratios of one run are what the budgets are
 * about.
 *
 *     node scripts/bench.mjs [--rounds N] [--packages N] [--growth N] [--corpus DIRECTORY] [--only WORD]
 *
 * `--packages` sizes the workspace of most rows, `--growth` the largest one of the growth row (the budget speaks of 20,000, which takes some minutes), `--corpus` names a workspace of real Starlark files (for the memory row), `--only` takes the rows whose
 * names contain the word.
 */
import { mkdirSync } from "node:fs";
import { cpus } from "node:os";
import process from "node:process";
import { parseArgs } from "node:util";
import { build, installModules } from "./install.mjs";

installModules();
build();
// What follows imports node modules, which may just have been installed.
const commandLine = await import("./bench/commandLineRows.mjs");
const editor = await import("./bench/editorRows.mjs");
const { TARGETS_PER_PACKAGE } = await import("./bench/generate.mjs");
const { missing, scratch } = await import("./bench/row.mjs");

const { values: flags } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    packages: { type: "string", default: "2000" },
    growth: { type: "string", default: "5000" },
    corpus: { type: "string" },
    only: { type: "string", default: "" },
  },
});
/** @type {import("./bench/row.mjs").BenchOptions} */
const options = {
  rounds: Number(flags.rounds),
  packages: Number(flags.packages),
  growth: Number(flags.growth),
  corpus: flags.corpus,
};

/** @type {readonly import("./bench/row.mjs").Row[]} */
const rows = [
  {
    what: `parse and resolve names of a workspace of ${options.packages} packages, cold, against buildifier -mode=check -lint=warn -r`,
    budget: "≤ 0.7 ×",
    measure: commandLine.parsing,
  },
  {
    what: "check //..., cold, against bazel cquery //... with a cold server",
    budget: "≤ 0.5 ×",
    measure: commandLine.coldAgainstBazel,
  },
  {
    what: "check //..., warm cache on disk, against itself cold",
    budget: "≤ 0.2 ×",
    measure: commandLine.warmAgainstCold,
  },
  {
    what: "check of 500 py_test that share 2,300 files, against 5 of them",
    budget: "≤ 3 ×",
    measure: commandLine.sharedInterpreter,
  },
  {
    what: "keystroke to diagnostics, p95, in the largest BUILD file, against buildifier on that file",
    budget: "≤ 2 ×",
    measure: editor.keystrokeInBuildFile,
  },
  {
    what: "keystroke in the most-loaded .bzl to the diagnostics that it makes or mends in the largest BUILD file, which is open, p95, against a keystroke in the latter",
    budget: "≤ 10 ×",
    measure: editor.keystrokeInBzlFile,
  },
  {
    what: "giving up a long evaluation: a change meanwhile to diagnostics, p95, over the same change when nothing runs",
    budget: "≤ 50 ms more",
    measure: editor.cancellation,
  },
  {
    what: "predicted tree of a target in a loaded workspace, p95, against a warm bazel cquery of it",
    budget: "≤ 0.3 ×",
    measure: editor.treeAgainstBazel,
  },
  {
    what: `growth of check from ${Math.min(1000, options.growth / 5)} to ${options.growth} packages of ${TARGETS_PER_PACKAGE} targets`,
    budget: "exponent ≤ 1.1, ≤ 60 KB a package",
    measure: commandLine.growth,
  },
  {
    what: `memory of check for ${options.corpus ?? "the generated workspace"}`,
    budget: "≤ 300 MB for 3,000 real files",
    measure: commandLine.memoryOfFiles,
  },
  {
    what: "loading and activating the client in a window without a Bazel workspace",
    budget: "≤ 100 ms",
    measure: commandLine.activation,
  },
  { what: ".vsix", budget: "≤ 1 MB", measure: commandLine.packageSize },
];

mkdirSync(scratch, { recursive: true });
console.log(
  `\n${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}, medians of ${options.rounds}\n`,
);
console.log("| what | budget | measured | |");
console.log("|---|---|---|---|");
for (const { what, budget, measure } of rows.filter((row) => row.what.includes(flags.only))) {
  const result = await measure(options).catch((/** @type {unknown} */ error) => missing(firstLine(error)));
  if (result.kind === "missing") {
    console.log(`| ${what} | ${budget} | not measured | ${result.why} |`);
  } else {
    const detail = result.detail === "" ? "" : ` (${result.detail})`;
    console.log(`| ${what} | ${budget} | ${result.value}${detail} | ${result.within ? "within" : "**over**"} |`);
  }
}

/** @param {unknown} error */
function firstLine(error) {
  return (error instanceof Error ? error.message : String(error)).split("\n", 1)[0] ?? "";
}
