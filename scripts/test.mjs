/**
 * Runs every suite: unit tests, and the suites that drive a real Bazel, a real VS Code and a real Neovim. Says first what they need and installs it where that is possible; a suite whose
 * program is missing is skipped by name, and in CI that is a failure where the program could have been installed.
 *
 *     node scripts/test.mjs [--no-install] [ARGUMENT OF VITEST …]
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { build, cacheDirectory, installModules, modulesAreInstalled } from "./install.mjs";
import { root } from "./root.mjs";
import { exitCodeOf, summaryLine, totalsOf } from "./testTotals.mjs";
import { findOnPath, findTool, tools } from "./tools.mjs";
import * as vscodeServer from "./vscodeServer.mjs";

/** @typedef {import("./tools.mjs").ToolName} ToolName */
/** @typedef {import("./testTotals.mjs").Totals} Totals */

/** The suites that need a program of another maker; names as in vitest.config.ts. @type {Record<string, ToolName>} */
const suites = { "real-bazel": "bazel", vscode: "chromium", neovim: "neovim" };

const mayInstall = !process.argv.includes("--no-install");
const vitestArguments = process.argv.slice(2).filter((argument) => argument !== "--no-install");

/** Debian's packages can be installed without asking anybody: the right system, and the right to. */
function canUseApt() {
  if (process.getuid?.() !== 0 || findOnPath("apt-get") === undefined) return false;
  return existsSync("/etc/os-release") && /^ID=debian$/m.test(readFileSync("/etc/os-release", "utf8"));
}

/** @param {readonly string[]} packages */
function aptInstall(packages) {
  const apt = (/** @type {readonly string[]} */ args) =>
    spawnSync("apt-get", ["-qq", "-o", "DPkg::Lock::Timeout=300", ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      stdio: ["ignore", "ignore", "inherit"],
    }).status === 0;
  const install = () => apt(["install", "--yes", "--no-install-recommends", ...packages]);
  return install() || (apt(["update"]) && install());
}

function sayWhatIsNeeded() {
  const state = (/** @type {boolean} */ there, /** @type {string} */ remedy) =>
    there ? "installed" : `MISSING: ${remedy}`;
  const byUs = (/** @type {string} */ how) =>
    mayInstall ? `will be installed (${how})` : `not installed, as asked (${how})`;
  const lines = [["node modules", state(modulesAreInstalled(), byUs("npm ci"))]];
  for (const [suite, name] of Object.entries(suites)) {
    const { title, debian, names } = tools[name];
    const remedy = canUseApt() ? byUs(`apt-get install ${debian.join(" ")}`) : `put ${names.join(" or ")} on PATH`;
    lines.push([`${title} (suite ${suite})`, findTool(name) ?? state(false, remedy)]);
  }
  lines.push([
    `VS Code ${vscodeServer.vscodeVersion} for the browser (suite vscode)`,
    state(vscodeServer.isInstalled(), byUs("npm package code-server, into .cache/")),
  ]);
  console.log("The tests need:");
  for (const [what, where] of lines) console.log(`  ${what}: ${where}`);
}

async function installWhatIsMissing() {
  if (!mayInstall) return;
  installModules();
  const missing = Object.values(suites).filter((name) => findTool(name) === undefined);
  if (canUseApt()) {
    for (const name of missing) {
      const packages = tools[name].debian;
      console.log(`Installing ${packages.join(" ")} (apt-get) …`);
      if (!aptInstall(packages)) console.log(`apt-get could not install ${packages.join(" ")}`);
    }
  }
  if (findTool("chromium") !== undefined) {
    await vscodeServer.ensure().catch((/** @type {unknown} */ error) => console.log(String(error)));
  }
}

/** Why a suite cannot run here, or undefined. @param {string} suite @param {ToolName} tool */
function obstacle(suite, tool) {
  if (findTool(tool) === undefined) return `no ${tools[tool].title}`;
  if (suite === "vscode" && !vscodeServer.isInstalled()) return "no VS Code for the browser";
  return undefined;
}

/** @param {readonly string[]} args @param {"inherit" | "pipe"} stdout */
function vitest(args, stdout) {
  return spawnSync(process.execPath, [join(root, "node_modules/vitest/vitest.mjs"), ...args], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", stdout, stdout === "pipe" ? "ignore" : "inherit"],
  });
}

/** Runs the projects in one go. @param {readonly string[]} projects @returns {Totals} */
function runProjects(projects) {
  const report = join(cacheDirectory, "test-results.json");
  mkdirSync(cacheDirectory, { recursive: true });
  rmSync(report, { force: true });
  const run = vitest(
    [
      "run",
      ...projects.flatMap((project) => ["--project", project]),
      ...["--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
      ...vitestArguments,
    ],
    "inherit",
  );
  return totalsOf(existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : undefined, run.status);
}

/** How many tests a suite has that cannot run here. @param {string} project */
function countTests(project) {
  const listed = vitest(["list", "--json", "--project", project, ...vitestArguments], "pipe");
  try {
    return JSON.parse(listed.stdout).length;
  } catch {
    return 0;
  }
}

/** Sorts the suites into those that can run and notices about those that cannot. */
function planSuites() {
  /** @type {string[]} */
  const projects = ["unit"];
  /** @type {string[]} */
  const notices = [];
  let tests = 0;
  for (const [suite, tool] of Object.entries(suites)) {
    const why = obstacle(suite, tool);
    if (why === undefined) {
      projects.push(suite);
      continue;
    }
    notices.push(`*** SKIPPED: suite ${suite}, ${why} ***`);
    tests += countTests(suite);
  }
  return { projects, notices, testsLeftOut: tests };
}

/** @returns {Promise<Totals>} */
async function testEverything() {
  sayWhatIsNeeded();
  await installWhatIsMissing();
  if (!modulesAreInstalled()) {
    throw new Error("the node modules are missing or outdated: run npm ci, or leave --no-install out");
  }
  build();
  const { projects, notices, testsLeftOut } = planSuites();
  for (const notice of notices) console.log(notice);
  const totals = runProjects(projects);
  for (const notice of notices) console.log(notice);
  // What could have been installed has no excuse in CI.
  const inexcusable = process.env["CI"] === "true" && mayInstall && canUseApt() ? notices.length : 0;
  if (inexcusable > 0) console.log(`FAILED: in CI every suite has to run, ${inexcusable} did not`);
  return { ...totals, failed: totals.failed + inexcusable, skipped: totals.skipped + testsLeftOut };
}

/** @type {Totals} */
const totals = await testEverything().catch((/** @type {unknown} */ error) => {
  console.error(`npm test: ${error instanceof Error ? error.message : String(error)}`);
  return { passed: 0, failed: 1, skipped: 0 };
});
console.log(summaryLine(totals));
process.exitCode = exitCodeOf(totals);
