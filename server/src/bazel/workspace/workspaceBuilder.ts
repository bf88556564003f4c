/**
 * The definitions of a WORKSPACE file under construction, as the thread that evaluates the file carries them.
 */
import type { ExternalCall } from "../externalSymbol.ts";
import { EvalError } from "../../starlark/errors.ts";
import type { Frame, Thread } from "../../starlark/thread.ts";
import { contextKey } from "../../starlark/thread.ts";
import type { Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";
import type {
  Registration,
  RepositoryDefinition,
  RepositoryProblem,
  WorkspaceDefinitions,
} from "./repositoryDefinition.ts";

const BUILDER = contextKey<WorkspaceBuilder>("workspace");

export class WorkspaceBuilder {
  #name: string | undefined;
  #open: Unknown | undefined;
  readonly #earlier: ReadonlySet<string>;
  readonly #view: string | undefined;
  readonly #repositories: Map<string, RepositoryDefinition>;
  readonly #bindings: Map<string, Value>;
  readonly #toolchains: Registration[];
  readonly #executionPlatforms: Registration[];
  readonly #externalCalls: ExternalCall[];
  readonly #problems: RepositoryProblem[];

  /** Goes on where `before`, the definitions above the last `load`, ended. `view`: under which what is loaded from here on is found. */
  constructor(before: WorkspaceDefinitions, view?: string) {
    this.#view = view;
    this.#name = before.name;
    this.#open = before.open;
    this.#earlier = new Set(before.repositories.keys());
    this.#repositories = new Map(before.repositories);
    this.#bindings = new Map(before.bindings);
    this.#toolchains = [...before.toolchains];
    this.#executionPlatforms = [...before.executionPlatforms];
    this.#externalCalls = [...before.externalCalls];
    this.#problems = [...before.problems];
  }

  /** The repositories defined so far, for `native.existing_rules()`. */
  get repositories(): ReadonlyMap<string, RepositoryDefinition> {
    return this.#repositories;
  }

  /** Why there may be repositories that we know nothing of. */
  get open(): Unknown | undefined {
    return this.#open;
  }

  setName(name: string): void {
    this.#name = name;
  }

  /** Throws `EvalError` where Bazel refuses a second definition: behind a `load` that may have used the first. */
  define(definition: RepositoryDefinition): void {
    const { name } = definition;
    if (this.#earlier.has(name)) {
      throw new EvalError(
        `Cannot redefine repository after any load statement in the WORKSPACE file (for repository '${name}')`,
      );
    }
    this.#repositories.set(name, { ...definition, view: this.#view });
  }

  bind(name: string, actual: Value): void {
    this.#bindings.set(name, actual);
  }

  registerToolchain(registration: Registration): void {
    this.#toolchains.push(registration);
  }

  registerExecutionPlatform(registration: Registration): void {
    this.#executionPlatforms.push(registration);
  }

  recordExternalCall(call: ExternalCall): void {
    this.#externalCalls.push(call);
    this.markOpen(call.symbol);
  }

  /** From now on there may be definitions, and at this place registrations, that we know nothing of. */
  markOpen(why: Unknown): void {
    this.#open ??= why;
    for (const registrations of [this.#toolchains, this.#executionPlatforms]) {
      if (registrations.at(-1)?.kind !== "unknown") registrations.push({ kind: "unknown", unknown: why });
    }
  }

  /** What the resolver has found is not told again when it fails. */
  addProblem(message: string, callStack: readonly Frame[]): void {
    if (this.#problems.some((problem) => problem.message.startsWith(message))) return;
    this.#problems.push({ message, callStack });
  }

  build(): WorkspaceDefinitions {
    return {
      name: this.#name,
      repositories: new Map(this.#repositories),
      bindings: new Map(this.#bindings),
      toolchains: [...this.#toolchains],
      executionPlatforms: [...this.#executionPlatforms],
      externalCalls: [...this.#externalCalls],
      open: this.#open,
      problems: [...this.#problems],
    };
  }
}

export function useWorkspace(thread: Thread, builder: WorkspaceBuilder): void {
  thread.set(BUILDER, builder);
}

/** The definitions under construction; undefined in threads that evaluate no WORKSPACE file. */
export function workspaceOf(thread: Thread): WorkspaceBuilder | undefined {
  return thread.get(BUILDER);
}

export function requireWorkspace(thread: Thread, function_: string): WorkspaceBuilder {
  const builder = workspaceOf(thread);
  if (builder) return builder;
  throw new EvalError(`${function_}() can only be called during workspace loading`);
}
