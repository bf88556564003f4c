/** The execution groups that `exec_properties` may name (`ExecGroupCollection` of 7.7.1; runs of 4.2.3 and 7.7.1). Of other releases nothing is said. */
import { TargetError } from "./attributeError.ts";
import { nativeOption } from "../configuration/configuration.ts";
import { takesPartInToolchainResolution } from "./toolchains.ts";
import { isAtLeast, type BazelVersion } from "../workspace/bazelVersion.ts";
import { StarlarkDict } from "../../starlark/dict.ts";
import type { RuleClass } from "../rule.ts";
import type { RuleContextSpec } from "./ruleContext.ts";

const DEFAULT = "default-exec-group";

/** Bazel's own rules of which all groups are known. */
const KNOWN_RULES = /^(sh|cc|py|java)_(binary|library|test)$|^genrule$/;
const LINKING_RULES = /^cc_|^java_(binary|test)$/;

/** Throws a TargetError for a property of a group that the rule does not have. */
export function checkExecutionGroups(spec: RuleContextSpec): void {
  const { target, values } = spec;
  const { ruleClass } = target;
  const properties = values.get("exec_properties");
  if (!(properties instanceof StarlarkDict) || properties.size === 0) return;
  const known = takesPartInToolchainResolution(ruleClass) ? groupsOf(ruleClass, versionOf(spec)) : undefined;
  if (!known) return;
  const named = [...properties.entries()].flatMap(([key]) =>
    typeof key === "string" ? (/^([^.]*)\./.exec(key)?.[1] ?? []) : [],
  );
  const missing = [...new Set(named)].filter((name) => !known.has(name) && !mayBeAutomatic(spec, name));
  if (missing.length > 0)
    throw new TargetError(`Tried to set properties for non-existent exec groups: ${missing.join(",")}.`);
}

function versionOf({ host, graph }: RuleContextSpec): BazelVersion {
  return host.workspace(graph).bazelVersion;
}

/** Undefined where they are not known. */
function groupsOf(
  { execGroups, model, name, test }: RuleClass,
  version: BazelVersion,
): ReadonlySet<string> | undefined {
  const isFour = version.major === 4;
  if (!isFour && version.major !== 7) return undefined;
  if (model && !KNOWN_RULES.test(name)) return undefined;
  const ofTests = test && (!isFour || model) ? ["test"] : [];
  const ofModels = model && !isFour && LINKING_RULES.test(name) ? ["cpp_link"] : [];
  return new Set([DEFAULT, ...execGroups.keys(), ...ofTests, ...ofModels]);
}

/** A rule may have one for each type of toolchain, by the type's label. */
function mayBeAutomatic(spec: RuleContextSpec, name: string): boolean {
  if (!name.includes("//") || !isAtLeast(versionOf(spec), "5.0")) return false;
  return spec.target.ruleClass.model !== undefined || mayUseAutomaticGroups(spec);
}

/** Whether each type of toolchain has an execution group of its own (`RuleContext.useAutoExecGroups`). */
export function mayUseAutomaticGroups({ values, key }: RuleContextSpec): boolean {
  return (
    values.get("_use_auto_exec_groups") === true ||
    nativeOption(key.configuration, "incompatible_auto_exec_groups") !== false
  );
}
