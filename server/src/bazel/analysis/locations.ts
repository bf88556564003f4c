/** `$(location //p:x)` and its relatives: the labels that a rule may name, and the files they stand for (`LocationExpander`). */
import { unknownApi } from "./actions.ts";
import { distinctTargets, type Dependency } from "./dependencies.ts";
import { shellEscaped } from "./templateExpansion.ts";
import { Artifact } from "../artifact.ts";
import { Label, parseLabel } from "../label.ts";
import { isAtLeast } from "../workspace/bazelVersion.ts";
import { EvalError } from "../../starlark/errors.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { ConfiguredTarget } from "./configuredTarget.ts";
import type { RuleContextSpec } from "./ruleContext.ts";
import type { Value } from "../../starlark/value.ts";

/** Label → its files; Unknown where it is not known whether it may be named, or which files it has. */
export type LocationMap = Map<string, Set<Artifact> | Unknown>;

/** Attributes whose targets stand for their executable where they have one; `data` only where it may be named. */
const TOOLS = ["deps", "tools"];
/** In 7.7.1. */
const TOOLS_OF_7 = [...TOOLS, "implementation_deps"];

interface NamedByAttributes {
  readonly data: boolean;
  /** Further attributes, by their files. */
  readonly files?: readonly string[];
  /** The same, by their executables. */
  readonly tools?: readonly string[];
  /** Attributes whose targets are given to `ctx.expand_location`. */
  readonly targets?: readonly string[];
}

/** What the rule may name: its outputs, `srcs`, `deps`, `tools`, `data` if wanted, and what `further` says; or these targets. */
export function locationMap(
  spec: RuleContextSpec,
  further: NamedByAttributes,
  given: readonly Dependency[] = [],
): LocationMap {
  const map: LocationMap = new Map();
  for (const label of outputsOf(spec)) map.set(label.toString(), new Set());
  for (const name of ["srcs", ...(further.files ?? []), ...(further.targets ?? [])])
    addAttribute(map, spec, name, filesOf);
  addTargets(map, given, filesOf);
  const { bazelVersion } = spec.host.workspace(spec.graph);
  const tools = isAtLeast(bazelVersion, "7.7") ? TOOLS_OF_7 : TOOLS;
  for (const name of [...tools, ...(further.data ? ["data"] : []), ...(further.tools ?? [])])
    addAttribute(
      map,
      spec,
      name,
      name === "exec_tools" && bazelVersion.major === 4 ? filesOfCommand : executableOrFiles,
    );
  const isRead = bazelVersion.major === 4 || (bazelVersion.major === 7 && isAtLeast(bazelVersion, "7.7"));
  if (!isRead) addAll(map, spec);
  return map;
}

/** In Bazel 4 a filegroup hands a command its files by a middleman, and then its label stands for none (`CommandHelper`, which alone looks at `exec_tools`). */
export function filesOfCommand(target: ConfiguredTarget): readonly Artifact[] | Unknown | undefined {
  return isFilegroup(target) ? undefined : executableOrFiles(target);
}

export function isFilegroup({ rule }: ConfiguredTarget): boolean {
  return rule?.ruleClass.module === "" && rule.ruleClass.name === "filegroup";
}

function outputsOf({ target, values }: RuleContextSpec): readonly Label[] {
  const given = [...target.ruleClass.attributes].flatMap(([name, { type }]): readonly Value[] => {
    const value = values.get(name) ?? null;
    if (type === "output") return [value];
    return type === "output_list" && value instanceof StarlarkList ? value.items : [];
  });
  return [...given, ...target.implicitOutputs.values()].filter((label): label is Label => label instanceof Label);
}

function addAttribute(
  map: LocationMap,
  spec: RuleContextSpec,
  name: string,
  files: (target: ConfiguredTarget) => readonly Artifact[] | Unknown | undefined,
): void {
  const attribute = spec.dependencies.get(name);
  if (attribute?.definition.type !== "label_list") return;
  addTargets(map, attribute.labels, files);
}

export function addTargets(
  map: LocationMap,
  dependencies: readonly (Dependency | Unknown)[],
  files: (target: ConfiguredTarget) => readonly Artifact[] | Unknown | undefined,
): void {
  for (const dependency of dependencies) {
    if (dependency instanceof Unknown) continue;
    for (const target of distinctTargets(dependency)) {
      const found = target instanceof Unknown ? target : files(target);
      if (found === undefined) continue;
      addFiles(map, dependency.label, found);
      if (!(target instanceof Unknown) && !target.label.equals(dependency.label)) addFiles(map, target.label, found);
    }
  }
}

export function addFiles(map: LocationMap, label: Label, files: readonly Artifact[] | Unknown): void {
  const key = label.toString();
  const before = map.get(key);
  if (before instanceof Unknown) return;
  map.set(key, files instanceof Unknown ? files : new Set([...(before ?? []), ...files]));
}

/** Other versions let rules name what further attributes hold; which ones they are differs. */
function addAll(map: LocationMap, spec: RuleContextSpec): void {
  for (const { labels } of spec.dependencies.values()) {
    for (const dependency of labels) {
      if (dependency instanceof Unknown || map.has(dependency.label.toString())) continue;
      map.set(dependency.label.toString(), unknownApi(`$(location ${dependency.label.toString()})`));
    }
  }
}

export function filesOf({ outputs }: ConfiguredTarget): readonly Artifact[] | Unknown {
  const [unknown] = outputs.files.unknowns;
  return unknown ?? outputs.files.toList().filter((file) => file instanceof Artifact);
}

export function executableOrFiles(target: ConfiguredTarget): readonly Artifact[] | Unknown {
  const { executable } = target.outputs;
  if (executable instanceof Unknown) return executable;
  return executable === undefined ? filesOf(target) : [executable];
}

const FUNCTIONS = ["location", "execpath", "rootpath", "rlocationpath"];

/** Whether a rule may call a function of that name: `$(rlocationpath …)` came between 5.0 and 5.4. */
export function isLocationFunction(spec: RuleContextSpec, name: string): boolean {
  if (!FUNCTIONS.includes(name.replace(/s$/, ""))) return false;
  return !name.startsWith("rlocation") || isAtLeast(spec.host.workspace(spec.graph).bazelVersion, "5.0.0");
}

/** The paths that a call stands for, with blanks between them. Throws an EvalError with Bazel's words where it stands for nothing. */
export function locations(
  spec: RuleContextSpec,
  map: LocationMap,
  name: string,
  written: string,
  execPaths: boolean,
): string | Unknown {
  const isPlural = name.endsWith("s");
  const call = isPlural ? "$(locations)" : "$(location)";
  const label = labelOf(spec, written, call);
  const files = map.get(label.toString());
  const shown = label.toString().replace(/^@@/, "@");
  if (files === undefined)
    throw new EvalError(`label '${shown}' in ${call} expression is not a declared prerequisite of this rule`);
  if (files instanceof Unknown) return files;
  const isOutput = files.size === 0 && outputsOf(spec).some((output) => output.equals(label));
  if (isOutput) return label.name;
  const kind = name.replace(/s$/, "");
  const paths = [...new Set([...files].map((file) => pathOf(spec, file, kind, execPaths)))].sort();
  if (paths.length === 0) throw new EvalError(`label '${shown}' in ${call} expression expands to no files`);
  if (!isPlural && paths.length > 1)
    throw new EvalError(
      `label '${shown}' in $(location) expression expands to more than one file, please use $(locations ${shown}) instead.  Files (at most 5 shown) are: [${paths.slice(0, 5).join(", ")}]`,
    );
  return paths.map(shellEscaped).join(" ");
}

function labelOf(spec: RuleContextSpec, written: string, call: string): Label {
  const { label } = spec.target;
  const { repositories } = spec.host.workspace(spec.graph);
  const parsed = parseLabel(written, {
    package: label.packageId,
    resolveRepository: (apparent) => repositories.resolve(label.repository, apparent),
  });
  if (parsed.kind === "error") throw new EvalError(`invalid label in ${call} expression: ${parsed.message}`);
  return parsed.label;
}

function pathOf(spec: RuleContextSpec, { path, shortPath }: Artifact, kind: string, execPaths: boolean): string {
  if (kind === "rlocationpath")
    return shortPath.startsWith("../")
      ? shortPath.slice(3)
      : `${spec.host.workspace(spec.graph).runfilesPrefix}/${shortPath}`;
  if (kind === "execpath" || (kind === "location" && execPaths)) return callable(path);
  // Where the runfiles of other repositories once were (`Artifact.getPathForLocationExpansion`; seen with 4.2.3 and 7.7.1).
  return callable(shortPath.replace(/^\.\.\//, "external/"));
}

/** A shell finds it without looking through PATH (`PathFragment.getCallablePathString`). */
function callable(path: string): string {
  return path.includes("/") ? path : `./${path}`;
}
