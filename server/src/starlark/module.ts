/**
 * What evaluating a file gives: its globals. After Bazel's `Module.java`.
 */
import type { Program } from "./program.ts";
import type { Value } from "./value.ts";

export class Module {
  /** The label as functions of the module print it (`//pkg:file.bzl`), or "" for none. */
  readonly id: string;
  readonly program: Program;
  /** The values of the globals by slot; undefined while unbound. */
  readonly slots: (Value | undefined)[];
  /** The values of the predeclared names that the program uses, by slot. */
  readonly predeclared: readonly (Value | undefined)[];

  constructor(id: string, program: Program, predeclared: readonly (Value | undefined)[]) {
    this.id = id;
    this.program = program;
    this.slots = new Array<Value | undefined>(program.resolution.globals.length);
    this.predeclared = predeclared;
  }

  /** The id under which the file's tree is known, for sites. */
  get fileId(): string {
    return this.program.fileId;
  }

  /** The globals that are bound, in the order in which the file first mentions them; loaded names are not among them. */
  get globals(): ReadonlyMap<string, Value> {
    const globals = new Map<string, Value>();
    this.program.resolution.globals.forEach((name, slot) => {
      const value = this.slots[slot];
      if (value !== undefined && !this.program.resolution.loadedGlobals.has(name)) globals.set(name, value);
    });
    return globals;
  }

  /** All that is bound at the top level, loaded and private names, too. */
  get bindings(): ReadonlyMap<string, Value> {
    return new Map(
      this.program.resolution.globals.flatMap((name, slot): readonly (readonly [string, Value])[] => {
        const value = this.slots[slot];
        return value === undefined ? [] : [[name, value]];
      }),
    );
  }

  /** What `load` may take from the module: a global that was not itself loaded. Who may ask for private ones, the resolver of the file that loads says. */
  exported(name: string): Value | undefined {
    const { globalSlots, loadedGlobals } = this.program.resolution;
    if (loadedGlobals.has(name)) return undefined;
    const slot = globalSlots.get(name);
    return slot === undefined ? undefined : this.slots[slot];
  }

  /** A name that is bound at the top level, loaded or private though it be. */
  global(name: string): Value | undefined {
    const slot = this.program.resolution.globalSlots.get(name);
    return slot === undefined ? undefined : this.slots[slot];
  }

  /** The file's docstring. */
  get doc(): string | undefined {
    return this.program.resolution.toplevel.doc;
  }
}
