/**
 * The execution groups of a rule or of an aspect, and what each asks of its platform: the one without a name, whose are the actions that name none, those that are declared, and with automatic groups one for each type of
 * toolchain, which the first then does not ask for (`ExecGroupCollection.process`, `DependencyResolver.createDefaultToolchainContextKey`; before Bazel 7 `ExecGroupCollection.builder`).
 */
import { nativeOption, type Configuration } from "../configuration/configuration.ts";
import { ExecGroup } from "../loading/api/toolchains.ts";
import { Label } from "../label.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { RequiredToolchainType, RuleClass } from "../rule.ts";
import type { RuleTarget } from "../target.ts";
import type { TargetKey } from "./keys.ts";

/** What one group asks for. */
export interface ExecutionGroup {
  readonly types: readonly RequiredToolchainType[];
  /** Constraint values that the platform has. */
  readonly constraints: readonly Label[];
  /** The platform of who uses the target as a toolchain. */
  readonly forced: Label | undefined;
  /** Why it may ask for other types than these. */
  readonly doubt?: Unknown | undefined;
}

export interface ExecutionGroups {
  /** The one without a name. */
  readonly own: ExecutionGroup;
  readonly named: ReadonlyMap<string, ExecutionGroup | Unknown>;
  /** Those whose toolchains `ctx.toolchains` has. */
  readonly ofRule: readonly ExecutionGroup[];
}

export const DEFAULT_GROUP = "default-exec-group";

/** `target`: a rule's, or what stands for an aspect (aspects.ts). */
export function executionGroups(key: TargetKey, target: RuleTarget): ExecutionGroups {
  const { ruleClass } = target;
  const { toolchains: types } = ruleClass;
  const constraints = ownConstraints(target);
  const automatic = types.length > 0 && usesAutomaticGroups(key.configuration, ruleClass);
  const whole: ExecutionGroup = { types, constraints, forced: undefined };
  const ofTypes = automatic === true ? types.map((type) => ({ types: [type], constraints, forced: undefined })) : [];
  const doubt = automatic instanceof Unknown ? automatic : undefined;
  const own = { types: automatic === true ? [] : types, constraints, forced: key.execution, doubt };
  const named = new Map<string, ExecutionGroup | Unknown>();
  if (hasTestGroup(ruleClass, key.configuration)) named.set("test", whole);
  for (const [name, group] of ruleClass.execGroups)
    named.set(name, group instanceof ExecGroup ? declared(group, whole) : unknownGroup(name, group));
  for (const [index, group] of ofTypes.entries()) named.set(types[index]?.type.toString() ?? "", group);
  return { own, named, ofRule: automatic === true ? ofTypes : [own] };
}

function declared({ toolchains, execCompatibleWith, copiesRule }: ExecGroup, whole: ExecutionGroup): ExecutionGroup {
  if (copiesRule) return whole;
  const types = toolchains.map(({ toolchainType: type, mandatory }) => ({ type, mandatory, usesTransition: false }));
  return { types, constraints: execCompatibleWith, forced: undefined };
}

function unknownGroup(name: string, group: unknown): Unknown {
  if (group instanceof Unknown) return group;
  const message = `the execution group '${name}' is not known`;
  return new Unknown({ kind: "configuration", name, message, site: undefined });
}

/** Of Bazel 4 not every test has it. */
function hasTestGroup({ test, model }: RuleClass, { top }: Configuration): boolean {
  return test && (top.major > 4 || model !== undefined);
}

/** Those of the target are no select(): `exec_compatible_with` is not configurable. */
function ownConstraints({ attributes, ruleClass }: RuleTarget): readonly Label[] {
  const given = attributes.get("exec_compatible_with");
  const ofTarget = given instanceof StarlarkList ? given.items.filter((item) => item instanceof Label) : [];
  return ofTarget.length === 0 ? ruleClass.execCompatibleWith : [...ruleClass.execCompatibleWith, ...ofTarget];
}

/** Whether each type of toolchain has an execution group of its own: a private attribute says so, or the flag (`RuleContext.useAutoExecGroups`). */
export function usesAutomaticGroups(
  configuration: Configuration,
  { attributes }: Pick<RuleClass, "attributes">,
): boolean | Unknown {
  if (configuration.top.major < 5) return false;
  const attribute = attributes.get("_use_auto_exec_groups");
  if (attribute?.type === "bool" && typeof attribute.default === "boolean") return attribute.default;
  const flag = nativeOption(configuration, "incompatible_auto_exec_groups");
  return flag instanceof Unknown ? flag : flag === true;
}
