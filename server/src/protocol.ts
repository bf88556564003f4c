/**
 * What the server and its editor client say to each other beyond the Language Server Protocol: method names and the shapes of params and results. No run-time import, so that client and server may bundle
 * different versions of the protocol library. Every request is optional for a client: findings, lenses, hovers and fixes need none of them.
 *
 * URIs are strings as the client wrote them; `root` is the URI of a workspace's outermost Bazel root; labels are as Bazel writes them (`//pkg:name`).
 */
import type { Position, Range } from "./base/text.ts";
import type { TargetCost } from "./bazel/analysis/treeCost.ts";
import type { WorkspaceCost } from "./project/costDocument.ts";
import type { TreeDocument } from "./project/treeDocument.ts";
import type { TreeDifference, VerifyReport } from "./ide/verifyReport.ts";
import type { Goal, Step } from "./measure/experiment.ts";
import type { Table } from "./measure/table.ts";
import type { BuildRequest, ProvenanceStep, WorkspaceSummary } from "./project.ts";

export type { Goal, Step } from "./measure/experiment.ts";
export type { LinksCell, Row, Table } from "./measure/table.ts";
export type { ContributorCost, CostFigures, TargetCost } from "./bazel/analysis/treeCost.ts";
export type { ContributorKind } from "./bazel/runfiles/shares.ts";
export type { WorkspaceContributor, WorkspaceCost } from "./project/costDocument.ts";
export type { BuildRequest } from "./project.ts";
export type {
  CollisionKind,
  Completeness,
  EntryKind,
  TreeCollision,
  TreeDocument,
  TreeEntry,
  TreeUnknown,
} from "./project/treeDocument.ts";
export type {
  Judge,
  PartialCause,
  ReasonStep,
  TargetVerdict,
  TreeDifference,
  Verdict,
  VerdictCounts,
  VerifyReport,
} from "./ide/verifyReport.ts";

/** `initializationOptions` of our own client; a client that sends none gets the standard protocol alone and counts as trusted. */
export interface InitializationOptions {
  /** False in Restricted Mode: no process is started until `runfilesLens/trust` says so. */
  readonly trusted?: boolean;
  /** The client understands `runfilesLens/status` and `runfilesLens/save`. */
  readonly customProtocol?: boolean;
  /** The client registers the command `runfilesLens.showTree`: lenses carry it. */
  readonly showTreeCommand?: boolean;
  /** File system path of a directory for the cache that outlives the session; the user's own cache directory where absent. */
  readonly storagePath?: string;
  /** What was chosen with `runfilesLens/selectBuild` in an earlier session. */
  readonly builds?: readonly SelectBuildParams[];
}

/** Commands in lenses, code actions and `workspace/executeCommand`. */
export const Command = {
  /** Implemented by the client; one argument, `ShowTreeArguments`. */
  showTree: "runfilesLens.showTree",
  /** Implemented by the server; one argument, `ShowEditArguments`. Opens what a code action has edited in another file than the one at hand. */
  showEdit: "runfilesLens.showEdit",
} as const;

export interface ShowTreeArguments {
  readonly root: string;
  /** One target: show it. Several: let the user pick. */
  readonly targets: readonly string[];
}

export interface ShowEditArguments {
  readonly uri: string;
  /** Zero-based. */
  readonly line: number;
  /** The document had no other unsaved changes when the action was offered: it may be saved. */
  readonly save: boolean;
}

/** Client → server requests. Each answers `null` for a document that belongs to no Bazel workspace. */
export const Request = {
  /** `TreeParams` → `TreeResult | null` */
  tree: "runfilesLens/tree",
  /** `EntryParams` → `EntryResult | null` */
  entry: "runfilesLens/entry",
  /** `TargetsAtParams` → `TargetsResult | null` */
  targetsAt: "runfilesLens/targetsAt",
  /** `TargetsParams` → `TargetsResult | null` */
  targets: "runfilesLens/targets",
  /** no params → `readonly WorkspaceStatus[]` */
  workspaces: "runfilesLens/workspaces",
  /** `SelectBuildParams` → `null` */
  selectBuild: "runfilesLens/selectBuild",
  /** `WhyParams` → `WhyResult | null` */
  why: "runfilesLens/why",
  /** `ResolveWithBazelParams` → `ResolveWithBazelResult`; long, cancellable, reports progress on `workDoneToken` */
  resolveWithBazel: "runfilesLens/resolveWithBazel",
  /** `VerifyParams` → `VerifyResult`; long, cancellable, reports progress on `workDoneToken` */
  verify: "runfilesLens/verify",
  /** `MeasureParams` → `MeasurePlanResult`; starts nothing */
  measurePlan: "runfilesLens/measurePlan",
  /** `MeasureParams` → `MeasureResult`; long, cancellable, reports progress on `workDoneToken` */
  measure: "runfilesLens/measure",
  /** `CompareMeasurementsParams` → `CompareMeasurementsResult` */
  compareMeasurements: "runfilesLens/compareMeasurements",
  /** `CostParams` → `CostResult | null` */
  cost: "runfilesLens/cost",
  /** `BazelrcFixParams` → `BazelrcFixResult` */
  bazelrcFix: "runfilesLens/bazelrcFix",
} as const;

/** Client → server notifications. */
export const ClientNotification = {
  /** `TrustParams`: the user answered the trust dialog. */
  trust: "runfilesLens/trust",
} as const;

/** Server → client notifications; sent where `customProtocol` was announced. */
export const ServerNotification = {
  /** `StatusParams`, on every change. */
  status: "runfilesLens/status",
} as const;

/** Server → client requests; sent where `customProtocol` was announced. */
export const ServerRequest = {
  /** `SaveParams` → `boolean`: save this one document, as after a fix of one click. */
  save: "runfilesLens/save",
} as const;

export interface TreeParams {
  readonly root: string;
  readonly target: string;
  /** `built`: read from the manifest that an earlier build left under `bazel-bin`. */
  readonly source: "predicted" | "built";
  /** Which build; what was selected for the root, or its settings, where absent. */
  readonly build?: BuildRequest;
}

/** One reason of a `partial` tree, with where it lies and what would mend it. */
export interface TreeReason {
  readonly reason: string;
  readonly location: { readonly uri: string; readonly line: number } | null;
  /** One sentence; null where we know no remedy. */
  readonly remedy: string | null;
}

export type TreeResult =
  | {
      readonly kind: "tree";
      readonly root: string;
      readonly tree: TreeDocument;
      readonly reasons: readonly TreeReason[];
      readonly location: TargetLocation | null;
      /** What the predicted tree costs; null for trees that others made, and where nothing is known. */
      readonly cost: TargetCost | null;
    }
  /** No such target, no manifest, …: shown where the tree would be. */
  | { readonly kind: "none"; readonly message: string };

export interface TargetLocation {
  readonly uri: string;
  readonly range: Range;
}

export interface EntryParams {
  readonly root: string;
  readonly target: string;
  /** Path of the entry in the tree. */
  readonly path: string;
  readonly build?: BuildRequest;
}

/** What can be opened for an entry: its contenders' files, and where their owners are declared. */
export interface EntryResult {
  readonly contenders: readonly {
    readonly execPath: string;
    /** The source file, or null where the contender is generated (or not on this disk). */
    readonly uri: string | null;
    readonly owner: string | null;
    readonly ownerLocation: TargetLocation | null;
  }[];
}

export interface TargetsAtParams {
  readonly textDocument: { readonly uri: string };
  readonly position: Position;
}

export interface TargetsParams {
  readonly root: string;
  /** Bazel pattern, `//...` where absent. */
  readonly pattern?: string;
}

export interface TargetSummary {
  readonly label: string;
  readonly ruleClass: string;
  readonly executable: boolean;
  readonly test: boolean;
  readonly location: TargetLocation | null;
}

export interface TargetsResult {
  readonly root: string;
  readonly targets: readonly TargetSummary[];
}

/** A workspace as the status item shows it. */
export interface WorkspaceStatus extends WorkspaceSummary {
  /** URI; `WorkspaceSummary.root` is its file system path. */
  readonly rootUri: string;
  /** Display name: the last segment of the root. */
  readonly name: string;
  readonly build: BuildRequest;
  /** Of the executable targets in the open documents. */
  readonly complete: number;
  readonly partial: number;
  readonly busy: boolean;
  /** Grows with every change of a file, buffer or setting that an answer may depend on, and with nothing else: trees asked for earlier may be out of date. */
  readonly revision: number;
  /** Why evaluation is impaired (a quarantined file, a crash), or null. */
  readonly problem: string | null;
}

export interface SelectBuildParams {
  readonly root: string;
  /** Null returns to the settings. */
  readonly build: BuildRequest | null;
}

export interface WhyParams {
  readonly root: string;
  readonly target: string;
  readonly path: string;
  readonly build?: BuildRequest;
}

export interface WhyResult {
  /** Each chain leads from the target to the one that brings the entry. */
  readonly chains: readonly (readonly WhyStep[])[];
}

export interface WhyStep extends Omit<ProvenanceStep, "location"> {
  readonly location: { readonly uri: string; readonly line: number } | null;
}

export interface CostParams {
  readonly root: string;
  /** Bazel patterns; everything that a build of `//...` makes trees for where absent. */
  readonly patterns?: readonly string[];
  readonly build?: BuildRequest;
}

export type CostResult =
  | { readonly kind: "cost"; readonly content: ReportContent }
  /** A pattern stands for nothing. */
  | { readonly kind: "none"; readonly message: string };

/** What the page of the workspace report shows. */
export interface ReportContent {
  /** Display name of the workspace. */
  readonly name: string;
  readonly cost: WorkspaceCost;
}

/** From the page of the workspace report to the editor around it. */
export type ReportMessage =
  | { readonly kind: "ready" }
  /** `index` among the targets or contributors of the content. */
  | { readonly kind: "open"; readonly what: "target" | "contributor"; readonly index: number };

export interface ResolveWithBazelParams {
  readonly root: string;
  readonly target: string;
  readonly build?: BuildRequest;
  readonly workDoneToken?: number | string;
}

/** Why Bazel gave no answer. `busy`: another client holds the server's lock. */
export type BazelFailure = "untrusted" | "not-found" | "busy" | "cancelled" | "failed";

export type ResolveWithBazelResult =
  | {
      readonly kind: "resolved";
      readonly tree: TreeDocument;
      readonly predicted: TreeDocument;
      readonly differences: readonly TreeDifference[];
    }
  | { readonly kind: "failed"; readonly failure: BazelFailure; readonly message: string };

export interface VerifyParams {
  readonly root: string;
  /** `//...` where empty. */
  readonly patterns: readonly string[];
  readonly build?: BuildRequest;
  readonly workDoneToken?: number | string;
}

export type VerifyResult =
  | { readonly kind: "report"; readonly report: VerifyReport }
  | { readonly kind: "failed"; readonly failure: BazelFailure; readonly message: string };

export interface MeasureParams {
  readonly root: string;
  /** `legacy`, `links`, `pants`, or the absolute path of a TOML or JSON file that describes an experiment. */
  readonly preset: string;
  /** Empty for those of the preset. */
  readonly patterns: readonly string[];
  /** What is absent is as the preset has it. */
  readonly goals?: readonly Goal[];
  readonly steps?: readonly Step[];
  readonly repeat?: number;
  readonly build?: BuildRequest;
  readonly workDoneToken?: number | string;
}

export type MeasurePlanResult =
  | {
      readonly kind: "plan";
      readonly text: string;
      /** Commands that will be run, and those among them that are timed. */
      readonly runs: number;
      readonly timed: number;
      readonly targets: readonly string[];
      readonly goals: readonly Goal[];
      readonly steps: readonly Step[];
      readonly repeat: number;
      /** Goals that the tool has. */
      readonly allGoals: readonly Goal[];
    }
  | { readonly kind: "faults"; readonly messages: readonly string[] };

export type MeasureResult =
  | ({ readonly kind: "measured" } & MeasuredTable)
  | { readonly kind: "faults"; readonly messages: readonly string[] }
  | { readonly kind: "failed"; readonly failure: BazelFailure; readonly message: string };

/** A measurement in every form that it is shown and saved in. */
export interface MeasuredTable {
  readonly experiment: string;
  /** ISO 8601. */
  readonly begun: string;
  readonly table: Table;
  /** Markdown, a sentence each. */
  readonly remarks: readonly string[];
  /** What `measure --compare` and `runfilesLens/compareMeasurements` read. */
  readonly json: string;
  readonly markdown: string;
  readonly csv: string;
}

export interface CompareMeasurementsParams {
  /** Names of the two and their texts, as `json` had them. */
  readonly before: { readonly name: string; readonly text: string };
  readonly after: { readonly name: string; readonly text: string };
}

export type CompareMeasurementsResult =
  { readonly kind: "comparison"; readonly markdown: string } | { readonly kind: "fault"; readonly message: string };

export interface BazelrcFixParams {
  readonly root: string;
}

/** The edit that puts `--nolegacy_external_runfiles` into force; LSP's `WorkspaceEdit`, to be applied as it stands. */
export type BazelrcFixResult =
  | {
      readonly kind: "edit";
      readonly title: string;
      readonly uri: string;
      readonly create: boolean;
      /** Version of the open document the edit is for; null where it is not open. */
      readonly version: number | null;
      readonly edits: readonly { readonly range: Range; readonly newText: string }[];
      readonly revealLine: number;
    }
  | { readonly kind: "none"; readonly message: string };

export interface TrustParams {
  readonly trusted: boolean;
}

export interface StatusParams {
  readonly workspaces: readonly WorkspaceStatus[];
}

export interface SaveParams {
  readonly uri: string;
}
