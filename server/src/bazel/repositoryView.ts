/**
 * What loading needs to know of repositories. `workspace/` makes views: one for each chunk of a WORKSPACE file (a `load` there sees only what stands above it) and the final one.
 */
import type { Unknown } from "../starlark/unknown.ts";
import type { NamedArguments, Value } from "../starlark/value.ts";
import type { Label } from "./label.ts";

export type RepositoryContents = SettledContents | GeneratedContents;

/** What a repository consists of, where no rule has to be evaluated to know it. */
export type SettledContents =
  /** On disk. `buildFile` replaces the BUILD file of the top package (new_local_repository). */
  | {
      readonly kind: "directory";
      readonly path: string;
      readonly buildFile: { readonly path: string } | { readonly content: string } | undefined;
      /** Why the files may not be those that Bazel would use: what is made of them is known no better than that. */
      readonly doubt?: Unknown | undefined;
      /** The module extension in whose place an override has put the directory: what names mean there follows from its evaluation. */
      readonly mappedBy?: ExtensionId | undefined;
      /** Why Bazel may not know what names mean there, and then reads no package of it. */
      readonly absent?: Unknown | undefined;
    }
  /** Described by models: `server/models/<folder>/…` holds its packages as Starlark and BUILD text. */
  | {
      readonly kind: "model";
      readonly folder: string;
      /** Why Bazel may not find the repository: it is none of Bazel's own, and not on disk. */
      readonly absent?: Unknown | undefined;
      /** Where the repository itself lies, which has what the model leaves out. */
      readonly disk?: string | undefined;
      /** Why what lies there may be out of date. */
      readonly doubt?: Unknown | undefined;
    }
  | { readonly kind: "unknown"; readonly unknown: Unknown };

/** What a repository rule would make: the loading room evaluates it (loading/generated). */
export interface GeneratedContents {
  readonly kind: "generated";
  /** Who calls the rule. */
  readonly maker: ExtensionRepository | RepositoryRuleCall;
  /** What stands in where the rule cannot be evaluated; undefined: nothing. */
  readonly otherwise: SettledContents | undefined;
  /** Whether it was looked for, where it is defined, what Bazel has fetched of it. */
  readonly isLookedFor: boolean;
}

/** One of the repositories that a module extension makes. */
export interface ExtensionRepository {
  readonly kind: "extension";
  readonly extension: ExtensionId;
  /** As the extension calls the repository. */
  readonly name: string;
}

/** A call in a WORKSPACE or MODULE.bazel file. */
export interface RepositoryRuleCall {
  readonly kind: "call";
  /** The file that exports the rule, the view under which it was loaded (undefined: the one that looks), and the rule's name there. */
  readonly file: Label;
  readonly view: string | undefined;
  readonly rule: string;
  /** As the call names the repository. */
  readonly name: string;
  /** The arguments, without `name`. */
  readonly attributes: ReadonlyMap<string, Value>;
  /** Canonical name of the repository from where the arguments' labels are seen. */
  readonly caller: string;
}

/** A module extension: the file that exports it, and its name there. */
export interface ExtensionId {
  readonly file: Label;
  readonly name: string;
}

/** What one module asks of an extension. */
export interface ModuleUsage {
  readonly name: string;
  readonly version: string;
  readonly isRoot: boolean;
  /** Canonical name of the module's repository: where its labels are resolved from. */
  readonly repository: string;
  readonly hasNonDevUsage: boolean;
  /** The names that `use_repo` gives to the extension's repositories, but for those that `override_repo` replaces. */
  readonly imports: readonly string[];
  readonly tags: readonly {
    readonly tagClass: string;
    readonly arguments: NamedArguments;
    readonly devDependency: boolean;
  }[];
}

export interface ExtensionUsages {
  /** What the canonical names of its repositories begin with, before the last separator. */
  readonly uniqueName: string;
  /** In Bazel's order of modules. */
  readonly modules: readonly ModuleUsage[];
  /** Why there may be others. */
  readonly more: Unknown | undefined;
}

export interface AutoloadModule {
  readonly name: string;
  readonly tooOld: string | undefined;
  /** What WORKSPACE files call its repository. */
  readonly workspaceName: string;
}

/** What Bazel calls a module; empty where it says nothing. */
export interface ModuleNames {
  readonly name: string;
  readonly version: string;
}

export interface RepositoryView {
  /** Distinguishes views in query keys: equal ids, equal answers. */
  readonly id: string;
  /** Canonical name that an apparent one has as seen from a repository; undefined where it is not visible there. */
  resolve(from: string, apparent: string): string | undefined;
  contents(canonical: string): RepositoryContents;
  /** The BUILD file that the package //external amounts to: what the WORKSPACE file binds, Unknown where it may bind more. Undefined where there is no such package. */
  readonly externalPackage?: string | Unknown | undefined;
  /** The repository that automatic loads take a module's files from; undefined where there is none. `tooOld`: a version up to which the module counts as absent. */
  autoloadRepository(module: AutoloadModule): string | undefined;
  /** The module that a repository's packages belong to, as its MODULE.bazel file calls it; of what an extension makes, the module that holds the extension, as it was selected: without a version where it is overridden, without a name where it is the root (seen with 7.7.1). Undefined where that is not known. */
  module?(canonical: string): ModuleNames | undefined;
  /** The module extension that a canonical name says makes the repository; undefined for other names. */
  makerOf?(canonical: string): ExtensionRepository | undefined;
  /** Which modules use an extension. */
  usages(extension: ExtensionId): ExtensionUsages;
}
