/**
 * Who contributes to a target's tree: which files are its own code, and which are those of a toolchain. Found by walking the configured targets, since a depset does not tell through which attribute its elements came.
 */
import type { QueryContext } from "../../base/graph.ts";
import { Artifact } from "../artifact.ts";
import { Depset } from "../depset.ts";
import type { Label } from "../label.ts";
import { Struct } from "../provider.ts";
import { Runfiles, type SymlinkEntry } from "../runfiles/runfiles.ts";
import type { Attribution, RuntimeFiles } from "../runfiles/shares.ts";
import { StarlarkList } from "../../starlark/list.ts";
import type { Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";
import { ConfiguredTarget } from "./configuredTarget.ts";
import type { AnalysisHost } from "./keys.ts";
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

interface KnownToolchain {
  readonly info: Value;
  readonly declaredBy: Label;
}

export function contributorsOf(graph: QueryContext, host: AnalysisHost, target: ConfiguredTarget): Contributors {
  const toolchains = new Map<Value, KnownToolchain>();
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
    runtimes: runtimesOf([...toolchains.values()]),
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
    return rule.ruleClass.toolchains.map(({ type }) => ({
      type,
      user,
      resolved: graph.get(host.toolchains, { type, configuration, order: "forward" }),
    }));
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

// Files of toolchains -----------------------------------------------------------------------------------------------------------------------------------

const NO_RUNTIMES: RuntimeFiles = { toolchainOf: () => undefined };

interface ToolchainFiles {
  readonly name: string;
  readonly files: ReadonlySet<string>;
}

/** What was made for toolchains, kept with the files of the first: all trees with the same ones share what is counted of them. */
const made = new WeakMap<
  ReadonlySet<string>,
  { readonly toolchains: readonly ToolchainFiles[]; readonly runtimes: RuntimeFiles }[]
>();

function runtimesOf(toolchains: readonly KnownToolchain[]): RuntimeFiles {
  const found = toolchains.flatMap(({ info, declaredBy }): ToolchainFiles[] => {
    const files = typeof info === "object" && info !== null ? filesOf(info) : undefined;
    return files && files.size > 0 ? [{ files, name: declaredBy.toString() }] : [];
  });
  const [first] = found;
  if (!first) return NO_RUNTIMES;
  const known = made.get(first.files) ?? [];
  const same = known.find((other) => areEqual(other.toolchains, found));
  if (same) return same.runtimes;
  const runtimes: RuntimeFiles = {
    toolchainOf: (artifact) => found.find(({ files }) => files.has(artifact.hashKey()))?.name,
  };
  made.set(first.files, [...known, { toolchains: found, runtimes }]);
  return runtimes;
}

function areEqual(a: readonly ToolchainFiles[], b: readonly ToolchainFiles[]): boolean {
  return a.length === b.length && a.every(({ name, files }, i) => b[i]?.name === name && b[i].files === files);
}

const files = new WeakMap<object, ReadonlySet<string>>();

/** The files that a ToolchainInfo names anywhere. */
function filesOf(info: object & Value): ReadonlySet<string> {
  const known = files.get(info);
  if (known) return known;
  const found = new Set<string>();
  const entered = new Set<Value>();
  const work: Value[] = [info];
  for (let value = work.pop(); value !== undefined; value = work.pop()) {
    if (typeof value !== "object" || value === null || entered.has(value)) continue;
    entered.add(value);
    if (value instanceof Artifact) found.add(value.hashKey());
    else work.push(...partsOf(value));
  }
  files.set(info, found);
  return found;
}

function partsOf(value: Value): readonly Value[] {
  if (value instanceof Struct) return [...value.fields.values()];
  if (value instanceof StarlarkList) return value.items;
  if (value instanceof Depset) return [...value.direct, ...value.transitive];
  if (value instanceof Runfiles)
    return [value.artifacts, ...(value.symlinks.toList() as readonly SymlinkEntry[]).map((entry) => entry.target)];
  if (value instanceof ConfiguredTarget) return [value.outputs.files, value.outputs.defaultRunfiles];
  return [];
}
