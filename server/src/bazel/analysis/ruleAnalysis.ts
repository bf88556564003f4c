/** What the analysis of one rule target in one configuration is about. */
import type { QueryContext } from "../../base/graph.ts";
import type { ActionRecorder } from "./actionRecorder.ts";
import type { Thread } from "../../starlark/thread.ts";
import type { Package, RuleTarget } from "../target.ts";
import type { AnalysisHost, TargetKey } from "./keys.ts";

export interface RuleAnalysis {
  readonly graph: QueryContext;
  readonly host: AnalysisHost;
  readonly key: TargetKey;
  readonly target: RuleTarget;
  /** The package of the target. */
  readonly owner: Package;
  /** On which functions of the rule's file run. */
  readonly thread: Thread;
  /** Keeps the actions, where somebody asks for them. */
  readonly recorder: ActionRecorder | undefined;
}
