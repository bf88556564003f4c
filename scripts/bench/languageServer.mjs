/** A minimal editor: speaks LSP with our server over stdio, as far as the measurements need it. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { root as project } from "../root.mjs";
import { BAZEL_VERSION } from "./generate.mjs";
import { cacheEnvironment } from "./row.mjs";

/** How long an answer may take before the measurement is given up. */
const PATIENCE = 120_000;

/** What the server is told of our settings. */
const SETTINGS = { bazel: { version: BAZEL_VERSION } };

/** @typedef {{ id?: number | string, method?: string, params?: any, result?: any, error?: { message: string } }} Message */

export class Session {
  /** @type {import("node:child_process").ChildProcessByStdio<import("node:stream").Writable, import("node:stream").Readable, null>} */
  #child;
  #buffer = Buffer.alloc(0);
  #nextId = 1;
  /** @type {Set<(message: Message) => void>} */
  #listeners = new Set();
  /** @type {Map<string, { text: string, version: number }>} */
  #documents = new Map();
  /** @type {string} */
  #directory;

  /** @param {string} directory the workspace */
  constructor(directory) {
    this.#directory = directory;
    this.#child = spawn(process.execPath, [join(project, "dist/cli.cjs"), "lsp", "--stdio"], {
      cwd: directory,
      env: { ...process.env, ...cacheEnvironment },
      stdio: ["pipe", "pipe", "ignore"],
    });
    this.#child.stdout.on("data", (/** @type {Buffer} */ chunk) => this.#receive(chunk));
  }

  /** Peak resident memory of the server in megabytes, where the system tells it (Linux). */
  get megabytes() {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, "utf8");
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024;
  }

  async initialize() {
    const uri = pathToFileURL(this.#directory).href;
    await this.request("initialize", {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: "bench" }],
      capabilities: {
        workspace: { workspaceFolders: true, configuration: true },
        textDocument: { publishDiagnostics: { versionSupport: true, relatedInformation: true } },
      },
    });
    this.notify("initialized", {});
  }

  /** @param {string} path inside the workspace */
  uri(path) {
    return pathToFileURL(join(this.#directory, path)).href;
  }

  /** Opens a file of the workspace and waits for its diagnostics. @param {string} path @param {string} languageId */
  async open(path, languageId = "starlark") {
    const text = readFileSync(join(this.#directory, path), "utf8");
    this.#documents.set(path, { text, version: 1 });
    const published = this.#diagnostics(path, 1);
    this.notify("textDocument/didOpen", { textDocument: { uri: this.uri(path), languageId, version: 1, text } });
    await published;
  }

  /**
   * Replaces text in an open document and waits for the diagnostics of that version, or for new ones of another open document that depends on it.
   * @param {string} path
   * @param {(text: string) => string} edit
   * @param {string} [other]
   */
  async change(path, edit, other) {
    const document = this.#documents.get(path);
    if (document === undefined) throw new Error(`${path} is not open`);
    const next = { text: edit(document.text), version: document.version + 1 };
    this.#documents.set(path, next);
    const published = other === undefined ? this.#diagnostics(path, next.version) : this.#diagnostics(other);
    this.#send(this.#changeOf(path, next));
    await published;
  }

  /** Replaces the text of an open document and waits for nothing. @param {string} path @param {(text: string) => string} edit */
  type(path, edit) {
    const document = this.#documents.get(path);
    if (document === undefined) throw new Error(`${path} is not open`);
    const next = { text: edit(document.text), version: document.version + 1 };
    this.#documents.set(path, next);
    this.#send(this.#changeOf(path, next));
  }

  /** @param {string} path @param {{ text: string, version: number }} next */
  #changeOf(path, next) {
    const params = {
      textDocument: { uri: this.uri(path), version: next.version },
      contentChanges: [{ text: next.text }],
    };
    return { method: "textDocument/didChange", params };
  }

  /** @param {string} method @param {unknown} params @returns {Promise<any>} */
  async request(method, params) {
    const id = this.#nextId++;
    const answered = this.#waitFor(
      `the answer to ${method}`,
      (message) => message.method === undefined && message.id === id,
    );
    this.#send({ id, method, params });
    const { error, result } = await answered;
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  /** @param {string} method @param {unknown} params */
  notify(method, params) {
    this.#send({ method, params });
  }

  async close() {
    const exited = new Promise((resolve) => this.#child.once("exit", resolve));
    await this.request("shutdown", null);
    this.notify("exit", null);
    const force = setTimeout(() => this.#child.kill(), 5_000);
    await exited;
    clearTimeout(force);
  }

  /** @param {string} path @param {number} [version] any, where it is not given */
  #diagnostics(path, version) {
    const uri = this.uri(path);
    return this.#waitFor(
      `diagnostics of ${version === undefined ? "" : `version ${version} of `}${path}`,
      ({ method, params }) =>
        method === "textDocument/publishDiagnostics" &&
        params.uri === uri &&
        (version === undefined || params.version === version),
    );
  }

  /** @param {string} what @param {(message: Message) => boolean} accepts @returns {Promise<Message>} */
  #waitFor(what, accepts) {
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer);
        this.#listeners.delete(listener);
        this.#child.off("exit", died);
      };
      const listener = (/** @type {Message} */ message) => {
        if (!accepts(message)) return;
        done();
        resolve(message);
      };
      const died = () => {
        done();
        reject(new Error(`the server ended before ${what}`));
      };
      const timer = setTimeout(() => {
        done();
        reject(new Error(`${what} did not come within ${PATIENCE / 1000} s`));
      }, PATIENCE);
      this.#listeners.add(listener);
      this.#child.once("exit", died);
    });
  }

  /** @param {Message} message */
  #send(message) {
    const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
    this.#child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.#child.stdin.write(body);
  }

  /** @param {Buffer} chunk */
  #receive(chunk) {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const end = this.#buffer.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.#buffer.toString("latin1", 0, end))?.[1]);
      if (this.#buffer.length < end + 4 + length) return;
      const body = this.#buffer.toString("utf8", end + 4, end + 4 + length);
      this.#buffer = this.#buffer.subarray(end + 4 + length);
      this.#dispatch(JSON.parse(body));
    }
  }

  /** @param {Message} message */
  #dispatch(message) {
    if (message.method !== undefined && message.id !== undefined) {
      // The server asks for settings, registrations and progress; an editor without the latter says null to them.
      const result = message.method === "workspace/configuration" ? message.params.items.map(() => SETTINGS) : null;
      this.#send({ id: message.id, result });
    }
    for (const listener of [...this.#listeners]) listener(message);
  }
}
