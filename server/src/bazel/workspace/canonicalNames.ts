/**
 * Canonical repository names by Bazel version (docs external/module "Canonical repository name"; bazel/bzlmod/ModuleKey.java and ModuleExtensionId). They are directory names under a
 * `.runfiles` directory.
 *
 * | version            | module                            | extension's repository               | of a root extension |
 * |--------------------|-----------------------------------|--------------------------------------|---------------------|
 * | WORKSPACE          | `name`                            |                                      |                     |
 * | 6.x, 7.0           | `name~1.2.3`, `name~override`     | `name~1.2.3~extension~repository`    | `_main~extension~repository` |
 * | 7.1 to 7.7         | `name~`                           | `name~~extension~repository`         | `_main~extension~repository` |
 * | 8 and later        | `name+`                           | `name++extension+repository`         | `+extension+repository` |
 *
 * A module of which several versions are present has its version in the name also after 7.0.
 */
import type { BazelVersion } from "./bazelVersion.ts";
import { isAtLeast } from "./bazelVersion.ts";

export interface RepositoryNaming {
  readonly separator: "~" | "+";
  /** Whether the version is in the name of every module. */
  readonly versionAlways: boolean;
}

/** Names that modules keep whatever the scheme (ModuleKey.getCanonicalRepoName). */
const WELL_KNOWN_MODULES: ReadonlySet<string> = new Set(["bazel_tools", "local_config_platform", "platforms"]);

export interface ModuleKey {
  readonly name: string;
  /** `""` for a module under a non-registry override. */
  readonly version: string;
}

/** `usePlus`: the value of `--incompatible_use_plus_in_repo_names`. */
export function repositoryNaming(version: BazelVersion, usePlus: boolean): RepositoryNaming {
  return { separator: usePlus ? "+" : "~", versionAlways: !isAtLeast(version, "7.1") };
}

/** `severalVersions`: more than one version of the module is in the graph. */
export function moduleRepositoryName(naming: RepositoryNaming, key: ModuleKey, severalVersions = false): string {
  if (WELL_KNOWN_MODULES.has(key.name)) return key.name;
  const version = key.version === "" && naming.versionAlways ? "override" : key.version;
  return `${key.name}${naming.separator}${naming.versionAlways || severalVersions ? version : ""}`;
}

/** The name of a repository that an extension makes. `moduleName`: canonical name of the repository that holds the extension's .bzl file, `""` for the main one. */
export function extensionRepositoryName(
  naming: RepositoryNaming,
  moduleRepository: string,
  extension: string,
  repository: string,
): string {
  const { separator } = naming;
  const owner = moduleRepository === "" && separator === "~" ? "_main" : moduleRepository;
  return `${owner}${separator}${extension}${separator}${repository}`;
}

/** The directory of the main repository within a runfiles tree. `workspaceName`: of `workspace(name = …)`, where there is one. */
export function mainRunfilesDirectory(bzlmod: boolean, workspaceName: string | undefined): string {
  return bzlmod ? "_main" : (workspaceName ?? "__main__");
}
