/**
 * From a fresh clone to a look at the product: installs and builds, prints the findings and a predicted runfiles tree of a workspace, then opens it in VS Code with the extension
 * loaded: the desktop one where `code` is on PATH, else VS Code in the browser.
 *
 *     node scripts/start.mjs [--no-editor] [DIRECTORY [LABEL …]]
 *
 * Without a directory it takes a copy of the bundled example, so that its fixes can be tried freely.
 */
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import process from "node:process";
import { build, cacheDirectory, installModules } from "./install.mjs";
import { root } from "./root.mjs";
import { findOnPath } from "./tools.mjs";
import * as vscodeServer from "./vscodeServer.mjs";

const example = join(root, "test/workspaces/split-transition/bzlmod");
const exampleLabels = ["//:bin_with_data"];

/**
 * @typedef {object} Request
 * @property {boolean} editor
 * @property {string} directory
 * @property {readonly string[]} labels targets whose trees are printed; none means: the first that a finding is about
 */

/** @param {readonly string[]} args @returns {Request} */
function parse(args) {
  const unknown = args.find((argument) => argument.startsWith("--") && argument !== "--no-editor");
  if (unknown !== undefined) throw new Error(`unknown option ${unknown}; there is only --no-editor`);
  const [given, ...labels] = args.filter((argument) => !argument.startsWith("--"));
  const editor = !args.includes("--no-editor");
  if (given === undefined) return { editor, directory: copyOfExample(), labels: exampleLabels };
  // npm runs scripts in the project's directory; a relative path means the one the user stands in.
  const directory = resolve(process.env["INIT_CWD"] ?? process.cwd(), given);
  if (!existsSync(directory)) throw new Error(`there is no directory ${directory}`);
  return { editor, directory, labels };
}

/** The copy lies outside of the project, or VS Code would ask about the git repository around it. */
function copyOfExample() {
  const copy = join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "runfiles-lens/example");
  rmSync(copy, { recursive: true, force: true });
  cpSync(example, copy, { recursive: true, filter: (path) => !basename(path).startsWith("bazel-") });
  console.log(`The example workspace ${copy} is a fresh copy of ${example}.`);
  return copy;
}

/** @param {readonly string[]} args @param {"inherit" | "pipe"} stdout */
function cli(args, stdout = "inherit") {
  return spawnSync(process.execPath, [join(root, "dist/cli.cjs"), ...args], {
    encoding: "utf8",
    stdio: ["ignore", stdout, "inherit"],
    maxBuffer: 1 << 30,
  });
}

/** Prints findings and trees; the exit codes 0 and 1 both mean that the analysis went well. @param {Request} request */
function printText({ directory, labels }) {
  title(`runfiles-lens check --workspace ${directory}`);
  const check = cli(["check", "--workspace", directory]);
  if (check.status !== 0 && check.status !== 1) throw new Error("check could not analyse the workspace");
  for (const label of labels.length > 0 ? labels : targetsOfFindings(directory).slice(0, 1)) {
    title(`runfiles-lens tree ${label} --workspace ${directory}`);
    cli(["tree", label, "--workspace", directory]);
  }
}

/** @param {string} directory @returns {string[]} */
function targetsOfFindings(directory) {
  const { stdout } = cli(["check", "--workspace", directory, "--format", "json"], "pipe");
  /** @type {{ findings: { target: string | null }[] }} */
  const report = JSON.parse(stdout);
  return report.findings.flatMap(({ target }) => (target === null ? [] : [target]));
}

/** @param {string} text */
function title(text) {
  console.log(`\n$ ${text}`);
}

/** The desktop VS Code, as a program that can be started without a shell. */
function desktopCode() {
  const found = findOnPath("code");
  // On Windows `code` is a batch file two directories below the program.
  return found?.endsWith(".cmd") ? join(dirname(dirname(found)), "Code.exe") : found;
}

/** @param {string} directory */
async function openEditor(directory) {
  const code = desktopCode();
  if (code !== undefined) {
    console.log(`\nOpening ${directory} in VS Code (${code}).`);
    const editor = spawn(code, [`--extensionDevelopmentPath=${root}`, directory], { detached: true, stdio: "ignore" });
    editor.once("error", (error) => console.error(`npm start: ${error.message}`));
    editor.unref();
    return;
  }
  console.log("\nNo `code` on PATH: VS Code in the browser instead.");
  const server = await vscodeServer.start({ serverDataDir: join(cacheDirectory, "vscode-data") });
  console.log(`\n  ${server.url({ folder: directory, extensionDevelopmentPath: root })}\n`);
  console.log("Open this address in a browser on this machine; Ctrl+C ends the server.");
  const end = () => void server.stop();
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  await server.exited;
}

try {
  const request = parse(process.argv.slice(2));
  installModules();
  build();
  printText(request);
  if (request.editor) await openEditor(request.directory);
} catch (error) {
  console.error(`npm start: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
