/**
 * Who contributes to a target's tree: which files are its own code, and which are those of a toolchain. Found by walking the configured targets, since a depset does not tell through which attribute its elements came.
 */
import type { QueryContext } from "../../base/graph.ts";
import type { Label } from "../label.ts";
import type { Attribution } from "../runfiles/shares.ts";
import type { Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";
import type { ConfiguredTarget } from "./configuredTarget.ts";
import { typesOfRule } from "./requiredToolchains.ts";
import type { AnalysisHost, TargetKey } from "./keys.ts";
import type { ToolchainTarget } from "./toolchainFiles.ts";
import type { ResolvedToolchains } from "./toolchains.ts";

/** An executable in the tree whose toolchain is not known: what it brings can only be estimated. */
export interface UnknownRuntime {
  readonly type: Label;
  readonly user: ConfiguredTarget;
  readonly unknown: Unknown;
}

export interface Contributors extends Attribution {
  /** The types of the toolchains, by their labels. */
  readonly toolchainTypes: ReadonlyMap<string, Label>;
  readonly unknownRuntimes: readonly UnknownRuntime[];
}

export function contributorsOf(graph: QueryContext, host: AnalysisHost, target: ConfiguredTarget): Contributors {
  const toolchains = new Map<Value, ToolchainTarget>();
  const toolchainTypes = new Map<string, Label>();
  for (const { type, resolved } of toolchainsOf(
    graph,
    host,
    closure(target, () => true),
  )) {
    if (resolved.kind !== "toolchain") continue;
    toolchains.set(resolved.info, resolved);
    toolchainTypes.set(resolved.declaredBy.toString(), type);
  }
  return {
    runtimes: graph.get(
      host.runtimeFiles,
      [...toolchains.values()].filter(({ key }) => graph.get(host.toolchainFiles, key).size > 0),
    ),
    code: codeOf(target),
    toolchainTypes,
    unknownRuntimes: unknownRuntimesOf(graph, host, target),
  };
}

interface ToolchainUse {
  readonly type: Label;
  readonly user: ConfiguredTarget;
  readonly resolved: ResolvedToolchains;
}

function toolchainsOf(
  graph: QueryContext,
  host: AnalysisHost,
  users: readonly ConfiguredTarget[],
): readonly ToolchainUse[] {
  return users.flatMap((user) => {
    const { rule, configuration } = user;
    if (!rule || !configuration) return [];
    const key: TargetKey = { label: rule.label, configuration, order: "forward", transitioned: true };
    return typesOfRule(graph, host, key, rule).map(({ type, result }) => ({ type, user, resolved: result }));
  });
}

/** Those through which what is not known of a toolchain has come into the tree: not those of tools, which are no part of it. */
function unknownRuntimesOf(
  graph: QueryContext,
  host: AnalysisHost,
  target: ConfiguredTarget,
): readonly UnknownRuntime[] {
  // Without the doubt whether Bazel takes the target at all: that may come from a tool.
  const { unknowns } = target.outputs.tree ?? target.outputs.defaultRunfiles;
  if (unknowns.size === 0) return [];
  const reasons = new Set([...unknowns].map(({ reason }) => reason.message));
  const users = closure(target, (edge) => brings(edge.target, reasons));
  return toolchainsOf(graph, host, users).flatMap(({ type, user, resolved }) =>
    resolved.kind === "unknown" &&
    user.rule?.ruleClass.executable === true &&
    reasons.has(resolved.unknown.reason.message)
      ? [{ type, user, unknown: resolved.unknown }]
      : [],
  );
}

function brings({ outputs }: ConfiguredTarget, reasons: ReadonlySet<string>): boolean {
  return [outputs.files, outputs.defaultRunfiles, outputs.dataRunfiles].some(({ unknowns }) =>
    [...unknowns].some(({ reason }) => reasons.has(reason.message)),
  );
}

/** Labels of the main repository that are reached without `data`, with the files that their rules make. */
function codeOf(target: ConfiguredTarget): ReadonlySet<string> {
  const own = closure(target, ({ attribute, target: to }) => attribute !== "data" && to.label.repository === "");
  return new Set(own.flatMap(({ label, rule }) => [label, ...(rule?.outputs ?? [])].map(String)));
}

function closure(
  from: ConfiguredTarget,
  follows: (edge: ConfiguredTarget["dependencies"][number]) => boolean,
): readonly ConfiguredTarget[] {
  const found = new Set([from]);
  for (const target of found) for (const edge of target.dependencies) if (follows(edge)) found.add(edge.target);
  return [...found];
}
