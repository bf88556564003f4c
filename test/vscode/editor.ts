/** What the tests of the editor share: copies of workspaces, suites bundled for the extension host, and ways to start both. */
import { runTests } from "@vscode/test-electron";
import * as esbuild from "esbuild";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { root } from "../../scripts/root.mjs";
import type { Outcome } from "./report.ts";
import { reportVariable } from "./report.ts";

/** The extension under test: the checkout, or an unpacked .vsix. */
export const extensionPath = process.env.RUNFILES_LENS_EXTENSION ?? root;

/** A VS Code for the desktop, where there is one; else our launcher stands in for it. */
const executable = process.env.VSCODE_EXECUTABLE ?? join(import.meta.dirname, "launcher.mjs");

/** A temporary directory with a copy of a workspace of test/workspaces, or with the given files. */
export class Sandbox {
  readonly directory: string;
  readonly workspace: string;

  private constructor(directory: string) {
    this.directory = directory;
    this.workspace = join(directory, "workspace");
  }

  static async create(contents: string | Readonly<Record<string, string>>): Promise<Sandbox> {
    const sandbox = new Sandbox(await mkdtemp(join(tmpdir(), "runfiles-lens-")));
    if (typeof contents === "string") {
      const filter = (path: string) => !/^bazel-(?!.*\.)/.test(basename(path));
      await cp(join(root, "test/workspaces", contents), sandbox.workspace, { recursive: true, filter });
    } else {
      await mkdir(sandbox.workspace);
      for (const [name, text] of Object.entries(contents)) await writeFile(join(sandbox.workspace, name), text);
    }
    return sandbox;
  }

  /** The text of a file of the workspace as it is on disk. */
  read(path: string): string {
    return readFileSync(join(this.workspace, path), "utf8");
  }

  exists(path: string): boolean {
    return existsSync(join(this.workspace, path));
  }

  async write(path: string, text: string): Promise<void> {
    await writeFile(join(this.workspace, path), text);
  }

  async dispose(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

export interface HostRun {
  readonly exitCode: number;
  readonly outcomes: readonly Outcome[];
}

/** Names of the tests of a suite, as they stand in its file; so that each is a test of its own here, and can be listed without being run. */
export function namesOf(suite: string): readonly string[] {
  const text = readFileSync(join(import.meta.dirname, "host", `${suite}.ts`), "utf8");
  return [...text.matchAll(/^test\("(.*)", async/gm)].map(([, name = ""]) => name);
}

/** Runs a suite of test/vscode/host in the extension host of a real VS Code. */
export async function runInHost(suite: string, sandbox: Sandbox, trust: "trusted" | "restricted"): Promise<HostRun> {
  const extensionTestsPath = await bundle(suite);
  const report = join(sandbox.directory, "report.jsonl");
  const environment = { [reportVariable]: report, ...(await bazelThatTells(sandbox)) };
  const exitCode =
    trust === "trusted"
      ? await runThroughTestElectron(sandbox, extensionTestsPath, environment)
      : await runRestricted(sandbox, extensionTestsPath, environment);
  const lines = existsSync(report) ? readFileSync(report, "utf8").trim().split("\n") : [];
  return { exitCode, outcomes: lines.map((line) => JSON.parse(line) as Outcome) };
}

async function runThroughTestElectron(
  { directory, workspace }: Sandbox,
  extensionTestsPath: string,
  extensionTestsEnv: Record<string, string>,
): Promise<number> {
  try {
    return await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: extensionPath,
      extensionTestsPath,
      extensionTestsEnv,
      launchArgs: [workspace, `--user-data-dir=${join(directory, "data")}`],
    });
  } catch {
    return 1;
  }
}

/** `@vscode/test-electron` always switches workspace trust off, so this suite starts the executable by itself. */
function runRestricted({ directory, workspace }: Sandbox, tests: string, env: Record<string, string>): Promise<number> {
  const args = [
    workspace,
    `--user-data-dir=${join(directory, "data")}`,
    `--extensionDevelopmentPath=${extensionPath}`,
    `--extensionTestsPath=${tests}`,
  ];
  const child = spawn(executable, args, { env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "inherit"] });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      resolve(code ?? 1);
    });
  });
}

/** Puts a `bazel` before all others on PATH that leaves a trace when it is run. */
async function bazelThatTells({ directory }: Sandbox): Promise<Record<string, string>> {
  const bin = join(directory, "bin");
  const marker = join(directory, "bazel-ran");
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, "bazel"), `#!/bin/sh\ntouch '${marker}'\nexit 1\n`);
  await chmod(join(bin, "bazel"), 0o755);
  return { PATH: bin + delimiter + (process.env.PATH ?? ""), RUNFILES_LENS_TEST_BAZEL_RAN: marker };
}

async function bundle(suite: string): Promise<string> {
  const outfile = join(root, ".cache/vscode-tests", `${suite}.cjs`);
  await esbuild.build({
    entryPoints: [join(import.meta.dirname, "host", `${suite}.ts`)],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["vscode"],
    sourcemap: "inline",
    logLevel: "warning",
  });
  return outfile;
}
