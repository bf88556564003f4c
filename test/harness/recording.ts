/** How a test workspace is recorded: the trees of all its executable targets, with and without legacy copies. */
import { createHash } from "node:crypto";
import { queryRunfiles } from "../../server/src/bazelTool/runfilesQuery.ts";
import type { BazelRunfiles } from "../../server/src/bazelTool/runfilesFormat.ts";
import type { RealEntry, RealWorkspace } from "./bazel.ts";
import type { RecordedFile, RecordedHeader, RecordedTarget } from "./recordedTree.ts";
import type { Recording } from "./recordings.ts";

/** What Bazel says of the recording's targets in a copy of its workspace, by package. The key is a file name. */
export async function record(
  workspace: RealWorkspace,
  recording: Recording,
): Promise<ReadonlyMap<string, RecordedFile>> {
  const targets = await recordTargets(workspace, recording.patterns, recording.flags);
  const header = {
    bazel: workspace.version,
    workspace: recording.workspace,
    runfilesDirectory: recording.runfilesDirectory,
    patterns: recording.patterns,
    flags: recording.flags,
  };
  const files = new Map<string, { readonly header: RecordedHeader; readonly targets: RecordedTarget[] }>();
  for (const target of targets) {
    const file = fileOf(target.runfiles.label);
    const recorded = files.get(file) ?? { header, targets: [] };
    recorded.targets.push(target);
    files.set(file, recorded);
  }
  return files;
}

/** In the order of their labels. Each is built by its name, since a wildcard leaves manual ones out. */
async function recordTargets(
  workspace: RealWorkspace,
  patterns: readonly string[],
  flags: readonly string[],
): Promise<readonly RecordedTarget[]> {
  const legacy = [...flags, "--legacy_external_runfiles"];
  const executables = await queryExecutables(workspace, patterns, legacy);
  const labels = [...new Set(executables.map(({ label }) => label))];
  const buildTrees = async (buildFlags: readonly string[]) => {
    await workspace.build(labels, buildFlags);
    return executables.map(({ executable }) => workspace.tree(executable?.execPath ?? "") ?? null);
  };
  const legacyTrees = await buildTrees(legacy);
  const noLegacyTrees = await buildTrees([...flags, "--nolegacy_external_runfiles"]);
  return executables
    .map((runfiles, index) => ({
      runfiles,
      legacyTree: legacyTrees[index] ?? null,
      noLegacyTree: noLegacyTrees[index] ?? null,
    }))
    .sort((a, b) => (a.runfiles.label < b.runfiles.label ? -1 : 1));
}

/** An alias answers as the target that it names, so that one may come more than once; a lone source file is its own "executable". */
async function queryExecutables(
  workspace: RealWorkspace,
  patterns: readonly string[],
  flags: readonly string[],
): Promise<readonly BazelRunfiles[]> {
  const executables = new Map<string, BazelRunfiles>();
  const answer = await queryRunfiles(workspace.bazel(flags), {
    patterns,
    onTarget: (target) => {
      if (target.executable === null || target.executable.isSource) return;
      executables.set(`${target.label} ${target.executable.execPath}`, target);
    },
  });
  if (answer.kind !== "ok" || answer.value.errors.length > 0) throw new Error(`cquery: ${JSON.stringify(answer)}`);
  return [...executables.values()];
}

/** `//shell:tool` → `shell.txt`, `//:tool` → `_top.txt`, `@library//a/b:tool` → `@library_a_b.txt`. */
function fileOf(label: string): string {
  const [repository = "", path = ""] = (label.split(":")[0] ?? "").split("//");
  return `${[repository, path.replaceAll("/", "_")].filter(Boolean).join("_") || "_top"}.txt`;
}

/** Lines and SHA-256 of a tree, for trees that are too large to be recorded. */
export function digestOfTree(tree: readonly RealEntry[]): { readonly lines: number; readonly sha256: string } {
  const hash = createHash("sha256");
  for (const { path, execPath } of tree) hash.update(`${path}\t${execPath ?? ""}\n`);
  return { lines: tree.length, sha256: hash.digest("hex") };
}
