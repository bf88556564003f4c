/**
 * What a MODULE.bazel file declares (docs external/module; bazel/bzlmod/ModuleFileGlobals.java).
 */
import type { Frame } from "../../starlark/thread.ts";
import type { NamedArguments } from "../../starlark/value.ts";
import type { ModulePatches, ModuleSource } from "./moduleSource.ts";
import type { Registration, RepositoryDefinition, RepositoryProblem } from "./repositoryDefinition.ts";

/** `bazel_dep(…)`. */
export interface ModuleDependency {
  readonly name: string;
  /** `""` where none is given, which only an override allows. */
  readonly version: string;
  /** `-1` where none is given. */
  readonly maxCompatibilityLevel: number;
  /** The name under which the module sees it; undefined for `repo_name = None`, which brings nothing in but raises the version of what is there. */
  readonly repositoryName: string | undefined;
  readonly callStack: readonly Frame[];
}

export type ModuleOverride =
  | { readonly kind: "local_path"; readonly path: string }
  /** Empty texts stand for what is not given. */
  | {
      readonly kind: "single_version";
      readonly version: string;
      readonly registry: string;
      readonly patches: ModulePatches;
    }
  | { readonly kind: "multiple_version"; readonly versions: readonly string[]; readonly registry: string }
  | { readonly kind: "archive" | "git"; readonly source: ModuleSource }
  /** Bazel brings it along. */
  | { readonly kind: "builtin" };

/** `extension.tag(…)`. */
export interface TagCall {
  readonly tagClass: string;
  readonly arguments: NamedArguments;
  readonly callStack: readonly Frame[];
}

/** `use_extension(…)` with everything that is done with the result. */
export interface ExtensionUsage {
  /** The .bzl file as written: `@rules_python//python/extensions:python.bzl`. */
  readonly file: string;
  readonly name: string;
  readonly devDependency: boolean;
  readonly isolated: boolean;
  readonly tags: readonly TagCall[];
  /** `use_repo`: local name → the extension's name. */
  readonly imports: ReadonlyMap<string, string>;
  /** `override_repo`: the extension's name → local name of the repository that takes its place. */
  readonly replacements: ReadonlyMap<string, string>;
  readonly callStack: readonly Frame[];
}

/** A repository made by a rule of `use_repo_rule`; the rule's `module` is in `ruleFile`, as written. */
export interface ModuleRepository {
  readonly definition: RepositoryDefinition;
  readonly ruleFile: string;
}

export interface ModuleDefinitions {
  /** `""` where the file does not say. */
  readonly name: string;
  readonly version: string;
  readonly compatibilityLevel: number;
  /** Conditions on Bazel's version: `>=7.0.0`. */
  readonly bazelCompatibility: readonly string[];
  /** Under which name the module sees itself. */
  readonly repositoryName: string;
  readonly dependencies: readonly ModuleDependency[];
  /** By module name; only those of the root module count. */
  readonly overrides: ReadonlyMap<string, ModuleOverride>;
  /** Where they are called. */
  readonly overrideCalls: ReadonlyMap<string, readonly Frame[]>;
  readonly extensions: readonly ExtensionUsage[];
  readonly repositories: readonly ModuleRepository[];
  readonly toolchains: readonly Registration[];
  readonly executionPlatforms: readonly Registration[];
  readonly problems: readonly RepositoryProblem[];
}

/** What an empty file declares. */
export const EMPTY_MODULE: ModuleDefinitions = {
  name: "",
  version: "",
  compatibilityLevel: 0,
  bazelCompatibility: [],
  repositoryName: "",
  dependencies: [],
  overrides: new Map(),
  overrideCalls: new Map(),
  extensions: [],
  repositories: [],
  toolchains: [],
  executionPlatforms: [],
  problems: [],
};
