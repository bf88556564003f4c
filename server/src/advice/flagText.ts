/** What is said of a flag wherever it is shown: what it decides, what it is by default in which version, and what it comes to in the trees of a workspace. */
import { counted, grouped } from "../base/counts.ts";
import type { TreeCounts } from "./advice.ts";
import { howSure } from "./advice.ts";
import type { FlagEra, FlagName } from "../bazel/workspace/flagData.ts";
import { flagDefinition } from "../bazel/workspace/flagData.ts";
import { eraOf } from "../bazel/workspace/flags.ts";
import type { BazelVersion } from "../bazel/workspace/bazelVersion.ts";
import { versionToString } from "../bazel/workspace/bazelVersion.ts";

/** `` `true`; from 8.0 `false`; from 9.0 without effect ``. */
export function defaultsText(name: FlagName): string {
  const [first, ...rest] = flagDefinition(name).eras;
  return [eraText(first), ...rest.map((era) => `from ${era.since} ${eraText(era)}`)].join("; ");
}

function eraText({ given, default: value }: FlagEra): string {
  switch (given) {
    case "honoured":
      return value === "" ? "nothing" : `\`${value}\``;
    case "ignored":
      return "without effect";
    case "refused":
      return "not there";
    default:
      return given satisfies never;
  }
}

/** `default true in Bazel 7.4.0`, `without effect in Bazel 9.0.0`. */
export function defaultIn(name: FlagName, version: BazelVersion): string {
  const era = eraOf(name, version);
  const text = era.given === "honoured" ? `default ${era.default === "" ? "nothing" : era.default}` : eraText(era);
  return `${text} in Bazel ${versionToString(version)}`;
}

/** The trees of a workspace with the legacy copies and without them. */
export interface CountedTrees {
  readonly withCopies: TreeCounts;
  readonly withoutCopies: TreeCounts;
  /** As the flags in force have it. */
  readonly inForce: TreeCounts;
}

/** What a flag comes to here, as a sentence; undefined for flags that are no matter of numbers. */
export function effectText(name: FlagName, trees: CountedTrees): string | undefined {
  const { inForce, withCopies, withoutCopies } = trees;
  if (inForce.targets === 0) return undefined;
  const links = `${howSure(inForce)}${counted(inForce.links, "link")} of ${counted(inForce.targets, "target")}`;
  switch (name) {
    case "legacy_external_runfiles":
      return `With the copies ${howSure(withCopies)}${counted(withCopies.links, "link")} in ${counted(withCopies.targets, "target")}, without them ${grouped(withoutCopies.links)}.`;
    case "build_runfile_links":
      return `With it, a build of everything makes ${links}; without it none, and what is run gets its own.`;
    case "enable_runfiles":
    case "build_runfile_manifests":
      return `With it ${links}; without it none.`;
    case "incompatible_default_to_explicit_init_py":
      return `${counted(inForce.emptyFiles, "empty file")} among the runfiles of ${counted(inForce.targets, "target")}, as the flags are.`;
    case "build_python_zip":
      return `With it or without it, ${links}.`;
    default:
      return undefined;
  }
}
