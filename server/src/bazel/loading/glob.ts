/**
 * `glob()`: patterns against the files of a package. After Bazel's `UnixGlob.java` and `GlobFunction.java`; the rules below were compared with Bazel 4.2.3.
 *
 * - `*` stands for any characters within a segment, `**` as a whole segment for any number of segments, none included. A pattern `*` also matches names that begin with a dot; `*.x` does not.
 * - Directories that are packages of their own, belong to another repository or are listed in .bazelignore are not entered and not matched. Symlinks to files and directories are followed,
 *   dangling ones do not exist.
 * - A symlink to a directory on the way to it is an error, unless it is named in the pattern and leads to a package.
 * - A `**` at the end also matches the directory before it, but never the package's own.
 * - `exclude` takes away paths that match as a whole: a directory's name does not take away what is below it. A pattern `head` `**` + `/*` + `tail` without further wildcards there means "begins with head and ends with
 *   tail", so that hidden names match, too.
 */
import type { DirectoryEntry } from "../../base/fileSystem.ts";
import type { Unknown } from "../../starlark/unknown.ts";

/** The directories of a package, as globbing sees them. Paths are relative to the package; `""` is its own directory. */
export interface GlobTree {
  /** The entries, undefined for a directory that is not there, an Unknown for one that cannot be read. */
  list(directory: string): readonly DirectoryEntry[] | undefined | Unknown;
  /** Whose a directory below the package is: its own, another package's, or nobody's (ignored, or of another repository). */
  owner(directory: string): "own" | "package" | "none";
  /** Whether a symlink to a directory leads to one of the directories on the way to it: following it would never end. */
  leadsToAncestor(link: string): boolean;
}

export type GlobResult =
  | { readonly kind: "matches"; readonly paths: readonly string[] }
  /** A directory that could not be read, or a symlink that leads to itself. */
  | { readonly kind: "unknown"; readonly unknown: Unknown }
  | { readonly kind: "symlink-loop"; readonly path: string };

/** What is wrong with a pattern, in Bazel's words. */
export function globPatternProblem(pattern: string): string | undefined {
  if (pattern.includes("?") && !pattern.startsWith("/")) return "wildcard ? forbidden";
  return segmentsProblem(pattern);
}

/** `UnixGlob.checkPatternForError` */
function segmentsProblem(pattern: string): string | undefined {
  if (pattern === "") return "pattern cannot be empty";
  if (pattern.startsWith("/")) return "pattern cannot be absolute";
  for (const segment of pattern.split("/")) {
    if (segment === "") return "empty segment not permitted";
    if (segment === "." || segment === "..") return `segment '${segment}' not permitted`;
    if (segment.includes("**") && segment !== "**") return "recursive wildcard must be its own segment";
  }
  return undefined;
}

/** The same of a pattern of `exclude`, of which Bazel looks at few (`UnixGlob.removeExcludes`): not at those without wildcards, nor at `head**` `/*tail`. */
export function excludePatternProblem(pattern: string): string | undefined {
  const [head = "", ...tail] = pattern.split("**/*");
  const isSimple = tail.length < 2 && !/[*?]/.test(head + tail.join(""));
  return isSimple ? undefined : segmentsProblem(pattern);
}

/** The paths that a pattern matches, sorted; `exclude` is not considered. */
export function globPattern(tree: GlobTree, pattern: string, includeDirectories: boolean): GlobResult {
  const walk = new Walk(tree, includeDirectories);
  walk.match("", pattern.split("/").map(segmentOf), 0);
  if (walk.unknown) return { kind: "unknown", unknown: walk.unknown };
  if (walk.loop !== undefined) return { kind: "symlink-loop", path: walk.loop };
  return { kind: "matches", paths: [...walk.found].sort() };
}

/** The directories below a package that are packages themselves and match a pattern, nearest ones only: nothing is looked for inside them. */
export function subpackagePattern(tree: GlobTree, pattern: string): GlobResult {
  const found = new Set<string>();
  const noting: GlobTree = {
    list: (directory) => tree.list(directory),
    owner: (directory) => {
      const owner = tree.owner(directory);
      if (owner === "package") found.add(directory);
      return owner;
    },
    leadsToAncestor: (link) => tree.leadsToAncestor(link),
  };
  const walk = new Walk(noting, true);
  walk.match("", [segmentOf("**")], 0);
  if (walk.unknown) return { kind: "unknown", unknown: walk.unknown };
  const matches = pathMatcher(pattern);
  return { kind: "matches", paths: [...found].filter(matches).sort() };
}

/** Whether a path as a whole matches a pattern: how `exclude` works. */
export function pathMatcher(pattern: string): (path: string) => boolean {
  if (!pattern.includes("*") && !pattern.includes("?")) return (path) => path === pattern;
  const [head = "", tail, ...more] = pattern.split("**/*");
  if (tail !== undefined && more.length === 0 && !/[*?]/.test(head + tail))
    return (path) => path.startsWith(head) && path.endsWith(tail);
  const segments = pattern.split("/").map(segmentOf);
  return (path) => matchesSegments(path.split("/"), 0, segments, 0);
}

function matchesSegments(path: readonly string[], from: number, pattern: readonly Segment[], at: number): boolean {
  const segment = pattern[at];
  if (!segment) return from === path.length;
  if (segment.kind === "any") {
    for (let next = from; next <= path.length; next++) if (matchesSegments(path, next, pattern, at + 1)) return true;
    return false;
  }
  const name = path[from];
  return name !== undefined && segment.matches(name) && matchesSegments(path, from + 1, pattern, at + 1);
}

type Segment =
  | { readonly kind: "any" }
  | { readonly kind: "literal"; readonly name: string; readonly matches: (name: string) => boolean }
  | { readonly kind: "wildcard"; readonly matches: (name: string) => boolean };

function segmentOf(text: string): Segment {
  if (text === "**") return { kind: "any" };
  if (text === "*") return { kind: "wildcard", matches: () => true };
  if (!text.includes("*") && !text.includes("?"))
    return { kind: "literal", name: text, matches: (name) => name === text };
  const hidden = text.startsWith("*") || text.startsWith("?") ? "(?!\\.)" : "";
  const body = text
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  const expression = new RegExp(`^${hidden}${body}$`, "s");
  return { kind: "wildcard", matches: (name) => expression.test(name) };
}

/** One walk through the directories with one pattern. */
class Walk {
  readonly found = new Set<string>();
  unknown: Unknown | undefined;
  loop: string | undefined;
  readonly #tree: GlobTree;
  readonly #includeDirectories: boolean;
  /** Visited (directory, pattern position) pairs: two `**` in a row would visit them again. */
  readonly #seen = new Set<string>();

  constructor(tree: GlobTree, includeDirectories: boolean) {
    this.#tree = tree;
    this.#includeDirectories = includeDirectories;
  }

  match(directory: string, pattern: readonly Segment[], at: number): void {
    const state = `${String(at)} ${directory}`;
    const segment = pattern[at];
    if (!segment || this.#seen.has(state)) return;
    this.#seen.add(state);
    if (segment.kind === "any") {
      if (at + 1 < pattern.length) this.match(directory, pattern, at + 1);
      else if (directory !== "" && this.#includeDirectories) this.found.add(directory);
    }
    const entries = this.#tree.list(directory);
    if (entries === undefined) return;
    if (!isEntries(entries)) {
      this.unknown ??= entries;
      return;
    }
    for (const entry of entries) {
      if (segment.kind === "any" || segment.matches(entry.name))
        this.#visit(directory === "" ? entry.name : `${directory}/${entry.name}`, entry, pattern, at);
    }
  }

  #visit(path: string, entry: DirectoryEntry, pattern: readonly Segment[], at: number): void {
    const isLast = at + 1 === pattern.length;
    switch (entry.kind) {
      case "file":
      case "other":
        if (isLast) this.found.add(path);
        return;
      case "symlink-loop":
        this.loop ??= path;
        return;
      case "symlink-broken":
        return;
      case "directory":
        if (pattern[at]?.kind === "literal" && this.#tree.owner(path) !== "own") return;
        if (entry.isSymlink && this.#tree.leadsToAncestor(path)) this.loop ??= path;
        else this.#enter(path, pattern, at, isLast);
    }
  }

  #enter(path: string, pattern: readonly Segment[], at: number, isLast: boolean): void {
    if (this.#tree.owner(path) !== "own") return;
    if (isLast && this.#includeDirectories) this.found.add(path);
    if (pattern[at]?.kind === "any") this.match(path, pattern, at);
    else if (!isLast) this.match(path, pattern, at + 1);
  }
}

function isEntries(value: readonly DirectoryEntry[] | Unknown): value is readonly DirectoryEntry[] {
  return Array.isArray(value);
}
