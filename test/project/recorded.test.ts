/** Predictions against the trees that a real Bazel wrote (test/recorded): path for path, kept contender for kept contender. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { RealEntry } from "../harness/bazel.ts";
import { openProject, WORKSPACES } from "../harness/project.ts";
import { parseRecorded, type RecordedTarget } from "../harness/recordedTree.ts";
import type { Project } from "../../server/src/project.ts";
import type { TreeDocument } from "../../server/src/project/treeDocument.ts";

const RECORDED = fileURLToPath(new URL("../recorded", import.meta.url));

function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

/** A line an entry: the path, and the file behind it where the prediction names it. Hashes of output directories are not predicted. */
function lines(entries: readonly { readonly path: string; readonly execPath: string | null }[]): readonly string[] {
  return entries.map(({ path, execPath }) => `${path} -> ${execPath ?? ""}`);
}

/** The real tree, with what the prediction leaves open left open: a kept contender that only a hash decides, the name of an output directory. */
function expected(real: readonly RealEntry[], predicted: TreeDocument): readonly string[] {
  const byPath = new Map(predicted.entries.map((entry) => [entry.path, entry]));
  return lines(
    real.map(({ path, execPath }) => {
      const entry = byPath.get(path);
      if (!entry || execPath === null) return { path, execPath };
      // Where Bazel writes the mapping is told nowhere.
      if (path === "_repo_mapping" && entry.execPath === null) return { path, execPath: null };
      if (
        entry.execPath === null &&
        predicted.collisions.some((collision) => collision.path === path && collision.kept === null)
      )
        return { path, execPath: null };
      const hidden = entry.execPath?.startsWith("bazel-out/[")
        ? entry.execPath.slice(0, entry.execPath.indexOf("]/") + 1)
        : undefined;
      if (hidden === undefined) return { path, execPath };
      return { path, execPath: execPath.replace(/^bazel-out\/[^/]+/, hidden) };
    }),
  );
}

async function treeOf(
  project: Project,
  target: RecordedTarget,
  flags: readonly string[],
  legacy: boolean,
): Promise<TreeDocument> {
  const request = {
    command: "build",
    configs: [],
    flags: [...flags, legacy ? "--legacy_external_runfiles" : "--nolegacy_external_runfiles"],
  } as const;
  return project.run(request, (snapshot) => {
    const label = snapshot.expand(target.runfiles.label, { includeManual: true }).labels[0];
    if (!label) throw new Error(`no label for ${target.runfiles.label}`);
    return snapshot.tree(label);
  });
}

for (const path of filesBelow(RECORDED)) {
  const { header, targets } = parseRecorded(readFileSync(path, "utf8"));
  if (header.workspace.startsWith("hermetic-python") || header.workspace.startsWith("refusals")) continue;
  describe(`${header.workspace} ${header.flags.join(" ")} (${path.slice(RECORDED.length + 1)})`, async () => {
    // One for each value of the flag, so that nothing has to be evaluated again when it changes.
    const open = () => openProject(join(WORKSPACES, header.workspace), { bazelVersion: header.bazel });
    const [withLegacy, withoutLegacy] = [await open(), await open()];
    for (const target of targets) {
      test(target.runfiles.label, async () => {
        for (const legacy of [true, false]) {
          const real = legacy ? target.legacyTree : target.noLegacyTree;
          const predicted = await treeOf(legacy ? withLegacy : withoutLegacy, target, header.flags, legacy);
          if (real === null) {
            expect(predicted.notExecutable).toBe(true);
            continue;
          }
          expect({
            tree: lines(predicted.entries),
            unknowns: predicted.unknowns,
            completeness: predicted.completeness,
          }).toEqual({ tree: expected(real, predicted), unknowns: [], completeness: "complete" });
        }
      });
    }
  });
}
