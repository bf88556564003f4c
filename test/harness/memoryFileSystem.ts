/** A file system in memory, with symlinks, that tests may change between two revisions. */
import { digestOf } from "../../server/src/base/digest.ts";
import type {
  DirectoryEntry,
  FileSystem,
  ListResult,
  ReadResult,
  StatResult,
} from "../../server/src/base/fileSystem.ts";
import { hex, sha256, utf8 } from "../../server/src/base/hashes.ts";
import { baseName, joinPath, parentPath, pathBelow } from "../../server/src/base/path.ts";

/** A file's text or bytes, where a symlink points, or why a file cannot be read. */
export type MemoryEntry =
  string | { readonly bytes: Uint8Array } | { readonly symlink: string } | { readonly unreadable: string };

const MAX_LINKS = 40;

function textResult(whole: string): ReadResult {
  const isMarked = whole.startsWith("\uFEFF");
  const text = isMarked ? whole.slice(1) : whole;
  return { kind: "text", text, digest: digestOf(text), ...(isMarked && { isMarked }) };
}

export class MemoryFileSystem implements FileSystem {
  readonly #entries = new Map<string, MemoryEntry>();
  readonly #directories = new Set<string>(["/"]);

  constructor(root: string, files: Iterable<readonly [string, MemoryEntry]>) {
    for (const [path, entry] of files) this.write(joinPath(root, path), entry);
  }

  write(path: string, entry: MemoryEntry): void {
    this.#entries.set(path, entry);
    for (let dir = parentPath(path); dir !== undefined; dir = parentPath(dir)) this.#directories.add(dir);
  }

  remove(path: string): void {
    this.#entries.delete(path);
  }

  readFile(path: string): ReadResult {
    const entry = this.#entries.get(this.realPath(path) ?? "");
    if (entry === undefined) return { kind: "missing" };
    if (typeof entry === "string") return textResult(entry);
    if ("bytes" in entry) return textResult(new TextDecoder("utf-8", { ignoreBOM: true }).decode(entry.bytes));
    return { kind: "error", message: "unreadable" in entry ? entry.unreadable : "not a file" };
  }

  readDirectory(path: string): ListResult {
    const real = this.realPath(path);
    if (real === undefined || !this.#directories.has(real)) return { kind: "missing" };
    const names = new Set<string>();
    for (const other of [...this.#entries.keys(), ...this.#directories]) {
      const below = pathBelow(real, other);
      if (below) names.add(below.split("/")[0]!);
    }
    const entries = [...names].sort().map((name) => this.#entry(joinPath(real, name), name));
    return {
      kind: "entries",
      entries,
      digest: digestOf(...entries.flatMap(({ name, kind, isSymlink }) => [name, kind, String(isSymlink)])),
    };
  }

  /** As if every character were one byte. */
  size(path: string): number | undefined {
    const read = this.readFile(path);
    return read.kind === "text" ? read.text.length : undefined;
  }

  sha256(path: string): string | undefined {
    const entry = this.#entries.get(this.realPath(path) ?? "");
    if (typeof entry === "string") return hex(sha256(utf8(entry)));
    return entry !== undefined && "bytes" in entry ? hex(sha256(entry.bytes)) : undefined;
  }

  stat(path: string): StatResult {
    const resolved = this.#resolve(path, 0);
    if (resolved === "loop") return "symlink-loop";
    if (resolved === undefined) return this.#isSymlink(path) ? "symlink-broken" : "missing";
    return this.#directories.has(resolved) ? "directory" : "file";
  }

  realPath(path: string): string | undefined {
    const resolved = this.#resolve(path, 0);
    return resolved === "loop" ? undefined : resolved;
  }

  async settled(): Promise<void> {}

  #entry(path: string, name: string): DirectoryEntry {
    const kind = this.stat(path);
    return { name, isSymlink: this.#isSymlink(path), kind: kind === "missing" || kind === "error" ? "other" : kind };
  }

  #isSymlink(path: string): boolean {
    const parent = this.realPath(parentPath(path) ?? "/");
    const entry = this.#entries.get(joinPath(parent ?? "", baseName(path)));
    return typeof entry === "object" && "symlink" in entry;
  }

  #resolve(path: string, links: number): string | "loop" | undefined {
    if (links > MAX_LINKS) return "loop";
    const parent = parentPath(path);
    if (parent === undefined) return path;
    const realParent = this.#resolve(parent, links);
    if (realParent === undefined || realParent === "loop") return realParent;
    const here = joinPath(realParent, baseName(path));
    const entry = this.#entries.get(here);
    if (typeof entry === "object" && "symlink" in entry)
      return this.#resolve(joinPath(realParent, entry.symlink), links + 1);
    return entry !== undefined || this.#directories.has(here) ? here : undefined;
  }
}
