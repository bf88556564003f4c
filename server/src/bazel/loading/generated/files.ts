/** The files of a repository that its rule was evaluated for: texts that the rule wrote, links to what is on disk, and directories that may be empty. */
import type { QueryContext } from "../../../base/graph.ts";
import type { DirectoryEntry, ListResult, StatResult } from "../../../base/fileSystem.ts";
import { digestOf } from "../../../base/digest.ts";
import { joinPath } from "../../../base/path.ts";
import type { Unknown } from "../../../starlark/unknown.ts";
import type { FileInputs } from "../../inputs.ts";
import type { RepositoryFiles } from "../repositoryFiles.ts";

export type GeneratedFile =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "link"; readonly path: string }
  | { readonly kind: "directory" };

/** By path relative to the repository's root. */
export type GeneratedFiles = ReadonlyMap<string, GeneratedFile>;

export interface GeneratedRepository {
  readonly files: GeneratedFiles;
  /** Why Bazel may be unable to make the repository although its rule was evaluated to the end. */
  readonly absent: Unknown | undefined;
}

const GENERATED = "generated:";

/** Where a generated file stands: its repository as a view sees it, and its path there. */
export interface GeneratedFilePlace {
  readonly view: string;
  readonly repository: string;
  readonly path: string;
}

function generatedFileId({ view, repository, path }: GeneratedFilePlace): string {
  return `${GENERATED}${encodeURIComponent(view)}/${encodeURIComponent(repository)}/${path}`;
}

export function generatedPlaceOf(fileId: string): GeneratedFilePlace | undefined {
  if (!fileId.startsWith(GENERATED)) return undefined;
  const [view = "", repository = "", ...path] = fileId.slice(GENERATED.length).split("/");
  return { view: decodeURIComponent(view), repository: decodeURIComponent(repository), path: path.join("/") };
}

/** The path by which people know a file: one that a rule has made, as below Bazel's output base. */
export function shownPath(fileId: string): string {
  const place = generatedPlaceOf(fileId);
  return place ? `external/${place.repository}/${place.path}` : fileId;
}

export function generatedRepositoryFiles(
  graph: QueryContext,
  inputs: FileInputs,
  files: GeneratedFiles,
  place: Omit<GeneratedFilePlace, "path">,
): RepositoryFiles {
  return {
    fileId: (path) => linkedPath(files, path) ?? generatedFileId({ ...place, path }),
    kind: (path) => kindOf(graph, inputs, files, path),
    list: (path) => listOf(graph, inputs, files, path),
  };
}

/** The path on disk of what lies at or below a link. */
export function linkedPath(files: GeneratedFiles, path: string): string | undefined {
  for (const [name, file] of files) {
    if (file.kind !== "link") continue;
    if (name === path) return file.path;
    if (name === "") return joinPath(file.path, path); // The repository itself is a link.
    if (path.startsWith(`${name}/`)) return joinPath(file.path, path.slice(name.length + 1));
  }
  return undefined;
}

/** What is at a path. */
export function kindOf(graph: QueryContext, inputs: FileInputs, files: GeneratedFiles, path: string): StatResult {
  const linked = linkedPath(files, path);
  if (linked !== undefined) return graph.input(inputs.kind, linked);
  const own = files.get(path);
  if (own) return own.kind === "directory" ? "directory" : "file";
  const isDirectory = path === "" || [...files.keys()].some((name) => name.startsWith(`${path}/`));
  return isDirectory ? "directory" : "missing";
}

function listOf(graph: QueryContext, inputs: FileInputs, files: GeneratedFiles, directory: string): ListResult {
  const linked = linkedPath(files, directory);
  if (linked !== undefined) return graph.input(inputs.list, linked);
  const prefix = directory === "" ? "" : `${directory}/`;
  const entries = new Map<string, DirectoryEntry>();
  for (const path of files.keys()) {
    if (!path.startsWith(prefix)) continue;
    const [name = ""] = path.slice(prefix.length).split("/");
    const kind = kindOf(graph, inputs, files, prefix + name);
    if (kind === "file" || kind === "directory") entries.set(name, { name, kind, isSymlink: false });
  }
  if (entries.size === 0 && kindOf(graph, inputs, files, directory) !== "directory") return { kind: "missing" };
  const sorted = [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    kind: "entries",
    entries: sorted,
    digest: digestOf(...sorted.map((entry) => `${entry.kind} ${entry.name}`)),
  };
}
