/** The file system as inputs of the graph: every answer is remembered with who asked, and compared when it is read again. */
import type { FileSystem, ListResult, ReadResult, StatResult } from "../base/fileSystem.ts";
import type { Input } from "../base/graph.ts";

export interface FileInputs {
  readonly text: Input<ReadResult>;
  readonly list: Input<ListResult>;
  readonly kind: Input<StatResult>;
  /** The resolved path; undefined where resolving fails. */
  readonly realPath: Input<string | undefined>;
}

export function fileInputs(fileSystem: FileSystem): FileInputs {
  return {
    text: { name: "file text", read: (path) => fileSystem.readFile(path), equals: sameRead },
    list: { name: "directory", read: (path) => fileSystem.readDirectory(path), equals: sameList },
    kind: { name: "file kind", read: (path) => fileSystem.stat(path), equals: (a, b) => a === b },
    realPath: { name: "real path", read: (path) => fileSystem.realPath(path), equals: (a, b) => a === b },
  };
}

function sameRead(a: ReadResult, b: ReadResult): boolean {
  if (a.kind === "text" && b.kind === "text") return a.digest === b.digest;
  if (a.kind === "error" && b.kind === "error") return a.message === b.message;
  return a.kind === b.kind;
}

function sameList(a: ListResult, b: ListResult): boolean {
  if (a.kind === "entries" && b.kind === "entries") return a.digest === b.digest;
  if (a.kind === "error" && b.kind === "error") return a.message === b.message;
  return a.kind === b.kind;
}
