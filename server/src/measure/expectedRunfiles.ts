/**
 * What a goal leaves in the runfiles directory of a target, from the predicted tree and the flags in force.
 *
 * `--nobuild_runfile_manifests` and `--noenable_runfiles` leave no links at all; with `--nobuild_runfile_links` a build makes none, and a test or a run makes those that it needs, which depends on its sandbox
 * (RunfilesSupport and SymlinkTreeHelper of Bazel; tried with 4.2.3).
 */
import type { TreeDocument } from "../project/treeDocument.ts";
import type { Goal } from "./experiment.ts";
import type { RunfilesCount } from "./measurement.ts";

const NOTHING: RunfilesCount = { links: 0, files: 0 };

/** Null where it is not determined. */
export function expectedRunfiles(tree: TreeDocument, goal: Goal): RunfilesCount | null {
  if (tree.completeness !== "complete" || tree.notExecutable) return null;
  if (isOff(tree.flags, "enable_runfiles") || isOff(tree.flags, "build_runfile_manifests")) return NOTHING;
  if (isOff(tree.flags, "build_runfile_links")) return goal === "build" || goal === "package" ? NOTHING : null;
  const empty = tree.entries.filter(({ kind }) => kind === "empty").length;
  return { links: tree.entries.length - empty, files: empty };
}

/** The last one counts, as for Bazel. */
function isOff(flags: readonly string[], name: string): boolean {
  const last = flags.findLast(
    (flag) => flag === `--no${name}` || flag === `--${name}` || flag.startsWith(`--${name}=`),
  );
  return last !== undefined && [`--no${name}`, `--${name}=0`, `--${name}=false`, `--${name}=no`].includes(last);
}
