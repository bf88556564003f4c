/** The `path` objects of repository rules and module extensions (`StarlarkPath`). */
import { baseName, joinPath, parentPath } from "../../../base/path.ts";
import { builtin } from "../../../starlark/builtin.ts";
import { EvalError } from "../../../starlark/errors.ts";
import { strings } from "../api/arguments.ts";
import { StarlarkList } from "../../../starlark/list.ts";
import type { Printer } from "../../../starlark/printer.ts";
import { unknown, UnknownDecision } from "../../../starlark/unknown.ts";
import type { StarlarkValue, Value } from "../../../starlark/value.ts";

/** Where a path leads: to the disk, into the working directory (for a rule: the repository that is being made), or to a file that another rule has written, whose place on disk we do not know. */
export type Place =
  | { readonly kind: "disk" | "repository"; readonly path: string }
  | { readonly kind: "made"; readonly path: string; readonly text: string };

/** Where an absolute path leads, or one relative to the working directory. `directory`: where that is on disk. */
export function placeOfText(text: string, directory: string | undefined): Place {
  const path = joinPath("", text);
  if (!path.startsWith("/")) return { kind: "repository", path };
  if (path === directory) return { kind: "repository", path: "" };
  return directory !== undefined && path.startsWith(`${directory}/`)
    ? { kind: "repository", path: path.slice(directory.length + 1) }
    : { kind: "disk", path };
}

export interface PathReader {
  /** Where the working directory is on disk; undefined where that is not known. */
  directory(): string | undefined;
  kind(place: Place): "file" | "directory" | "missing";
  /** A path on the disk without its symlinks; undefined where that fails. */
  realPath(path: string): string | undefined;
  /** The names in a directory on the disk, in order; undefined where it is none. */
  names(path: string): readonly string[] | undefined;
}

export class PathValue implements StarlarkValue {
  readonly type = "path";
  readonly place: Place;
  readonly #reader: PathReader;

  constructor(place: Place, reader: PathReader) {
    this.place = place;
    this.#reader = reader;
  }

  repr(printer: Printer): void {
    printer.text(this.#onDisk());
  }

  #onDisk(): string {
    const { kind, path } = this.place;
    if (kind === "disk") return path;
    const directory = kind === "repository" ? this.#reader.directory() : undefined;
    if (directory === undefined) throw this.#directoryUnknown();
    return joinPath(directory, path);
  }

  #directoryUnknown(): UnknownDecision {
    const message = "the directory of a repository that is not on disk is not known";
    return new UnknownDecision(unknown({ kind: "repository", name: this.place.path, message }));
  }

  equals(other: StarlarkValue): boolean {
    return other instanceof PathValue && other.place.kind === this.place.kind && other.place.path === this.place.path;
  }

  attrNames(): readonly string[] {
    return ["basename", "dirname", "exists", "get_child", "is_dir", "readdir", "realpath"];
  }

  getAttr(name: string): Value | undefined {
    const { path } = this.place;
    switch (name) {
      case "basename":
        return baseName(path === "" ? this.#onDisk() : path);
      case "dirname":
        return this.#parent();
      case "exists":
        return this.#reader.kind(this.place) !== "missing";
      case "is_dir":
        return this.#reader.kind(this.place) === "directory";
      case "realpath":
        return this.#real();
      case "readdir":
        return builtin({
          name: "readdir",
          params: [{ name: "watch", default: "auto", kind: "named-only" }],
          run: () => new StarlarkList(this.#children()),
        });
      case "get_child":
        return builtin({
          name: "get_child",
          params: [{ name: "relative_paths", kind: "args" }],
          run: (_thread, [names]) => this.#at(strings(names, "relative_paths").reduce(joinPath, path)),
        });
      default:
        return undefined;
    }
  }

  #parent(): PathValue | null {
    const { kind, path } = this.place;
    if (kind === "repository" && path === "")
      return new PathValue({ kind: "disk", path: this.#onDisk() }, this.#reader).#parent();
    const parent = parentPath(path);
    return parent === undefined ? null : this.#at(parent);
  }

  /** What rules make is reached by no symlink that they see. */
  #real(): PathValue {
    const { kind, path } = this.place;
    if (kind !== "disk") return this;
    const real = this.#reader.realPath(path);
    if (real === undefined) throw new EvalError(`${path} (No such file or directory)`);
    return this.#at(real);
  }

  #children(): PathValue[] {
    const { kind, path } = this.place;
    if (kind !== "disk") throw this.#directoryUnknown();
    const names = this.#reader.names(path);
    if (names === undefined) throw new EvalError(`can't readdir(), not a directory: ${path}`);
    return names.map((name) => this.#at(joinPath(path, name)));
  }

  #at(path: string): PathValue {
    if (this.place.kind === "made") throw this.#directoryUnknown();
    return new PathValue({ kind: this.place.kind, path }, this.#reader);
  }
}
