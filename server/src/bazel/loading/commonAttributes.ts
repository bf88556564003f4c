/**
 * The attributes that every rule has, after Bazel's `BaseRuleClasses.java` and `StarlarkRuleClassFunctions.getBaseRule` / `getTestBaseRule`. Attributes that nothing here reads
 * (`:action_listener`, `$test_runtime`, …) are left out.
 */
import type { Value } from "../../starlark/value.ts";
import type { AttributeDefinition, AttributeType } from "../rule.ts";
import type { BazelVersion } from "../workspace/bazelVersion.ts";
import { isAtLeast } from "../workspace/bazelVersion.ts";
import { Provider } from "../provider.ts";
import { emptyValue } from "./api/attr.ts";

export interface CommonAttribute {
  readonly name: string;
  readonly type: AttributeType;
  readonly default?: Value;
  readonly configurable?: boolean;
  readonly mandatory?: boolean;
  readonly allowRules?: readonly string[];
  readonly providers?: readonly Value[];
  readonly nodep?: boolean;
  readonly orderIndependent?: boolean;
  /** The first version that has it. */
  readonly since?: string;
  /** The first version that has it no more. */
  readonly until?: string;
}

const TEMPLATE_VARIABLE_INFO = new Provider({ builtin: "TemplateVariableInfo" });
const CONSTRAINT_VALUE_INFO = new Provider({ builtin: "ConstraintValueInfo" });

/** `BaseRuleClasses.nameAttribute`, `commonCoreAndStarlarkAttributes` (before 5 `commonCoreAndSkylarkAttributes`): what repository rules have, too. */
const CORE = defined([
  { name: "name", type: "string", configurable: false, mandatory: true },
  { name: "visibility", type: "label_list", configurable: false, orderIndependent: true },
  {
    name: "transitive_configs",
    type: "label_list",
    configurable: false,
    nodep: true,
    orderIndependent: true,
  },
  { name: "deprecation", type: "string", default: null, configurable: false },
  { name: "tags", type: "string_list", configurable: false, orderIndependent: true },
  { name: "generator_name", type: "string", configurable: false },
  { name: "generator_function", type: "string", configurable: false },
  { name: "generator_location", type: "string", configurable: false },
  { name: "testonly", type: "bool", configurable: false },
  { name: "features", type: "string_list", orderIndependent: true },
  { name: "compatible_with", type: "label_list", configurable: false, allowRules: ["environment"] },
  { name: "restricted_to", type: "label_list", configurable: false, allowRules: ["environment"] },
  { name: "applicable_licenses", type: "label_list", configurable: false, until: "8.0" },
  { name: "package_metadata", type: "label_list", configurable: false, since: "8.0" },
  { name: "aspect_hints", type: "label_list", since: "6.0" },
  { name: "expect_failure", type: "string" },
]);

const EVERY_RULE = [
  ...CORE,
  ...defined([
    { name: "toolchains", type: "label_list", providers: [TEMPLATE_VARIABLE_INFO] },
    { name: "exec_properties", type: "string_dict" },
    { name: "exec_compatible_with", type: "label_list", configurable: false, providers: [CONSTRAINT_VALUE_INFO] },
    { name: "exec_group_compatible_with", type: "string_list_dict", since: "8.1" },
    { name: "target_compatible_with", type: "label_list" },
  ]),
];

/** Those that only Bazel's own rules have (`BaseRuleClasses.nameAttribute`, `RuleBase`). */
const NATIVE_RULES = defined([
  { name: "licenses", type: "license", configurable: false },
  { name: "distribs", type: "distribs", configurable: false },
]);

const EXECUTABLE_RULES = defined([
  { name: "args", type: "string_list" },
  { name: "output_licenses", type: "license", until: "8.0" },
]);

const TEST_RULES = defined([
  { name: "size", type: "string", default: "medium", configurable: false },
  { name: "timeout", type: "string", default: null, configurable: false },
  { name: "flaky", type: "bool", configurable: false },
  { name: "shard_count", type: "int", default: -1 },
  { name: "local", type: "bool", configurable: false },
  { name: "args", type: "string_list" },
  { name: "testonly", type: "bool", default: true, configurable: false },
]);

const COMMON_NAMES: ReadonlySet<string> = new Set(
  [...EVERY_RULE, ...EXECUTABLE_RULES, ...TEST_RULES].map(({ name }) => name),
);

/** Whether a rule has the attribute without declaring it. */
export function isCommonAttribute(name: string): boolean {
  return COMMON_NAMES.has(name);
}

/** A rule that has `package_metadata` takes it by its old name, too (`RuleClass.APPLICABLE_METADATA_ATTR_ALT`, 8.0). */
export function presentName(name: string, attributes: ReadonlyMap<string, AttributeDefinition>): string {
  return name === "applicable_licenses" && attributes.has("package_metadata") ? "package_metadata" : name;
}

/** The attributes that a rule has besides its own, in Bazel's order. */
export function commonAttributes(
  version: BazelVersion,
  kind: { readonly executable: boolean; readonly test: boolean; readonly native: boolean },
): ReadonlyMap<string, AttributeDefinition> {
  const attributes = [
    ...EVERY_RULE,
    ...(kind.native ? NATIVE_RULES : []),
    ...(kind.test ? TEST_RULES : kind.executable ? EXECUTABLE_RULES : []),
  ];
  return new Map(
    attributes.filter((attribute) => exists(attribute, version)).map(({ name, definition }) => [name, definition]),
  );
}

/** What a repository rule has besides its own attributes; Bazel's own have less. 4.2.3 and 7.7.1 were asked. */
export function commonRepositoryAttributes(
  version: BazelVersion,
  isNative: boolean,
): ReadonlyMap<string, AttributeDefinition> {
  const attributes = isNative
    ? CORE.filter(({ name }) => name === "name" || name.startsWith("generator_"))
    : CORE.filter((attribute) => exists(attribute, version));
  return new Map(attributes.map(({ name, definition }) => [name, definition]));
}

function exists({ since, until }: CommonAttribute, version: BazelVersion): boolean {
  return (since === undefined || isAtLeast(version, since)) && (until === undefined || !isAtLeast(version, until));
}

/** Adds the definitions; they are shared by all rules. */
function defined(
  attributes: readonly CommonAttribute[],
): readonly (CommonAttribute & { readonly definition: AttributeDefinition })[] {
  return attributes.map((attribute) => ({ ...attribute, definition: definitionOf(attribute) }));
}

/** A definition with what it does not say. */
export function definitionOf(attribute: CommonAttribute): AttributeDefinition {
  return {
    type: attribute.type,
    default: attribute.default !== undefined ? attribute.default : emptyValue(attribute.type),
    mandatory: attribute.mandatory ?? false,
    allowEmpty: true,
    allowFiles: false,
    singleFile: false,
    executable: false,
    cfg: { kind: "target" },
    allowRules: attribute.allowRules,
    providers: attribute.providers ? [attribute.providers] : [],
    aspects: [],
    values: [],
    configurable: attribute.configurable ?? true,
    doc: undefined,
    nodep: attribute.nodep ?? false,
    orderIndependent: attribute.orderIndependent ?? false,
  };
}
