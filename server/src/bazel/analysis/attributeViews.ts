/** `ctx.attr`, `ctx.split_attr`, `ctx.files`, `ctx.file` and `ctx.executable`: the dependencies of a rule as its implementation sees them. */
import { unknownApi } from "./actions.ts";
import type { ConfiguredTarget } from "./configuredTarget.ts";
import { distinctTargets, type AttributeDependencies, type Dependency } from "./dependencies.ts";
import { Depset } from "../depset.ts";
import { isLacking, isWrittenInStarlark } from "../loading/nativeAttributes.ts";
import { licenseOf } from "./license.ts";
import { Label } from "../label.ts";
import { Struct } from "../provider.ts";
import { StarlarkDict } from "../../starlark/dict.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { obstacle, Unknown } from "../../starlark/unknown.ts";
import { str } from "../../starlark/printer.ts";
import type { Value } from "../../starlark/value.ts";
import type { RuleContextSpec } from "./ruleContext.ts";

/** The common attribute that aspects see, and the rule itself does not. */
const FOR_ASPECTS = "aspect_hints";

export function attributesOf(spec: RuleContextSpec): Struct {
  return new Struct(fieldsOf(spec, (name) => name !== FOR_ASPECTS));
}

/** `ctx.rule.attr` */
export function attributesForAspects(spec: RuleContextSpec): Struct {
  return new Struct(fieldsOf(spec, (name) => isToldToAspects(spec, name)));
}

/** `ctx.rule.files` and its like, from `ctx.files`. */
export function filesForAspects(spec: RuleContextSpec, files: Struct): Struct {
  return new Struct(new Map([...files.fields].filter(([name]) => isToldToAspects(spec, name))));
}

/** Models may have attributes that the rule does not have in this version, and Starlark does not know all types of those that it has. */
function isToldToAspects(spec: RuleContextSpec, name: string): boolean {
  const { ruleClass } = spec.target;
  const version = spec.host.workspace(spec.graph).bazelVersion;
  if (isLacking(ruleClass, name, version)) return false;
  if (isWrittenInStarlark(ruleClass, version)) return true;
  const type = ruleClass.attributes.get(name)?.type;
  return type !== "distribs" && type !== "tristate";
}

function fieldsOf(spec: RuleContextSpec, isShown: (name: string) => boolean): ReadonlyMap<string, Value> {
  const fields = new Map<string, Value>();
  for (const [name, value] of spec.values) {
    if (isOfSubrule(name) || !isShown(name)) continue;
    fields.set(name, fieldOf(spec, name, value));
  }
  return fields;
}

function fieldOf(spec: RuleContextSpec, name: string, value: Value): Value {
  const attribute = spec.dependencies.get(name);
  if (attribute) return attributeValue(spec, attribute);
  if (!isLicense(spec, name)) return value;
  return licenseOf(spec.target.attributes.has(name), spec.host.workspace(spec.graph).bazelVersion.major);
}

/** What Bazel keeps as a list of words only where a rule of its own is written in Starlark and declares it. */
function isLicense({ host, graph, target: { ruleClass } }: RuleContextSpec, name: string): boolean {
  if (ruleClass.attributes.get(name)?.type !== "license") return false;
  if (name === "output_licenses" && ruleClass.executable) return true;
  return !isWrittenInStarlark(ruleClass, host.workspace(graph).bazelVersion);
}

/** What subrules need stands among the attributes of the rule, where its own implementation does not see it. */
function isOfSubrule(attribute: string): boolean {
  return attribute.includes("%");
}

/** `ctx.attr.x` of a dependency attribute. */
export function attributeValue(spec: RuleContextSpec, attribute: AttributeDependencies): Value {
  const { definition, value } = attribute;
  if (value instanceof Unknown) return value;
  const targets = targetsByLabel(spec, attribute);
  if (definition.type === "label_keyed_string_dict" && value instanceof StarlarkDict) {
    const dict = new StarlarkDict();
    for (const [label, text] of value.entries())
      for (const target of targets.get(label instanceof Label ? label.toString() : str(label)) ?? [])
        dict.set(target, text);
    return dict;
  }
  if (definition.type === "string_keyed_label_dict" && value instanceof StarlarkDict) {
    const dict = new StarlarkDict();
    for (const [name, label] of value.entries())
      if (label instanceof Label) dict.set(name, targets.get(label.toString())?.[0] ?? null);
    return dict;
  }
  if (definition.type === "label_list_dict") return unknownApi("attr.label_list_dict");
  const all = attribute.labels.flatMap((label): readonly Value[] =>
    label instanceof Unknown ? [label] : seenTargets(spec, label),
  );
  if (definition.type === "label" && !attribute.transitioned) return all[0] ?? null;
  return new StarlarkList([...all]);
}

/** The targets as the implementation sees them: it is told of what it reads that is only an estimate. */
function seenTargets(spec: RuleContextSpec, dependency: Dependency): readonly (ConfiguredTarget | Unknown)[] {
  return distinctTargets(dependency).map((target) => seen(spec, target));
}

function seen(spec: RuleContextSpec, target: ConfiguredTarget | Unknown): ConfiguredTarget | Unknown {
  return target instanceof Unknown ? target : target.seenBy(spec.onEstimate);
}

function targetsByLabel(
  spec: RuleContextSpec,
  attribute: AttributeDependencies,
): ReadonlyMap<string, readonly (ConfiguredTarget | Unknown)[]> {
  return new Map(
    attribute.labels.flatMap((label) =>
      label instanceof Unknown ? [] : [[label.label.toString(), seenTargets(spec, label)] as const],
    ),
  );
}

/** `ctx.split_attr.x`: branch key → target or targets, in the order of the branches' output directories. */
export function splitAttributes(spec: RuleContextSpec): Struct {
  const fields = new Map<string, Value>();
  for (const [name, attribute] of spec.dependencies) {
    if (isOfSubrule(name) || (!attribute.transitioned && attribute.definition.cfg.kind !== "unknown")) continue;
    fields.set(name, splitValue(spec, attribute));
  }
  return new Struct(fields);
}

function splitValue(spec: RuleContextSpec, attribute: AttributeDependencies): Value {
  if (attribute.value instanceof Unknown) return attribute.value;
  const byBranch = new Map<string | null, Value[]>();
  for (const label of attribute.labels) {
    if (label instanceof Unknown) return label;
    for (const { key, target } of label.branches) {
      const list = byBranch.get(key ?? null) ?? [];
      list.push(seen(spec, target));
      byBranch.set(key ?? null, list);
    }
  }
  const dict = new StarlarkDict();
  for (const [key, targets] of byBranch)
    dict.set(key, attribute.definition.type === "label" ? (targets[0] ?? null) : new StarlarkList(targets));
  return dict;
}

export function mapDependencies(
  spec: RuleContextSpec,
  value: (attribute: AttributeDependencies) => Value | undefined,
): Struct {
  const fields = new Map<string, Value>();
  for (const [name, attribute] of spec.dependencies) {
    if (isOfSubrule(name)) continue;
    const mapped = value(attribute);
    if (mapped !== undefined) fields.set(name, mapped);
  }
  return new Struct(fields);
}

/** The targets of an attribute, or the Unknown that keeps them from being known. */
export function knownTargets(attribute: AttributeDependencies): readonly ConfiguredTarget[] | Unknown {
  if (attribute.value instanceof Unknown) return attribute.value;
  const targets: ConfiguredTarget[] = [];
  for (const label of attribute.labels) {
    if (label instanceof Unknown) return label;
    for (const target of distinctTargets(label)) {
      if (target instanceof Unknown) return target;
      targets.push(target);
    }
  }
  return targets;
}

/** `ctx.files.x`: the files of all targets. One Unknown among them makes the list's length unknown. */
export function filesOf(attribute: AttributeDependencies, { doubts }: RuleContextSpec, major: number): Value {
  const targets = knownTargets(attribute);
  if (targets instanceof Unknown) return targets;
  const sets = targets.map(({ outputs }) => outputs.files);
  const unknowns = sets.flatMap((set) => [...set.unknowns]);
  return obstacle(unknowns, doubts) ?? inOrder(sets, major);
}

/**
 * Up to Bazel 4 one set after the other, each in its own order (`PrerequisiteArtifacts`); from Bazel 7 all as one set in stable order, in which a topological one loses its own (by runs of 4.2.3 and 7.7.1, which differ there).
 */
function inOrder(sets: readonly Depset[], major: number): Value {
  const together = () => new Depset("default", [], sets).toList();
  if (major >= 7) return new StarlarkList([...together()]);
  const oneByOne = new Depset(
    "default",
    sets.flatMap((set) => set.toList()),
  ).toList();
  if (major < 5 || together().every((file, index) => file === oneByOne[index])) return new StarlarkList([...oneByOne]);
  return new Unknown({
    kind: "version",
    name: "ctx.files",
    message: "in which order ctx.files has the files of a topological depset is not known for Bazel 5 and 6",
    site: undefined,
  });
}

/** `ctx.file.x`: the one file, whose attribute has no more (`prerequisites.ts`). */
export function singleFile(attribute: AttributeDependencies, { doubts }: RuleContextSpec): Value {
  const targets = knownTargets(attribute);
  if (targets instanceof Unknown) return targets;
  const files = targets[0]?.outputs.files;
  return obstacle(files?.unknowns ?? [], doubts) ?? files?.toList()[0] ?? null;
}

export function executableOf(attribute: AttributeDependencies): Value {
  const targets = knownTargets(attribute);
  if (targets instanceof Unknown) return targets;
  const [target] = targets;
  if (!target) return null;
  return target.outputs.executable ?? target.unlisted ?? null;
}
