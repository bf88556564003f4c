/**
 * The definitions of a MODULE.bazel file under construction, as the thread that evaluates the file carries them.
 */
import { EvalError } from "../../starlark/errors.ts";
import type { Frame, Thread } from "../../starlark/thread.ts";
import { contextKey } from "../../starlark/thread.ts";
import { unknown } from "../../starlark/unknown.ts";
import type { NamedArguments } from "../../starlark/value.ts";
import { parseLabel, type LabelResult } from "../label.ts";
import type {
  ExtensionUsage,
  ModuleDefinitions,
  ModuleDependency,
  ModuleOverride,
  ModuleRepository,
  TagCall,
} from "./moduleDefinition.ts";
import { nameProblems, type NameUsage, type Replacement, type SharedUsage } from "./moduleNames.ts";
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
  readonly #shared: SharedUsage;

  constructor(
    spec: Pick<ExtensionUsage, "file" | "name" | "devDependency" | "isolated" | "callStack">,
    shared: SharedUsage,
  ) {
    this.#shared = shared;
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
    const { imports } = this.#shared;
    if (imports.has(exported))
      throw new EvalError(`The repo exported as '${exported}' by module extension '${this.name}' is already imported`);
    imports.set(exported, local);
    this.#imports.set(local, exported);
  }

  addReplacement(exported: string, local: string, isInjected: boolean, callStack: readonly Frame[]): void {
    const { replacements } = this.#shared;
    const before = replacements.get(exported);
    if (before)
      throw new EvalError(
        `The repo exported as '${exported}' by module extension '${this.name}' is already overridden with '${before.local}'`,
      );
    replacements.set(exported, { exported, local, extension: this.name, isInjected, callStack });
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
  /** By the extension's label and name. */
  readonly #sharedUsages = new Map<string, SharedUsage>();
  readonly #names = new Map<string, NameUsage>();
  /** Whether anything but `module()` has been called. */
  #hasBegun = false;
  #isModuleCalled = false;
  readonly #repositories: ModuleRepository[] = [];
  readonly #toolchains: Registration[] = [];
  readonly #executionPlatforms: Registration[] = [];
  readonly #problems: RepositoryProblem[] = [];

  constructor(options: ModuleBuilderOptions) {
    this.options = options;
  }

  /** Called by `module()`, also by one that fails. */
  beginModule(): void {
    if (this.#isModuleCalled) throw new EvalError("the module() directive can only be called once");
    if (this.#hasBegun) throw new EvalError("if module() is called, it must be called before any other functions");
    this.#isModuleCalled = true;
  }

  setModule(module: DeclaredModule): void {
    this.#module = module;
  }

  /** Called by every directive but `module()`. */
  begin(): void {
    this.#hasBegun = true;
  }

  /** Names of repositories are told apart also where what is for development does not count (`ModuleThreadContext.addRepoNameUsage`). */
  useName(name: string, how: string, callStack: readonly Frame[]): void {
    const before = this.#names.get(name);
    this.#names.set(name, { how, callStack });
    if (before) throw new EvalError(`The repo name '${name}' is already being used ${before.how}`);
  }

  /** What usages of an extension share, by its label and name; undefined for one that shares nothing with others. */
  sharedUsage(extension: string | undefined): SharedUsage {
    const known = extension === undefined ? undefined : this.#sharedUsages.get(extension);
    if (known) return known;
    const shared = { imports: new Map<string, string>(), replacements: new Map<string, Replacement>() };
    if (extension !== undefined) this.#sharedUsages.set(extension, shared);
    return shared;
  }

  /** A label as the file writes it. Which repositories the module sees is not known yet: their names stay as they are, but for the module's own (`ModuleFileGlobals.normalizeLabelString`). */
  label(text: string): LabelResult {
    const own = this.#module?.repositoryName ?? "";
    return parseLabel(text, {
      package: { repository: "", path: "" },
      resolveRepository: (apparent) => (apparent === own ? "" : apparent),
    });
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
    if (!this.options.devDependencies) return; // Overrides count in the root module alone, and not with --ignore_dev_dependency.
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

  /** `builtins`: modules that every other depends on. */
  build(builtins: readonly string[]): ModuleDefinitions {
    const used = { names: this.#names, usages: this.#sharedUsages.values(), builtins };
    for (const problem of nameProblems(used)) this.addProblem(problem);
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

/** For every directive but `module()`. */
export function requireDirectives(thread: Thread, function_: string): ModuleBuilder {
  const builder = requireModule(thread, function_);
  builder.begin();
  return builder;
}

export function requireModule(thread: Thread, function_: string): ModuleBuilder {
  const builder = thread.get(BUILDER);
  if (builder) return builder;
  throw new EvalError(`${function_}() can only be called from MODULE.bazel`);
}
