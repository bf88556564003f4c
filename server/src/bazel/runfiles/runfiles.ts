/**
 * The Runfiles value: what a target brings to the tree of a binary that depends on it. Mirrors Bazel's `analysis/Runfiles.java` (fields, orders, `Builder.merge`).
 *
 * - `artifacts`    land at their short path; postorder, so that direct files come after transitive ones and `a.merge(b)` puts b later; the last one wins.
 * - `symlinks`     land under the workspace directory at a path of the rule's choice; artifacts win over them.
 * - `rootSymlinks` land at the root of the tree; they win over everything.
 * - `emptyFiles`   says who adds empty files (`__init__.py`) when the tree is made; the supplier of a Python binary travels through merges.
 * - `withoutCopies` says that a tree of these has no legacy copies, whatever the flag says: what a rule merges is such, as seen with 4.2.3 and 7.7.1.
 */
import { Depset, nestedSet, type DepsetOrder } from "../depset.ts";
import { builtin } from "../../starlark/builtin.ts";
import { EvalError } from "../../starlark/errors.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Tuple } from "../../starlark/tuple.ts";
import { DOUBTS, obstacle, Unknown, type DoubtPolicy } from "../../starlark/unknown.ts";
import { BAZEL_VERSION, isAtLeast } from "../workspace/bazelVersion.ts";
import { emptyInitFiles } from "./emptyInitFiles.ts";
import type { Thread } from "../../starlark/thread.ts";
import type { Artifact } from "../artifact.ts";
import type { Label } from "../label.ts";
import type { Printer } from "../../starlark/printer.ts";
import type { StarlarkValue, Value } from "../../starlark/value.ts";

/** One entry of `symlinks` or `root_symlinks`. Bazel compares entries by identity: a third entry equal to the first still overwrites the second. */
export class SymlinkEntry implements StarlarkValue {
  readonly type = "SymlinkEntry";
  readonly path: string;
  readonly target: Artifact;
  /** The target whose rule made the entry. */
  readonly madeBy: Label;
  readonly #serial: number;
  static #serials = 0;

  constructor(path: string, target: Artifact, madeBy: Label) {
    this.path = path;
    this.target = target;
    this.madeBy = madeBy;
    this.#serial = ++SymlinkEntry.#serials;
  }

  repr(printer: Printer): void {
    printer.text(`SymlinkEntry(path = "${this.path}", target_file = `);
    printer.value(this.target);
    printer.text(")");
  }

  getAttr(name: string): Value | undefined {
    if (name === "path") return this.path;
    return name === "target_file" ? this.target : undefined;
  }

  attrNames(): readonly string[] {
    return ["path", "target_file"];
  }

  hashKey(): string {
    return String(this.#serial);
  }
}

/** Adds `__init__.py` beside Python files (`PythonUtils.GetInitPyFiles`), or nothing. */
export type EmptyFilesSupplier = "none" | "python-init";

export interface RunfilesParts {
  readonly artifacts: Depset;
  readonly symlinks: Depset;
  readonly rootSymlinks: Depset;
  readonly emptyFiles: EmptyFilesSupplier;
  readonly withoutCopies: boolean;
}

export class Runfiles implements StarlarkValue {
  readonly type = "runfiles";
  /** Elements are Artifacts. */
  readonly artifacts: Depset;
  /** Elements are SymlinkEntries. */
  readonly symlinks: Depset;
  readonly rootSymlinks: Depset;
  readonly emptyFiles: EmptyFilesSupplier;
  readonly withoutCopies: boolean;

  constructor(parts: Partial<RunfilesParts>) {
    this.artifacts = parts.artifacts ?? NO_ARTIFACTS;
    this.symlinks = parts.symlinks ?? Depset.empty;
    this.rootSymlinks = parts.rootSymlinks ?? Depset.empty;
    this.emptyFiles = parts.emptyFiles ?? "none";
    this.withoutCopies = parts.withoutCopies ?? false;
  }

  get isEmpty(): boolean {
    return this.artifacts.isEmpty && this.symlinks.isEmpty && this.rootSymlinks.isEmpty;
  }

  /** Every Unknown that could add, hide or move an entry. */
  get unknowns(): ReadonlySet<Unknown> {
    const sets = [this.artifacts.unknowns, this.symlinks.unknowns, this.rootSymlinks.unknowns].filter(
      (set) => set.size > 0,
    );
    if (sets.length <= 1) return sets[0] ?? new Set();
    return new Set(sets.flatMap((set) => [...set]));
  }

  repr(printer: Printer): void {
    printer.text("<runfiles>");
  }

  attrNames(thread?: Thread): readonly string[] {
    const names = ["files", "symlinks", "root_symlinks", "empty_filenames", "merge"];
    return hasMergeAll(thread) ? [...names, "merge_all"] : names;
  }

  getAttr(name: string, thread?: Thread): Value | undefined {
    switch (name) {
      case "files":
        return this.artifacts;
      case "symlinks":
        return this.symlinks;
      case "root_symlinks":
        return this.rootSymlinks;
      case "empty_filenames":
        return this.emptyFiles === "none" ? Depset.empty : this.#emptyFilenames(thread?.get(DOUBTS));
      case "merge":
        return builtin({
          name: "merge",
          doc: "Returns new runfiles with the entries of this object and of another one, the other's later.",
          params: [{ name: "other", types: ["runfiles"], kind: "positional-only", acceptsUnknown: true }],
          run: (_thread, [other]) => mergedByRule([this, asRunfiles(other)]),
        });
      case "merge_all":
        if (!hasMergeAll(thread)) return undefined;
        return builtin({
          name: "merge_all",
          doc: "Returns new runfiles with the entries of this object and of all objects of a sequence, in order.",
          params: [{ name: "other", kind: "positional-only", types: ["list", "tuple"], acceptsUnknown: true }],
          run: (_thread, [others]) => mergedByRule([this, ...sequenceOfRunfiles(others)]),
        });
      default:
        return undefined;
    }
  }

  /** What the supplier adds (`Runfiles.getEmptyFilenames`). */
  #emptyFilenames(doubts: DoubtPolicy | undefined): Depset | Unknown {
    const unknown = obstacle([...this.artifacts.unknowns, ...this.symlinks.unknowns], doubts);
    if (unknown) return unknown;
    const symlinks = (this.symlinks.toList() as readonly SymlinkEntry[]).map(({ path }) => path);
    const artifacts = (this.artifacts.toList() as readonly Artifact[]).map(({ shortPath }) => shortPath);
    // Other repositories are called as below the legacy directory (seen with 4.2.3 and 7.7.1).
    const paths = emptyInitFiles([...symlinks, ...artifacts]).map((path) => path.replace(/^\.\.(?=\/)/, "external"));
    return new Depset("default", paths);
  }
}

function hasMergeAll(thread: Thread | undefined): boolean {
  const version = thread?.get(BAZEL_VERSION);
  return version === undefined || isAtLeast(version, "5.0");
}

const NO_ARTIFACTS = nestedSet("postorder", [], []);

export const NO_RUNFILES = new Runfiles({});

function sequenceOfRunfiles(value: Value | undefined): Runfiles[] {
  if (value instanceof Unknown) return [unknownRunfiles(value)];
  if (value instanceof StarlarkList || value instanceof Tuple) return value.items.map(asRunfiles);
  throw new EvalError("merge_all wants a sequence of runfiles");
}

function asRunfiles(value: Value | undefined): Runfiles {
  if (value instanceof Runfiles) return value;
  if (value instanceof Unknown) return unknownRunfiles(value);
  throw new EvalError("expected value of type 'runfiles'");
}

/** Runfiles of which only is known that they are not known. */
export function unknownRunfiles(unknown: Unknown): Runfiles {
  return new Runfiles({ artifacts: new Depset("postorder", [unknown]) });
}

/** `Runfiles.Builder.merge` for each in order; empty ones are left out, and a single one stays itself. */
export function mergeRunfiles(all: readonly Runfiles[]): Runfiles {
  const parts = all.filter((runfiles) => !runfiles.isEmpty || runfiles.emptyFiles !== "none");
  if (parts.length <= 1) return parts[0] ?? NO_RUNFILES;
  return new Runfiles({
    artifacts: union("postorder", "artifacts", parts),
    symlinks: union("default", "symlinks", parts),
    rootSymlinks: union("default", "rootSymlinks", parts),
    emptyFiles: parts.some((part) => part.emptyFiles === "python-init") ? "python-init" : "none",
  });
}

/** `Runfiles.merge` and `mergeAll`: Bazel's builder is told of no legacy copies there; runfiles that others add nothing to stay themselves. */
function mergedByRule(all: readonly Runfiles[]): Runfiles {
  const merged = mergeRunfiles(all);
  return all.includes(merged) ? merged : new Runfiles({ ...merged, withoutCopies: true });
}

function union(order: DepsetOrder, part: "artifacts" | "symlinks" | "rootSymlinks", all: readonly Runfiles[]): Depset {
  return nestedSet(
    order,
    [],
    all.map((runfiles) => runfiles[part]),
  );
}
