/**
 * A real Bazel on a copy of a test workspace, without a network.
 *
 * Each version wants a few repositories that its built-in WORKSPACE suffix or the module bazel_tools would download. Others take their place, by a bazelrc outside of the workspace that is read in addition to the system's, the
 * workspace's and none of the user's: before 7 stand-ins of our own (repositories/), with Bazel 7 what Debian packages beside it, and stand-ins of modules that Debian has not (modules/). Each copy has its own output base and so
 * its own server; `close` shuts it down.
 */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Bazel } from "../../server/src/bazelTool/bazel.ts";
import { findBazel } from "../../server/src/bazelTool/executable.ts";
import { execPathOfTarget, parseManifest } from "../../server/src/bazelTool/manifest.ts";
import { runProcess } from "../../server/src/bazelTool/process.ts";
import { parseVersion } from "../../server/src/bazelTool/version.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
export const workspacesDirectory = join(here, "../workspaces");
const repositoriesDirectory = join(here, "repositories");
const modulesDirectory = join(here, "modules");

/** Repositories of Bazel 7's WORKSPACE suffix → where Debian has them; its own bazelrc overrides the modules. */
const DEBIAN_REPOSITORIES: Readonly<Record<string, string>> = {
  bazel_features: "tools/features",
  bazel_skylib: "tools/skylib",
  platforms: "tools/platforms",
  rules_cc: "rules/cc",
  rules_java: "rules/java",
  rules_java_builtin: "rules/java",
  rules_license: "rules/license",
  rules_proto: "rules/proto",
  rules_python: "rules/python",
};

export interface InstalledBazel {
  /** Absolute path. */
  readonly executable: string;
  readonly version: string;
}

/** The Bazel on PATH, or undefined. Debian's does not know its version; its package does. */
export async function installedBazel(): Promise<InstalledBazel | undefined> {
  const found = await findBazel({ setting: "", searchPath: process.env.PATH, platform: process.platform });
  if (found.kind !== "ok") return undefined;
  const answer = parseVersion(output(found.value, ["--version"]));
  const version =
    answer.kind === "known"
      ? answer.version
      : /^\d+\.\d+\.\d+/.exec(output("dpkg-query", ["-W", "-f", "${Version}", "bazel-bootstrap"]))?.[0];
  return version === undefined ? undefined : { executable: found.value, version };
}

function output(executable: string, args: readonly string[]): string {
  try {
    return execFileSync(executable, args, { cwd: tmpdir(), encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return "";
  }
}

export interface WorkspaceOptions {
  /** Directory below test/workspaces. Its .bazelversion is left out of the copy: Debian's wrapper refuses any. */
  readonly source: string;
  /** Changes the copy before Bazel sees it. */
  readonly prepare?: (root: string) => void;
}

/** A path in a real runfiles tree, and what it links to, relative to the execution root; null for an empty file. */
export interface RealEntry {
  readonly path: string;
  readonly execPath: string | null;
}

export interface CommandOutcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class RealWorkspace {
  /** The copy's absolute path. */
  readonly root: string;
  readonly #directory: string;
  readonly #installed: InstalledBazel;

  constructor(installed: InstalledBazel, options: WorkspaceOptions) {
    this.#installed = installed;
    this.#directory = realpathSync(mkdtempSync(join(tmpdir(), "runfiles-lens-bazel-")));
    this.root = join(this.#directory, "workspace");
    cpSync(join(workspacesDirectory, options.source), this.root, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => basename(path) !== ".bazelversion",
    });
    options.prepare?.(this.root);
    writeFileSync(join(this.#directory, "bazelrc"), bazelrc(installed.version));
  }

  /** What the bazelrc outside of the workspace gives every command: a prediction has to be told, since it does not see that file. */
  get commonFlags(): readonly string[] {
    return commonFlags(majorOf(this.#installed.version));
  }

  get version(): string {
    return this.#installed.version;
  }

  /** How bazelTool calls this Bazel. */
  bazel(flags: readonly string[] = []): Bazel {
    return { executable: this.#installed.executable, workspaceRoot: this.root, startupFlags: this.startupFlags, flags };
  }

  get startupFlags(): readonly string[] {
    return [
      "--nohome_rc",
      `--bazelrc=${join(this.#directory, "bazelrc")}`,
      `--output_user_root=${join(this.#directory, "output")}`,
      "--max_idle_secs=120",
      // Servers of few commands: the second compiler does not pay.
      "--host_jvm_args=-XX:TieredStopAtLevel=1",
      "--host_jvm_args=-XX:+UseSerialGC",
    ];
  }

  /**
   * Writes a program that is this Bazel with its start-up flags, which have no place in a setting; gives its path back. It begins once there is no file `waitsWhile`; interrupted before, it ends as
   * Bazel does.
   */
  script(path: string, { waitsWhile = "" } = {}): string {
    const { executable } = this.#installed;
    const flags = this.startupFlags.map((flag) => `'${flag}'`).join(" ");
    const lines = [
      "#!/bin/sh",
      `case "$1" in --version) exec '${executable}' --version ;; esac`,
      "trap 'exit 8' INT",
      `while [ -e '${waitsWhile}' ]; do sleep 0.1; done`,
      `exec '${executable}' ${flags} "$@"`,
    ];
    writeFileSync(path, `${lines.join("\n")}\n`);
    chmodSync(path, 0o755);
    return path;
  }

  /** Runs a command as a user would, waiting for the server's lock; all of what it says is kept. */
  async command(args: readonly string[]): Promise<CommandOutcome> {
    const stderr: string[] = [];
    const outcome = await runProcess({
      executable: this.#installed.executable,
      args: [...this.startupFlags, ...args],
      cwd: this.root,
      onStderrLine: (line) => stderr.push(line),
    });
    if (outcome.kind !== "exited") throw new Error(`bazel ${args.join(" ")}: ${outcome.kind}`);
    return { ...outcome, stderr: stderr.join("\n") };
  }

  /** Builds, and throws with Bazel's words where that fails. */
  async build(patterns: readonly string[], flags: readonly string[] = []): Promise<CommandOutcome> {
    const outcome = await this.command(["build", ...flags, "--", ...patterns]);
    if (outcome.exitCode !== 0)
      throw new Error(`bazel build ${patterns.join(" ")}: exit code ${String(outcome.exitCode)}\n${outcome.stderr}`);
    return outcome;
  }

  /** The tree that the last build wrote for an executable, sorted by path; undefined where it wrote none. `execPath` is the executable's. */
  tree(execPath: string): readonly RealEntry[] | undefined {
    // `bazel-out` is a convenience symlink in the workspace, and a directory under the execution root.
    const file = join(this.root, `${execPath}.runfiles_manifest`);
    if (!existsSync(file)) return undefined;
    return parseManifest(readFileSync(file, "utf8")).map(({ path, target }) => ({
      path,
      execPath: target === null ? null : this.#execPath(target),
    }));
  }

  #execPath(target: string): string {
    const execPath = execPathOfTarget(target, [this.root]);
    if (execPath === undefined) throw new Error(`a link that leads out of the workspace: ${target}`);
    return execPath;
  }

  /** Shuts the server down and removes the copy. */
  async close(): Promise<void> {
    await runProcess({
      executable: this.#installed.executable,
      args: [...this.startupFlags, "shutdown"],
      cwd: this.root,
    });
    makeDirectoriesWritable(this.#directory);
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** Bazel removes the write permission of its output directories. */
function makeDirectoriesWritable(directory: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.isDirectory()) makeDirectoriesWritable(join(directory, entry.name));
  }
  if ((lstatSync(directory).mode & 0o200) === 0) chmodSync(directory, 0o755);
}

function bazelrc(version: string): string {
  // Debian's system bazelrc asks for the sandbox's debugging output.
  const common = commonFlags(majorOf(version)).map((flag) => `common ${flag}`);
  return [...common, "build --nosandbox_debug", ""].join("\n");
}

function majorOf(version: string): number {
  return Number(version.split(".")[0]);
}

function commonFlags(major: number): readonly string[] {
  const below = (directory: string, kind: "module" | "repository") =>
    readdirSync(directory).map((name) => `--override_${kind}=${name}=${join(directory, name)}`);
  if (major < 7) return below(repositoriesDirectory, "repository");
  const packaged = Object.entries(DEBIAN_REPOSITORIES).map(([name, path]) => [name, join("/usr/share/bazel", path)]);
  return [
    "--lockfile_mode=off",
    ...below(modulesDirectory, "module"),
    ...packaged.map(([name, path]) => `--override_repository=${name}=${path}`),
  ];
}

/** Writes a file of a workspace copy, with its directories. */
export function writeWorkspaceFile(root: string, path: string, content: string): void {
  const absolute = join(root, path);
  mkdirSync(join(absolute, ".."), { recursive: true });
  writeFileSync(absolute, content);
}
