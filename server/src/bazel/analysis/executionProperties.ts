/** Which execution groups `exec_properties` may name: `group.property` is one of that group (`ExecGroupCollection`, whose error is the target's). */
import type { RuleClass } from "../rule.ts";
import { takesPartInToolchainResolution } from "./toolchains.ts";
import { isAtLeast, type BazelVersion } from "../workspace/bazelVersion.ts";
import { StarlarkDict } from "../../starlark/dict.ts";
import type { Value } from "../../starlark/value.ts";

const DEFAULT_GROUP = "default-exec-group";

/** The error where a property is of a group that the rule has not. */
export function executionPropertiesProblem(
  ruleClass: RuleClass,
  properties: Value | undefined,
  version: BazelVersion,
): string | undefined {
  if (!(properties instanceof StarlarkDict) || !takesPartInToolchainResolution(ruleClass)) return undefined;
  const groups = groupsOf(ruleClass, version);
  for (const key of properties.keys()) {
    if (typeof key !== "string") continue;
    const dot = key.indexOf(".");
    const group = dot < 0 ? DEFAULT_GROUP : key.slice(0, dot);
    if (!groups.has(group)) return `Tried to set properties for non-existent exec group: ${group}`;
  }
  return undefined;
}

/** In Bazel 4 the group of test runners is there for Bazel's own tests only, and C++ rules have none for their link actions; both were seen with 4.2.3 and 7.7.1. */
function groupsOf({ execGroups, test, module, name }: RuleClass, version: BazelVersion): ReadonlySet<string> {
  const isLater = isAtLeast(version, "5.0.0");
  const groups = new Set([DEFAULT_GROUP, ...execGroups.keys()]);
  if (test && (isLater || module === "")) groups.add("test");
  if (isLater && name.startsWith("cc_")) groups.add("cpp_link");
  return groups;
}
