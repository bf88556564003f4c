/**
 * The gap list: evaluates every package of some workspaces, without Bazel, and prints what is not known, counted by reason, the most frequent first. What to do next stands at its head.
 *
 *     node scripts/coverageOfBazel.mjs [--format text|json] [--bazel-version V] [--timeout SECONDS] DIRECTORY…
 *
 * A directory may be any checkout, also one that is no Bazel workspace. One that fails or takes longer than the timeout is reported and takes nothing away from the others.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { build, installModules } from "./install.mjs";
import { root } from "./root.mjs";

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    format: { type: "string", default: "text" },
    "bazel-version": { type: "string" },
    timeout: { type: "string", default: "1800" },
  },
});
if (positionals.length === 0) throw new Error("which workspaces? npm run coverage-of-bazel -- DIRECTORY…");

installModules();
if (!existsSync(join(root, "dist/cli.cjs"))) build();

/**
 * As server/src/cli/gapsReport.ts has it.
 * @typedef {{ kind: string, name: string, targets: number, packages: number, message: string, firstTarget: string | null, file: string | null, line: number | null }} Gap
 * @typedef {{ workspace: string, totals: Record<string, number>, seconds: number, errors: { package: string, message: string }[], gaps: Gap[] }} Report
 */

// npm runs scripts in the project's directory; a relative path means the one the user stands in.
const directories = positionals.map((given) => resolve(process.env["INIT_CWD"] ?? process.cwd(), given));
/** @type {{ workspace: string, message: string }[]} */
const failures = [];
/** @type {Report[]} */
const reports = [];
for (const directory of directories) {
  process.stderr.write(`${directory} …\n`);
  const version = flags["bazel-version"] === undefined ? [] : ["--bazel-version", flags["bazel-version"]];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, "dist/cli.cjs"), "gaps", "--format", "json", "--workspace", directory, ...version],
    { encoding: "utf8", timeout: Number(flags.timeout) * 1000, maxBuffer: 1 << 30 },
  );
  if (status === 0) reports.push(JSON.parse(stdout));
  else failures.push({ workspace: directory, message: stderr.trim() || `no answer within ${flags.timeout} s` });
}

const gaps = merged(reports);
const totals = sums(reports);
if (flags.format === "json") console.log(JSON.stringify({ totals, gaps, workspaces: reports, failures }, undefined, 2));
else printText();

/** The same gap of several workspaces is one. @param {readonly Report[]} all */
function merged(all) {
  /** @type {Map<string, Gap & { workspaces: number }>} */
  const found = new Map();
  for (const report of all) {
    for (const gap of report.gaps) {
      const key = `${gap.kind} ${gap.name}`;
      const known = found.get(key);
      if (!known) {
        found.set(key, { ...gap, file: gap.file && join(report.workspace, gap.file), workspaces: 1 });
        continue;
      }
      known.targets += gap.targets;
      known.packages += gap.packages;
      known.workspaces += 1;
    }
  }
  return [...found.values()].sort((a, b) => b.targets - a.targets || b.packages - a.packages);
}

/** @param {readonly Report[]} all */
function sums(all) {
  /** @type {Record<string, number>} */
  const sum = { errors: 0, seconds: 0 };
  for (const { totals: own, errors, seconds } of all) {
    for (const [name, count] of Object.entries(own)) sum[name] = (sum[name] ?? 0) + count;
    sum["errors"] = (sum["errors"] ?? 0) + errors.length;
    sum["seconds"] = Math.round(10 * ((sum["seconds"] ?? 0) + seconds)) / 10;
  }
  return sum;
}

function printText() {
  console.log("targets  packages  gap");
  for (const { kind, name, targets, packages, message, firstTarget, file, line } of gaps) {
    console.log(`${String(targets).padStart(7)}  ${String(packages).padStart(8)}  ${kind} ${name}`);
    const place = file === null ? [] : [`${file}${line === null ? "" : `:${line}`}`];
    const first = [message.split("\n")[0] ?? "", ...(firstTarget === null ? [] : [firstTarget]), ...place];
    console.log(`${" ".repeat(19)}${first.join(" · ")}`);
  }
  console.log("\npackages  targets  complete         partial  rejected  errors  seconds");
  for (const report of reports)
    printRow(report.workspace, { ...report.totals, errors: report.errors.length, seconds: report.seconds });
  if (reports.length > 1) printRow("all", totals);
  for (const { workspace, errors } of reports)
    for (const error of errors) console.log(`error: ${workspace} //${error.package}: ${error.message}`);
  for (const { workspace, message } of failures) console.log(`failed: ${workspace}: ${message}`);
}

/** @param {string} name @param {Record<string, number>} row */
function printRow(name, row) {
  const of = (/** @type {string} */ key) => row[key] ?? 0;
  const share = of("targets") === 0 ? "" : ` (${((100 * of("complete")) / of("targets")).toFixed(1)} %)`;
  const cells = [
    String(of("packages")).padStart(8),
    String(of("targets")).padStart(7),
    `${of("complete")}${share}`.padEnd(15),
    String(of("partial")).padStart(7),
    String(of("rejected")).padStart(8),
    String(of("errors")).padStart(6),
    String(of("seconds")).padStart(7),
  ];
  console.log(`${cells.join("  ")}  ${name}`);
}
