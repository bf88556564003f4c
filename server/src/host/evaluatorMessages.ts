/** What the protocol thread and the evaluator's worker say to each other. All of it is plain data; questions and answers are those of ide/features.ts. */
import type { FeatureName, FeatureParams } from "../ide/features.ts";
import type { BuildRequest } from "../project.ts";
import type { Settings } from "../settings.ts";

export interface ProjectConfiguration {
  /** Absolute path of the outermost Bazel root. */
  readonly root: string;
  readonly settings: Settings;
  /** Where answers are kept beyond the session; undefined: nowhere. */
  readonly cacheDirectory?: string | undefined;
}

/** `background` work gives way to everything else, and is given up when something changes. */
export type Priority = "interactive" | "background";

export type ToEvaluator =
  /** Replaces all projects; one whose configuration is the same stays as it is. */
  | { readonly kind: "configure"; readonly projects: readonly ProjectConfiguration[] }
  /** `text` null: the document was closed. */
  | { readonly kind: "document"; readonly path: string; readonly version: number; readonly text: string | null }
  /** `paths` null: anything may have changed. */
  | { readonly kind: "files-changed"; readonly paths: readonly string[] | null }
  | { readonly kind: "quarantine"; readonly path: string; readonly reason: string }
  | {
      readonly kind: "ask";
      readonly id: number;
      readonly root: string;
      readonly build: BuildRequest;
      readonly name: FeatureName;
      readonly params: FeatureParams<FeatureName>;
      readonly priority: Priority;
    }
  | { readonly kind: "cancel"; readonly id: number };

export type Outcome =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "cancelled" }
  | { readonly kind: "failed"; readonly message: string };

export interface Answer {
  readonly kind: "answer";
  readonly id: number;
  readonly outcome: Outcome;
  /** The open documents that the answer is about, by path. */
  readonly versions: readonly (readonly [path: string, version: number])[];
}

/** What a `TraceRecorder` emitted, where a trace is wanted. */
export interface TraceEvents {
  readonly kind: "trace";
  readonly events: readonly string[];
}

export type FromEvaluator = Answer | TraceEvents;

/** `workerData` of the evaluator. */
export interface EvaluatorData {
  readonly shared: SharedArrayBuffer;
  /** Directory of the bundled assets. */
  readonly assets: string;
  readonly isTraced: boolean;
}
