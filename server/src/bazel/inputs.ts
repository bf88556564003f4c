/** The file system as inputs of the graph: every answer is remembered with who asked, and compared when it is read again. */
import type { FileSystem, ListResult, ReadResult, StatResult } from "../base/fileSystem.ts";
import type { Input } from "../base/graph.ts";

export interface FileInputs {
  readonly text: Input<ReadResult>;
  readonly list: Input<ListResult>;
  readonly kind: Input<StatResult>;
  /** The resolved path; undefined where resolving fails. */
  readonly realPath: Input<string | undefined>;
  /** Undefined where there is no file. */
  readonly size: Input<number | undefined>;
  /** Of its bytes on disk; undefined where there is no file that can be read. */
  readonly sha256: Input<string | undefined>;
}

export function fileInputs(fileSystem: FileSystem): FileInputs {
  return {
    text: { name: "file text", read: (path) => fileSystem.readFile(path), fingerprint: contentFingerprint },
    list: { name: "directory", read: (path) => fileSystem.readDirectory(path), fingerprint: contentFingerprint },
    kind: { name: "file kind", read: (path) => fileSystem.stat(path), fingerprint: (kind) => kind },
    realPath: {
      name: "real path",
      read: (path) => fileSystem.realPath(path),
      fingerprint: (path) => (path === undefined ? "unresolvable" : `path ${path}`),
    },
    size: { name: "file size", read: (path) => fileSystem.size(path), fingerprint: String },
    sha256: { name: "file digest", read: (path) => fileSystem.sha256(path), fingerprint: String },
  };
}

function contentFingerprint(result: ReadResult | ListResult): string {
  if ("digest" in result) return `${"isMarked" in result ? "marked " : ""}${result.kind} ${result.digest}`;
  return "message" in result ? `error ${result.message}` : result.kind;
}
