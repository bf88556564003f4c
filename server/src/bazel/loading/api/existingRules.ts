/** `existing_rule()` and `existing_rules()`: the rules declared so far (in a WORKSPACE file: the repositories), as plain values. After Bazel's `StarlarkNativeModule.getRuleDict`. */
import { builtin } from "../../../starlark/builtin.ts";
import { unhashable } from "../../../starlark/hash.ts";
import { StarlarkDict } from "../../../starlark/dict.ts";
import { StarlarkList } from "../../../starlark/list.ts";
import type { Printer } from "../../../starlark/printer.ts";
import { Tuple } from "../../../starlark/tuple.ts";
import { Unknown } from "../../../starlark/unknown.ts";
import type { StarlarkValue, Value } from "../../../starlark/value.ts";
import { isObject } from "../../../starlark/value.ts";
import { Label } from "../../label.ts";
import type { AttributeDefinition } from "../../rule.ts";
import type { PlainPart, SelectBranch } from "../../selector.ts";
import { Selector } from "../../selector.ts";
import type { RuleTarget } from "../../target.ts";
import { BAZEL_VERSION, isAtLeast } from "../../workspace/bazelVersion.ts";
import { existingRepositories, existingRepository } from "../../workspace/api/existingRepositories.ts";
import { workspaceOf } from "../../workspace/workspaceBuilder.ts";
import { REPOSITORY_RECORDER } from "./repositoryRules.ts";
import { isLacking, isWrittenInStarlark } from "../nativeAttributes.ts";
import type { PackageBuilder } from "../packageBuilder.ts";
import { requireCompletePackage } from "../packageThread.ts";

/** Packages are evaluated without positions, so that an edit that moves lines changes no target. */
const UNKNOWN_LOCATION = new Unknown({
  kind: "api",
  name: "generator_location",
  message: "the line and column that a macro is called at are not told",
  site: undefined,
});

/** Bazel refuses it where a macro hands it on as the text that the attribute takes (7.7.1). */
const COMPUTED = new Unknown({
  kind: "api",
  name: "hdrs_check",
  message: "what Bazel 7 tells of hdrs_check is an object of its own",
  site: undefined,
});

export const existingRuleBuiltin = builtin({
  name: "existing_rule",
  doc: "Returns the attributes of a rule that was declared before, or None.",
  params: [{ name: "name", types: ["string"], doc: "The target's name." }],
  run: (thread, [name]) => {
    const workspace = workspaceOf(thread);
    if (workspace) return existingRepository(workspace, name as string, thread.get(BAZEL_VERSION));
    if (thread.get(REPOSITORY_RECORDER)) return null; // A module extension sees no repositories of others.
    const builder = requireCompletePackage(thread, "existing_rule()");
    const target = builder.existingRules.get(name as string);
    if (target) return frozenView(builder, ruleDict(builder, target));
    return builder.targets.has(name as string) ? null : (builder.openUnknown ?? null);
  },
});

export const existingRulesBuiltin = builtin({
  name: "existing_rules",
  doc: "Returns the attributes of all rules that were declared before, by name.",
  params: [],
  run: (thread) => {
    const workspace = workspaceOf(thread);
    if (workspace) return existingRepositories(workspace, thread.get(BAZEL_VERSION));
    if (thread.get(REPOSITORY_RECORDER)) return new StarlarkDict();
    const builder = requireCompletePackage(thread, "existing_rules()");
    if (builder.openUnknown) return builder.openUnknown;
    const rules = new StarlarkDict();
    for (const [name, target] of builder.existingRules) rules.set(name, ruleDict(builder, target));
    return frozenView(builder, rules);
  },
});

/** Since Bazel 6 these are views that nobody can change (--incompatible_existing_rules_immutable_view). */
function frozenView(builder: PackageBuilder, dict: StarlarkDict): StarlarkDict {
  if (hasViews(builder)) dict.freeze();
  return dict;
}

function hasViews(builder: PackageBuilder): boolean {
  return isAtLeast(builder.host.settings.version, "6.0.0");
}

/** Attributes whose values have no plain type or are computed are left out, as in Bazel. */
function ruleDict(builder: PackageBuilder, target: RuleTarget): StarlarkDict {
  const { ruleClass } = target;
  const dict = new StarlarkDict();
  if (hasViews(builder)) setIdentity(dict, target);
  for (const [attribute, definition] of ruleClass.attributes) {
    if (attribute === "name" || !/^[A-Za-z]/.test(attribute)) continue;
    if (isLacking(ruleClass, attribute, builder.host.settings.version)) continue;
    const plain = plainValue(builder, generated(target, attribute) ?? valueOf(builder, target, attribute, definition));
    if (plain !== undefined) dict.set(attribute, plain);
  }
  if (!hasViews(builder)) setIdentity(dict, target);
  return dict;
}

/** null where Bazel keeps an object of its own, or what computes the value (seen with 4.2.3 and 7.7.1). */
function valueOf(
  builder: PackageBuilder,
  target: RuleTarget,
  attribute: string,
  { type, default: value }: AttributeDefinition,
): Value {
  const { ruleClass } = target;
  const { version } = builder.host.settings;
  if ((type === "license" || type === "distribs") && !isWrittenInStarlark(ruleClass, version)) return null;
  if (attribute === "output_licenses" && ruleClass.executable) return null;
  const given = target.attributes.get(attribute);
  if (given !== undefined) return given;
  if (attribute === "testonly" && value === false) return null;
  if (attribute === "applicable_licenses" && version.major >= 7) return null;
  if (attribute === "hdrs_check" && ruleClass.name === "cc_library" && version.major >= 7) return COMPUTED;
  return value;
}

function setIdentity(dict: StarlarkDict, { label, ruleClass }: RuleTarget): void {
  dict.set("name", label.name);
  dict.set("kind", ruleClass.name);
}

function generated(target: RuleTarget, attribute: string): Value | undefined {
  switch (attribute) {
    case "generator_name":
      return target.generatorName ?? "";
    case "generator_function":
      return target.generatorFunction ?? "";
    case "generator_location":
      return target.generatorFunction === undefined ? "" : UNKNOWN_LOCATION;
    default:
      return undefined;
  }
}

function plainValue(builder: PackageBuilder, value: Value): Value | undefined {
  if (value === null) return undefined;
  if (value instanceof Label) return labelText(builder, value);
  if (value instanceof StarlarkList) return new Tuple(value.items.flatMap((item) => plainValue(builder, item) ?? []));
  if (value instanceof StarlarkDict) {
    const dict = new StarlarkDict();
    for (const [key, element] of value.entries()) {
      const [plainKey, plainElement] = [plainValue(builder, key), plainValue(builder, element)];
      if (plainKey !== undefined && plainElement !== undefined) dict.set(plainKey, plainElement);
    }
    return dict;
  }
  if (value instanceof Selector)
    return builder.host.settings.version.major < 5
      ? new ToldSelector(value)
      : new Selector(value.parts.map((part) => plainPart(builder, part)));
  if (isObject(value) && (value.type === "function" || value.type === "rule" || value.type === "LateBoundDefault"))
    return undefined;
  return value;
}

/** Relative to the package; otherwise absolute, and since Bazel 6 canonical. */
function labelText(builder: PackageBuilder, label: Label): string {
  if (builder.isLocal(label)) return `:${label.name}`;
  return hasViews(builder) ? label.toString() : label.toString().replace(/^@@/, "@");
}

/** Bazel 4 tells its own object, which cannot be added to anything and which no attribute takes (4.2.3 was asked). */
class ToldSelector implements StarlarkValue {
  readonly type = "SelectorList";
  readonly #selector: Selector;

  constructor({ parts }: Selector) {
    this.#selector = new Selector(parts.map(asSelect));
  }

  repr(printer: Printer): void {
    this.#selector.repr(printer);
  }

  hashKey(): string {
    throw unhashable(this);
  }
}

/** What stands beside a select is one without conditions. */
function asSelect(part: PlainPart | SelectBranch): SelectBranch {
  if (part.kind === "select") return part;
  const condition = new Label("", "conditions", "default");
  return { kind: "select", conditions: [{ condition, value: part.value }], noMatchError: "", site: undefined };
}

/** A branch whose value cannot be told as None stays None. */
function plainPart(builder: PackageBuilder, part: PlainPart | SelectBranch): PlainPart | SelectBranch {
  if (part.kind === "plain") return { kind: "plain", value: plainValue(builder, part.value) ?? null };
  const conditions = part.conditions.map(({ condition, value }) => ({
    condition: plainValue(builder, condition) ?? condition,
    value: plainValue(builder, value) ?? null,
  }));
  return { ...part, conditions };
}
