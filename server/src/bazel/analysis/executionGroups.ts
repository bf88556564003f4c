/** The execution groups that `exec_properties` may name (`ExecGroupCollection` of 7.7.1; runs of 4.2.3 and 7.7.1). Of Bazel's own rules nothing is said in other releases. */
import { TargetError } from "./attributeError.ts";
import { DEFAULT_GROUP, executionGroups } from "./declaredGroups.ts";
import { takesPartInToolchainResolution } from "./toolchains.ts";
import type { BazelVersion } from "../workspace/bazelVersion.ts";
import { StarlarkDict } from "../../starlark/dict.ts";
import { isIdentifier } from "../../starlark/identifier.ts";
import type { RuleContextSpec } from "./ruleContext.ts";

/** Bazel's own rules of which all groups are known. */
const KNOWN_RULES = /^(sh|cc|py|java)_(binary|library|test)$|^genrule$/;
const LINKING_RULES = /^cc_|^java_(binary|test)$/;

/** Throws a TargetError for a property of a group that the rule does not have. */
export function checkExecutionGroups(spec: RuleContextSpec): void {
  const { target, values } = spec;
  const { ruleClass } = target;
  const properties = values.get("exec_properties");
  if (!(properties instanceof StarlarkDict) || properties.size === 0) return;
  const known = takesPartInToolchainResolution(ruleClass) ? groupsOf(spec, versionOf(spec)) : undefined;
  if (!known) return;
  const named = [...properties.entries()].flatMap(([key]) =>
    typeof key === "string" ? (/^([^.]*)\./.exec(key)?.[1] ?? []) : [],
  );
  const missing = [...new Set(named)].filter((name) => !known.has(name) && !mayBeAutomatic(spec, name));
  if (missing.length > 0)
    throw new TargetError(`Tried to set properties for non-existent exec groups: ${missing.join(",")}.`);
}

/** Whether actions may name the group; undefined where that is not known, as of Bazel's own rules. */
export function hasExecGroup({ key, target }: RuleContextSpec, name: string): boolean | undefined {
  if (target.ruleClass.model) return undefined;
  return isIdentifier(name) && executionGroups(key, target).named.has(name);
}

function versionOf({ host, graph }: RuleContextSpec): BazelVersion {
  return host.workspace(graph).bazelVersion;
}

/** Undefined where they are not known. */
function groupsOf({ key, target }: RuleContextSpec, version: BazelVersion): ReadonlySet<string> | undefined {
  const { model, name } = target.ruleClass;
  if (model && (!(version.major === 4 || version.major === 7) || !KNOWN_RULES.test(name))) return undefined;
  const ofModels = model && version.major > 4 && LINKING_RULES.test(name) ? ["cpp_link"] : [];
  return new Set([DEFAULT_GROUP, ...executionGroups(key, target).named.keys(), ...ofModels]);
}

/** What Bazel's own rules have automatically is not known. */
function mayBeAutomatic({ target, key }: RuleContextSpec, name: string): boolean {
  if (!name.includes("//") || key.configuration.top.major < 5) return false;
  return target.ruleClass.model !== undefined || executionGroups(key, target).own.doubt !== undefined;
}
