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
  #absence: Unknown | undefined;
  readonly #mayRedefine: boolean;
  readonly #earlier: ReadonlySet<string>;
  readonly #view: string | undefined;
  readonly #repositories: Map<string, RepositoryDefinition>;
  readonly #described: Map<string, RepositoryDefinition>;
  readonly #bindings: Map<string, Value>;
  readonly #toolchains: Registration[];
  readonly #executionPlatforms: Registration[];
  readonly #externalCalls: ExternalCall[];
  readonly #problems: RepositoryProblem[];

  /** Goes on where `before`, the definitions above the last `load`, ended. `mayRedefine`: whether no `load` stands before. `view`: under which what is loaded from here on is found. */
  constructor(before: WorkspaceDefinitions, mayRedefine: boolean, view?: string) {
    this.#view = view;
    this.#name = before.name;
    this.#open = before.open;
    this.#absence = before.absence;
    this.#mayRedefine = mayRedefine;
    this.#earlier = new Set([...before.repositories.keys(), ...before.bindings.keys()]);
    this.#repositories = new Map(before.repositories);
    this.#described = new Map(before.described);
    this.#bindings = new Map(before.bindings);
    this.#toolchains = [...before.toolchains];
    this.#executionPlatforms = [...before.executionPlatforms];
    this.#externalCalls = [...before.externalCalls];
    this.#problems = [...before.problems];
  }

  get name(): string | undefined {
    return this.#name;
  }

  /** What `native.existing_rules()` tells: the last definition of every name. */
  get described(): ReadonlyMap<string, RepositoryDefinition> {
    return this.#described;
  }

  /** Why there may be repositories that we know nothing of. */
  get open(): Unknown | undefined {
    return this.#open;
  }

  setName(name: string): void {
    this.#name = name;
  }

  /**
   * Within a chunk the last definition of a name holds. Behind the file's first `load` no built-in rule may define a name again, whichever chunk has it (WorkspaceFactory.newRuleFunction,
   * `allowOverride`; seen with 4.2.3 and 7.7.1). What a Starlark rule defines again there is described from then on, but what is fetched is the first (ExternalPackageHelper.getRuleByName takes the first chunk that has it).
   * Throws `EvalError`.
   */
  define(definition: RepositoryDefinition): void {
    const { name, rule } = definition;
    const isDefined = this.#repositories.has(name) || this.#bindings.has(name);
    if (isDefined && !this.#mayRedefine && rule.module === undefined) {
      throw new EvalError(
        `Cannot redefine repository after any load statement in the WORKSPACE file (for repository '${name}')`,
      );
    }
    const isLate = this.#earlier.has(name);
    const seen = { ...definition, view: this.#view };
    this.#described.set(name, seen);
    if (!isLate || !this.#repositories.has(name)) this.#repositories.set(name, seen);
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

  /** One of the loads may be refused. */
  markAbsent(why: Unknown | undefined): void {
    this.#absence ??= why;
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
      described: new Map(this.#described),
      bindings: new Map(this.#bindings),
      toolchains: [...this.#toolchains],
      executionPlatforms: [...this.#executionPlatforms],
      externalCalls: [...this.#externalCalls],
      open: this.#open,
      absence: this.#absence,
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
