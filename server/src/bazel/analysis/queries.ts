/**
 * The queries of analysis: target × configuration → providers and runfiles (`ConfiguredTargetFunction`), aspects, and toolchain resolution.
 */
import { analyseRule } from "./analyseRule.ts";
import { aspectQuery } from "./aspects.ts";
import { ConfiguredTarget, type AnalysisResult, type Rejection } from "./configuredTarget.ts";
import {
  repositoryContents,
  targetKeyText,
  type AnalysisDependencies,
  type AnalysisHost,
  type ConfigurationKey,
  type ExecutionKey,
  type TargetKey,
  type ToolchainKey,
} from "./keys.ts";
import { doubtedResult } from "./doubt.ts";
import { shownPath } from "../loading/generated/files.ts";
import { packageDoubt } from "./packageDoubt.ts";
import { packageSpecification } from "./packageGroups.ts";
import { absenceOf as absenceOfRepository, pathOnDisk } from "../loading/repositoryFiles.ts";
import { NO_OUTPUTS } from "./defaultInfo.ts";
import { platformsInForce, type PlatformsInForce } from "./platforms.ts";
import { registeredToolchains, type RegisteredToolchains } from "./registeredToolchains.ts";
import { ownVisibilityProblem } from "./visibility.ts";
import { aspectActionsQuery, targetActionsQuery } from "./targetActions.ts";
import { runtimeFilesQuery, toolchainFilesQuery } from "./toolchainFiles.ts";
import { chooseExecutionPlatform, executionKeyText, type ExecutionPlatform } from "./executionPlatform.ts";
import { resolveToolchain, type ResolvedToolchains } from "./toolchains.ts";
import { derivedArtifact, sourceArtifact, type Artifact } from "../artifact.ts";
import { binRoot } from "../configuration/configuration.ts";
import { Depset } from "../depset.ts";
import type { Label } from "../label.ts";
import { isWithinMacroNamespace, MACRO_NAMING_RULES } from "../macro.ts";
import type { Value } from "../../starlark/value.ts";
import { CycleError, type Query, type QueryContext } from "../../base/graph.ts";
import { Unknown, type UnknownReason } from "../../starlark/unknown.ts";
import type { Package, Target } from "../target.ts";

export interface AnalysisQueries {
  readonly host: AnalysisHost;
  readonly configuredTarget: Query<TargetKey, AnalysisResult>;
}

/** What is not known is not known for one reason or another. */
function platformText(platform: Label | Unknown): string {
  return platform instanceof Unknown ? `? ${platform.reason.message}` : platform.toString();
}

export function analysisQueries(dependencies: AnalysisDependencies): AnalysisQueries {
  const configuredTarget: Query<TargetKey, AnalysisResult> = {
    name: "configured target",
    keyOf: targetKeyText,
    compute: (graph, key) => guarded(() => analyse(graph, host, key)),
  };
  const toolchains: Query<ToolchainKey, ResolvedToolchains> = {
    name: "toolchain",
    keyOf: (key) =>
      `${key.type.toString()}|${key.configuration.id}|${key.order}|${String(key.usesTransition)}|${platformText(key.execution)}`,
    compute: (graph, key) => resolveToolchain(graph, host, key),
  };
  const executionPlatform: Query<ExecutionKey, ExecutionPlatform> = {
    name: "execution platform",
    keyOf: executionKeyText,
    compute: (graph, key) => chooseExecutionPlatform(graph, host, key),
  };
  const platforms: Query<ConfigurationKey, PlatformsInForce> = {
    name: "platforms",
    keyOf: configurationKeyText,
    compute: (graph, key) => platformsInForce(graph, host, key),
  };
  const registered: Query<ConfigurationKey, RegisteredToolchains> = {
    name: "registered toolchains",
    keyOf: configurationKeyText,
    compute: (graph, key) => registeredToolchains(graph, host, key),
  };
  const aspect = aspectQuery(() => host);
  const host: AnalysisHost = {
    ...dependencies,
    configuredTarget,
    platforms,
    registeredToolchains: registered,
    toolchains,
    executionPlatform,
    toolchainFiles: toolchainFilesQuery(() => host),
    runtimeFiles: runtimeFilesQuery(() => host),
    aspect,
    targetActions: targetActionsQuery(() => host),
    aspectActions: aspectActionsQuery(() => host),
  };
  return { host, configuredTarget };
}

function configurationKeyText(key: ConfigurationKey): string {
  return `${key.configuration.id}|${key.order}`;
}

/** A cycle of targets is an error of its targets, not of the analysis. */
function guarded(run: () => AnalysisResult): AnalysisResult {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof CycleError)) throw error;
    const members = error.members
      .filter((member) => member.query === "configured target")
      .map((member) => (member.key as TargetKey).label.toString());
    // A cycle has no beginning: whoever is asked first, it is told in one way.
    const first = members.reduce((least, label, i) => (label < (members[least] ?? "") ? i : least), 0);
    const labels = [...members.slice(first), ...members.slice(0, first)];
    return reject(`cycle in dependency graph: ${[...labels, labels[0] ?? ""].join(" -> ")}`, { kind: "cycle" });
  }
}

export function reject(message: string, where?: Partial<Rejection>): AnalysisResult {
  return {
    kind: "rejected",
    rejection: { kind: where?.kind ?? "analysis", message, site: where?.site, callStack: where?.callStack ?? [] },
  };
}

function analyse(graph: QueryContext, host: AnalysisHost, key: TargetKey): AnalysisResult {
  const found = findTarget(graph, host, key.label);
  switch (found.kind) {
    case "unknown":
      return { kind: "unknown", unknown: new Unknown(found.reason) };
    case "missing":
      return reject(found.message, { kind: "missing" });
    case "found":
      return maybeRefused(
        doubtedResult(
          analyseTarget(graph, host, key, found.target, found.package),
          doubtOf(graph, host, found.target, found.package),
        ),
        absenceOf(graph, host, key.label, found.package),
      );
    default:
      return found satisfies never;
  }
}

function maybeRefused(result: AnalysisResult, absence: UnknownReason | undefined): AnalysisResult {
  return absence && result.kind === "target"
    ? { kind: "target", target: result.target.doubted(new Unknown(absence)) }
    : result;
}

/** A model tells what Bazel would download, an extension that was evaluated in part what it would make; whether Bazel can is not known. */
function absenceOf(graph: QueryContext, host: AnalysisHost, label: Label, owner: Package): UnknownReason | undefined {
  const contents = repositoryContents(graph, host, label.repository);
  return absenceOfRepository(contents)?.reason ?? packageDoubt(owner, host.workspace(graph).bazelVersion);
}

/** Why a target may be another one than Bazel's. A source file is what it is called, whatever the .bzl files do that its package loads. */
function doubtOf(graph: QueryContext, host: AnalysisHost, target: Target, owner: Package): UnknownReason | undefined {
  if (owner.doubt === undefined || target.kind !== "source-file") return owner.doubt;
  return repositoryDoubt(graph, host, target.label);
}

/** Why a repository on disk may not be what Bazel would use. */
function repositoryDoubt(graph: QueryContext, host: AnalysisHost, label: Label): UnknownReason | undefined {
  const contents = repositoryContents(graph, host, label.repository);
  return contents.kind === "directory" ? contents.doubt?.reason : undefined;
}

export type FoundTarget =
  | { readonly kind: "found"; readonly target: Target; readonly package: Package }
  | { readonly kind: "missing"; readonly message: string }
  | { readonly kind: "unknown"; readonly reason: UnknownReason };

/** The target a label names; in an open package an undeclared one is Unknown, unless the package is in error: Bazel gives out nothing of it. */
export function findTarget(graph: QueryContext, host: AnalysisHost, label: Label): FoundTarget {
  const result = graph.get(host.loading.package, { id: label.packageId, view: host.workspace(graph).view });
  if (result.kind === "unknown") return { kind: "unknown", reason: result.reason };
  const doubt = result.kind === "package" ? result.package.doubt : repositoryDoubt(graph, host, label);
  if (result.kind === "missing")
    return doubt ? { kind: "unknown", reason: doubt } : { kind: "missing", message: result.message };
  const target = result.package.targets.get(label.name);
  if (target) return { kind: "found", target, package: result.package };
  const unknown = result.package.unknownTargets.get(label.name) ?? result.package.open[0] ?? doubt;
  const [error] = result.package.errors;
  if (unknown && error && !doubt)
    return { kind: "missing", message: `error loading package '${label.packagePath}': ${error.message}` };
  if (unknown) return { kind: "unknown", reason: unknown };
  return {
    kind: "missing",
    message: `no such target '${label.toString()}': target '${label.name}' not declared in package '${label.packagePath}' defined by ${shownPath(result.package.buildFile)}`,
  };
}

function analyseTarget(
  graph: QueryContext,
  host: AnalysisHost,
  key: TargetKey,
  target: Target,
  owner: Package,
): AnalysisResult {
  const [problem] = owner.errors;
  if (problem)
    return reject(
      `Target '${key.label.toString()}' contains an error and its package is in error: ${problem.message}`,
      { ...problem, kind: "package" },
    );
  const misnamed = macroNameProblem(target, owner);
  if (misnamed !== undefined) return reject(misnamed, {});
  switch (target.kind) {
    case "rule":
      return analyseRule(graph, host, key, target, owner);
    case "source-file": {
      const problem = ownVisibilityProblem(graph, host, target, owner);
      if (typeof problem === "string") return reject(problem);
      const file = fileTarget(key.label, sourceFile(graph, host, key.label));
      return { kind: "target", target: problem ? file.doubted(problem) : file };
    }
    case "generated-file":
      return generatedFile(graph, host, key, target.generatingRule);
    case "package-group":
      return withoutFiles(key.label, [packageSpecification(graph, host, target)]);
    case "environment-group":
      return withoutFiles(key.label, []);
    default:
      return target satisfies never;
  }
}

function withoutFiles(label: Label, infos: readonly (readonly [string, Value])[]): AnalysisResult {
  const providers = new Map(infos);
  return {
    kind: "target",
    target: new ConfiguredTarget({ label, configuration: undefined, outputs: NO_OUTPUTS, providers }),
  };
}

/** What a symbolic macro declares under a name that is not its own can be declared, but not built. */
function macroNameProblem(target: Target, owner: Package): string | undefined {
  const rule = target.kind === "generated-file" ? owner.targets.get(target.generatingRule.name) : target;
  if (rule?.kind !== "rule" || !rule.macro || isWithinMacroNamespace(target.label.name, rule.macro.name))
    return undefined;
  return `Target ${target.label.toString()} declared in symbolic macro '${rule.macro.name}' violates macro naming rules and cannot be built. ${MACRO_NAMING_RULES}`;
}

function sourceFile(graph: QueryContext, host: AnalysisHost, label: Label): Artifact {
  const path = pathOnDisk(
    repositoryContents(graph, host, label.repository),
    [label.packagePath, label.name].filter((part) => part !== "" && part !== ".").join("/"),
  );
  const isDirectory = path !== undefined && graph.input(host.files.kind, path) === "directory";
  return sourceArtifact(label, isDirectory ? "directory" : "file");
}

/** `InputFileConfiguredTarget` and `OutputFileConfiguredTarget`: the file, and empty runfiles. */
function fileTarget(label: Label, artifact: Artifact, configured?: ConfiguredTarget): ConfiguredTarget {
  const outputs = { ...NO_OUTPUTS, files: new Depset("default", [artifact]), executable: artifact };
  return new ConfiguredTarget({
    label,
    configuration: configured?.configuration,
    outputs,
    dependencies: configured ? [{ attribute: "$generating_rule", branch: undefined, target: configured }] : [],
    mayBeRefused: configured?.mayBeRefused,
  });
}

function generatedFile(graph: QueryContext, host: AnalysisHost, key: TargetKey, rule: Label): AnalysisResult {
  const result = graph.get(host.configuredTarget, { ...key, label: rule, transitioned: false });
  if (result.kind !== "target") return result;
  const { configuration } = result.target;
  if (!configuration) return reject(`${rule.toString()} generates nothing`);
  const relative = key.label.packagePath === "" ? key.label.name : `${key.label.packagePath}/${key.label.name}`;
  const artifact = derivedArtifact(rule, relative, "file", binRoot(configuration), configuration.id);
  return { kind: "target", target: fileTarget(key.label, artifact, result.target) };
}
