/** How Bazel 4 and Bazel 7 have the global names of .bzl files where they are not as in later versions: members that are not there, parameters that are not, or that take other types. */
import { Builtin, withTypes } from "../../starlark/builtin.ts";
import type { Value } from "../../starlark/value.ts";
import { depsetBuiltin, depsetBuiltinOfItems } from "../depset.ts";
import type { Semantics } from "../workspace/semantics.ts";
import { absoluteLabelBuiltin } from "./api/label.ts";
import { Namespace } from "./api/namespace.ts";

/** What a version has otherwise: function or namespace.function (`attr.*`: all of them) → parameter → the types that it takes there, `LACKING` where there is no such parameter. */
type OtherParameters = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

const LACKING: readonly string[] = [];
const ONLY_NONE: readonly string[] = ["None"];
const ONLY_TEXT: readonly string[] = ["string"];
const ONLY_DICT: readonly string[] = ["dict"];
const ONLY_FUNCTION: readonly string[] = ["function"];

const NEITHER_IN_4_NOR_IN_7 = {
  "attr.*": {
    configurable: LACKING,
    for_dependency_resolution: LACKING,
    materializer: LACKING,
    skip_validations: LACKING,
  },
  aspect: { propagation_predicate: LACKING, toolchains_aspects: LACKING },
  rule: { dependency_resolution_rule: LACKING, skip_validations: LACKING },
};

/** As `@StarlarkMethod` annotates them in 4.2.3 and 7.7.1; the versions between were not looked at. */
const PARAMETERS_IN_4: OtherParameters = {
  "attr.*": { ...NEITHER_IN_4_NOR_IN_7["attr.*"], doc: ONLY_TEXT },
  "attr.label": { flags: LACKING },
  "coverage_common.instrumented_files_info": {
    coverage_environment: LACKING,
    coverage_support_files: LACKING,
    metadata_files: LACKING,
    reported_to_actual_sources: LACKING,
  },
  "testing.TestEnvironment": { inherited_environment: LACKING },
  aspect: {
    ...NEITHER_IN_4_NOR_IN_7.aspect,
    doc: ONLY_TEXT,
    exec_compatible_with: LACKING,
    exec_groups: LACKING,
    requires: LACKING,
    subrules: LACKING,
  },
  provider: { doc: ONLY_TEXT, init: LACKING },
  repository_rule: { doc: ONLY_TEXT },
  rule: {
    ...NEITHER_IN_4_NOR_IN_7.rule,
    doc: ONLY_TEXT,
    extendable: LACKING,
    implementation: ONLY_FUNCTION,
    initializer: LACKING,
    parent: LACKING,
    subrules: LACKING,
  },
};

const PARAMETERS_IN_7: OtherParameters = {
  "attr.*": NEITHER_IN_4_NOR_IN_7["attr.*"],
  Label: { relative_to_caller_repository: LACKING },
  aspect: { ...NEITHER_IN_4_NOR_IN_7.aspect, attrs: ONLY_DICT },
  exec_group: { copy_from_rule: LACKING },
  rule: { ...NEITHER_IN_4_NOR_IN_7.rule, attrs: ONLY_DICT },
};

/** In Bazel 7, without `--experimental_rule_extension_api` (`BuiltinRestriction.failIfCalledOutsideAllowlist`). */
const PRIVATE_IN_7: OtherParameters = {
  rule: { extendable: ONLY_NONE, implementation: ONLY_FUNCTION, initializer: ONLY_NONE, parent: ONLY_NONE },
  subrule: { implementation: ["private API"] },
};

/** Members of namespaces that 4.2.3 lacks. */
const LACKING_MEMBERS_IN_4: ReadonlyMap<string, readonly string[]> = new Map([
  ["attr", ["license", "label_list_dict", "string_keyed_label_dict"]],
  ["config", ["none", "string_set", "target"]],
  ["config_common", ["toolchain_type"]],
  ["testing", ["analysis_test"]],
]);

/** The same without `--experimental_exec_groups`. */
const WITHOUT_EXEC_GROUPS: ReadonlyMap<string, readonly string[]> = new Map([["config", ["exec"]]]);

/** Measured with 7.7.1. */
const LACKING_MEMBERS_IN_7: ReadonlyMap<string, readonly string[]> = new Map([
  ["attr", ["license", "label_list_dict"]],
  ["config", ["none", "string_set", "target"]],
]);

/** A global name of .bzl files as Bazel 4 has it. */
export function asInBazel4(name: string, value: Value, semantics: Semantics): Value {
  if (name === "Label") return absoluteLabelBuiltin;
  if (name === "depset") return depsetInBazel4(semantics);
  const ofFlags: OtherParameters = semantics.execGroups ? {} : { rule: { exec_groups: LACKING } };
  const tables = [PARAMETERS_IN_4, ofFlags, withoutRuleOutputs(semantics)];
  const there = withoutMembers(name, value, LACKING_MEMBERS_IN_4);
  const kept = semantics.execGroups ? there : withoutMembers(name, there, WITHOUT_EXEC_GROUPS);
  return withParameters(name, kept, tables);
}

/** `depset()`, which takes elements in three ways. */
export function depsetInBazel4({ depsetsHaveNoItems }: Semantics): Builtin {
  return depsetsHaveNoItems ? depsetBuiltin : depsetBuiltinOfItems;
}

/** The same for Bazel 7. */
export function asInBazel7(name: string, value: Value, semantics: Semantics): Value {
  const ofFlags = semantics.ruleExtension ? {} : PRIVATE_IN_7;
  const tables = [PARAMETERS_IN_7, ofFlags, withoutRuleOutputs(semantics)];
  return withParameters(name, withoutMembers(name, value, LACKING_MEMBERS_IN_7), tables);
}

function withoutRuleOutputs({ rulesHaveNoOutputs }: Semantics): OtherParameters {
  return rulesHaveNoOutputs ? { rule: { outputs: ONLY_NONE } } : {};
}

function withParameters(name: string, value: Value, tables: readonly OtherParameters[]): Value {
  if (value instanceof Namespace) {
    if (!tables.some((table) => Object.keys(table).some((key) => key.startsWith(`${name}.`)))) return value;
    const members = [...value.members].map(
      ([member, of]) => [member, withParameters(`${name}.${member}`, of, tables)] as const,
    );
    return new Namespace(name, new Map(members));
  }
  const others = tables.flatMap((table) =>
    [table[name.replace(/\..*/, ".*")], table[name]].flatMap((one) => Object.entries(one ?? {})),
  );
  return value instanceof Builtin && others.length > 0 ? withTypes(value, new Map(others)) : value;
}

function withoutMembers(name: string, value: Value, lacking: ReadonlyMap<string, readonly string[]>): Value {
  const names = lacking.get(name);
  if (!names || !(value instanceof Namespace)) return value;
  return new Namespace(name, new Map([...value.members].filter(([member]) => !names.includes(member))));
}
