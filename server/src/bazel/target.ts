/**
 * What loading a package gives: targets with their attribute values, before any configuration.
 */
import type { ExternalSymbol } from "./externalSymbol.ts";
import type { Label, PackageId } from "./label.ts";
import type { MacroInstance } from "./macro.ts";
import type { RuleClass } from "./rule.ts";
import type { Frame, Site } from "../starlark/thread.ts";
import type { UnknownReason } from "../starlark/unknown.ts";
import type { NamedArguments, Value } from "../starlark/value.ts";

export interface RuleTarget {
  readonly kind: "rule";
  readonly label: Label;
  readonly ruleClass: RuleClass;
  /**
   * Values that the call gave, converted to the attribute's type (label strings → Label, with Selectors around values of that type). Attributes that were not given are absent: their definition's default
   * holds. A value may be an Unknown.
   */
  readonly attributes: ReadonlyMap<string, Value>;
  /** Outermost first: the call in the BUILD file, then the macros down to the rule's call. */
  readonly callStack: readonly Frame[];
  /** The statement of the BUILD file that made the target: the call site of findings and lenses. */
  readonly site: Site;
  readonly generatorName: string | undefined;
  readonly generatorFunction: string | undefined;
  /** The symbolic macro that declares the target. */
  readonly macro?: MacroInstance | undefined;
  /** Output file targets that the rule declares, in order: from output attributes and implicit outputs. */
  readonly outputs: readonly Label[];
  /** Those of them that come from the rule's `outputs = {...}`, by key; values that an Unknown reaches are absent. */
  readonly implicitOutputs: ReadonlyMap<string, Label>;
}

export interface SourceFileTarget {
  readonly kind: "source-file";
  readonly label: Label;
  /** Declared by exports_files, or only named by a rule of the package. */
  readonly exported: boolean;
  /** What exports_files said: a list of Labels; undefined where it said nothing (everybody may use an exported file). */
  readonly visibility: Value | undefined;
}

export interface GeneratedFileTarget {
  readonly kind: "generated-file";
  readonly label: Label;
  readonly generatingRule: Label;
}

export interface PackageGroupTarget {
  readonly kind: "package-group";
  readonly label: Label;
  readonly packages: readonly string[];
  readonly includes: readonly Label[];
}

export interface EnvironmentGroupTarget {
  readonly kind: "environment-group";
  readonly label: Label;
  readonly environments: readonly Label[];
  readonly site: Site | undefined;
}

export type Target = RuleTarget | SourceFileTarget | GeneratedFileTarget | PackageGroupTarget | EnvironmentGroupTarget;

/** Something that Bazel would report about a package. */
export interface LoadingProblem {
  readonly message: string;
  readonly site: Site | undefined;
  readonly callStack: readonly Frame[];
}

/** A call of `glob` that matched many files. */
export interface GlobCall {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Names of the files, sorted. */
  readonly matches: readonly string[];
  /** Outermost first: the call in the BUILD file, then the macros down to the glob. */
  readonly callStack: readonly Frame[];
}

/** Calls of `glob` that match fewer files are not remembered. */
export const MANY_MATCHES = 100;

/** A target, most likely, of which only the call is known. */
export interface ExternalTarget {
  readonly symbol: ExternalSymbol;
  readonly named: NamedArguments;
}

export interface Package {
  readonly id: PackageId;
  /** Absolute path of the BUILD file. */
  readonly buildFile: string;
  /** In order of creation. */
  readonly targets: ReadonlyMap<string, Target>;
  /** Why there may be targets that are not listed: undeclared labels of an open package are Unknown, not errors. Empty: the package is closed. */
  readonly open: readonly UnknownReason[];
  /** Names that calls of Unknown functions were given: something of that name is likely there, and nothing is known of it. The package is open, too. */
  readonly unknownTargets: ReadonlyMap<string, UnknownReason>;
  /** Those of these names whose rule or macro is known by its name at least: its file is not on disk. */
  readonly externalTargets: ReadonlyMap<string, ExternalTarget>;
  /** Bazel refuses every target of a package that contains errors. */
  readonly errors: readonly LoadingProblem[];
  /** Why the package, or a .bzl file that it loads, may not be the one that Bazel would load. */
  readonly doubt: UnknownReason | undefined;
  /** Why Bazel may refuse to load the package, and with it whatever needs a target of it: a .bzl file that it loads is in a repository that is not on disk. */
  readonly absence: UnknownReason | undefined;
  readonly globs: readonly GlobCall[];
  readonly defaultVisibility: Value;
  readonly defaultTestonly: boolean;
  readonly features: readonly string[];
  readonly defaultPackageMetadata: readonly Label[];
}

export type PackageResult =
  | { readonly kind: "package"; readonly package: Package }
  /** No BUILD file, or the repository does not exist. */
  | { readonly kind: "missing"; readonly message: string }
  | { readonly kind: "unknown"; readonly reason: UnknownReason };
