/**
 * The modules that Bazel resolves the root module's dependencies to, breadth first as it orders them: discovered (moduleDiscovery.ts), selected (moduleSelection.ts), and named.
 *
 * Where a MODULE.bazel file is not on disk the selection may be another one: what it says of modules whose version others may raise is then not certain.
 */
import { joinPath } from "../../base/path.ts";
import type { Frame } from "../../starlark/thread.ts";
import { Unknown, unknown } from "../../starlark/unknown.ts";
import type { BazelToolsModule } from "./bazelToolsModule.ts";
import type { ModuleKey, RepositoryNaming } from "./canonicalNames.ts";
import { moduleRepositoryName } from "./canonicalNames.ts";
import type { ModuleBuilderOptions } from "./moduleBuilder.ts";
import type { ModuleDefinitions, ModuleDependency, ModuleOverride } from "./moduleDefinition.ts";
import { BAZEL_TOOLS, discoverModules, isRoot, keyText, shownKey, type DiscoveredModule } from "./moduleDiscovery.ts";
import {
  misdeclared,
  overriddenInVain,
  refusedFiles,
  rootOverride,
  unseenExtensions,
  type FileRefusals,
  type FoundModules,
} from "./moduleRefusals.ts";
import { compareModuleVersions } from "./moduleVersion.ts";
import type { RegistryModuleFile } from "./moduleRegistry.ts";
import { selectModules, type SelectedModule, type Selection } from "./moduleSelection.ts";
import { arePatched, type ModulePatches, type ModuleSource } from "./moduleSource.ts";
import type { RepositoryProblem } from "./repositoryDefinition.ts";
import { callSite } from "./repositoryDefinition.ts";

export interface Module {
  /** Canonical name of its repository; `""` for the root module. */
  readonly repository: string;
  readonly key: ModuleKey;
  /** What its MODULE.bazel file declares; undefined where that is not on disk. */
  readonly definitions: ModuleDefinitions | undefined;
  /** Why what it declares is not known, or not known for certain. */
  readonly unknown: Unknown | undefined;
  readonly origin: ModuleOrigin;
  /** Who asks for it first; undefined for the root module. */
  readonly dependency: ModuleDependency | undefined;
  /** Its dependencies: apparent → canonical. */
  readonly mapping: ReadonlyMap<string, string>;
  /** Whether only bazel_tools leads to it, whose own file is not on disk: what it registers is looked at where its files are. */
  readonly isOnlyOfTools: boolean;
}

/** Where a module's files are. */
export type ModuleOrigin =
  | { readonly kind: "directory"; readonly path: string }
  /** Where Bazel puts what it fetches. */
  | {
      readonly kind: "fetched";
      /** Of the MODULE.bazel file that the registry has; undefined where it is not known, or where the files are not the registry's own. */
      readonly moduleFileDigest?: string | undefined;
      /** How an override has it fetched; undefined where there is none, or where that is not known. */
      readonly source?: ModuleSource | undefined;
    }
  | { readonly kind: "builtin" };

export interface ModuleGraph {
  /** The root module is the first. */
  readonly modules: readonly [Module, ...Module[]];
  /** Why Bazel refuses to resolve them. */
  readonly problems: readonly RepositoryProblem[];
}

/** A module of a registry. */
export interface RegistryModule {
  readonly definitions: ModuleDefinitions;
  /** Of its MODULE.bazel file. */
  readonly digest: string;
  /** Where its files are, where the registry says so. */
  readonly directory: string | undefined;
  /** Why Bazel refuses the version where it is selected. */
  readonly problem?: string | undefined;
}

/** Of a version that is not on disk. */
export type MissingModule = Exclude<RegistryModuleFile, { readonly kind: "file" }>;

export interface ModuleGraphInput {
  readonly root: string;
  readonly naming: RepositoryNaming;
  /** False with `--ignore_dev_dependency`. */
  readonly devDependencies: boolean;
  /** Whether compatibility levels have an effect. */
  readonly levels: boolean;
  /** Whether a dependency with `repo_name = None` on a module that is overridden keeps its version (Bazel 7). */
  readonly nodepsKeepVersions: boolean;
  /** `--override_module=NAME=PATH`. */
  readonly overrides: ReadonlyMap<string, string>;
  /** Evaluates the MODULE.bazel file of a directory; an empty module where there is none. */
  readonly evaluate: (directory: string, options: ModuleBuilderOptions) => ModuleDefinitions;
  /** `registry`: the only one that is asked, `""` for all. */
  readonly fromRegistry: (
    key: ModuleKey,
    registry: string,
    options: ModuleBuilderOptions,
  ) => RegistryModule | MissingModule;
  /** How the files of a version are fetched, with patches; undefined where the registry's files are not on disk. */
  readonly patchedSource: (key: ModuleKey, registry: string, patches: ModulePatches) => ModuleSource | undefined;
  /** The MODULE.bazel file of a repository that Bazel fetches, as `source` says, or brings along, and why it may be another one. */
  readonly fromRepository: (
    canonical: string,
    source: ModuleSource | undefined,
    options: ModuleBuilderOptions,
  ) => { readonly definitions: ModuleDefinitions; readonly doubt: string | undefined } | undefined;
  /** What bazel_tools depends on, where its MODULE.bazel file is not on disk. */
  readonly bazelTools: BazelToolsModule | undefined;
}

/** What is known of bazel_tools counts where the files of all modules are on disk that it leads to. */
export function moduleGraph(input: ModuleGraphInput): ModuleGraph {
  const graph = resolved(input);
  const isMissing = (module: Module) => module.isOnlyOfTools && module.definitions === undefined;
  return graph.modules.some(isMissing) ? resolved({ ...input, bazelTools: undefined }) : graph;
}

function resolved(input: ModuleGraphInput): ModuleGraph {
  const { root: directory, devDependencies } = input;
  const root = input.evaluate(directory, { repository: "", devDependencies });
  const overrides = new Map<string, ModuleOverride>([[BAZEL_TOOLS, { kind: "builtin" }], ...root.overrides]);
  for (const [name, path] of input.overrides) overrides.set(name, { kind: "local_path", path });
  const origins = new Map<string, ModuleOrigin>([["@", { kind: "directory", path: directory }]]);
  const doubts = new Map<string, Unknown>();
  const files = new Map<string, ModuleFile>();
  const modules = discoverModules({
    root,
    overrides,
    moduleFile: (key, dependency) => {
      const override = overrides.get(key.name);
      const read = moduleFile(input, key, override, dependency);
      origins.set(keyText(key), read.origin);
      if (read.doubt) doubts.set(keyText(key), read.doubt);
      files.set(keyText(key), read);
      return read.file;
    },
  });

  const incomplete = [...modules].flatMap(([text, { file }]) =>
    file instanceof Unknown ? [file] : (doubts.get(text) ?? []),
  )[0];
  const mistaken =
    rootOverride(root) ??
    misdeclared(input.nodepsKeepVersions, overrides, modules, doubts) ??
    (incomplete ? undefined : overriddenInVain(overrides, modules));
  const selection: Selection =
    mistaken === undefined
      ? selectModules(
          incomplete
            ? { modules, overrides: presentVersions(overrides, modules), levels: false }
            : { modules, overrides, levels: input.levels },
        )
      : { kind: "refused", message: mistaken.message };
  const refused = selection.kind === "refused" ? selection.message : undefined;
  const selected = selection.kind === "selected" ? selection.modules : highestVersions(modules);
  const doubt = refused === undefined ? incomplete : refusal(refused, root);
  const count = new Map<string, number>();
  for (const { key } of selected.map(({ module }) => module)) count.set(key.name, (count.get(key.name) ?? 0) + 1);
  const severalVersions = ({ name }: ModuleKey) =>
    (count.get(name) ?? 0) > 1 || (doubt !== undefined && overrides.get(name)?.kind === "multiple_version");
  const nameOf = (key: ModuleKey) => (isRoot(key) ? "" : moduleRepositoryName(input.naming, key, severalVersions(key)));

  const isOfRoot = reachedWithoutTools(selected);
  const named = selected.map(({ module, dependencies }): Module => {
    const { key, file, askedBy } = module;
    const mayChange = doubt !== undefined && !isPinned(key, overrides.get(key.name));
    return {
      repository: nameOf(key),
      key,
      definitions: file instanceof Unknown ? undefined : file,
      unknown:
        file instanceof Unknown ? file : (doubts.get(keyText(key)) ?? (mayChange ? uncertain(key, doubt) : undefined)),
      origin: origins.get(keyText(key)) ?? { kind: "fetched" },
      dependency: askedBy?.dependency,
      mapping: new Map([...dependencies].map(([apparent, target]) => [apparent, nameOf(target)])),
      isOnlyOfTools: input.bazelTools !== undefined && key.name !== BAZEL_TOOLS && !isOfRoot.has(keyText(key)),
    };
  });
  const [first, ...others] = named;
  if (!first) throw new Error("the root module is always selected");
  const callStack = mistaken === undefined ? firstCall(root) : (root.overrideCalls.get(mistaken.module) ?? []);
  const isCertain = refused !== undefined && (mistaken !== undefined || incomplete === undefined);
  const found: FoundModules = { modules, files, doubts, overrides };
  const problems = [
    ...refusedFiles(found, named),
    ...(refused === undefined ? unseenExtensions(named) : []),
    ...(isCertain ? [{ message: refused, callStack }] : []),
  ];
  return { modules: [first, ...others], problems };
}

/** `keyText`s of the modules that the root module leads to but for bazel_tools. */
function reachedWithoutTools(selected: readonly SelectedModule[]): ReadonlySet<string> {
  const byKey = new Map(selected.map((module) => [keyText(module.module.key), module]));
  const reached = new Set([...byKey.keys()].slice(0, 1));
  for (const text of reached) {
    for (const target of byKey.get(text)?.dependencies.values() ?? [])
      if (target.name !== BAZEL_TOOLS) reached.add(keyText(target));
  }
  return reached;
}

type RegistryOverride = Extract<ModuleOverride, { readonly kind: "single_version" | "multiple_version" }>;

interface ModuleFile extends FileRefusals {
  readonly file: ModuleDefinitions | Unknown;
  readonly origin: ModuleOrigin;
  readonly doubt?: Unknown | undefined;
}

function moduleFile(
  input: ModuleGraphInput,
  key: ModuleKey,
  override: ModuleOverride | undefined,
  dependency: ModuleDependency,
): ModuleFile {
  const repository = moduleRepositoryName(input.naming, key, override?.kind === "multiple_version");
  const options = { repository, devDependencies: false };
  switch (override?.kind) {
    case "local_path": {
      const path = joinPath(input.root, override.path);
      return { file: input.evaluate(path, options), origin: { kind: "directory", path } };
    }
    case "builtin":
    case "archive":
    case "git": {
      const source = override.kind === "builtin" ? undefined : override.source;
      const origin: ModuleOrigin = source ? { kind: "fetched", source } : { kind: "builtin" };
      const found = input.fromRepository(repository, source, options) ?? builtinModule(input, key);
      if (!found) return { file: notOnDisk(key, undefined, dependency), origin };
      const doubt = found.doubt === undefined ? undefined : outOfDate(key, found.doubt, dependency);
      return { file: found.definitions, origin, doubt, refusal: failure(key, found.definitions) };
    }
    case undefined:
    case "single_version":
    case "multiple_version": {
      if (key.version === "") return refusedModule(key, unversioned(key), dependency);
      const found = input.fromRegistry(key, override?.registry ?? "", options);
      if ("kind" in found) return missingModule(key, found, dependency);
      const origin: ModuleOrigin =
        found.directory === undefined
          ? registryOrigin(input, key, found, override)
          : { kind: "directory", path: found.directory };
      const other = otherModule(found.definitions, key);
      if (other !== undefined) return { ...refusedModule(key, other, dependency), origin };
      const { definitions, problem } = found;
      return { file: definitions, origin, refusal: failure(key, definitions), problem };
    }
    default:
      return override satisfies never;
  }
}

function registryOrigin(
  input: ModuleGraphInput,
  key: ModuleKey,
  { digest }: RegistryModule,
  override: RegistryOverride | undefined,
): ModuleOrigin {
  const patches = override?.kind === "single_version" && arePatched(override.patches) ? override.patches : undefined;
  if (patches === undefined) return { kind: "fetched", moduleFileDigest: digest };
  return { kind: "fetched", source: input.patchedSource(key, override?.registry ?? "", patches) };
}

function builtinModule({ bazelTools }: ModuleGraphInput, { name }: ModuleKey): BazelToolsModule | undefined {
  return name === BAZEL_TOOLS ? bazelTools : undefined;
}

/** ModuleFileFunction.java. */
function unversioned({ name }: ModuleKey): string {
  return `bad bazel_dep on module '${name}' with no version. Did you forget to specify a version, or a non-registry override?`;
}

/** What a file says of itself that is of another module. */
function otherModule({ name, version }: ModuleDefinitions, key: ModuleKey): string | undefined {
  const differs = (what: string) => `the MODULE.bazel file of ${shownKey(key)} declares a different ${what}`;
  if (name !== key.name) return differs(`name (${name})`);
  return compareModuleVersions(version, key.version) === 0 ? undefined : differs(`version (${version})`);
}

function failure(key: ModuleKey, { problems }: ModuleDefinitions): string | undefined {
  const [problem] = problems;
  return problem && `error executing MODULE.bazel file for ${shownKey(key)}: ${problem.message}`;
}

function refusedModule(key: ModuleKey, message: string, dependency: ModuleDependency): ModuleFile {
  const file = unknown({ kind: "repository", name: key.name, message, site: callSite(dependency.callStack) });
  return { file, origin: { kind: "fetched" }, refusal: message };
}

function missingModule(key: ModuleKey, missing: MissingModule, dependency: ModuleDependency): ModuleFile {
  if (missing.kind === "refused") return refusedModule(key, missing.message, dependency);
  return { file: notOnDisk(key, missing.why, dependency), origin: { kind: "fetched" } };
}

function notOnDisk(key: ModuleKey, why: string | undefined, dependency: ModuleDependency): Unknown {
  const reason = why === undefined ? "" : ` (${why})`;
  const message = `${describe(key)} is not on disk${reason}, and may register more`;
  return unknown({ kind: "repository", name: key.name, message, site: callSite(dependency.callStack) });
}

function outOfDate(key: ModuleKey, why: string, dependency: ModuleDependency): Unknown {
  const message = `${describe(key)} may be out of date on disk: ${why}`;
  return unknown({ kind: "repository", name: key.name, message, site: callSite(dependency.callStack) });
}

export function describe(key: ModuleKey): string {
  return `module ${key.name}${key.version === "" ? "" : ` ${key.version}`}`;
}

function uncertain(key: ModuleKey, doubt: Unknown): Unknown {
  const message = `${describe(key)} may be resolved to another version: ${doubt.reason.message}`;
  return unknown({ ...doubt.reason, message });
}

function refusal(message: string, root: ModuleDefinitions): Unknown {
  return unknown({ kind: "evaluation", name: "modules", message, site: callSite(firstCall(root)) });
}

function firstCall(root: ModuleDefinitions): readonly Frame[] {
  return root.dependencies[0]?.callStack ?? [];
}

/** Whether no other module can change which version this is. */
function isPinned(key: ModuleKey, override: ModuleOverride | undefined): boolean {
  if (isRoot(key) || key.version === "") return true;
  return override?.kind === "single_version" && override.version !== "";
}

/** Versions that are allowed and that nobody seems to ask for may be asked for by what is not on disk. */
function presentVersions(
  overrides: ReadonlyMap<string, ModuleOverride>,
  modules: ReadonlyMap<string, DiscoveredModule>,
): ReadonlyMap<string, ModuleOverride> {
  const present = (name: string, override: ModuleOverride): ModuleOverride =>
    override.kind === "multiple_version"
      ? { ...override, versions: override.versions.filter((version) => modules.has(keyText({ name, version }))) }
      : override;
  return new Map([...overrides].map(([name, override]) => [name, present(name, override)]));
}

/** What stands in for a selection that Bazel refuses. */
function highestVersions(modules: ReadonlyMap<string, DiscoveredModule>): readonly SelectedModule[] {
  const selection = selectModules({ modules, overrides: new Map(), levels: false });
  if (selection.kind === "selected") return selection.modules;
  const [root] = modules.values();
  return root ? [{ module: root, dependencies: new Map() }] : [];
}
