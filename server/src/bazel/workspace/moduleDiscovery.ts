/**
 * All modules and versions that the root module's dependencies lead to (bazel/bzlmod/Discovery.java), before versions are selected. A dependency with `repo_name = None` brings nothing in, but raises the version of
 * what is there anyway: there are as many rounds as it takes until none of them finds a module of an earlier round.
 */
import { Unknown } from "../../starlark/unknown.ts";
import type { ModuleKey } from "./canonicalNames.ts";
import type { ModuleDefinitions, ModuleDependency, ModuleOverride } from "./moduleDefinition.ts";

export interface DiscoveredModule {
  readonly key: ModuleKey;
  /** What its MODULE.bazel file declares, or why that is not known. */
  readonly file: ModuleDefinitions | Unknown;
  readonly compatibilityLevel: number;
  /** Overrides are applied: those that are overridden without a registry have the version `""`. The one on `bazel_tools`, which every module has, is the last. */
  readonly dependencies: readonly ModuleDependency[];
  /** Who asks first; undefined for the root module. */
  readonly askedBy: Asking | undefined;
}

export interface Asking {
  readonly module: DiscoveredModule;
  readonly dependency: ModuleDependency;
}

export interface DiscoveryInput {
  readonly root: ModuleDefinitions;
  readonly overrides: ReadonlyMap<string, ModuleOverride>;
  /** Of any module but the root one. */
  readonly moduleFile: (key: ModuleKey, dependency: ModuleDependency) => ModuleDefinitions | Unknown;
}

export const BAZEL_TOOLS = "bazel_tools";
const ROOT_KEY: ModuleKey = { name: "", version: "" };

export function keyText({ name, version }: ModuleKey): string {
  return `${name}@${version}`;
}

export function isRoot(key: ModuleKey): boolean {
  return key.name === "";
}

/** From the root module to this one, along those who ask first. */
export function chainTo(module: DiscoveredModule): readonly DiscoveredModule[] {
  const chain = [module];
  for (let asking = module.askedBy; asking; asking = asking.module.askedBy) chain.unshift(asking.module);
  return chain;
}

/** As Bazel writes a key. */
export function shownKey(key: ModuleKey): string {
  return isRoot(key) ? "<root>" : `${key.name}@${key.version || "_"}`;
}

/** By `keyText`, the root module first, breadth first. */
export function discoverModules(input: DiscoveryInput): ReadonlyMap<string, DiscoveredModule> {
  let names: ReadonlySet<string> = new Set([input.root.name]);
  for (;;) {
    const { modules, unfulfilled } = round(input, names);
    names = new Set([...modules.values()].map(({ key }) => key.name));
    if (![...unfulfilled].some((name) => names.has(name))) return modules;
  }
}

/** `names`: of the modules that the round before has found. */
function round(
  input: DiscoveryInput,
  names: ReadonlySet<string>,
): { readonly modules: ReadonlyMap<string, DiscoveredModule>; readonly unfulfilled: ReadonlySet<string> } {
  const modules = new Map<string, DiscoveredModule>();
  const unfulfilled = new Set<string>();
  const add = (module: DiscoveredModule) => modules.set(keyText(module.key), module);
  add(discovered(input, ROOT_KEY, input.root, undefined));
  for (const module of modules.values()) {
    for (const dependency of module.dependencies) {
      const { name, version, repositoryName } = dependency;
      if (modules.has(keyText(dependency))) continue;
      if (repositoryName === undefined && !names.has(name)) unfulfilled.add(name);
      else {
        const key = { name, version };
        add(discovered(input, key, input.moduleFile(key, dependency), { module, dependency }));
      }
    }
  }
  return { modules, unfulfilled };
}

function discovered(
  input: DiscoveryInput,
  key: ModuleKey,
  file: ModuleDefinitions | Unknown,
  askedBy: Asking | undefined,
): DiscoveredModule {
  const isKnown = !(file instanceof Unknown);
  const written = isKnown ? file.dependencies : [];
  return {
    key,
    file,
    compatibilityLevel: isKnown ? file.compatibilityLevel : 0,
    dependencies: [...written, ...implicitDependencies(key)].map((dependency) => overridden(input, dependency)),
    askedBy,
  };
}

/** The modules that Bazel has built in are dependencies of every other (ModuleThreadContext.buildModule). `local_config_platform`, the other one, brings in only what bazel_tools does. */
function implicitDependencies(key: ModuleKey): readonly ModuleDependency[] {
  if (key.name === BAZEL_TOOLS) return [];
  return [{ name: BAZEL_TOOLS, version: "", maxCompatibilityLevel: -1, repositoryName: BAZEL_TOOLS, callStack: [] }];
}

function overridden({ root, overrides }: DiscoveryInput, dependency: ModuleDependency): ModuleDependency {
  const { name } = dependency;
  if (name === root.name) return { ...dependency, ...ROOT_KEY };
  const override = overrides.get(name);
  switch (override?.kind) {
    case undefined:
    case "multiple_version":
      return dependency;
    case "single_version":
      return override.version === "" ? dependency : { ...dependency, version: override.version };
    case "local_path":
    case "archive":
    case "git":
    case "builtin":
      return { ...dependency, version: "" };
    default:
      return override satisfies never;
  }
}
