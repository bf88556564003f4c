/**
 * What repositories are called: which one each repository sees under which name, and which ones modules bring in.
 *
 * In a WORKSPACE everybody sees everything by the name it was defined under, unless a definition's `repo_mapping` says otherwise. A module sees its direct dependencies and what it uses of extensions; with both,
 * modules go first and the main repository also sees the WORKSPACE file's repositories.
 */
import { parseLabel } from "../label.ts";
import type { ExtensionId, ExtensionRepository, ExtensionUsages, ModuleNames } from "../repositoryView.ts";
import type { BazelVersion } from "./bazelVersion.ts";
import { isAtLeast } from "./bazelVersion.ts";
import { isDefinedByBazel } from "./builtinRepositories.ts";
import type { RepositoryNaming } from "./canonicalNames.ts";
import { extensionRepositoryName } from "./canonicalNames.ts";
import type { UsageOfModule } from "./extensionUsages.ts";
import type { ExtensionUsage, ModuleDefinitions, ModuleRepository } from "./moduleDefinition.ts";
import { ModuleExtensions } from "./moduleExtensions.ts";
import type { Module, ModuleGraph } from "./moduleGraph.ts";
import { withoutBuild } from "./moduleVersion.ts";
import type { WorkspaceDefinitions } from "./repositoryDefinition.ts";
import { renamedInWorkspace, resolveInWorkspace } from "./workspaceNames.ts";

export interface NamesInput {
  readonly version: BazelVersion;
  readonly naming: RepositoryNaming;
  /** Undefined where bzlmod is off. */
  readonly modules: ModuleGraph | undefined;
  /** Undefined where no WORKSPACE file is evaluated. */
  readonly workspace: WorkspaceDefinitions | undefined;
  /** Whether what Bazel's own suffix of WORKSPACE files defines counts, too. */
  readonly hasSuffix: boolean;
  /** `--inject_repository=NAME=PATH`. */
  readonly injected: ReadonlyMap<string, string>;
  /** The folder of a repository's model below `server/models`; undefined where there is none. */
  readonly modelOf: (canonical: string) => string | undefined;
}

/** What a module takes of an extension. */
export interface ImportedRepository {
  readonly canonical: string;
  /** What the extension calls it. */
  readonly exported: string;
  readonly usage: ExtensionUsage;
  /** Undefined where the usage is isolated, which is not followed. */
  readonly extension: ExtensionId | undefined;
}

/** A repository of `use_repo_rule` or of `--inject_repository`. */
export interface RuleRepository extends ModuleRepository {
  readonly canonical: string;
  readonly isNameCertain: boolean;
  /** Canonical name of the module's repository. */
  readonly owner: string;
}

export interface SeenModule {
  /** What the root module calls its repository. */
  readonly apparent: string;
  /** The selected one; `""` where files override the module. */
  readonly version: string;
}

/** Repositories that are there without anybody's asking, under the same name everywhere. */
const IMPLICIT_REPOSITORIES: readonly string[] = ["bazel_tools", "local_config_platform"];

export function isImplicit(repository: string): boolean {
  return IMPLICIT_REPOSITORIES.includes(repository);
}

export class RepositoryNames {
  /** In the order of the modules; what several take stands there several times. */
  readonly imported: readonly ImportedRepository[];
  readonly ofRules: readonly RuleRepository[];
  readonly #input: NamesInput;
  /** By canonical name: apparent → canonical. */
  readonly #mappings = new Map<string, Map<string, string>>();
  readonly #extensions: ModuleExtensions;

  constructor(input: NamesInput) {
    this.#input = input;
    const modules = input.modules?.modules ?? [];
    this.#extensions = new ModuleExtensions(input.naming, modules);
    const imported: ImportedRepository[] = [];
    const ofRules: RuleRepository[] = [];
    for (const module of modules) {
      const { definitions } = module;
      if (!definitions) continue;
      const mapping = new Map(module.mapping);
      this.#mappings.set(module.repository, mapping);
      if (definitions.repositoryName !== "") mapping.set(definitions.repositoryName, module.repository);
      imported.push(...definitions.extensions.flatMap((usage) => this.#import(module, usage, mapping)));
      for (const repository of this.#rulesOf(module, definitions)) {
        mapping.set(repository.definition.name, repository.canonical);
        ofRules.push(repository);
      }
    }
    this.imported = imported;
    this.ofRules = ofRules;
  }

  /** By canonical name: apparent → canonical, of the modules. */
  get mappings(): ReadonlyMap<string, ReadonlyMap<string, string>> {
    return this.#mappings;
  }

  /** By what the canonical names of an extension's repositories begin with. */
  get usagesByPrefix(): ReadonlyMap<string, readonly UsageOfModule[]> {
    return this.#extensions.usagesByPrefix();
  }

  resolve(from: string, apparent: string): string | undefined {
    if (apparent === "") return "";
    const mapped = this.resolveInModule(from, apparent);
    if (mapped !== undefined) return mapped;
    const { workspace, modules } = this.#input;
    if (!modules) return resolveInWorkspace(workspace, from, apparent);
    const renamed = renamedInWorkspace(workspace, from, apparent);
    if (renamed !== undefined) return renamed;
    const maker = this.makerOf(from);
    if (maker) return this.#resolveInGenerated(from, apparent, maker);
    const module = modules.modules.find(({ repository }) => repository === from);
    if (from !== "" && module?.definitions && !isImplicit(from)) return undefined;
    // What Bazel has built in and what the WORKSPACE file defined sees what the main repository sees.
    const seenByMain = this.#mappings.get("")?.get(apparent);
    if (seenByMain !== undefined) return seenByMain;
    if (workspace && (workspace.repositories.has(apparent) || workspace.open)) return apparent;
    if (this.#input.hasSuffix && isDefinedByBazel(apparent)) return apparent;
    return from !== "" && this.#input.modelOf(apparent) !== undefined ? apparent : undefined;
  }

  /** What a module's own MODULE.bazel file means by a name. */
  resolveInModule(repository: string, apparent: string): string | undefined {
    return this.#mappings.get(repository)?.get(apparent) ?? (isImplicit(apparent) ? apparent : undefined);
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

  makerOf(canonical: string): ExtensionRepository | undefined {
    return this.#extensions.makerOf(canonical);
  }

  usages(extension: ExtensionId): ExtensionUsages {
    return this.#extensions.usages(extension);
  }

  /** What an extension makes sees what the module sees that holds the extension, and the extension's other repositories: which those are, loading/generated/view.ts knows. */
  #resolveInGenerated(from: string, apparent: string, { extension, name }: ExtensionRepository): string {
    const seen = this.#mappings.get(extension.file.repository)?.get(apparent);
    return seen ?? from.slice(0, -name.length) + apparent;
  }

  #import(module: Module, usage: ExtensionUsage, mapping: Map<string, string>): readonly ImportedRepository[] {
    const { repository } = module;
    const file = parseLabel(usage.file, {
      package: { repository, path: "" },
      resolveRepository: (apparent) => this.resolveInModule(repository, apparent),
    });
    if (file.kind === "error") return [];
    const extension = { file: file.label, name: usage.name };
    if (!usage.isolated) this.#extensions.addUsage({ module, usage }, file.label);
    return [...usage.imports].map(([local, exported]) => {
      const replacement = usage.replacements.get(exported);
      const canonical = this.#extensions.repositoryName(extension, exported);
      mapping.set(local, replacement === undefined ? canonical : (mapping.get(replacement) ?? canonical));
      return { canonical, exported, usage, extension: usage.isolated ? undefined : extension };
    });
  }

  /** They are of one extension in Bazel 7. Bazel 8 counts the rules in an order that is not documented: with two of them the names are not known. */
  #rulesOf({ repository: owner }: Module, definitions: ModuleDefinitions): readonly RuleRepository[] {
    const { version, naming, injected } = this.#input;
    const repositories = [...definitions.repositories, ...(owner === "" ? injectedRepositories(injected) : [])];
    const byRuleName = isAtLeast(version, "9.0");
    const isOneExtension = !isAtLeast(version, "8.0");
    return repositories.map(({ definition, ruleFile }) => {
      const { rule, name } = definition;
      const extension = byRuleName ? rule.name : "_repo_rules";
      const isNameCertain = repositories.every(
        (other) =>
          isOneExtension ||
          (other.ruleFile === ruleFile && other.definition.rule.name === rule.name) ||
          (byRuleName && other.definition.rule.name !== rule.name),
      );
      const canonical = extensionRepositoryName(naming, owner, extension, name);
      return { definition, ruleFile, canonical, isNameCertain, owner };
    });
  }
}

/** `--inject_repository` acts like a `local_repository` of `use_repo_rule`. */
function injectedRepositories(injected: ReadonlyMap<string, string>): readonly ModuleRepository[] {
  return [...injected].map(([name, path]) => ({
    ruleFile: "@bazel_tools//tools/build_defs/repo:local.bzl",
    definition: {
      name,
      rule: { module: undefined, name: "local_repository" },
      attributes: new Map([["path", path]]),
      callStack: [],
    },
  }));
}

function namesOf({ name, version }: ModuleNames): ModuleNames {
  return { name, version: withoutBuild(version) };
}
