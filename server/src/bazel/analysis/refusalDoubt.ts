/**
 * Bazel refuses a target when any label of any attribute names nothing, whether or not anybody reads the attribute. A label in a repository that is not on disk may do that: what it names is not known to be there. Nothing
 * that is known of such a target can be called complete, and so it is with what depends on it. A package that loads from such a repository, or a file that failed, is refused as a whole where Bazel cannot load it.
 */
import type { DependenciesResult } from "./dependencies.ts";
import { nativeOption, type Configuration } from "../configuration/configuration.ts";
import { hostCpu } from "../configuration/options.ts";
import { Label, packageText, parseLabel } from "../label.ts";
import { conditionsOf } from "./conditions.ts";
import { executionOf, executionProblem, ownExecutionPlatform } from "./executionPlatform.ts";
import { mayBeAnError } from "./packageDoubt.ts";
import { toolchainDoubt } from "./requiredToolchains.ts";
import { ownVisibilityProblem } from "./visibility.ts";
import { isAlwaysThere, isPackageOfTools } from "../workspace/builtinRepositories.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { QueryContext } from "../../base/graph.ts";
import type { Package, RuleTarget } from "../target.ts";
import { repositoryContents, type AnalysisHost, type TargetKey } from "./keys.ts";

type Dependencies = Extract<DependenciesResult, { kind: "dependencies" }>;

/** The first label of which it is not known whether Bazel finds what it names; undefined where there is none. */
export function refusalDoubt(
  graph: QueryContext,
  host: AnalysisHost,
  key: TargetKey,
  target: RuleTarget,
  owner: Package,
  dependencies: Dependencies,
): Unknown | undefined {
  const reached = unknownDependency(graph, host, target, dependencies);
  if (reached) return reached;
  const condition = conditionDoubt(graph, host, key, target);
  if (condition) return condition;
  const visibility = ownVisibilityProblem(graph, host, target, owner);
  if (visibility instanceof Unknown) return visibility;
  const toolchain = toolchainDoubt(graph, host, key, target);
  if (toolchain) return toolchain;
  const crosstool = crosstoolDoubt(graph, host, key, target);
  if (crosstool) return crosstool;
  const execution = executionProblem(graph, host, key, target);
  if (execution instanceof Unknown) return execution;
  const { bazelVersion } = host.workspace(graph);
  const unread = owner.open.find((reason) => mayBeAnError(reason, bazelVersion));
  if (unread) return new Unknown(unread);
  return refusedDependency(dependencies);
}

/** The same of what an aspect itself depends on, toolchains among it. */
export function aspectDoubt(
  graph: QueryContext,
  host: AnalysisHost,
  key: TargetKey,
  target: RuleTarget,
  dependencies: Dependencies,
): Unknown | undefined {
  return (
    unknownDependency(graph, host, target, dependencies) ??
    toolchainDoubt(graph, host, key, target) ??
    refusedDependency(dependencies)
  );
}

function unknownDependency(
  graph: QueryContext,
  host: AnalysisHost,
  target: RuleTarget,
  { attributes }: Dependencies,
): Unknown | undefined {
  for (const { name, labels } of attributes.values()) {
    for (const dependency of labels) {
      if (dependency instanceof Unknown) {
        if (target.attributes.has(name)) return dependency;
        continue;
      }
      for (const { target: reached } of dependency.branches)
        if (reached instanceof Unknown && !isThere(graph, host, dependency.label, reached)) return reached;
    }
  }
  return undefined;
}

function refusedDependency({ edges }: Dependencies): Unknown | undefined {
  return edges.find((edge) => edge.target.mayBeRefused)?.target.mayBeRefused;
}

const OWN_CROSSTOOL = "@@bazel_tools//tools/cpp:toolchain";
const CPP_TOOLCHAIN = new Label("bazel_tools", "tools/cpp", "toolchain_type");

/** Bazel's own programs, and all rules that ask for a C++ toolchain, depend on what `--crosstool_top` names. */
function crosstoolDoubt(
  graph: QueryContext,
  host: AnalysisHost,
  key: TargetKey,
  target: RuleTarget,
): Unknown | undefined {
  const { configuration, order } = key;
  const { ruleClass } = target;
  const isNativeProgram = ruleClass.module === "" && ruleClass.executable;
  if (!isNativeProgram && !ruleClass.toolchains.some(({ type }) => type.equals(CPP_TOOLCHAIN))) return undefined;
  const crosstool = nativeOption(configuration, "crosstool_top");
  if (crosstool === OWN_CROSSTOOL)
    return ownToolchainDoubt(graph, host, key, target) ?? unlistedToolchain(graph, host, configuration);
  if (typeof crosstool !== "string") return undefined;
  const canonical = { package: { repository: "", path: "" }, resolveRepository: (name: string) => name };
  const parsed = parseLabel(crosstool, canonical);
  if (parsed.kind === "error") return undefined;
  const result = graph.get(host.configuredTarget, { label: parsed.label, configuration, order, transitioned: false });
  if (result.kind === "target") return result.target.mayBeRefused;
  if (result.kind === "unknown") return result.unknown;
  const { message } = result.rejection;
  return new Unknown({ kind: "evaluation", name: crosstool, message, site: undefined });
}

/** Why Bazel may not have its own toolchain. One that the workspace registers may stand before it, where toolchains are found by platforms. */
function ownToolchainDoubt(
  graph: QueryContext,
  host: AnalysisHost,
  key: TargetKey,
  target: RuleTarget,
): Unknown | undefined {
  const { doubt } = host.workspace(graph).ownCppToolchain;
  if (!doubt || !findsToolchains(key.configuration)) return doubt;
  const { configuration, order } = key;
  const execution = executionOf(ownExecutionPlatform(graph, host, key, target));
  const asked = { type: CPP_TOOLCHAIN, usesTransition: false, configuration, order, execution };
  const resolved = graph.get(host.toolchains, asked);
  return resolved.kind === "toolchain" && !isOwn(resolved.declaredBy) ? undefined : doubt;
}

function findsToolchains(configuration: Configuration): boolean {
  return nativeOption(configuration, "incompatible_enable_cc_toolchain_resolution") === true;
}

function isOwn({ repository }: Label): boolean {
  return repository === "bazel_tools" || repository.endsWith("local_config_cc_toolchains");
}

/** That the toolchains which Bazel configures have none for the compiler that `--compiler` names, or for `--cpu` (`CcToolchainSuite.selectCcToolchain`). */
function unlistedToolchain(graph: QueryContext, host: AnalysisHost, configuration: Configuration): Unknown | undefined {
  if (findsToolchains(configuration)) return undefined;
  const compiler = nativeOption(configuration, "compiler");
  if (typeof compiler === "string" && compiler !== "") return unlisted("compiler", compiler);
  const cpu = nativeOption(configuration, "cpu");
  if (cpu === hostCpu(configuration.top.host)) return undefined;
  // Before Bazel 5 those that are on disk are looked at (lateBoundDefaults.ts).
  if (configuration.top.major < 5 && repositoryContents(graph, host, "local_config_cc").kind !== "unknown")
    return undefined;
  return unlisted("cpu", typeof cpu === "string" ? cpu : "…");
}

function unlisted(option: string, value: string): Unknown {
  const message = `whether Bazel's own C++ toolchains have one for --${option}=${value} depends on the machine`;
  return new Unknown({ kind: "configuration", name: option, message, site: undefined });
}

/** Every condition of a select is analysed, also those that do not decide. */
function conditionDoubt(
  graph: QueryContext,
  host: AnalysisHost,
  { configuration, order }: TargetKey,
  { attributes }: RuleTarget,
): Unknown | undefined {
  for (const value of attributes.values()) {
    for (const label of conditionsOf(value)) {
      const result = graph.get(host.configuredTarget, { label, configuration, order, transitioned: false });
      if (result.kind === "unknown" && !isThere(graph, host, label, result.unknown)) return result.unknown;
      if (result.kind === "target" && result.target.mayBeRefused) return result.target.mayBeRefused;
    }
  }
  return undefined;
}

/** Of a package that the model of bazel_tools does not describe, another Bazel may have had it (`//third_party/py/gflags`). */
function isThere(graph: QueryContext, host: AnalysisHost, label: Label, { reason }: Unknown): boolean {
  const { packageId } = label;
  const isUndescribed = reason.kind === "model" && reason.name === packageText(packageId);
  if (isUndescribed && packageId.repository === "bazel_tools") return isPackageOfTools(packageId);
  return isOfBazel(graph, host, label);
}

/** What Bazel has built in is there, whether a model describes it or not; so is the JDK, which Bazel makes from what it finds on the machine. */
function isOfBazel(graph: QueryContext, host: AnalysisHost, label: Label): boolean {
  return (
    label.repository === "local_jdk" ||
    isAlwaysThere(label.repository) ||
    repositoryContents(graph, host, label.repository).kind === "model"
  );
}
