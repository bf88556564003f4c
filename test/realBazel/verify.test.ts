/** `runfiles-lens verify` as a user calls it: the built program against the real Bazel, whose own manifests judge. No prediction may be wrong. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { VerifyReport } from "../../server/src/ide/verifyReport.ts";
import { bundle } from "../harness/bundle.ts";
import { RealWorkspace, installedBazel } from "../harness/bazel.ts";
import type { InstalledBazel } from "../harness/bazel.ts";
import type { Recording } from "../harness/recording.ts";
import { RECORDINGS } from "../harness/recording.ts";

const installed = await installedBazel();

describe.skipIf(installed === undefined)("verify", () => {
  it.each(RECORDINGS.map((recording) => [recording.name, recording] as const))(
    "%s: nothing that is called complete is wrong",
    async (_, recording) => {
      if (!installed) return;
      const { exitCode, report, complaints } = await verify(installed, recording);
      expect(complaints).toBe("");
      const wrong = report.targets.filter(({ verdict }) => verdict === "wrong");
      expect(wrong.map(({ target, differences, message }) => ({ target, differences, message }))).toEqual([]);
      expect(report.summary.equal).toBeGreaterThan(0);
      const judged = report.targets.filter(({ judge }) => judge === "built-manifest");
      expect(judged.length).toBeGreaterThan(0);
      for (const { target, keptNamed, keptConfirmed } of judged) expect(keptConfirmed, target).toBe(keptNamed);
      expect(exitCode).toBe(0);
    },
  );
});

async function verify(installed: InstalledBazel, recording: Recording) {
  const workspace = new RealWorkspace(installed, {
    source: recording.workspace,
    ...(recording.prepare ? { prepare: recording.prepare } : {}),
  });
  try {
    const bazel = workspace.script(join(workspace.root, "../bazel"));
    const flags = recording.flags.map((flag) => `--bazel-flag=${flag}`);
    const version = ["--bazel-version", installed.version];
    const options = ["--bazel", bazel, ...version, "--build", "--include-manual", "--format", "json", ...flags];
    // Patterns of other repositories are not expanded; their targets are met as dependencies.
    const patterns = recording.patterns.filter((pattern) => pattern.startsWith("//"));
    return await runProgram(["verify", ...patterns, "--workspace", workspace.root, ...options]);
  } finally {
    await workspace.close();
  }
}

async function runProgram(args: readonly string[]) {
  const child = spawn(process.execPath, [bundle("cli"), ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let complaints = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (complaints += chunk.toString()));
  const exitCode = await new Promise<number | null>((resolve) => child.on("close", resolve));
  const report = output === "" ? undefined : (JSON.parse(output) as VerifyReport);
  if (!report) throw new Error(complaints);
  return { exitCode, report, complaints };
}
