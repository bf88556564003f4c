/**
 * What `native.existing_rules()` and `existing_rule()` tell in a WORKSPACE file: of each repository all attributes of its rule, those that nobody gave among them, as plain values
 * (`StarlarkNativeModule.getRuleDict`). 4.2.3 and 7.7.1 were asked.
 */
import { StarlarkDict } from "../../../starlark/dict.ts";
import { EvalError } from "../../../starlark/errors.ts";
import { StarlarkList } from "../../../starlark/list.ts";
import { Tuple } from "../../../starlark/tuple.ts";
import { unknown, UnknownDecision } from "../../../starlark/unknown.ts";
import type { Value } from "../../../starlark/value.ts";
import { isObject } from "../../../starlark/value.ts";
import { Label, type LabelContext } from "../../label.ts";
import { convertAttribute } from "../../loading/attributeConversion.ts";
import type { AttributeType } from "../../rule.ts";
import type { BazelVersion } from "../bazelVersion.ts";
import { generatorOf, type RepositoryDefinition } from "../repositoryDefinition.ts";
import type { WorkspaceBuilder } from "../workspaceBuilder.ts";

/** `native.existing_rules()`: the repositories so far. Undecidable where there may be others. */
export function existingRepositories(builder: WorkspaceBuilder, version: BazelVersion | undefined): Value {
  if (builder.open) throw new UnknownDecision(builder.open);
  const rules = new StarlarkDict();
  if (builder.name !== undefined && isTold(version)) rules.set(builder.name, describeWorkspace(builder.name, version));
  for (const definition of builder.described.values()) rules.set(definition.name, describe(definition, version));
  return rules;
}

/** `native.existing_rule(name)`: None where there is none, undecidable where there may be one that we know nothing of. */
export function existingRepository(builder: WorkspaceBuilder, name: string, version: BazelVersion | undefined): Value {
  const definition = builder.described.get(name);
  if (definition) return describe(definition, version);
  if (name === builder.name) return ownRepository(name, version);
  if (builder.open) throw new UnknownDecision(builder.open);
  return null;
}

function ownRepository(name: string, version: BazelVersion | undefined): Value {
  if (isTold(version)) return describeWorkspace(name, version);
  if (version === undefined || version.major >= 7) return null;
  const message = `whether native.existing_rule("${name}") tells of the workspace itself is not known of Bazel 5 and 6`;
  throw new UnknownDecision(unknown({ kind: "api", name: "native.existing_rule", message, site: undefined }));
}

/** `workspace()` defines a local_repository of its name (WorkspaceGlobals.java), which Bazel 4 tells of and Bazel 7 does not (seen with 4.2.3 and 7.7.1); those between were not read. */
function isTold(version: BazelVersion | undefined): boolean {
  return version !== undefined && version.major < 5;
}

function describeWorkspace(name: string, version: BazelVersion | undefined): StarlarkDict {
  const rule = { module: undefined, name: "local_repository" };
  return describe({ name, rule, attributes: new Map([["path", "."]]), callStack: [] }, version);
}

/** Which release tells, as far as they differ; 5 and 6 were not asked. */
function isSince6(version: BazelVersion | undefined): boolean {
  return version === undefined || version.major >= 6;
}

function describe(definition: RepositoryDefinition, version: BazelVersion | undefined): StarlarkDict {
  const since6 = isSince6(version);
  const description = new StarlarkDict();
  description.set("name", definition.name);
  if (since6) description.set("kind", definition.rule.name);
  const given = new Map(definition.attributes);
  for (const [name, type, otherwise] of declared(definition, since6)) {
    const value = given.get(name) ?? null;
    given.delete(name);
    const plain = /^[A-Za-z]/.test(name) ? plainValue(value === null ? otherwise : typed(type, value), since6) : null;
    if (plain !== null) description.set(name, plain);
  }
  for (const [name, value] of given) if (value !== null) description.set(name, plainValue(value, since6));
  if (!since6) description.set("kind", definition.rule.name);
  return description;
}

type Declared = readonly [name: string, type: AttributeType | undefined, otherwise: Value];

function declared(definition: RepositoryDefinition, since6: boolean): readonly Declared[] {
  const none = new Tuple([]);
  const generator = generatorOf(definition);
  const generated: readonly Declared[] = [
    ["generator_name", undefined, generator === undefined ? "" : definition.name],
    ["generator_function", undefined, generator ?? ""],
    ["generator_location", undefined, generator === undefined ? "" : null],
  ];
  if (!definition.declared) {
    const texts =
      definition.rule.name !== "new_local_repository"
        ? []
        : since6
          ? ["path", "build_file_content", "workspace_file_content"]
          : ["path", "build_file", "build_file_content", "workspace_file", "workspace_file_content"];
    return [
      ...generated,
      ["repo_mapping", undefined, new StarlarkDict()],
      ...texts.map((name): Declared => [name, undefined, ""]),
    ];
  }
  const lists = (...names: readonly string[]) => names.map((name): Declared => [name, undefined, none]);
  return [
    ...lists("visibility", "transitive_configs", "tags"),
    ...generated,
    ...lists("features", "compatible_with", "restricted_to", since6 ? "aspect_hints" : "applicable_licenses"),
    ["expect_failure", undefined, ""],
    ...[...definition.declared].map(([name, { type, default: otherwise }]): Declared => [name, type, otherwise]),
  ];
}

/** Of WORKSPACE files. */
const LABELS: LabelContext = {
  package: { repository: "", path: "external" },
  resolveRepository: (apparent) => apparent,
};

/** As the attribute has it; what Bazel would have refused stays as it was given. */
function typed(type: AttributeType | undefined, value: Value): Value {
  try {
    return type === undefined ? value : convertAttribute(type, value, "", LABELS);
  } catch (error) {
    if (error instanceof EvalError) return value;
    throw error;
  }
}

/** None where it is left out. */
function plainValue(value: Value, since6: boolean): Value {
  if (value instanceof Label) {
    if (value.repository === "" && value.packagePath === "external") return `:${value.name}`;
    return since6 ? value.toString() : value.toString().replace(/^@@/, "@");
  }
  if (value instanceof StarlarkList) return new Tuple(value.items.map((item) => plainValue(item, since6)));
  if (value instanceof StarlarkDict) {
    const dict = new StarlarkDict();
    for (const [key, element] of value.entries()) dict.set(plainValue(key, since6), plainValue(element, since6));
    return dict;
  }
  return isObject(value) && (value.type === "function" || value.type === "LateBoundDefault") ? null : value;
}
