/**
 * The definitions of a MODULE.bazel file under construction, as the thread that evaluates the file carries them.
 */
import { EvalError } from "../../starlark/errors.ts";
import type { Frame, Thread } from "../../starlark/thread.ts";
import { contextKey } from "../../starlark/thread.ts";
import { unknown } from "../../starlark/unknown.ts";
import type { NamedArguments } from "../../starlark/value.ts";
import type {
  ExtensionUsage,
  ModuleDefinitions,
  ModuleDependency,
  ModuleOverride,
  ModuleRepository,
  TagCall,
} from "./moduleDefinition.ts";
import { callSite, type Registration, type RepositoryProblem } from "./repositoryDefinition.ts";

const BUILDER = contextKey<ModuleBuilder>("module");

/** A usage that still grows. */
export class ExtensionUsageBuilder {
  readonly file: string;
  readonly name: string;
  readonly devDependency: boolean;
  readonly isolated: boolean;
  readonly #callStack: readonly Frame[];
  readonly #tags: TagCall[] = [];
  readonly #imports = new Map<string, string>();
  readonly #replacements = new Map<string, string>();

  constructor(spec: Pick<ExtensionUsage, "file" | "name" | "devDependency" | "isolated" | "callStack">) {
    this.file = spec.file;
    this.name = spec.name;
    this.devDependency = spec.devDependency;
    this.isolated = spec.isolated;
    this.#callStack = spec.callStack;
  }

  addTag(tagClass: string, named: NamedArguments, callStack: readonly Frame[]): void {
    this.#tags.push({ tagClass, arguments: named, callStack });
  }

  addImport(local: string, exported: string): void {
    this.#imports.set(local, exported);
  }

  addReplacement(exported: string, local: string): void {
    this.#replacements.set(exported, local);
  }

  build(): ExtensionUsage {
    const { file, name, devDependency, isolated } = this;
    return {
      file,
      name,
      devDependency,
      isolated,
      tags: this.#tags,
      imports: this.#imports,
      replacements: this.#replacements,
      callStack: this.#callStack,
    };
  }
}

export interface ModuleBuilderOptions {
  /** Canonical name of the module's repository; `""` for the root module. */
  readonly repository: string;
  /** Whether what is marked `dev_dependency` counts: in the root module, unless `--ignore_dev_dependency`. */
  readonly devDependencies: boolean;
}

/** What `module()` says. */
type DeclaredModule = Pick<
  ModuleDefinitions,
  "name" | "version" | "compatibilityLevel" | "bazelCompatibility" | "repositoryName"
>;

export class ModuleBuilder {
  readonly options: ModuleBuilderOptions;
  #module: DeclaredModule | undefined;
  readonly #dependencies = new Map<string, ModuleDependency>();
  readonly #overrides = new Map<string, ModuleOverride>();
  readonly #overrideCalls = new Map<string, readonly Frame[]>();
  readonly #extensions: ExtensionUsageBuilder[] = [];
  readonly #repositories: ModuleRepository[] = [];
  readonly #toolchains: Registration[] = [];
  readonly #executionPlatforms: Registration[] = [];
  readonly #problems: RepositoryProblem[] = [];

  constructor(options: ModuleBuilderOptions) {
    this.options = options;
  }

  setModule(module: DeclaredModule): void {
    if (this.#module) throw new EvalError("the module() directive can only be called once");
    this.#module = module;
  }

  /** Whether a directive with this `dev_dependency` counts here. */
  counts(devDependency: boolean): boolean {
    return this.options.devDependencies || !devDependency;
  }

  addDependency(dependency: ModuleDependency): void {
    const { name, version, repositoryName } = dependency;
    this.#dependencies.set(repositoryName ?? `\0${name}@${version}`, dependency);
  }

  addOverride(module: string, override: ModuleOverride, callStack: readonly Frame[]): void {
    if (this.#overrides.has(module)) throw new EvalError(`multiple overrides for dep ${module} found`);
    this.#overrides.set(module, override);
    this.#overrideCalls.set(module, callStack);
  }

  addExtension(usage: ExtensionUsageBuilder): void {
    this.#extensions.push(usage);
  }

  addRepository(repository: ModuleRepository): void {
    this.#repositories.push(repository);
  }

  addToolchain(registration: Registration): void {
    this.#toolchains.push(registration);
  }

  addExecutionPlatform(registration: Registration): void {
    this.#executionPlatforms.push(registration);
  }

  /** A statement failed: Bazel would refuse the file, and what it would have declared is not known. */
  addProblem(problem: RepositoryProblem): void {
    if (this.#problems.some(({ message }) => message.startsWith(problem.message))) return; // The resolver has found it before it failed.
    this.#problems.push(problem);
    const failed = unknown({
      kind: "evaluation",
      name: problem.message,
      message: `a statement of MODULE.bazel failed: ${problem.message}`,
      site: callSite(problem.callStack),
    });
    this.#toolchains.push({ kind: "unknown", unknown: failed });
    this.#executionPlatforms.push({ kind: "unknown", unknown: failed });
  }

  build(): ModuleDefinitions {
    return {
      name: this.#module?.name ?? "",
      version: this.#module?.version ?? "",
      compatibilityLevel: this.#module?.compatibilityLevel ?? 0,
      bazelCompatibility: this.#module?.bazelCompatibility ?? [],
      repositoryName: this.#module?.repositoryName ?? "",
      dependencies: [...this.#dependencies.values()],
      overrides: this.#overrides,
      overrideCalls: this.#overrideCalls,
      extensions: this.#extensions.filter((usage) => this.counts(usage.devDependency)).map((usage) => usage.build()),
      repositories: this.#repositories,
      toolchains: this.#toolchains,
      executionPlatforms: this.#executionPlatforms,
      problems: this.#problems,
    };
  }
}

export function useModule(thread: Thread, builder: ModuleBuilder): void {
  thread.set(BUILDER, builder);
}

export function requireModule(thread: Thread, function_: string): ModuleBuilder {
  const builder = thread.get(BUILDER);
  if (builder) return builder;
  throw new EvalError(`${function_}() can only be called from MODULE.bazel`);
}
