/**
 * A real VS Code without a desktop: the server part of VS Code, as the npm package `code-server` carries it, shown in any browser. The tests and `npm start` use it where
 * no desktop VS Code is at hand. Only its `lib/vscode` is installed, into the project's cache directory, and none of its native modules is built: VS Code logs that
 * `spdlog` is missing and works without it.
 */
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { cacheDirectory, npm } from "./install.mjs";

/** code-server 4.100.3 is VS Code 1.100.3: the newest for Node 20. */
const packageVersion = "4.100.3";
/** The first ripgrep package that carries its binary instead of downloading it; VS Code's file search needs it. */
const ripgrepVersion = "1.18.0";

export const vscodeVersion = "1.100.3";

const home = join(cacheDirectory, `vscode-server-${vscodeVersion}`);

/** Whether `ensure` would have nothing to do. */
export function isInstalled() {
  return existsSync(home);
}

/**
 * Installs the server (about 45 MB of downloads, 10 s) unless it is there.
 * @param {(message: string) => void} [log]
 * @returns {Promise<string>} its directory
 */
export async function ensure(log = console.log) {
  if (isInstalled()) return home;
  log(`Installing VS Code ${vscodeVersion} for the browser (npm package code-server) into .cache/ …`);
  await mkdir(cacheDirectory, { recursive: true });
  const scratch = await mkdtemp(join(cacheDirectory, "vscode-server-install-"));
  try {
    npm(["pack", "--silent", "--pack-destination", scratch, `code-server@${packageVersion}`], { capture: true });
    const unpacked = spawnSync("tar", ["-xzf", `code-server-${packageVersion}.tgz`, "package/lib/vscode"], {
      cwd: scratch,
      stdio: "inherit",
    });
    if (unpacked.status !== 0) throw new Error("tar could not unpack code-server");
    const server = join(scratch, "package/lib/vscode");
    const install = ["install", "--ignore-scripts", "--omit=dev", "--no-save", "--no-audit", "--no-fund", "--silent"];
    npm([...install, `@vscode/ripgrep@${ripgrepVersion}`], { cwd: server });
    npm(install, { cwd: join(server, "extensions") });
    await rename(server, home).catch((/** @type {unknown} */ error) => {
      // Another process may have finished first.
      if (!isInstalled()) throw error;
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return home;
}

/**
 * @typedef {object} StartOptions
 * @property {number} [port] 0, or nothing, takes a free one
 * @property {string | "none"} [token] the connection token; "none" lets anybody on this machine in. Random when left out.
 * @property {string} serverDataDir where VS Code keeps its settings, extensions and logs
 * @property {"ask" | "granted"} [trust] "ask" (VS Code's own default) opens folders in Restricted Mode until the user answers
 */

/**
 * @typedef {object} RunningServer
 * @property {string} authority `127.0.0.1:PORT`
 * @property {string | undefined} token
 * @property {(page: Page) => string} url address of an editor page
 * @property {() => Promise<void>} stop
 * @property {Promise<number | null>} exited
 */

/**
 * @typedef {object} Page
 * @property {string} [folder] absolute path of the folder to open
 * @property {string} [extensionDevelopmentPath] absolute path of an extension to load from source
 * @property {string} [extensionTestsPath] absolute path of a module whose `run()` the extension host executes
 */

/**
 * Starts a server on the loopback address.
 * @param {StartOptions} options
 * @returns {Promise<RunningServer>}
 */
export async function start({ port = 0, token = randomBytes(16).toString("hex"), serverDataDir, trust = "ask" }) {
  const directory = await ensure();
  await mkdir(serverDataDir, { recursive: true });
  const child = spawn(
    process.execPath,
    [
      join(directory, "out/server-main.js"),
      ...["--host", "127.0.0.1", "--port", String(port)],
      ...(token === "none" ? ["--without-connection-token"] : ["--connection-token", token]),
      ...(trust === "granted" ? ["--disable-workspace-trust"] : []),
      ...["--accept-server-license-terms", "--telemetry-level", "off", "--server-data-dir", serverDataDir],
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  /** @type {Promise<number | null>} */
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const authority = `127.0.0.1:${await listeningPort(child)}`;
  return {
    authority,
    token: token === "none" ? undefined : token,
    exited,
    url: (page) => pageUrl(authority, token === "none" ? undefined : token, page),
    stop: async () => {
      child.kill("SIGTERM");
      const force = setTimeout(() => child.kill("SIGKILL"), 5_000);
      await exited;
      clearTimeout(force);
    },
  };
}

/**
 * @param {import("node:child_process").ChildProcessByStdio<null, import("node:stream").Readable, import("node:stream").Readable>} child
 * @returns {Promise<string>}
 */
function listeningPort(child) {
  return new Promise((resolve, reject) => {
    let output = "";
    // Both pipes are read to their end, or the server would block on a full one.
    const read = (/** @type {string} */ chunk) => {
      if (output.length > 100_000) return;
      output += chunk;
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port !== undefined) resolve(port);
    };
    child.stdout.setEncoding("utf8").on("data", read);
    child.stderr.setEncoding("utf8").on("data", read);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the VS Code server ended with code ${code}:\n${output}`)));
  });
}

/**
 * @param {string} authority
 * @param {string | undefined} token
 * @param {Page} page
 */
function pageUrl(authority, token, { folder, extensionDevelopmentPath, extensionTestsPath }) {
  const remote = (/** @type {string} */ path) => `vscode-remote://${authority}${encodeURI(path)}`;
  /** @type {[string, string][]} */
  const payload = [["skipWelcome", "true"]];
  if (extensionDevelopmentPath !== undefined) {
    payload.push(["extensionDevelopmentPath", remote(extensionDevelopmentPath)]);
  }
  if (extensionTestsPath !== undefined) payload.push(["extensionTestsPath", remote(extensionTestsPath)]);
  const query = new URLSearchParams();
  if (token !== undefined) query.set("tkn", token);
  if (folder !== undefined) query.set("folder", folder);
  query.set("payload", JSON.stringify(payload));
  return `http://${authority}/?${query}`;
}
