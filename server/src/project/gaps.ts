/** What is not known of a package: the Unknowns that reach its targets or the package itself, and what is said to be refused. */
import { pathBelow } from "../base/path.ts";
import type { UnknownKind, UnknownReason } from "../starlark/unknown.ts";
import type { ProjectSnapshot } from "./snapshot.ts";

/** An Unknown, or a rejection, with the target that it reaches. */
export interface Gap {
  /** `rejected`: Bazel would refuse the target, it is said; on code that builds, that is a fault of ours. `package`: the package is in error. */
  readonly kind: UnknownKind | "rejected" | "package";
  /** What is missing: the name of an API, a repository, a rule, …; empty for what has only a message. */
  readonly name: string;
  readonly message: string;
  /** Path relative to the workspace where it lies in there, and one-based line; null where there is none. */
  readonly place: { readonly file: string; readonly line: number } | null;
}

export interface PackageGaps {
  /** `open`: statements of its BUILD file could not be followed, so it may have more targets. */
  readonly state: "loaded" | "open" | "unknown" | "missing";
  /** What befell the package itself. */
  readonly own: readonly Gap[];
  readonly targets: readonly TargetGaps[];
}

export interface TargetGaps {
  readonly target: string;
  readonly completeness: "complete" | "partial" | "rejected";
  readonly gaps: readonly Gap[];
}

export function packageGaps(snapshot: ProjectSnapshot, path: string): PackageGaps {
  const loaded = snapshot.load(path);
  if (loaded.kind === "unknown") return { state: "unknown", own: [gapOf(snapshot, loaded.reason)], targets: [] };
  if (loaded.kind === "missing") return { state: "missing", own: [], targets: [] };
  const { errors, open, targets } = loaded.package;
  const rules = [...targets.values()].filter((target) => target.kind === "rule");
  return {
    state: open.length > 0 ? "open" : "loaded",
    own: [
      ...open.map((reason) => gapOf(snapshot, reason)),
      ...errors.map(({ message, site }) => gapOf(snapshot, { kind: "package", name: "", message, site })),
    ],
    targets: rules.map((target) => targetGaps(snapshot, target.label)),
  };
}

function targetGaps(snapshot: ProjectSnapshot, label: Parameters<ProjectSnapshot["predict"]>[0]): TargetGaps {
  const prediction = snapshot.predict(label);
  const target = label.toString();
  switch (prediction.kind) {
    case "rejected": {
      const { message, site } = prediction.rejection;
      return {
        target,
        completeness: "rejected",
        gaps: [gapOf(snapshot, { kind: "rejected", name: "", message, site })],
      };
    }
    case "unknown":
      return { target, completeness: "partial", gaps: [gapOf(snapshot, prediction.reason)] };
    case "tree": {
      const gaps = [...prediction.unknowns, ...snapshot.generalReasons()].map((reason) => gapOf(snapshot, reason));
      return { target, completeness: gaps.length === 0 ? "complete" : "partial", gaps };
    }
    default:
      return prediction satisfies never;
  }
}

function gapOf(
  snapshot: ProjectSnapshot,
  { kind, name, message, site }: Omit<UnknownReason, "kind"> & { readonly kind: Gap["kind"] },
): Gap {
  const location = snapshot.locate(site);
  return {
    kind,
    name,
    message,
    place: location
      ? { file: pathBelow(snapshot.root, location.path) ?? location.path, line: location.range.start.line + 1 }
      : null,
  };
}
