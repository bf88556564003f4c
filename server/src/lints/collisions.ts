/**
 * What the two collision lints share: collisions of all executable targets, brought to the target where their contenders first meet, so that one cause is one finding.
 */
import type { Executable, LintContext } from "./lint.ts";
import type { ConfiguredTarget } from "../bazel/analysis/configuredTarget.ts";
import { keptContender } from "../bazel/analysis/prediction.ts";
import { Artifact, presentPath } from "../bazel/artifact.ts";
import { SymlinkEntry, type Runfiles } from "../bazel/runfiles/runfiles.ts";
import type { Collision, Contender } from "../bazel/runfiles/tree.ts";
import type { Site } from "../starlark/thread.ts";

export interface MetCollision {
  readonly collision: Collision;
  readonly kept: Contender | undefined;
}

/** Collisions that come together in one place. */
export interface Meeting {
  /** The target whose runfiles first hold the contenders. */
  readonly target: ConfiguredTarget;
  readonly site: Site;
  /** By path. */
  readonly collisions: readonly MetCollision[];
  /** Labels of the executable targets that have them, in order. */
  readonly carriers: readonly string[];
}

/** Meetings of the collisions of some kinds; legacy copies repeat what their originals say and are left out. */
export function meetings(context: LintContext, wanted: (collision: Collision) => boolean): readonly Meeting[] {
  const found = new Map<
    string,
    { target: ConfiguredTarget; site: Site; collisions: Map<string, MetCollision>; carriers: Set<string> }
  >();
  for (const executable of context.executables) {
    const suspects = executable.summary.collisions.filter((collision) => !collision.legacyCopy && wanted(collision));
    if (suspects.length === 0) continue;
    for (const met of decided(context, executable, suspects)) {
      const target = meetingPoint(executable.target, met.collision);
      const site = target.rule?.site ?? executable.rule.site;
      const key = `${site.file}|${String(site.node)}`;
      const meeting = found.get(key) ?? {
        target,
        site,
        collisions: new Map<string, MetCollision>(),
        carriers: new Set<string>(),
      };
      if (!meeting.collisions.has(met.collision.path)) meeting.collisions.set(met.collision.path, met);
      meeting.carriers.add(executable.rule.label.toString());
      found.set(key, meeting);
    }
  }
  return [...found.values()].map((meeting) => ({
    ...meeting,
    collisions: [...meeting.collisions.values()],
    carriers: [...meeting.carriers],
  }));
}

/** The collisions with the contender that is kept, as the full prediction knows it. */
function decided(
  context: LintContext,
  executable: Executable,
  suspects: readonly Collision[],
): readonly MetCollision[] {
  const prediction = context.predict(executable.rule.label);
  if (prediction.kind !== "tree") return [];
  return suspects.map((collision) => ({
    collision,
    kept:
      collision.kind === "obscured" ? collision.contenders.at(-1) : keptContender(collision, prediction.undetermined),
  }));
}

/** Walks down while a dependency's own runfiles hold all contenders: where none does, they meet. */
function meetingPoint(from: ConfiguredTarget, collision: Collision): ConfiguredTarget {
  const wanted = collision.contenders.map(contenderId);
  let here = from;
  for (;;) {
    const deeper = here.dependencies.find(
      ({ target }) =>
        target.rule !== undefined &&
        [target.outputs.defaultRunfiles, target.outputs.dataRunfiles].some((runfiles) => holdsAll(runfiles, wanted)),
    );
    if (!deeper) return here;
    here = deeper.target;
  }
}

const contents = new WeakMap<Runfiles, ReadonlySet<string>>();

function holdsAll(runfiles: Runfiles, wanted: readonly string[]): boolean {
  if (runfiles.isEmpty) return false;
  let ids = contents.get(runfiles);
  if (!ids) contents.set(runfiles, (ids = idsOf(runfiles)));
  const known = ids;
  return wanted.every((id) => known.has(id));
}

function idsOf(runfiles: Runfiles): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const artifact of runfiles.artifacts.toList())
    if (artifact instanceof Artifact) ids.add(`file ${artifact.hashKey()}`);
  for (const entry of runfiles.symlinks.toList())
    if (entry instanceof SymlinkEntry) ids.add(`symlink ${entry.target.hashKey()}`);
  for (const entry of runfiles.rootSymlinks.toList())
    if (entry instanceof SymlinkEntry) ids.add(`root_symlink ${entry.target.hashKey()}`);
  return ids;
}

function contenderId(contender: Contender): string {
  return "artifact" in contender ? `${contender.kind} ${contender.artifact.hashKey()}` : contender.kind;
}

/** `platforms=//platform:linux_amd64` of an exec path under `bazel-out`, or the path itself for sources. */
export function configurationName(contender: Contender): string {
  if (!("artifact" in contender)) return contender.kind;
  const path = presentPath(contender.artifact.path);
  const directory = /^bazel-out\/(\[[^\]]*\]|[^/]*)\/bin\//.exec(path)?.[1];
  if (directory === undefined) return `source file ${path}`;
  return directory.replace(/^\[|\]$/g, "");
}

export function contenderPath(contender: Contender): string {
  return "artifact" in contender ? presentPath(contender.artifact.path) : contender.kind;
}

/** " and in 3 dependents" for the carriers besides the meeting target itself. */
export function dependentsText(meeting: Meeting): string {
  const others = meeting.carriers.filter((label) => label !== meeting.target.label.toString()).length;
  if (others === 0) return "";
  return ` The same in ${String(others)} other target${others === 1 ? "" : "s"}.`;
}
