/**
 * A lint is one object in one file: what it is called, what it needs, what it says, how it checks. `lints.ts` lists them all.
 */
import type { Finding, Severity } from "./finding.ts";
import type { ConfiguredTarget } from "../bazel/analysis/configuredTarget.ts";
import type { AnalysisHost } from "../bazel/analysis/keys.ts";
import type { Prediction, TreeSettings } from "../bazel/analysis/prediction.ts";
import type { TargetCost } from "../bazel/analysis/treeCost.ts";
import type { Label } from "../bazel/label.ts";
import type { Package, RuleTarget } from "../bazel/target.ts";
import type { EffectiveFlags } from "../bazel/workspace/flags.ts";
import type { RcFiles, RcInputs } from "../bazel/workspace/bazelrc/rcFiles.ts";
import type { Repositories } from "../bazel/workspace/repositories.ts";
import type { FileReader } from "../bazel/workspace/fileReader.ts";
import type { TreeSummary } from "../bazel/runfiles/summary.ts";
import type { PexBinary } from "../pants/pexBinaries.ts";
import type { Location } from "../base/text.ts";
import type { QueryContext } from "../base/graph.ts";
import type { Site } from "../starlark/thread.ts";

/** An executable target of the packages that are looked at, analysed. */
export interface Executable {
  readonly rule: RuleTarget;
  readonly target: ConfiguredTarget;
  readonly summary: TreeSummary;
}

/** What a lint may look at. */
export interface LintContext {
  readonly graph: QueryContext;
  readonly host: AnalysisHost;
  readonly settings: TreeSettings;
  readonly root: string;
  readonly flags: EffectiveFlags;
  /** Whether the Bazel version in use is known, and not merely assumed. */
  readonly isVersionKnown: boolean;
  readonly rc: RcInputs;
  readonly rcFiles: RcFiles;
  readonly reader: FileReader;
  readonly repositories: Repositories;
  /** The packages that are looked at. */
  readonly packages: readonly Package[];
  /** From how many entries on a glob is worth a finding. */
  readonly largeGlobEntries: number;
  /** Executable targets with a known tree, in order of package and creation. */
  readonly executables: readonly Executable[];
  /** Programs of rulesets that are neither on disk nor modelled: what their runtimes cost, by published figures. */
  readonly externalPrograms: readonly TargetCost[];
  /** .bzl files that the looked-at packages have loaded from the main repository, by absolute path. */
  readonly bzlFiles: readonly string[];
  /** `pex_binary` targets of the Pants BUILD files that are looked at. */
  readonly pexBinaries: readonly PexBinary[];
  predict(label: Label): Prediction;
  /** Links of a target's tree, wherever it is; 0 where there is no known tree. */
  linksOf(label: Label): number;
  /** What the tree of an executable costs, by contributor. */
  cost(executable: Executable): TargetCost | undefined;
  /** Where a node stands, of a call only what is called; undefined for files that are not on disk (models). */
  locate(site: Site | undefined): Location | undefined;
  /** As `locate`, but all of it. */
  locateWhole(site: Site | undefined): Location | undefined;
}

export interface Lint {
  readonly id: string;
  /** The least that must be evaluated for it: `workspace` reads repositories and .bazelrc, `loading` packages, `analysis` configured targets, `pants` the BUILD files of Pants. */
  readonly level: "workspace" | "loading" | "analysis" | "pants";
  readonly severity: Severity;
  /** One sentence. */
  readonly summary: string;
  /** Markdown with the headings What, Why and Instead; the first fenced example must trigger the lint. */
  readonly explanation: string;
  readonly check: (context: LintContext) => readonly Finding[];
}
