/**
 * Every question that can be asked about a snapshot, by name. Params and results are plain data, so that a question may travel to another thread; this table is the only place where the names, params and results meet.
 */
import { mapStrings, toBytes, toText } from "../base/byteString.ts";
import type { Snapshot } from "../project.ts";
import { check, expand, whoCarries } from "./check.ts";
import { codeActions, revealingFix } from "./codeActions.ts";
import { codeLenses } from "./codeLens.ts";
import { cost } from "./cost.ts";
import { diagnostics } from "./diagnostics.ts";
import { packageGaps, packagePaths } from "./gaps.ts";
import { hover } from "./hover.ts";
import { pexAddresses } from "./pexAddresses.ts";
import { prediction } from "./prediction.ts";
import { rcCompletion } from "./rcCompletion.ts";
import { rcHover } from "./rcHover.ts";
import { status } from "./status.ts";
import { targets, targetsAt } from "./targets.ts";
import { entry, tree, why } from "./tree.ts";

const FEATURES = {
  check,
  codeActions,
  codeLenses,
  cost,
  diagnostics,
  entry,
  expand,
  hover,
  packageGaps,
  packagePaths,
  pexAddresses,
  prediction,
  rcCompletion,
  rcHover,
  revealingFix,
  status,
  targets,
  targetsAt,
  tree,
  whoCarries,
  why,
} as const;

export type FeatureName = keyof typeof FEATURES;
export type FeatureParams<N extends FeatureName> = Parameters<(typeof FEATURES)[N]>[1];
export type FeatureResult<N extends FeatureName> = ReturnType<(typeof FEATURES)[N]>;

/** Asks a question by its name. Params and results are text; the snapshot's strings are byte strings. */
export function answer<N extends FeatureName>(snapshot: Snapshot, name: N, params: FeatureParams<N>): FeatureResult<N> {
  const feature = FEATURES[name] as (snapshot: Snapshot, params: FeatureParams<N>) => FeatureResult<N>;
  return mapStrings(feature(snapshot, mapStrings(params, toBytes)), toText);
}
