/** Where repositories are, and what they register: the sum of the WORKSPACE file, the modules on disk, the flags, and what Bazel has built in. What they are called: repositoryNames.ts. */
import { joinPath, pathBelow } from "../../base/path.ts";
import type { Site } from "../../starlark/thread.ts";
import type { Unknown } from "../../starlark/unknown.ts";
import { parseLabel } from "../label.ts";
import type {
  AutoloadModule,
  ExtensionId,
  ExtensionRepository,
  ExtensionUsages,
  ModuleNames,
  RepositoryContents,
  RepositoryView,
  SettledContents,
} from "../repositoryView.ts";
import { isAtLeast } from "./bazelVersion.ts";
import { isAlwaysThere, isDefinedByBazel, whyBuiltinIsNotKnown } from "./builtinRepositories.ts";
import { mainRunfilesDirectory } from "./canonicalNames.ts";
import type { FileReader } from "./fileReader.ts";
import type { Module } from "./moduleGraph.ts";
import { describe } from "./moduleGraph.ts";
import { registrationsInOrder } from "./registrations.ts";
import { externalPackage } from "./externalPackage.ts";
import { autoloadRepository } from "./autoloadRepository.ts";
import { viewDigest } from "./viewDigest.ts";
import type { ContentsContext } from "./repositoryContents.ts";
import {
  directoryContents,
  isLocalRule,
  localContents,
  notKnown,
  notOnDisk,
  pathFromRoot,
  withoutEvaluation,
  type UnknownContents,
} from "./repositoryContents.ts";
import type { Registration, RepositoryDefinition, WorkspaceDefinitions } from "./repositoryDefinition.ts";
import { callSite } from "./repositoryDefinition.ts";
import { ownCppToolchain, type CppDetection, type OwnCppToolchain } from "./cppToolchain.ts";
import {
  isImplicit,
  RepositoryNames,
  type NamesInput,
  type RuleRepository,
  type SeenModule,
} from "./repositoryNames.ts";

export interface RepositoriesInput extends NamesInput {
  readonly root: string;
  /** The toolchains that Bazel's own suffix of WORKSPACE files registers besides `builtinToolchains`. */
  readonly suffixToolchains: readonly Registration[];
  /** `--override_repository=NAME=PATH`. */
  readonly overrides: ReadonlyMap<string, string>;
  /** What Bazel has fetched for a definition of the WORKSPACE file; undefined where it has not. `contents`: of the other repositories. */
  readonly fetched?: (
    definition: RepositoryDefinition,
    contents: (canonical: string) => RepositoryContents,
  ) => SettledContents | undefined;
  /** What Bazel has fetched of a module; undefined where it has not. */
  readonly fetchedModule?: (
    module: Module,
    resolve: (from: string, apparent: string) => string | undefined,
  ) => SettledContents | undefined;
  /** What Bazel has fetched under a canonical name whose definition we do not know; `why` it is doubted: undefined where only Bazel itself can have defined it. */
  readonly fetchedUnasked?: (canonical: string, why: string | undefined) => SettledContents | undefined;
  readonly cppDetection?: CppDetection;
  /** Where Bazel's own tools lie on disk; undefined where they do not, or not as the version in force has them. */
  readonly bazelTools?: string | undefined;
  /** Patterns of the toolchains that Bazel registers by itself, behind all others. */
  readonly builtinToolchains: readonly string[];
}

export interface Repositories extends RepositoryView {
  /** The main repository's directory within a runfiles tree. */
  readonly mainRunfilesDirectory: string;
  /** Canonical names of all repositories that are known by name, the main one (`""`) included. */
  readonly names: readonly string[];
  /** Directories of the main repository that belong to a local repository of the WORKSPACE file; for packages.ts. */
  readonly localRepositories: ReadonlyMap<string, string>;
  /** In Bazel's order of precedence. */
  readonly toolchains: readonly Registration[];
  readonly executionPlatforms: readonly Registration[];
  /** A module by its name, where the root module depends on it. */
  moduleSeenByRoot(name: string): SeenModule | undefined;
  readonly ownCppToolchain: OwnCppToolchain;
}

/** The call of a repository rule. */
interface RuleUse {
  /** The label of the file that exports the rule. */
  readonly ruleFile: string | undefined;
  /** Canonical name of the repository that calls, and what names mean there. */
  readonly caller: string;
  readonly resolve: ContentsContext["resolve"];
  readonly otherwise: SettledContents | undefined;
  readonly isLookedFor: boolean;
}

export function makeRepositories(reader: FileReader, input: RepositoriesInput): Repositories {
  return new RepositoryTable(reader, input);
}

class RepositoryTable implements Repositories {
  readonly id: string;
  readonly mainRunfilesDirectory: string;
  readonly localRepositories: ReadonlyMap<string, string>;
  readonly toolchains: readonly Registration[];
  readonly executionPlatforms: readonly Registration[];
  readonly ownCppToolchain: OwnCppToolchain;
  readonly #reader: FileReader;
  readonly #input: RepositoriesInput;
  readonly #contents = new Map<string, RepositoryContents>();
  /** Definitions of the WORKSPACE file that nobody has looked at yet. */
  readonly #pending = new Map<string, RepositoryDefinition>();
  readonly #names: RepositoryNames;

  constructor(reader: FileReader, input: RepositoriesInput) {
    this.#reader = reader;
    this.#input = input;
    this.#names = new RepositoryNames(input);
    this.ownCppToolchain = ownCppToolchain({
      detection: input.cppDetection ?? { kind: "on" },
      definitions: input.workspace?.repositories,
      overrides: input.overrides,
    });
    this.#contents.set("", { kind: "directory", path: input.root, buildFile: undefined });
    this.#addModules(input.modules?.modules ?? []);
    if (input.workspace) this.#addWorkspace(input.workspace);
    this.#addOverrides();
    for (const name of [...this.#pending.keys()]) this.contents(name);
    this.mainRunfilesDirectory = mainRunfilesDirectory(input.modules !== undefined, input.workspace?.name);
    this.localRepositories = localRepositories(input);
    const registered = (patterns: readonly string[]): readonly Registration[] =>
      patterns.map((pattern) => ({ kind: "pattern", pattern, repository: "bazel_tools", callStack: [] }));
    // From Bazel 7 only the suffix of WORKSPACE files has them, which stands behind all modules.
    const ofTools = input.version.major < 7 ? input.builtinToolchains : [];
    const builtin = registered([...ofTools, ...this.#cppToolchains()]);
    const isOnDisk = ({ repository }: Module) => this.contents(repository).kind === "directory";
    this.toolchains = [
      ...registrationsInOrder(input, (source) => source.toolchains, builtin, isOnDisk),
      ...registered(input.version.major < 7 ? [] : input.builtinToolchains),
      ...input.suffixToolchains,
    ];
    this.executionPlatforms = registrationsInOrder(input, (source) => source.executionPlatforms, [], isOnDisk);
    this.id = viewDigest({
      contents: this.#contents,
      mappings: this.#names.mappings,
      usages: this.#names.usagesByPrefix,
      workspace: input.workspace,
      registrations: [...this.toolchains, ...this.executionPlatforms],
      rest: [
        input.modules === undefined,
        input.cppDetection,
        input.bazelTools,
        input.workspace?.open ? undefined : this.externalPackage,
        [...this.localRepositories],
        this.mainRunfilesDirectory,
        (input.modules?.modules ?? []).map(({ definitions }) => [definitions?.name, definitions?.version]),
      ],
    });
  }

  get externalPackage(): string | Unknown | undefined {
    const { workspace } = this.#input;
    return workspace && externalPackage(workspace, this.#input.version);
  }

  get names(): readonly string[] {
    return [...this.#contents.keys()];
  }

  resolve(from: string, apparent: string): string | undefined {
    return this.#names.resolve(from, apparent);
  }

  moduleSeenByRoot(name: string): SeenModule | undefined {
    return this.#names.moduleSeenByRoot(name);
  }

  module(canonical: string): ModuleNames | undefined {
    return this.#names.module(canonical);
  }

  makerOf(canonical: string): ExtensionRepository | undefined {
    return this.#names.makerOf(canonical);
  }

  usages(extension: ExtensionId): ExtensionUsages {
    return this.#names.usages(extension);
  }

  autoloadRepository(module: AutoloadModule): string | undefined {
    const { modules, naming } = this.#input;
    return modules ? autoloadRepository(modules, naming, module) : this.resolve("", module.workspaceName);
  }

  contents(canonical: string): RepositoryContents {
    const known = this.#contents.get(canonical);
    if (known) return known;
    const definition = this.#pending.get(canonical);
    if (!definition) return this.#absent(canonical);
    this.#pending.delete(canonical);
    this.#contents.set(canonical, notOnDisk(definition)); // What a rule sees that reads, through others, its own files.
    const contents = this.#definedContents(definition);
    this.#contents.set(canonical, contents);
    return contents;
  }

  #absent(canonical: string): RepositoryContents {
    const maker = this.makerOf(canonical);
    if (maker) {
      const { extension, name } = maker;
      const otherwise = fromExtension(extension.file.toString(), extension.name, name, undefined);
      return this.#generated(canonical, name, extension, otherwise);
    }
    const { open } = this.#input.workspace ?? {};
    const undefinedHere = open ? `${open.reason.message}, and may define it` : "nothing defines it";
    const why = open ? undefinedHere : (whyBuiltinIsNotKnown(canonical) ?? undefinedHere);
    const absent = notKnown(canonical, `repository @${canonical} is not known: ${why}`);
    const folder = this.#input.modelOf(canonical);
    if (folder !== undefined && canonical === "bazel_tools")
      return { kind: "model", folder, disk: this.#input.bazelTools };
    const isOfBazel = !open && isDefinedByBazel(canonical);
    if (folder !== undefined)
      return this.#downloaded(canonical, isOfBazel) ?? this.#modelled(canonical, folder, absent);
    const { doubt } = this.ownCppToolchain;
    if (canonical === "local_config_cc" && doubt) return { kind: "unknown", unknown: doubt };
    return this.#input.fetchedUnasked?.(canonical, isOfBazel ? undefined : undefinedHere) ?? absent;
  }

  #modelled(canonical: string, folder: string, absent: UnknownContents): SettledContents {
    return { kind: "model", folder, absent: this.#mayBeAbsent(canonical) ? absent.unknown : undefined };
  }

  /** A ruleset that Bazel's own suffix of WORKSPACE files has downloaded; since Bazel 7 what Bazel configures loads more of them than models have. */
  #downloaded(canonical: string, isOfBazel: boolean): SettledContents | undefined {
    if (!isOfBazel || this.#input.version.major < 7 || whyBuiltinIsNotKnown(canonical) === undefined) return undefined;
    const fetched = this.#input.fetchedUnasked?.(canonical, undefined);
    return fetched?.kind === "directory" && !fetched.doubt ? fetched : undefined;
  }

  #addModules(modules: readonly Module[]): void {
    for (const module of modules) {
      if (module.repository !== "" && !isImplicit(module.repository))
        this.#contents.set(module.repository, this.#moduleContents(module));
    }
    for (const { canonical, exported, usage, extension } of this.#names.imported) {
      if (this.#contents.has(canonical)) continue;
      const otherwise = fromExtension(usage.file, usage.name, exported, callSite(usage.callStack));
      this.#contents.set(canonical, this.#generated(canonical, exported, extension, otherwise));
    }
    for (const repository of this.#names.ofRules)
      this.#contents.set(repository.canonical, this.#ruleContents(repository));
  }

  #moduleContents(module: Module): RepositoryContents {
    const { key, repository, origin, dependency } = module;
    if (origin.kind === "directory") return directoryContents({ reader: this.#reader }, origin.path, repository);
    const fetched = this.#input.fetchedModule?.(module, (from, apparent) =>
      this.#names.resolveInModule(from, apparent),
    );
    if (fetched?.kind === "directory") return fetched;
    const absent = notKnown(key.name, `${describe(key)} is not on disk`, dependency && callSite(dependency.callStack));
    return this.#model(repository) ?? fetched ?? absent;
  }

  #ruleContents({ definition, ruleFile, owner, isNameCertain }: RuleRepository): RepositoryContents {
    const { name, rule, callStack } = definition;
    if (!isNameCertain) {
      const why = `the canonical name of repository @${name} is not known: several repository rules are used`;
      return notKnown(name, why, callSite(callStack));
    }
    const resolve = (apparent: string) => this.#names.resolveInModule(owner, apparent);
    return isLocalRule(ruleFile, rule.name)
      ? localContents(this.#context(owner, resolve), definition)
      : this.#made(definition, { ruleFile, caller: owner, resolve, otherwise: undefined, isLookedFor: false });
  }

  /** Evaluated where the extension's file is on disk. */
  #generated(
    canonical: string,
    name: string,
    extension: ExtensionId | undefined,
    otherwise: UnknownContents,
  ): RepositoryContents {
    const owner = extension && this.#contents.get(extension.file.repository);
    // Bazel's own extensions take no tags: what they make depends on the release alone.
    const ofBazel =
      extension?.file.repository === "bazel_tools" ? this.#input.fetchedUnasked?.(canonical, undefined) : undefined;
    if (ofBazel) return ofBazel;
    if (!extension || owner?.kind !== "directory" || owner.doubt) {
      const fetched = this.#input.fetchedUnasked?.(canonical, "its module extension is not evaluated");
      return withoutEvaluation(this.#model(canonical, otherwise.unknown), fetched) ?? otherwise;
    }
    return {
      kind: "generated",
      maker: { kind: "extension", extension, name },
      otherwise: this.#model(canonical, otherwise.unknown),
      isLookedFor: false,
    };
  }

  /** What a rule makes: evaluated where its file is on disk. */
  #made(
    definition: RepositoryDefinition,
    { ruleFile, caller, resolve, otherwise, isLookedFor }: RuleUse,
  ): RepositoryContents {
    const { rule, name, attributes, view } = definition;
    const labels = { package: { repository: caller, path: "" }, resolveRepository: resolve };
    const file = ruleFile === undefined ? undefined : parseLabel(ruleFile, labels);
    const owner = file?.kind === "label" ? this.contents(file.label.repository) : undefined;
    const absent = otherwise ?? notOnDisk(definition);
    if (file?.kind !== "label" || !owner) return absent;
    const isReadable = owner.kind === "directory" ? !owner.doubt : owner.kind === "model" && !isLookedFor;
    if (!isReadable) return absent;
    const call = { kind: "call", file: file.label, view, rule: rule.name, name, attributes, caller } as const;
    return { kind: "generated", maker: call, otherwise: owner.kind === "model" ? absent : otherwise, isLookedFor };
  }

  /** The C++ toolchains that bazel_tools registers, which rules look for since Bazel 7: as Bazel has configured them, or as a model tells what it would do. */
  #cppToolchains(): readonly string[] {
    const { isRegistered, instead } = this.ownCppToolchain;
    if (!isRegistered || this.#input.version.major < 7) return instead;
    const isOnDisk = (apparent: string) => {
      const canonical = this.resolve("bazel_tools", apparent);
      const contents = canonical === undefined ? undefined : this.contents(canonical);
      return contents?.kind === "directory" && !contents.doubt;
    };
    return isOnDisk("local_config_cc") && isOnDisk("local_config_cc_toolchains")
      ? ["@local_config_cc_toolchains//:all"]
      : ["@bazel_tools//tools/cpp:own_toolchain_definition"];
  }

  #addWorkspace(workspace: WorkspaceDefinitions): void {
    const { name } = workspace;
    if (name !== undefined)
      this.#contents.set(name, { kind: "directory", path: this.#input.root, buildFile: undefined }); // `workspace()` defines a local_repository of its name (WorkspaceGlobals.java).
    for (const definition of workspace.repositories.values()) {
      if (!this.#contents.has(definition.name)) this.#pending.set(definition.name, definition);
    }
  }

  /** What a definition of the WORKSPACE file stands for. Its rule may have read files of others, wherever those are defined. */
  #definedContents(definition: RepositoryDefinition): RepositoryContents {
    const { name, rule } = definition;
    if (isLocalRule(rule.module, rule.name))
      return localContents(
        this.#context("", (apparent) => this.resolve("", apparent)),
        definition,
      );
    const fetched = this.#input.fetched?.(definition, (canonical) => this.contents(canonical));
    if (fetched?.kind === "directory" && !fetched.doubt) return fetched;
    const absent = fetched?.kind === "unknown" ? fetched.unknown : notOnDisk(definition).unknown;
    const otherwise = fetched?.kind === "directory" ? fetched : (this.#model(name, absent) ?? fetched);
    const resolve = (apparent: string) => apparent;
    return this.#made(definition, { ruleFile: rule.module, caller: "", resolve, otherwise, isLookedFor: true });
  }

  /** The flag wants canonical names; from Bazel 9 it also takes what the main repository calls a repository (bazelbuild/bazel#27706), and whether Bazel 8.5 does was not read. */
  #addOverrides(): void {
    for (const [name, path] of this.#input.overrides) {
      if (path === "") continue;
      const { version } = this.#input;
      const contents = directoryContents({ reader: this.#reader }, pathFromRoot(this.#input.root, path), name);
      const seen = this.#names.resolveInModule("", name) ?? name;
      const canonical = isAtLeast(version, "9.0") ? seen : name;
      const maker = this.makerOf(canonical)?.extension;
      const mappedBy = maker?.file.repository === "bazel_tools" ? undefined : maker; // Bazel's own take no tags and fetch nothing themselves.
      this.#contents.set(canonical, contents.kind === "directory" ? { ...contents, mappedBy } : contents);
      this.#pending.delete(canonical);
      if (canonical !== seen && isAtLeast(version, "8.5"))
        this.#contents.set(seen, notKnown(name, `whether --override_repository=${name} means @@${seen} is not known`));
    }
  }

  #context(repository: string, resolve: ContentsContext["resolve"]): ContentsContext {
    return {
      reader: this.#reader,
      root: this.#input.root,
      repository,
      resolve,
      contents: (canonical) => this.contents(canonical),
    };
  }

  /** A model stands for what Bazel would download: where it cannot, it refuses what needs the repository. */
  #model(canonical: string, absent?: Unknown): SettledContents | undefined {
    const folder = this.#input.modelOf(canonical);
    return folder === undefined ? undefined : { kind: "model", folder, absent };
  }

  /** What a module sees comes from a registry or from Bazel. */
  #mayBeAbsent(canonical: string): boolean {
    if (this.#input.modules) return whyBuiltinIsNotKnown(canonical) !== undefined;
    return !isAlwaysThere(canonical);
  }
}

function fromExtension(file: string, extension: string, name: string, site: Site | undefined): UnknownContents {
  return notKnown(
    name,
    `repository @${name} is not on disk: the module extension ${extension} of ${file} would make it`,
    site,
  );
}

function localRepositories(input: RepositoriesInput): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const definition of input.workspace?.repositories.values() ?? []) {
    const path = definition.attributes.get("path");
    if (definition.rule.name !== "local_repository" || typeof path !== "string") continue;
    const below = pathBelow(input.root, joinPath(input.root, path));
    if (below !== undefined && below !== "") found.set(below, definition.name);
  }
  return found;
}
