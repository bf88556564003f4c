/**
 * Where a package's BUILD file is, after Bazel's `PackageLookupFunction`; and in which package a file lies (`ContainingPackageLookupFunction`).
 */
import type { Query, QueryContext } from "../../base/graph.ts";
import { parentPath } from "../../base/path.ts";
import { Unknown, type UnknownReason } from "../../starlark/unknown.ts";
import type { PackageId } from "../label.ts";
import { packageText } from "../label.ts";
import { lookUpPackage, packageNameProblem, packagesBelow } from "../workspace/packages.ts";
import { BUILD_FILES } from "../workspace/root.ts";
import { EXTERNAL_PACKAGE, inlineFileId } from "./parsing.ts";
import { generatedRepositoryFiles, type GeneratedFiles } from "./generated/files.ts";
import type { EvaluatedContents, RepositoryFiles } from "./repositoryFiles.ts";
import { unmappedContentsOf, directoryFiles, fileReader, modelledFiles } from "./repositoryFiles.ts";
import type { RepositoryContents } from "../repositoryView.ts";
import type { LoadingDependencies } from "./settings.ts";

/** A package as a view sees it. */
export interface PackageKey {
  readonly id: PackageId;
  readonly view: string;
}

export type PackageLookupResult =
  /** `file` is the BUILD file's id. */
  | { readonly kind: "package"; readonly file: string }
  | { readonly kind: "none"; readonly message: string; readonly otherRepository: boolean }
  | { readonly kind: "unknown"; readonly reason: UnknownReason };

export interface PackageLookupQueries {
  readonly packageLookup: Query<PackageKey, PackageLookupResult>;
  /** Paths of the packages at and below a directory, as `//directory/...` names them. Empty for repositories that are not on disk. */
  readonly packagesBelow: Query<PackageKey, readonly string[]>;
}

export function packageKeyText(key: PackageKey): string {
  return `${key.view}\0${packageText(key.id)}`;
}

export function packageLookupQueries(dependencies: LoadingDependencies): PackageLookupQueries {
  return {
    packageLookup: {
      name: "package lookup",
      keyOf: packageKeyText,
      compute: (graph, key) => lookUp(graph, dependencies, key),
      equals: (a, b) => JSON.stringify(a) === JSON.stringify(b),
    },
    packagesBelow: {
      name: "packages below",
      keyOf: packageKeyText,
      compute: (graph, { id, view }) => {
        const contents = unmappedContentsOf(graph, dependencies, view, id.repository);
        if (contents.kind === "files") return packagesAmong(contents.files, id.path);
        if (contents.kind !== "directory") return [];
        const tree = dependencies.packageTree(graph, view, id.repository, contents.path);
        return packagesBelow(fileReader(graph, dependencies), tree, id.path);
      },
      equals: (a, b) => a.length === b.length && a.every((path, i) => path === b[i]),
    },
  };
}

/** The packages that a rule has written. */
function packagesAmong(files: GeneratedFiles, directory: string): readonly string[] {
  const found = [...files.keys()].flatMap((path) => {
    const [, parent = "", name = ""] = /^(?:(.*)\/)?([^/]*)$/.exec(path) ?? [];
    const isBelow = directory === "" || parent === directory || parent.startsWith(`${directory}/`);
    return BUILD_FILES.some((file) => file === name) && isBelow ? [parent] : [];
  });
  return [...new Set(found)].sort();
}

/** The files of a repository; undefined where nothing is known of them. */
export function filesOf(
  graph: QueryContext,
  dependencies: LoadingDependencies,
  contents: EvaluatedContents,
): RepositoryFiles | undefined {
  switch (contents.kind) {
    case "directory":
      return directoryFiles(graph, dependencies, contents.path);
    case "model":
      return modelledFiles(graph, dependencies, contents);
    case "files":
      return generatedRepositoryFiles(graph, dependencies.files, contents.files, contents);
    case "unknown":
      return undefined;
  }
}

/** The nearest package at or above a directory of a repository. */
export function containingPackage(
  graph: QueryContext,
  queries: PackageLookupQueries,
  key: PackageKey,
): string | undefined {
  for (let path: string | undefined = key.id.path; path !== undefined; path = parentPath(path)) {
    const id = { repository: key.id.repository, path };
    if (graph.get(queries.packageLookup, { id, view: key.view }).kind === "package") return path;
  }
  return undefined;
}

function isModel(contents: RepositoryContents): boolean {
  return contents.kind === "model";
}

/** The repository itself may name another one. */
function notOfModel(repository: string, apparent: string): UnknownReason {
  const message = `the model of @${repository} names @${apparent}, which is not visible there in this version`;
  return { kind: "model", name: repository, message, site: undefined };
}

function lookUp(graph: QueryContext, dependencies: LoadingDependencies, { id, view }: PackageKey): PackageLookupResult {
  const invisible = /^\[unknown repo '(.*)' requested from @@?(.*)\]$/.exec(id.repository);
  if (invisible) {
    const [, apparent = "", from = ""] = invisible;
    const message = `No repository visible as '@${apparent}' from ${repositoryPhrase(from)}`;
    if (isModel(dependencies.view(graph, view).contents(from)))
      return { kind: "unknown", reason: notOfModel(from, apparent) };
    if (dependencies.settings(graph).isVersionKnown)
      return none(`The repository '@@${id.repository}' could not be resolved: ${message}`);
    // Whether WORKSPACE counts depends on the version.
    const why = `${message}, as far as the newest Bazel is concerned`;
    return { kind: "unknown", reason: { kind: "version", name: apparent, message: why, site: undefined } };
  }
  if (id.repository === "" && id.path === "external") {
    const { externalPackage } = dependencies.view(graph, view);
    if (externalPackage instanceof Unknown) return { kind: "unknown", reason: externalPackage.reason };
    if (externalPackage !== undefined) return { kind: "package", file: inlineFileId(view, EXTERNAL_PACKAGE) };
  }
  const contents = unmappedContentsOf(graph, dependencies, view, id.repository);
  switch (contents.kind) {
    case "unknown":
      return { kind: "unknown", reason: contents.unknown.reason };
    case "model":
      return inModel(modelledFiles(graph, dependencies, contents), id, contents.disk !== undefined);
    case "files":
      return inFiles(generatedRepositoryFiles(graph, dependencies.files, contents.files, contents), id);
    case "directory": {
      if (id.path === "" && contents.buildFile) {
        return {
          kind: "package",
          file: "path" in contents.buildFile ? contents.buildFile.path : inlineFileId(view, id.repository),
        };
      }
      const tree = dependencies.packageTree(graph, view, id.repository, contents.path);
      const found = lookUpPackage(fileReader(graph, dependencies), tree, id.path);
      if (found.kind === "package") return { kind: "package", file: found.buildFile };
      return { kind: "none", message: found.message, otherRepository: found.kind === "other-repository" };
    }
  }
}

function inFiles(files: RepositoryFiles, id: PackageId): PackageLookupResult {
  const problem = packageNameProblem(id.path);
  if (problem !== undefined) return none(`invalid package name '${id.path}': ${problem}`);
  const file = buildFileIn(files, id);
  if (file !== undefined) return { kind: "package", file };
  return none(`BUILD file not found in directory '${id.path}' of external repository @@${id.repository}`);
}

export function buildFileIn(files: RepositoryFiles, id: PackageId): string | undefined {
  const paths = BUILD_FILES.map((name) => (id.path === "" ? name : `${id.path}/${name}`));
  const path = paths.find((candidate) => files.kind(candidate) === "file");
  return path === undefined ? undefined : files.fileId(path);
}

/** What neither the model has nor the repository that it stands for, where that is on disk, is not there. */
function inModel(files: RepositoryFiles, id: PackageId, isOnDisk: boolean): PackageLookupResult {
  if (isOnDisk) return inFiles(files, id);
  const problem = packageNameProblem(id.path);
  if (problem !== undefined) return none(`invalid package name '${id.path}': ${problem}`);
  const file = buildFileIn(files, id);
  if (file !== undefined) return { kind: "package", file };
  const message = `the model of @${id.repository} does not describe the package ${packageText(id)}`;
  return { kind: "unknown", reason: { kind: "model", name: packageText(id), message, site: undefined } };
}

function none(message: string): PackageLookupResult {
  return { kind: "none", message, otherRepository: false };
}

function repositoryPhrase(canonical: string): string {
  return canonical === "" ? "main repository" : `repository '@@${canonical}'`;
}
