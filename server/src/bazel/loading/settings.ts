/** What loading depends on besides files: the Bazel version, a few flags, the parser and the models. All of it is given by the project. */
import type { QueryContext } from "../../base/graph.ts";
import type { ParsedFile } from "../../syntax/ast.ts";
import type { Dialect } from "../../syntax/dialect.ts";
import type { Value } from "../../starlark/value.ts";
import type { FileInputs } from "../inputs.ts";
import type { ExtensionId, ExtensionRepository, RepositoryView, SettledContents } from "../repositoryView.ts";
import type { LabelForm } from "../label.ts";
import type { BazelVersion } from "../workspace/bazelVersion.ts";
import { isAtLeast } from "../workspace/bazelVersion.ts";
import type { Semantics } from "../workspace/semantics.ts";
import type { Unknown } from "../../starlark/unknown.ts";
import type { GeneratedRepository } from "./generated/files.ts";
import type { RepositoryDeclaration } from "./api/repositoryRules.ts";
import type { PackageTree } from "../workspace/packages.ts";
import type { Autoloads } from "./autoloads.ts";

export interface LoadingSettings {
  /** The version whose behaviour is predicted. */
  readonly version: BazelVersion;
  /** False where the version is a guess: a name that it has no more may be there then. */
  readonly isVersionKnown: boolean;
  readonly bzlmod: boolean;
  /** `--incompatible_disallow_empty_glob`. */
  readonly disallowEmptyGlob: boolean;
  /** `--default_visibility=public`: of packages that say nothing. */
  readonly publicByDefault: boolean;
  readonly semantics: Semantics;
  /** What Bazel loads for files that do not load it; undefined where that is nothing. */
  readonly autoloads: Autoloads | undefined;
  /** Steps that one file may take. */
  readonly maxSteps: number;
  readonly isCancelled: () => boolean;
}

/** How labels write themselves in this version (`StarlarkLabel.str`). */
export function labelFormOf({ version, bzlmod }: Pick<LoadingSettings, "version" | "bzlmod">): LabelForm {
  if (!isAtLeast(version, "6.0")) return "plain";
  return bzlmod ? "canonical" : "at";
}

export interface SourceParser {
  parse(text: string, dialect: Dialect): ParsedFile;
}

/** The text of every model file by its path below `server/models` (`native/sh.bzl`). */
export type ModelFiles = ReadonlyMap<string, string>;

/** Names that the analysis room supplies. A namespace of the same name as one of loading's is merged with it, the members given here first. */
export interface AnalysisApi {
  readonly bzl: ReadonlyMap<string, Value>;
  /** What only model files see. */
  readonly models: ReadonlyMap<string, Value>;
}

/** `os.name` and `os.arch` as Java names them, and what `uname -m` says. */
export interface Machine {
  readonly os: string;
  readonly arch: string;
  readonly uname: string;
}

/** A repository as a view sees it. */
export interface RepositoryKey {
  readonly view: string;
  readonly repository: string;
}

/** A call of a repository rule by a module extension. */
export interface ExtensionCall {
  readonly canonical: string;
  /** As the extension calls the repository. */
  readonly name: string;
  readonly declaration: RepositoryDeclaration;
  /** Canonical name of the repository from where label strings are seen. */
  readonly labelsFrom: string;
  readonly view: string;
}

/** `LoadingSpec` and what the room's own queries supply. */
export interface LoadingDependencies extends LoadingSpec {
  /** The files of a repository that an extension makes. */
  readonly generated: (graph: QueryContext, key: RepositoryKey) => GeneratedRepository | Unknown;
  /** Whether an extension makes a repository that it calls so, as far as is known. */
  readonly makes: (graph: QueryContext, view: string, repository: ExtensionRepository) => boolean;
  /** Why Bazel may not come to the end of an extension, and then knows not what names mean in its repositories. */
  readonly unmapped: (graph: QueryContext, view: string, extension: ExtensionId) => Unknown | undefined;
  /** What Bazel has fetched of such a repository; undefined where it has not. */
  readonly fetchedGenerated: (graph: QueryContext, key: RepositoryKey) => SettledContents | undefined;
}

/** What the project gives. */
export interface LoadingSpec {
  readonly files: FileInputs;
  readonly parser: SourceParser;
  readonly models: ModelFiles;
  /** The model files that describe what Bazel has built in, in the order of loading. */
  readonly nativeModels: readonly string[];
  readonly view: (graph: QueryContext, id: string) => RepositoryView;
  /** What Bazel has fetched of a repository that a module asks for by this call; undefined where it has not. */
  readonly fetchedOfExtension?: (graph: QueryContext, call: ExtensionCall) => SettledContents | undefined;
  /** What Bazel has fetched under a canonical name, whatever it was asked for; `why` the call is not known. Undefined where it has fetched nothing. */
  readonly fetchedUnasked?: (graph: QueryContext, canonical: string, why: string) => SettledContents | undefined;
  readonly settings: (graph: QueryContext) => LoadingSettings;
  /** Bazel's output base; undefined where it is not known. */
  readonly outputBase?: (graph: QueryContext) => string | undefined;
  /** What repository rules see of the machine. */
  readonly machine: Machine;
  /** The environment variables that they see. */
  readonly variables: (graph: QueryContext) => ReadonlyMap<string, string>;
  readonly analysis: AnalysisApi;
  /** Told the file before it is evaluated: what a host that dies of it has to blame. */
  readonly onEvaluation: ((file: string) => void) | undefined;
  /** Where a repository that is a directory has its packages. */
  readonly packageTree: (graph: QueryContext, view: string, repository: string, directory: string) => PackageTree;
}
