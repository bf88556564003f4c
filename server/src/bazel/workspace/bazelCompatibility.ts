/** `bazel_compatibility` of modules: which Bazel versions may use them (`BazelModuleResolutionFunction.checkBazelCompatibility`, `BazelVersion.satisfiesCompatibility`). */
import type { BazelVersion } from "./bazelVersion.ts";
import { compareVersions, parseVersion, versionToString } from "./bazelVersion.ts";
import type { Module } from "./moduleGraph.ts";
import type { RepositoryProblem } from "./repositoryDefinition.ts";

const CONDITION = /^(<=|>=|[<>-])((?:\d+\.){2}\d+)$/;

/** Whether Bazel accepts the text as a condition: `>=7.0.0`, `-7.1.1` for any version but this. */
export function isCompatibilityCondition(text: string): boolean {
  return CONDITION.test(text);
}

/** Why Bazel refuses to resolve the modules: one of those that were selected does not allow the version. */
export function incompatibleModule(modules: readonly Module[], version: BazelVersion): RepositoryProblem | undefined {
  if (version.unsaid) return undefined; // A Bazel that does not say its version does not compare it.
  const module = modules.find(
    ({ definitions, unknown }) =>
      !unknown && definitions?.bazelCompatibility.some((condition) => !allows(condition, version)),
  );
  if (!module?.definitions) return undefined;
  const { key, definitions, dependency } = module;
  const name = key.name === "" ? "<root>" : `${key.name}@${key.version === "" ? "_" : key.version}`;
  return {
    message: `Bazel version ${versionToString(version)} is not compatible with module "${name}" (bazel_compatibility: [${definitions.bazelCompatibility.join(", ")}])`,
    callStack: dependency?.callStack ?? [],
  };
}

function allows(condition: string, version: BazelVersion): boolean {
  const [, sign = "", text = ""] = CONDITION.exec(condition) ?? [];
  const bound = parseVersion(text);
  if (!bound) return true;
  const order = compareVersions(version, bound);
  switch (sign) {
    case "-":
      return order !== 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    case "<":
      return order < 0;
    default:
      return order <= 0;
  }
}
