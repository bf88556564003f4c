/**
 * What bazel_tools depends on, where its MODULE.bazel file is not on disk: Bazel brings it along (`src/MODULE.tools`), and with it versions that every workspace's modules are raised to.
 *
 * A table for each release of which it is known. Read in MODULE.tools (bazelbuild/bazel 009b8d16, Snowflake-Labs/bazel 42f13aa1, zozo123/bazel 87557dfd), and held against lock files that those releases have written, which list every
 * MODULE.bazel file of the discovery: 7.7.0 (rules_go), 8.2.1 (gazelle), 8.4.2 and 8.6.0 (rules_go's and aspect_rules_py's examples), 9.0.0rc5 and 9.1.0 (rules_go's and rules_python's tests) list the very files that these
 * dependencies lead to. What bazel_tools registers is left out: models know it (`builtinToolchains`), or nobody asks for it.
 */
import type { ModuleDefinitions, ModuleDependency } from "./moduleDefinition.ts";
import { EMPTY_MODULE } from "./moduleDefinition.ts";
import type { BazelVersion } from "./bazelVersion.ts";
import { isAtLeast, versionToString } from "./bazelVersion.ts";

interface Release {
  readonly first: string;
  /** The last of which it is known. */
  readonly last: string;
  /** `~` before a module that is only raised where it is there (`repo_name = None`), `NAME=` before one that goes by another name. */
  readonly dependencies: string;
}

const RELEASES: readonly Release[] = [
  {
    first: "7.7.0",
    last: "7.7.0",
    dependencies:
      "rules_cc@0.0.11 rules_java@7.6.5 rules_license@0.0.3 rules_proto@4.0.0 rules_python@0.22.1 buildozer@7.1.2 platforms@0.0.9 com_google_protobuf=protobuf@21.7 zlib@1.3.1.bcr.3 ~apple_support@1.23.1",
  },
  {
    first: "8.2.1",
    last: "8.2.1",
    dependencies:
      "rules_license@1.0.0 buildozer@7.1.2 platforms@0.0.10 zlib@1.3.1.bcr.3 rules_proto@7.0.2 bazel_features@1.21.0 com_google_protobuf=protobuf@29.0 rules_java@8.11.0 rules_cc@0.0.17 rules_python@0.40.0 rules_shell@0.2.0",
  },
  {
    first: "8.4.2",
    last: "8.6.0",
    dependencies:
      "rules_license@1.0.0 buildozer@7.1.2 platforms@0.0.11 zlib@1.3.1.bcr.5 rules_proto@7.0.2 bazel_features@1.30.0 com_google_protobuf=protobuf@29.0 rules_java@8.14.0 rules_cc@0.1.1 rules_python@0.40.0 rules_shell@0.2.0 ~apple_support@1.23.1",
  },
  {
    first: "9.0.0",
    last: "9.0.0",
    dependencies:
      "rules_license@1.0.0 buildozer@8.2.1 platforms@0.0.11 zlib@1.3.1.bcr.5 rules_proto@7.0.2 ~bazel_features@1.36.0 com_google_protobuf=protobuf@33.4 rules_java@9.0.3 rules_cc@0.2.14 rules_python@1.7.0 rules_shell@0.6.1 apple_support@1.24.2 ~rules_apple@4.1.0 ~rules_swift@3.1.2 ~abseil-cpp@20250814.1",
  },
  {
    first: "9.1.0",
    last: "9.1.0",
    dependencies:
      "rules_license@1.0.0 buildozer@8.5.1 platforms@0.0.11 zlib@1.3.1.bcr.5 ~bazel_features@1.42.1 com_google_protobuf=protobuf@33.4 rules_java@9.1.0 rules_cc@0.2.17 rules_python@1.7.0 rules_shell@0.6.1 apple_support@1.24.2 ~rules_apple@4.1.0 ~rules_swift@3.1.2 ~abseil-cpp@20250814.1",
  },
];

export interface BazelToolsModule {
  readonly definitions: ModuleDefinitions;
  /** Why they may be others; undefined where they are known. */
  readonly doubt: string | undefined;
}

/** Undefined for a version before those that are known. */
export function bazelToolsModule(version: BazelVersion): BazelToolsModule | undefined {
  const release =
    RELEASES.findLast(({ first }) => isAtLeast(version, first)) ??
    RELEASES.find(({ first }) => first.startsWith(`${String(version.major)}.`));
  if (!release) return undefined;
  const { first, last, dependencies } = release;
  const isKnown = isAtLeast(version, first) && (!isAtLeast(version, last) || versionToString(version) === last);
  return {
    definitions: { ...EMPTY_MODULE, name: "bazel_tools", dependencies: dependencies.split(" ").map(dependencyOf) },
    doubt: isKnown
      ? undefined
      : `what bazel_tools depends on is known for Bazel ${first}, not for ${versionToString(version)}`,
  };
}

function dependencyOf(text: string): ModuleDependency {
  const [, raisesOnly, apparent, name = "", version = ""] = /^(~?)(?:(\w+)=)?([\w.-]+)@(.*)$/.exec(text) ?? [];
  const repositoryName = raisesOnly === "~" ? undefined : (apparent ?? name);
  return { name, version, maxCompatibilityLevel: -1, repositoryName, callStack: [] };
}
