/** The repository rules that Bazel has had built in, beside those of @bazel_tools (`LocalRepositoryRule.java`, `NewLocalRepositoryRule.java`, `LocalConfigPlatformRule.java`, `Android…RepositoryRule.java`). */
import type { CommonAttribute } from "../../loading/commonAttributes.ts";
import { definitionOf } from "../../loading/commonAttributes.ts";
import type { AttributeDefinition, AttributeType } from "../../rule.ts";
import type { BazelVersion } from "../bazelVersion.ts";

export const NATIVE_REPOSITORY_RULES = [
  "local_repository",
  "new_local_repository",
  "local_config_platform",
  "android_sdk_repository",
  "android_ndk_repository",
] as const;

export type NativeRepositoryRule = (typeof NATIVE_REPOSITORY_RULES)[number];

/** The attributes of a rule; undefined where it was not asked what it takes: in releases other than 4 and 7, and of the rules for Android, which the Bazels that were asked do not have. */
export function nativeRepositoryAttributes(
  rule: NativeRepositoryRule,
  { major }: BazelVersion,
): ReadonlyMap<string, AttributeDefinition> | undefined {
  if (major !== 4 && major !== 7) return undefined;
  switch (rule) {
    case "local_repository":
      return definitions([PATH]);
    case "new_local_repository":
      return definitions([PATH, ...contents("build_file", major), ...contents("workspace_file", major)]);
    case "local_config_platform":
      return definitions([]);
    case "android_sdk_repository":
    case "android_ndk_repository":
      return undefined;
  }
}

const PATH: CommonAttribute = { name: "path", type: "string", mandatory: true };

/** Bazel 4 takes any text for a file, Bazel 7 wants a label. */
function contents(name: string, major: number): readonly CommonAttribute[] {
  const type: AttributeType = major < 5 ? "string" : "label";
  return [
    { name, type },
    { name: `${name}_content`, type: "string" },
  ];
}

function definitions(attributes: readonly CommonAttribute[]): ReadonlyMap<string, AttributeDefinition> {
  return new Map(attributes.map((attribute) => [attribute.name, definitionOf(attribute)]));
}
