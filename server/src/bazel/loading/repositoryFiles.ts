/**
 * The files of one repository by their path relative to its root, whether it is a directory on disk or described by models.
 */
import type { QueryContext } from "../../base/graph.ts";
import type { DirectoryEntry, ListResult, StatResult } from "../../base/fileSystem.ts";
import { joinPath } from "../../base/path.ts";
import { digestOf } from "../../base/digest.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { SettledContents } from "../repositoryView.ts";
import { linkedPath, type GeneratedRepository } from "./generated/files.ts";
import type { FileReader } from "../workspace/fileReader.ts";
import { withoutEvaluation } from "../workspace/repositoryContents.ts";
import { modelFileId } from "./parsing.ts";
import type { LoadingDependencies, ModelFiles } from "./settings.ts";

export interface RepositoryFiles {
  /** The id under which a file is parsed. */
  fileId(path: string): string;
  kind(path: string): StatResult;
  list(path: string): ListResult;
}

/** Canonical name of the repository whose files are the models of what Bazel has built in: `@@_builtins//:sh.bzl` is `native/sh.bzl`. */
export const BUILTINS_REPOSITORY = "_builtins";

const BUILTINS: EvaluatedContents = { kind: "model", folder: "native" };

/** What a repository consists of when the rule that makes it has been evaluated. */
export type EvaluatedContents =
  | SettledContents
  /** Made by its rule; `view` and `repository` are where its files are known under. */
  | (GeneratedRepository & { readonly kind: "files"; readonly view: string; readonly repository: string });

/** What a repository consists of, as a view sees it. */
export function contentsOf(
  graph: QueryContext,
  dependencies: LoadingDependencies,
  view: string,
  repository: string,
): EvaluatedContents {
  const contents = unmappedContentsOf(graph, dependencies, view, repository);
  if (contents.kind !== "directory" || !contents.mappedBy) return contents;
  const absent = dependencies.unmapped(graph, view, contents.mappedBy);
  return absent ? { ...contents, absent } : contents;
}

/** The same for who asks for files alone, as extensions do: those of an override are there whatever becomes of the extension whose place it takes (`RepositoryDelegatorFunction`, before it asks `RepositoryMappingFunction`). */
export function unmappedContentsOf(
  graph: QueryContext,
  dependencies: LoadingDependencies,
  view: string,
  repository: string,
): EvaluatedContents {
  if (repository === BUILTINS_REPOSITORY) return BUILTINS;
  const contents = dependencies.view(graph, view).contents(repository);
  if (contents.kind !== "generated") return contents;
  const made = dependencies.generated(graph, { view, repository });
  if (!(made instanceof Unknown)) return { kind: "files", ...made, view, repository };
  const fetched = dependencies.fetchedGenerated(graph, { view, repository });
  return withoutEvaluation(contents.otherwise, fetched) ?? { kind: "unknown", unknown: made };
}

/** Why Bazel may not find a repository. */
export function absenceOf(contents: EvaluatedContents): Unknown | undefined {
  return contents.kind === "unknown" ? undefined : contents.absent;
}

/** Where a file of a repository lies; undefined for one that is in a model, or that a rule has written. */
export function pathOnDisk(contents: EvaluatedContents, path: string): string | undefined {
  switch (contents.kind) {
    case "directory":
      return joinPath(contents.path, path);
    case "files":
      return linkedPath(contents.files, path);
    case "model":
    case "unknown":
      return undefined;
  }
}

export function directoryFiles(graph: QueryContext, dependencies: LoadingDependencies, root: string): RepositoryFiles {
  const { files } = dependencies;
  return {
    fileId: (path) => joinPath(root, path),
    kind: (path) => graph.input(files.kind, joinPath(root, path)),
    list: (path) => graph.input(files.list, joinPath(root, path)),
  };
}

/** The graph's inputs as the workspace room reads them. */
export function fileReader(graph: QueryContext, dependencies: Pick<LoadingDependencies, "files">): FileReader {
  const { files } = dependencies;
  return {
    text: (path) => {
      const result = graph.input(files.text, path);
      return result.kind === "text" ? result.text : undefined;
    },
    list: (path) => {
      const result = graph.input(files.list, path);
      return result.kind === "entries" ? result.entries : undefined;
    },
    kind: (path) => graph.input(files.kind, path),
    realPath: (path) => graph.input(files.realPath, path),
  };
}

/** The files of a model, and of the repository itself what the model leaves out. */
export function modelledFiles(
  graph: QueryContext,
  dependencies: LoadingDependencies,
  { folder, disk }: Extract<SettledContents, { readonly kind: "model" }>,
): RepositoryFiles {
  const model = modelRepositoryFiles(dependencies.models, folder);
  if (disk === undefined) return model;
  const own = directoryFiles(graph, dependencies, disk);
  const holder = (path: string) => (model.kind(path) === "missing" ? own : model);
  return {
    fileId: (path) => holder(path).fileId(path),
    kind: (path) => holder(path).kind(path),
    list: (path) => (own.kind(path) === "directory" ? own : model).list(path),
  };
}

function modelRepositoryFiles(models: ModelFiles, folder: string): RepositoryFiles {
  return {
    fileId: (path) => modelFileId(joinPath(folder, path)),
    kind: (path) => modelKind(models, joinPath(folder, path)),
    list: (path) => listModels(models, joinPath(folder, path)),
  };
}

function modelKind(models: ModelFiles, path: string): StatResult {
  if (models.has(path)) return "file";
  for (const file of models.keys()) if (file.startsWith(`${path}/`)) return "directory";
  return "missing";
}

function listModels(models: ModelFiles, directory: string): ListResult {
  const entries = new Map<string, DirectoryEntry>();
  for (const file of models.keys()) {
    if (!file.startsWith(`${directory}/`)) continue;
    const [name = "", ...rest] = file.slice(directory.length + 1).split("/");
    entries.set(name, { name, kind: rest.length > 0 ? "directory" : "file", isSymlink: false });
  }
  if (entries.size === 0) return { kind: "missing" };
  const sorted = [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    kind: "entries",
    entries: sorted,
    digest: digestOf(...sorted.map((entry) => `${entry.kind} ${entry.name}`)),
  };
}
