/** The programs we are measured against. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { root } from "../root.mjs";
import { findTool } from "../tools.mjs";
import { run } from "./measure.mjs";

/** buildifier's native binary: the launcher in JavaScript would cost it a start of Node. */
export function buildifier() {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const machine = process.arch === "x64" ? "amd64" : process.arch;
  const ending = process.platform === "win32" ? ".exe" : "";
  return join(root, `node_modules/@bazel/buildifier/buildifier-${system}_${machine}${ending}`);
}

/** A Bazel with an output root of its own, which goes with it. */
export class Bazel {
  #program;
  #directory;
  #outputRoot = mkdtempSync(join(tmpdir(), "runfiles-lens-bench-bazel-"));

  /** @param {string} program @param {string} directory the workspace */
  constructor(program, directory) {
    this.#program = program;
    this.#directory = directory;
  }

  /** @param {string} directory the workspace */
  static find(directory) {
    const program = findTool("bazel");
    return program === undefined ? undefined : new Bazel(program, directory);
  }

  /** @param {string} pattern */
  cquery(pattern) {
    const stubs = join(root, "test/harness/repositories");
    const overrides = readdirSync(stubs).map((name) => `--override_repository=${name}=${join(stubs, name)}`);
    return this.#run(["cquery", ...overrides, pattern]);
  }

  /** Ends the server, so that the next command starts a cold one. */
  shutdown() {
    return this.#run(["shutdown"]);
  }

  async dispose() {
    await this.shutdown();
    await run("chmod", ["-R", "u+w", this.#outputRoot]).catch(() => undefined);
    rmSync(this.#outputRoot, { recursive: true, force: true });
  }

  /** @param {readonly string[]} args */
  #run(args) {
    return run(this.#program, [`--output_user_root=${this.#outputRoot}`, ...args], { cwd: this.#directory });
  }
}
