/** A prediction as the JSON that scripts and the editor read (treeDocument.ts). */
import type { TreeCollision, TreeDocument, TreeEntry, TreeUnknown } from "./treeDocument.ts";
import type { Prediction } from "../bazel/analysis/prediction.ts";
import { keptContender } from "../bazel/analysis/prediction.ts";
import { presentPath } from "../bazel/artifact.ts";
import type { Collision, Contender, Entry } from "../bazel/runfiles/tree.ts";
import type { Location } from "../base/text.ts";
import type { BuildRequest, WorkspaceSummary } from "../project.ts";
import type { Site } from "../starlark/thread.ts";
import type { UnknownReason } from "../starlark/unknown.ts";

export interface DocumentContext {
  readonly label: string;
  readonly workspace: WorkspaceSummary;
  readonly request: BuildRequest;
  /** Reasons that hold for every tree of the workspace: an unknown Bazel version, say. */
  readonly generalReasons: readonly UnknownReason[];
  readonly verifiedAgainst: readonly string[];
  readonly locate: (site: Site | undefined) => Location | undefined;
  /** Files that a directory entry stands for, 1 where that is not known. */
  readonly filesBelow: (entry: Entry) => number;
}

export function treeDocument(prediction: Prediction, context: DocumentContext): TreeDocument {
  const { workspace, request } = context;
  const base = {
    target: context.label,
    source: "predicted",
    bazelVersion: workspace.bazelVersion,
    verifiedAgainst: context.verifiedAgainst,
    command: request.command,
    flags: workspace.flags,
    hostPlatform: workspace.hostPlatform,
  } as const;
  const empty = {
    notExecutable: false,
    links: 0,
    materialisedFiles: 0,
    legacyCopies: 0,
    entries: [],
    collisions: [],
    unknowns: [],
    error: null,
  } as const;
  switch (prediction.kind) {
    case "rejected":
      return { ...base, ...empty, completeness: "rejected", error: prediction.rejection.message };
    case "unknown":
      return {
        ...base,
        ...empty,
        completeness: "partial",
        unknowns: [prediction.reason, ...context.generalReasons].map((reason) => unknownEntry(reason, context)),
      };
    case "tree": {
      const reasons = [...prediction.unknowns, ...context.generalReasons];
      const entries = prediction.tree.entries.map((entry) => treeEntry(entry, prediction.undetermined));
      const linked = prediction.tree.entries.filter(isLink);
      return {
        ...base,
        completeness: reasons.length === 0 ? "complete" : "partial",
        notExecutable: !prediction.executable,
        links: linked.length,
        materialisedFiles: linked.reduce((sum, entry) => sum + context.filesBelow(entry), 0),
        legacyCopies: linked.filter((entry) => entry.legacyCopy).length,
        entries,
        collisions: prediction.tree.collisions.map((collision) => treeCollision(collision, prediction.undetermined)),
        unknowns: reasons.map((reason) => unknownEntry(reason, context)),
        error: null,
      };
    }
    default:
      return prediction satisfies never;
  }
}

/** Links have something to point at; empty files and markers are files. */
function isLink(entry: Entry): boolean {
  return entry.contender.kind !== "empty" && entry.contender.kind !== "workspace_marker";
}

function treeEntry(entry: Entry, undetermined: ReadonlySet<string>): TreeEntry {
  const { contender } = entry;
  const artifact = "artifact" in contender ? contender.artifact : undefined;
  return {
    path: entry.path,
    kind: contender.kind,
    execPath: artifact && !undetermined.has(entry.path) ? presentPath(artifact.path) : null,
    owner: artifact ? artifact.owner.toString() : null,
    legacyCopy: entry.legacyCopy,
  };
}

function treeCollision(collision: Collision, undetermined: ReadonlySet<string>): TreeCollision {
  const kept = keptContender(collision, undetermined);
  return {
    path: collision.path,
    kind: collision.kind,
    contenders: collision.contenders.map(contenderText),
    kept: kept ? contenderText(kept) : null,
  };
}

function contenderText(contender: Contender): string {
  return "artifact" in contender ? presentPath(contender.artifact.path) : contender.kind;
}

function unknownEntry(reason: UnknownReason, context: DocumentContext): TreeUnknown {
  const location = context.locate(reason.site);
  const { root } = context.workspace;
  return {
    kind: reason.kind,
    reason: reason.message,
    file: location ? relative(root, location.path) : null,
    line: location ? location.range.start.line + 1 : null,
  };
}

function relative(root: string, path: string): string {
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
}
