/** Keys and services that the files of this room share. */
import type { QueryContext, Query } from "../../base/graph.ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { FileInputs } from "../inputs.ts";
import type { Label } from "../label.ts";
import type { LoadingQueries } from "../loading/queries.ts";
import type { EvaluatedContents } from "../loading/repositoryFiles.ts";
import type { RepositoryView } from "../repositoryView.ts";
import type { OwnCppToolchain } from "../workspace/cppToolchain.ts";
import type { BazelVersion } from "../workspace/bazelVersion.ts";
import type { Semantics } from "../workspace/semantics.ts";
import type { Value } from "../../starlark/value.ts";
import type { Unknown } from "../../starlark/unknown.ts";
import type { AspectKey, AspectResult } from "./aspectView.ts";
import type { AnalysisResult } from "./configuredTarget.ts";
import type { ExecutionGroup } from "./declaredGroups.ts";
import type { ExecutionPlatform } from "./executionPlatform.ts";
import type { PlatformsInForce } from "./platforms.ts";
import type { RegisteredToolchains } from "./registeredToolchains.ts";
import type { RuntimeFiles } from "../runfiles/shares.ts";
import type { ToolchainTarget } from "./toolchainFiles.ts";
import type { ResolvedToolchains } from "./toolchains.ts";

/**
 * In which order the branches of a split transition come whose order only a hash of Bazel's decides. What is equal in both orders does not depend on it.
 */
export type SplitOrder = "forward" | "reverse";

export interface TargetKey {
  readonly label: Label;
  readonly configuration: Configuration;
  readonly order: SplitOrder;
  /** The rule's own transition has been applied. */
  readonly transitioned: boolean;
  /** Of a toolchain: the execution platform of who uses it, on which its own tools run (`ConfiguredTargetKey.getExecutionPlatformLabel`). */
  readonly execution?: Label | undefined;
}

export function targetKeyText(key: TargetKey): string {
  return `${key.label.toString()}|${key.configuration.id}|${key.order}${key.transitioned ? "|t" : ""}${key.execution ? `|${key.execution.toString()}` : ""}`;
}

/** Registered toolchain or platform patterns, resolved to labels. A pattern that cannot be expanded stands for itself: whoever asks for the target of that name learns why. */
export interface Registrations {
  readonly toolchains: readonly (Label | Unknown)[];
  readonly executionPlatforms: readonly (Label | Unknown)[];
}

/** What analysis knows of the workspace. */
export interface AnalysisWorkspace {
  /** Id of the view under which targets are loaded. */
  readonly view: string;
  readonly repositories: RepositoryView;
  readonly ownCppToolchain: OwnCppToolchain;
  /** Directory of the main repository in runfiles trees. */
  readonly runfilesPrefix: string;
  readonly bazelVersion: BazelVersion;
  readonly registrations: Registrations;
  readonly maxSteps: number;
  readonly semantics: Semantics;
}

export interface AnalysisDependencies {
  readonly loading: LoadingQueries;
  readonly files: FileInputs;
  readonly workspace: (graph: QueryContext) => AnalysisWorkspace;
  /** What a pattern of `--extra_toolchains` or `--extra_execution_platforms` stands for. */
  readonly registeredLabels: (
    graph: QueryContext,
    pattern: string,
    ruleClass: "toolchain" | "platform",
  ) => readonly (Label | Unknown)[];
  readonly isCancelled: () => boolean;
}

/** What the files of this room call each other by; made once in queries.ts. */
export interface AnalysisHost extends AnalysisDependencies {
  readonly configuredTarget: Query<TargetKey, AnalysisResult>;
  readonly platforms: Query<ConfigurationKey, PlatformsInForce>;
  readonly registeredToolchains: Query<ConfigurationKey, RegisteredToolchains>;
  readonly toolchains: Query<ToolchainKey, ResolvedToolchains>;
  readonly executionPlatform: Query<ExecutionKey, ExecutionPlatform>;
  readonly toolchainFiles: Query<TargetKey, ReadonlySet<string>>;
  readonly runtimeFiles: Query<readonly ToolchainTarget[], RuntimeFiles>;
  readonly aspect: Query<AspectKey, AspectResult>;
  /** A list of actions, or why it is not known. */
  readonly targetActions: Query<TargetKey, Value>;
  readonly aspectActions: Query<AspectKey, Value>;
}

/** What a repository consists of, as the workspace sees it. */
export function repositoryContents(
  graph: QueryContext,
  { loading, workspace }: AnalysisDependencies,
  repository: string,
): EvaluatedContents {
  return graph.get(loading.repositoryContents, { view: workspace(graph).view, repository });
}

export interface ConfigurationKey {
  readonly configuration: Configuration;
  readonly order: SplitOrder;
}

/** What an execution group asks of the platform that its actions run on. */
export interface ExecutionKey extends ConfigurationKey, ExecutionGroup {}

export interface ToolchainKey extends ConfigurationKey {
  readonly type: Label;
  /** Whether who asks has the toolchain analysed as it is itself, see toolchains.ts. */
  readonly usesTransition: boolean;
  readonly execution: Label | Unknown;
}
