/** The symbolic macros of a package under construction: which were called, which one is running, and which wait for the end of the BUILD file. After Bazel's `TargetRecorder.java` and `Package.Builder.expandAllRemainingMacros`. */
import { EvalError } from "../../starlark/errors.ts";
import type { Frame } from "../../starlark/thread.ts";
import type { MacroInstance } from "../macro.ts";
import { isWithinMacroNamespace, MACRO_NAMING_RULES } from "../macro.ts";

interface RunningMacro {
  readonly instance: MacroInstance;
  /** From where it was called, outermost first, and the macro itself. */
  readonly callStack: readonly Frame[];
  /** Whether it has called a macro of its own name. */
  hasMainSubmacro: boolean;
}

export class Macros {
  readonly instances: MacroInstance[] = [];
  readonly #names = new Set<string>();
  readonly #deferred: (() => void)[] = [];
  #running: RunningMacro | undefined;

  /** The innermost macro whose implementation is running. */
  get running(): MacroInstance | undefined {
    return this.#running?.instance;
  }

  /** The calls that led to the running macro. */
  get callStack(): readonly Frame[] {
    return this.#running?.callStack ?? [];
  }

  get isInFinalizer(): boolean {
    return this.running?.macroClass.finalizer === true;
  }

  get isInOrdinaryMacro(): boolean {
    return this.running?.macroClass.finalizer === false;
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** Throws `EvalError` where a macro has taken the name of a target that is about to be declared outside of it. */
  checkTargetName(name: string): void {
    this.#checkName(name, "target");
  }

  /** Notes a call. Throws `EvalError` for a name that is taken or that the running macro may not give away. */
  add(instance: MacroInstance): void {
    const { name } = instance;
    this.#checkName(name, "macro");
    const outer = this.running;
    if (outer && !isWithinMacroNamespace(name, outer.name)) {
      throw new EvalError(`macro '${outer.name}' cannot declare submacro named '${name}'. ${MACRO_NAMING_RULES}`);
    }
    this.instances.push(instance);
    this.#names.add(name);
    if (this.#running && name === outer?.name) this.#running.hasMainSubmacro = true;
  }

  /** Runs an implementation as that of the macro. */
  run(instance: MacroInstance, callStack: readonly Frame[], implementation: () => void): void {
    const outer = this.#running;
    this.#running = { instance, callStack, hasMainSubmacro: false };
    try {
      implementation();
    } finally {
      this.#running = outer;
    }
  }

  /** Finalizers wait, and so does what they call. */
  defer(expand: () => void): void {
    this.#deferred.push(expand);
  }

  get hasDeferred(): boolean {
    return this.#deferred.length > 0;
  }

  /** Runs what waits, and what joins the queue meanwhile. */
  expandDeferred(): void {
    for (let next = this.#deferred.shift(); next; next = this.#deferred.shift()) next();
  }

  /** A macro shares its name with its main target or its main submacro, and with nothing else. */
  #checkName(name: string, what: "macro" | "target"): void {
    if (!this.#names.has(name)) return;
    if (name === this.running?.name && !this.#running?.hasMainSubmacro) return;
    throw new EvalError(`${what} '${name}' conflicts with an existing macro (and was not created by it)`);
  }
}

/** Bazel's error where a macro has led to another call of itself. */
export function recursionProblem(instance: MacroInstance, packageText: string): string | undefined {
  const chain: MacroInstance[] = [];
  for (let next: MacroInstance | undefined = instance; next; next = next.parent) chain.unshift(next);
  const ancestor = chain.slice(0, -1).findLast(({ macroClass }) => macroClass === instance.macroClass);
  if (!ancestor) return undefined;
  const kind = ancestor === instance.parent ? "a direct" : "an indirect";
  const traceback = chain.map(
    ({ name, macroClass }) =>
      `\n\tPackage ${packageText}, macro '${name}' of type ${macroClass.module}%${macroClass.name}`,
  );
  return `macro '${instance.name}' is ${kind} recursive call of '${ancestor.name}'. Macro instantiation traceback (most recent call last):${traceback.join("")}`;
}
