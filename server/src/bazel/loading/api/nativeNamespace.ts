/** `native`, whose members are not the same for who is called from a BUILD file and from a WORKSPACE file: Bazel evaluates a .bzl file once for each. */
import { EvalError } from "../../../starlark/errors.ts";
import type { Thread } from "../../../starlark/thread.ts";
import type { Value } from "../../../starlark/value.ts";
import { workspaceOf } from "../../workspace/workspaceBuilder.ts";
import { packageOf } from "../packageThread.ts";
import { Namespace } from "./namespace.ts";

/** `dir(native)` of 4.2.3 and 7.7.1 in the one and in the other. */
const OF_BUILD_FILES = new Set(["legacy_globals", "package"]);

export class NativeNamespace extends Namespace {
  readonly isStructure = true;
  readonly #ofWorkspaceFiles: ReadonlyMap<string, Value>;

  constructor(members: ReadonlyMap<string, Value>, ofWorkspaceFiles: ReadonlyMap<string, Value>) {
    super("native", new Map([...members, ...ofWorkspaceFiles]), "struct");
    this.#ofWorkspaceFiles = ofWorkspaceFiles;
  }

  /** With `added`, and without `removed`, for some of the files. */
  changed(removed: ReadonlySet<string>, added: ReadonlyMap<string, Value>): NativeNamespace {
    const left = [...this.members].filter(([name]) => !removed.has(name));
    return new NativeNamespace(new Map([...left, ...added]), this.#ofWorkspaceFiles);
  }

  override getAttr(name: string, thread?: Thread): Value | undefined {
    if (thread && this.#isElsewhere(name, thread)) throw new EvalError(`no native function or rule '${name}'`);
    return super.getAttr(name);
  }

  missingAttr(name: string): string {
    return `no native function or rule '${name}'`;
  }

  override attrNames(thread?: Thread): readonly string[] {
    const names = super.attrNames();
    return thread ? names.filter((name) => !this.#isElsewhere(name, thread)) : names;
  }

  /** What runs while a .bzl file is loaded may be meant for either. */
  #isElsewhere(name: string, thread: Thread): boolean {
    if (packageOf(thread)) return this.#ofWorkspaceFiles.has(name);
    return workspaceOf(thread) !== undefined && OF_BUILD_FILES.has(name);
  }
}
