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

/** An executable in the tree whose toolchain is not known: what it brings can only be estimated. */
export interface UnknownRuntime {
  readonly type: Label;
  readonly user: ConfiguredTarget;
  readonly unknown: Unknown;
}

export interface Contributors extends Attribution {
  readonly unknownRuntimes: readonly UnknownRuntime[];
}

interface KnownToolchain {
  readonly info: Value;
  readonly declaredBy: Label;
}

export function contributorsOf(graph: QueryContext, host: AnalysisHost, target: ConfiguredTarget): Contributors {
  const toolchains = new Map<Value, KnownToolchain>();
  const unknownRuntimes: UnknownRuntime[] = [];
  // Without the doubt whether Bazel takes the target at all: that may come from a tool, whose files are no part of the tree.
  const { unknowns } = target.outputs.tree ?? target.outputs.defaultRunfiles;
  const reasons = new Set([...unknowns].map(({ reason }) => reason.message));
  for (const user of closure(target, () => true)) {
    const { rule, configuration } = user;
    if (!rule || !configuration) continue;
    for (const { type } of rule.ruleClass.toolchains) {
      const resolved = graph.get(host.toolchains, { type, configuration, order: "forward" });
      if (resolved.kind === "toolchain") toolchains.set(resolved.info, resolved);
      else if (resolved.kind === "unknown" && rule.ruleClass.executable && reasons.has(resolved.unknown.reason.message))
        unknownRuntimes.push({ type, user, unknown: resolved.unknown });
    }
  }
  return { runtimes: runtimesOf([...toolchains.values()]), code: codeOf(target), unknownRuntimes };
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
