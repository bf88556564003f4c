/**
 * Where repositories are, and which of them a repository sees under which name: the sum of the WORKSPACE file, the modules on disk, the flags, and what Bazel has built in.
 *
 * In a WORKSPACE everybody sees everything by the name it was defined under, unless a definition's `repo_mapping` says otherwise. A module sees its direct dependencies and what it uses of extensions; with both,
 * modules go first and the main repository also sees the WORKSPACE file's repositories.
 */
import { joinPath, pathBelow } from "../../base/path.ts";
import type { Site } from "../../starlark/thread.ts";
import { unknown, type Unknown } from "../../starlark/unknown.ts";
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
import type { BazelVersion } from "./bazelVersion.ts";
import { isAtLeast } from "./bazelVersion.ts";
import { isAlwaysThere, isDefinedByBazel, whyBuiltinIsNotKnown } from "./builtinRepositories.ts";
import type { RepositoryNaming } from "./canonicalNames.ts";
import { extensionRepositoryName, mainRunfilesDirectory } from "./canonicalNames.ts";
import { ModuleExtensions } from "./moduleExtensions.ts";
import type { FileReader } from "./fileReader.ts";
import type { ModuleDefinitions, ModuleRepository } from "./moduleDefinition.ts";
import { withoutBuild } from "./moduleVersion.ts";
import type { Module, ModuleGraph } from "./moduleGraph.ts";
import { describe } from "./moduleGraph.ts";
import { registrationsInOrder } from "./registrations.ts";
import { externalPackage } from "./externalPackage.ts";
import { autoloadRepository } from "./autoloadRepository.ts";
import { viewDigest } from "./viewDigest.ts";
import { renamedInWorkspace, resolveInWorkspace } from "./workspaceNames.ts";
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

export interface RepositoriesInput {
  readonly root: string;
  readonly version: BazelVersion;
  readonly naming: RepositoryNaming;
  /** Undefined where bzlmod is off. */
  readonly modules: ModuleGraph | undefined;
  /** Undefined where no WORKSPACE file is evaluated. */
  readonly workspace: WorkspaceDefinitions | undefined;
  /** Whether what Bazel's own suffix of WORKSPACE files defines counts, too. */
  readonly hasSuffix: boolean;
  /** The toolchains that it registers besides `builtinToolchains`. */
  readonly suffixToolchains: readonly Registration[];
  /** `--override_repository=NAME=PATH`. */
  readonly overrides: ReadonlyMap<string, string>;
  /** `--inject_repository=NAME=PATH`. */
  readonly injected: ReadonlyMap<string, string>;
  /** The folder of a repository's model below `server/models`; undefined where there is none. */
  readonly modelOf: (canonical: string) => string | undefined;
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
  /** The compiler that CC names and that is not there. */
  readonly missingCompiler?: string | undefined;
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
}

export interface SeenModule {
  /** What the root module calls its repository. */
  readonly apparent: string;
  /** The selected one; `""` where files override the module. */
  readonly version: string;
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

/** Repositories that are there without anybody's asking, under the same name everywhere. */
const IMPLICIT_REPOSITORIES: readonly string[] = ["bazel_tools", "local_config_platform"];

export function makeRepositories(reader: FileReader, input: RepositoriesInput): Repositories {
  return new RepositoryTable(reader, input);
}

class RepositoryTable implements Repositories {
  readonly id: string;
  readonly mainRunfilesDirectory: string;
  readonly localRepositories: ReadonlyMap<string, string>;
  readonly toolchains: readonly Registration[];
  readonly executionPlatforms: readonly Registration[];
  readonly #reader: FileReader;
  readonly #input: RepositoriesInput;
  readonly #contents = new Map<string, RepositoryContents>();
  /** Definitions of the WORKSPACE file that nobody has looked at yet. */
  readonly #pending = new Map<string, RepositoryDefinition>();
  /** By canonical name: apparent → canonical. */
  readonly #mappings = new Map<string, Map<string, string>>();
  readonly #extensions: ModuleExtensions;

  constructor(reader: FileReader, input: RepositoriesInput) {
    this.#reader = reader;
    this.#input = input;
    this.#extensions = new ModuleExtensions(input.naming, input.modules?.modules ?? []);
    this.#contents.set("", { kind: "directory", path: input.root, buildFile: undefined });
    if (input.modules) this.#addModules(input.modules);
    if (input.workspace) this.#addWorkspace(input.workspace);
    this.#addOverrides();
    for (const name of [...this.#pending.keys()]) this.contents(name);
    this.mainRunfilesDirectory = mainRunfilesDirectory(input.modules !== undefined, input.workspace?.name);
    this.localRepositories = localRepositories(input);
    const builtin = [...input.builtinToolchains, ...this.#cppToolchains()].map((pattern): Registration => ({
      kind: "pattern",
      pattern,
      repository: "bazel_tools",
      callStack: [],
    }));
    const isOnDisk = ({ repository }: Module) => this.contents(repository).kind === "directory";
    this.toolchains = [
      ...registrationsInOrder(input, (source) => source.toolchains, builtin, isOnDisk),
      ...input.suffixToolchains,
    ];
    this.executionPlatforms = registrationsInOrder(input, (source) => source.executionPlatforms, [], isOnDisk);
    this.id = viewDigest({
      contents: this.#contents,
      mappings: this.#mappings,
      usages: this.#extensions.usagesByPrefix(),
      workspace: input.workspace,
      registrations: [...this.toolchains, ...this.executionPlatforms],
      rest: [
        input.modules === undefined,
        input.missingCompiler,
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
    if (apparent === "") return "";
    const mapped = this.#mappings.get(from)?.get(apparent);
    if (mapped !== undefined) return mapped;
    if (IMPLICIT_REPOSITORIES.includes(apparent)) return apparent;
    const { workspace, modules } = this.#input;
    if (!modules) return resolveInWorkspace(workspace, from, apparent);
    const renamed = renamedInWorkspace(workspace, from, apparent);
    if (renamed !== undefined) return renamed;
    const maker = this.makerOf(from);
    if (maker) return this.#resolveInGenerated(from, apparent, maker);
    const module = modules.modules.find(({ repository }) => repository === from);
    if (from !== "" && module?.definitions && !IMPLICIT_REPOSITORIES.includes(from)) return undefined;
    // What Bazel has built in and what the WORKSPACE file defined sees what the main repository sees.
    const seenByMain = this.#mappings.get("")?.get(apparent);
    if (seenByMain !== undefined) return seenByMain;
    if (workspace && (workspace.repositories.has(apparent) || workspace.open)) return apparent;
    if (this.#input.hasSuffix && isDefinedByBazel(apparent)) return apparent;
    return from !== "" && this.#input.modelOf(apparent) !== undefined ? apparent : undefined;
  }

  /** What an extension makes sees what the module sees that holds the extension, and the extension's other repositories: which those are, loading/generated/view.ts knows. */
  #resolveInGenerated(from: string, apparent: string, { extension, name }: ExtensionRepository): string {
    const seen = this.#mappings.get(extension.file.repository)?.get(apparent);
    return seen ?? from.slice(0, -name.length) + apparent;
  }

  moduleSeenByRoot(name: string): SeenModule | undefined {
    const [root, ...others] = this.#input.modules?.modules ?? [];
    const module = others.find(({ key }) => key.name === name);
    const apparent = module && [...(root?.mapping ?? [])].find(([, to]) => to === module.repository)?.[0];
    return module && apparent !== undefined ? { apparent, version: module.key.version } : undefined;
  }

  module(canonical: string): ModuleNames | undefined {
    const maker = this.makerOf(canonical);
    const owner = maker ? maker.extension.file.repository : canonical;
    const module = this.#input.modules?.modules.find(({ repository }) => repository === owner);
    if (module?.unknown) return undefined;
    if (!maker) return module?.definitions && namesOf(module.definitions);
    return owner === "" ? { name: "", version: "" } : module && namesOf(module.key);
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
    const { missingCompiler } = this.#input;
    if (canonical === "local_config_cc" && missingCompiler !== undefined) return noCompiler(missingCompiler);
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

  #addModules({ modules }: ModuleGraph): void {
    for (const module of modules) {
      if (module.repository !== "" && !IMPLICIT_REPOSITORIES.includes(module.repository))
        this.#contents.set(module.repository, this.#moduleContents(module));
    }
    for (const module of modules) {
      if (module.definitions) this.#mappings.set(module.repository, this.#mappingOf(module, module.definitions));
    }
  }

  #moduleContents(module: Module): RepositoryContents {
    const { key, repository, origin, dependency } = module;
    if (origin.kind === "directory") return directoryContents({ reader: this.#reader }, origin.path, repository);
    const fetched = this.#input.fetchedModule?.(
      module,
      (from, apparent) =>
        this.#input.modules?.modules.find((other) => other.repository === from)?.mapping.get(apparent) ??
        implicit(apparent),
    );
    if (fetched?.kind === "directory") return fetched;
    const absent = notKnown(key.name, `${describe(key)} is not on disk`, dependency && callSite(dependency.callStack));
    return this.#model(repository) ?? fetched ?? absent;
  }

  #mappingOf(module: Module, definitions: ModuleDefinitions): Map<string, string> {
    const { repository } = module;
    const mapping = new Map(module.mapping);
    if (definitions.repositoryName !== "") mapping.set(definitions.repositoryName, repository);
    const labels = {
      package: { repository, path: "" },
      resolveRepository: (apparent: string) => mapping.get(apparent) ?? implicit(apparent),
    };
    for (const usage of definitions.extensions) {
      const file = parseLabel(usage.file, labels);
      if (file.kind === "error") continue;
      if (!usage.isolated) this.#extensions.addUsage({ module, usage }, file.label);
      for (const [local, exported] of usage.imports) {
        const replacement = usage.replacements.get(exported);
        const canonical = this.#extensions.repositoryName({ file: file.label, name: usage.name }, exported);
        mapping.set(local, replacement === undefined ? canonical : (mapping.get(replacement) ?? canonical));
        if (this.#contents.has(canonical)) continue;
        const unknown = fromExtension(usage.file, usage.name, exported, callSite(usage.callStack));
        const extension = usage.isolated ? undefined : { file: file.label, name: usage.name };
        this.#contents.set(canonical, this.#generated(canonical, exported, extension, unknown));
      }
    }
    this.#addRuleRepositories(repository, definitions, mapping);
    return mapping;
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
      return withoutEvaluation(this.#model(canonical), fetched) ?? otherwise;
    }
    return {
      kind: "generated",
      maker: { kind: "extension", extension, name },
      otherwise: this.#model(canonical),
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
    if (this.#input.version.major < 7) return [];
    const isOnDisk = (apparent: string) => {
      const canonical = this.resolve("bazel_tools", apparent);
      const contents = canonical === undefined ? undefined : this.contents(canonical);
      return contents?.kind === "directory" && !contents.doubt;
    };
    return isOnDisk("local_config_cc") && isOnDisk("local_config_cc_toolchains")
      ? ["@local_config_cc_toolchains//:all"]
      : ["@bazel_tools//tools/cpp:own_toolchain_definition"];
  }

  makerOf(canonical: string): ExtensionRepository | undefined {
    return this.#extensions.makerOf(canonical);
  }

  autoloadRepository(module: AutoloadModule): string | undefined {
    const { modules, naming } = this.#input;
    return modules ? autoloadRepository(modules, naming, module) : this.resolve("", module.workspaceName);
  }

  usages(extension: ExtensionId): ExtensionUsages {
    return this.#extensions.usages(extension);
  }

  /** The repositories of `use_repo_rule` and `--inject_repository`: of one extension in Bazel 7. Bazel 8 counts the rules in an order that is not documented: with two of them the names are not known. */
  #addRuleRepositories(owner: string, definitions: ModuleDefinitions, mapping: Map<string, string>): void {
    const repositories = [...definitions.repositories, ...(owner === "" ? injectedRepositories(this.#input) : [])];
    const byRuleName = isAtLeast(this.#input.version, "9.0");
    const isOneExtension = !isAtLeast(this.#input.version, "8.0");
    for (const { definition, ruleFile } of repositories) {
      const { rule, name } = definition;
      const extension = byRuleName ? rule.name : "_repo_rules";
      const canonical = extensionRepositoryName(this.#input.naming, owner, extension, name);
      const isNameCertain = repositories.every(
        (other) =>
          isOneExtension ||
          (other.ruleFile === ruleFile && other.definition.rule.name === rule.name) ||
          (byRuleName && other.definition.rule.name !== rule.name),
      );
      const resolve = (apparent: string) => mapping.get(apparent) ?? implicit(apparent);
      const contents = isLocalRule(ruleFile, rule.name)
        ? localContents(this.#context(owner, resolve), definition)
        : this.#made(definition, { ruleFile, caller: owner, resolve, otherwise: undefined, isLookedFor: false });
      const uncertain = notKnown(
        name,
        `the canonical name of repository @${name} is not known: several repository rules are used`,
        callSite(definition.callStack),
      );
      this.#contents.set(canonical, isNameCertain ? contents : uncertain);
      mapping.set(name, canonical);
    }
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
      const seen = this.#mappings.get("")?.get(name) ?? name;
      const canonical = isAtLeast(version, "9.0") ? seen : name;
      this.#contents.set(canonical, contents);
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

function namesOf({ name, version }: ModuleNames): ModuleNames {
  return { name, version: withoutBuild(version) };
}

function noCompiler(name: string): UnknownContents {
  const message = `CC names the compiler ${name}, which PATH does not have: Bazel configures no C++ toolchain`;
  return { kind: "unknown", unknown: unknown({ kind: "configuration", name: "CC", message, site: undefined }) };
}

function fromExtension(file: string, extension: string, name: string, site: Site | undefined): UnknownContents {
  return notKnown(
    name,
    `repository @${name} is not on disk: the module extension ${extension} of ${file} would make it`,
    site,
  );
}

function implicit(apparent: string): string | undefined {
  return IMPLICIT_REPOSITORIES.includes(apparent) ? apparent : undefined;
}

/** `--inject_repository` acts like a `local_repository` of `use_repo_rule`. */
function injectedRepositories(input: RepositoriesInput): readonly ModuleRepository[] {
  return [...input.injected].map(([name, path]) => ({
    ruleFile: "@bazel_tools//tools/build_defs/repo:local.bzl",
    definition: {
      name,
      rule: { module: undefined, name: "local_repository" },
      attributes: new Map([["path", path]]),
      callStack: [],
    },
  }));
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
