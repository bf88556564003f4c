/** Asks Bazel which executables targets have: `cquery` analyses and builds nothing. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runBazelKeepGoing } from "./bazel.ts";
import type { Bazel, BazelResult } from "./bazel.ts";
import { topLevelTargets } from "./targetExpression.ts";

export interface ExecutableTarget {
  readonly label: string;
  /** Path of the executable under the execution root; `.runfiles` stands beside it. */
  readonly execPath: string;
}

/** A target is a line, one without an executable an empty one. See runfilesFormat.ts for what the versions have. */
const FORMAT = `
def format(target):
    info = (providers(target) or {}).get("DefaultInfo")
    to_run = info.files_to_run if info else getattr(target, "files_to_run", None)
    is_file = str(target).startswith("<input file target ") or str(target).startswith("<output file target ")
    if is_file or not to_run or not to_run.executable:
        return ""
    return repr([str(target.label), to_run.executable.path])
`;

/** Executables that are built, in Bazel's order; aliases and source files left out, since their trees are those of others. */
export async function queryExecutables(
  bazel: Bazel,
  patterns: readonly string[],
  signal?: AbortSignal,
): Promise<BazelResult<readonly ExecutableTarget[]>> {
  const directory = await mkdtemp(join(tmpdir(), "runfiles-lens-"));
  try {
    const file = join(directory, "executables.cquery");
    await writeFile(file, FORMAT);
    const args = ["--keep_going", "--output=starlark", `--starlark:file=${file}`, "--", topLevelTargets(patterns)];
    const result = await runBazelKeepGoing(bazel, { command: "cquery", args, signal });
    if (result.kind !== "ok") return result;
    const seen = new Map<string, ExecutableTarget>();
    for (const line of result.value.stdout.split("\n")) {
      const target = executableOf(line);
      if (target?.execPath.startsWith("bazel-out/") && !seen.has(target.execPath)) seen.set(target.execPath, target);
    }
    return { kind: "ok", value: [...seen.values()] };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function executableOf(line: string): ExecutableTarget | undefined {
  if (!line.startsWith("[")) return undefined;
  try {
    const [label, execPath] = JSON.parse(line) as readonly [string, string];
    return { label: label.replace(/^@@?(?=\/\/)/, ""), execPath };
  } catch {
    return undefined;
  }
}
