/**
 * What a dialect allows, after Bazel's `FileOptions.java` and the checks of `PackageFactory.checkBuildSyntax`. The presets are Bazel's.
 */

export interface FileOptions {
  /** What such a file is called in messages, in the plural. */
  readonly files: string;
  readonly allowLoad: boolean;
  /** `def` and `lambda`. */
  readonly allowDef: boolean;
  /** `def` within functions, and `lambda`: since Bazel 5. */
  readonly allowNestedFunctions: boolean;
  /** `for` and `if` statements outside of functions. */
  readonly allowTopLevelControlFlow: boolean;
  /** Binding a global name twice. */
  readonly allowGlobalReassignment: boolean;
  /** `f(*args, **kwargs)`. */
  readonly allowStarArguments: boolean;
  readonly requireLoadFirst: boolean;
  /** Whether loaded names are globals like others, which may be bound again. */
  readonly loadBindsGlobally: boolean;
  readonly allowLoadPrivateSymbols: boolean;
  /** Names of the universe that this version of Bazel lacks. */
  readonly hidden?: ReadonlySet<string>;
}

export const BZL_OPTIONS: FileOptions = {
  files: ".bzl files",
  allowLoad: true,
  allowDef: true,
  allowNestedFunctions: true,
  allowTopLevelControlFlow: false,
  allowGlobalReassignment: false,
  allowStarArguments: true,
  requireLoadFirst: true,
  loadBindsGlobally: false,
  allowLoadPrivateSymbols: false,
};

export const BUILD_OPTIONS: FileOptions = {
  files: "BUILD files",
  allowLoad: true,
  allowDef: false,
  allowNestedFunctions: false,
  allowTopLevelControlFlow: false,
  allowGlobalReassignment: true,
  allowStarArguments: false,
  requireLoadFirst: false,
  loadBindsGlobally: true,
  allowLoadPrivateSymbols: false,
};

export const WORKSPACE_OPTIONS: FileOptions = { ...BUILD_OPTIONS, files: "WORKSPACE files" };

export const MODULE_OPTIONS: FileOptions = {
  ...BUILD_OPTIONS,
  files: "MODULE.bazel files",
  allowLoad: false,
  allowGlobalReassignment: false,
};

export const REPO_OPTIONS: FileOptions = { ...MODULE_OPTIONS, files: "REPO.bazel files" };
