/**
 * Files as rules see them: Bazel's `Artifact` and Starlark's `File`.
 *
 * The output directory of a configuration is named by a hash that the sources do not determine. Such a directory is written between two private-use characters, as what is known of the directory's name (rules look for
 * `-exec-` in it) and, behind a third one, the configuration's name; a runfiles path that contains one (`symlinks = {f.path: f}`) is therefore recognised as not predictable. `presentPath` shows the configuration's name in
 * brackets.
 */
import type { Label } from "./label.ts";
import type { Printer } from "../starlark/printer.ts";
import type { StarlarkValue, Value } from "../starlark/value.ts";

const OPEN = "\uE000";
const CLOSE = "\uE001";
const NAME = "\uE002";

/** The directory name of a configuration, `name`, whose real one begins with `known`. */
export function unpredictableSegment(known: string, name: string): string {
  return `${OPEN}${known}${NAME}${name}${CLOSE}`;
}

export function isPredictable(path: string): boolean {
  return !path.includes(OPEN) && !path.includes(CLOSE);
}

/** A path without what is not known in it. */
export function predictablePart(path: string): string {
  return path.replace(/\uE000[^\uE001]*\uE001/g, "");
}

/** For people and JSON: `bazel-out/[platforms=//p:linux]/bin/x`. */
export function presentPath(path: string): string {
  return isPredictable(path) ? path : path.replace(/\uE000[^\uE002]*\uE002/g, "[").replaceAll(CLOSE, "]");
}

export type ArtifactKind = "file" | "directory" | "symlink";

/** Where derived artifacts of one configuration and source artifacts of one repository lie. */
export class Root implements StarlarkValue {
  readonly type = "root";
  /** Exec path: `bazel-out/k8-fastbuild/bin`; `""` for sources, also for those of other repositories (seen with 4.2.3 and 7.7.1). */
  readonly path: string;
  /** Of sources. */
  readonly repository: string;

  constructor(path: string, repository = "") {
    this.path = path;
    this.repository = repository;
  }

  /** `ArtifactRoot.repr`. */
  repr(printer: Printer): void {
    printer.text(this.path === "" ? "<source root>" : "<derived root>");
  }

  getAttr(name: string): Value | undefined {
    return name === "path" ? this.path : undefined;
  }

  attrNames(): readonly string[] {
    return ["path"];
  }

  equals(other: StarlarkValue): boolean {
    return other instanceof Root && other.path === this.path && other.repository === this.repository;
  }

  hashKey(): string {
    return `${this.path}\0${this.repository}`;
  }
}

export class Artifact implements StarlarkValue {
  readonly type = "File";
  readonly root: Root;
  /** Path under the execution root. */
  readonly path: string;
  /** Path in the runfiles tree before prefixing: `pkg/f`, `../repo/pkg/f` for external ones. */
  readonly shortPath: string;
  readonly isSource: boolean;
  /** `directory` is a tree artifact or a source directory, `symlink` one of `declare_symlink`. */
  readonly kind: ArtifactKind;
  readonly owner: Label;
  /** Identity of the configuration that makes it; undefined for sources. */
  readonly configuration: string | undefined;

  constructor(spec: {
    readonly root: Root;
    readonly path: string;
    readonly shortPath: string;
    readonly kind: ArtifactKind;
    readonly owner: Label;
    readonly configuration: string | undefined;
  }) {
    this.root = spec.root;
    this.path = spec.path;
    this.shortPath = spec.shortPath;
    this.kind = spec.kind;
    this.owner = spec.owner;
    this.configuration = spec.configuration;
    this.isSource = spec.configuration === undefined;
  }

  get basename(): string {
    return this.path.slice(this.path.lastIndexOf("/") + 1);
  }

  /** What Bazel calls a directory: one that an action makes, not one among the sources. */
  get isTree(): boolean {
    return this.kind === "directory" && !this.isSource;
  }

  repr(printer: Printer): void {
    printer.text(`<${this.isSource ? "source" : "generated"} file ${this.shortPath}>`);
  }

  equals(other: StarlarkValue): boolean {
    return other instanceof Artifact && other.path === this.path && other.configuration === this.configuration;
  }

  hashKey(): string {
    return this.configuration === undefined ? this.path : `${this.path}\0${this.configuration}`;
  }

  compare(other: StarlarkValue): number {
    if (!(other instanceof Artifact)) return 0;
    return this.path < other.path ? -1 : this.path > other.path ? 1 : 0;
  }

  /** Fields as docs "File" list them. */
  getAttr(name: string): Value | undefined {
    switch (name) {
      case "path":
        return this.path;
      case "short_path":
        return this.shortPath;
      case "basename":
        return this.basename;
      case "dirname":
        return this.path.includes("/") ? this.path.slice(0, this.path.lastIndexOf("/")) : ".";
      case "extension": {
        const dot = this.basename.lastIndexOf(".");
        return dot <= 0 ? "" : this.basename.slice(dot + 1);
      }
      case "tree_relative_path":
        return undefined;
      case "root":
        return this.root;
      case "is_source":
        return this.isSource;
      case "is_directory":
        return this.isTree;
      case "is_symlink":
        return this.kind === "symlink";
      case "owner":
        return this.owner;
      default:
        return undefined;
    }
  }

  attrNames(): readonly string[] {
    return [
      "path",
      "short_path",
      "basename",
      "dirname",
      "extension",
      "root",
      "is_source",
      "is_directory",
      "is_symlink",
      "owner",
    ];
  }
}

/** A file in a source tree. `path` is relative to the repository. */
export function sourceArtifact(owner: Label, kind: ArtifactKind): Artifact {
  const { packagePath } = owner;
  // The label `.` names the package's directory.
  const relative = packagePath === "" ? owner.name : owner.name === "." ? packagePath : `${packagePath}/${owner.name}`;
  if (owner.repository === "")
    return new Artifact({
      root: MAIN_SOURCES,
      path: relative,
      shortPath: relative,
      kind,
      owner,
      configuration: undefined,
    });
  return new Artifact({
    root: new Root("", owner.repository),
    path: `external/${owner.repository}/${relative}`,
    shortPath: `../${owner.repository}/${relative}`,
    kind,
    owner,
    configuration: undefined,
  });
}

const MAIN_SOURCES = new Root("");

/** A file that an action makes. `relative` is relative to its owner's repository. */
export function derivedArtifact(
  owner: Label,
  relative: string,
  kind: ArtifactKind,
  binDirectory: Root,
  configuration: string,
): Artifact {
  const external = owner.repository !== "";
  return new Artifact({
    root: binDirectory,
    // Joined, the host keeps one text; a template would be kept as a tree of its parts.
    path: [binDirectory.path, ...(external ? ["external", owner.repository] : []), relative].join("/"),
    shortPath: external ? `../${owner.repository}/${relative}` : relative,
    kind,
    owner,
    configuration,
  });
}
