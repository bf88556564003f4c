/** Why Bazel refuses modules as a whole: overrides that are mistaken, files that fail, extensions that are not seen. */
import type { Frame } from "../../starlark/thread.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { ModuleKey } from "./canonicalNames.ts";
import type { ModuleDefinitions, ModuleDependency, ModuleOverride } from "./moduleDefinition.ts";
import { BAZEL_TOOLS, chainTo, isRoot, keyText, shownKey, type DiscoveredModule } from "./moduleDiscovery.ts";
import type { RepositoryProblem } from "./repositoryDefinition.ts";

/** What Bazel refuses of the file of one module. */
export interface FileRefusals {
  /** Why it refuses it as soon as anybody asks for the module. */
  readonly refusal?: string | undefined;
  /** Why it refuses the module where it is selected. */
  readonly problem?: string | undefined;
}

/** A module that is selected. */
export interface SelectedFile {
  readonly key: ModuleKey;
  readonly definitions: ModuleDefinitions | undefined;
  readonly unknown: Unknown | undefined;
  readonly mapping: ReadonlyMap<string, string>;
}

/** An override that Bazel refuses. */
interface MistakenOverride {
  readonly module: string;
  readonly message: string;
}

/**
 * A file that an override leads to and that declares another module, or another version than a dependency asks for that keeps its own (ModuleFileFunction; seen with 7.7.1, of which a file that is not there counts as one
 * that declares nothing).
 */
export function misdeclared(
  nodepsKeepVersions: boolean,
  overrides: ReadonlyMap<string, ModuleOverride>,
  modules: ReadonlyMap<string, DiscoveredModule>,
  doubts: ReadonlyMap<string, Unknown>,
): MistakenOverride | undefined {
  const mistaken = ({ name }: ModuleKey, version: string, what: string): MistakenOverride => ({
    module: name,
    message: `the MODULE.bazel file of ${name}@${version || "_"} declares a different ${what}`,
  });
  const overriding = (name: string): ModuleDefinitions | undefined => {
    const kind = overrides.get(name)?.kind;
    if (kind !== "local_path" && kind !== "archive" && kind !== "git") return undefined;
    const text = keyText({ name, version: "" });
    const file = doubts.has(text) ? undefined : modules.get(text)?.file;
    return file instanceof Unknown ? undefined : file;
  };
  for (const { key, file } of modules.values()) {
    const own = overriding(key.name);
    if (own && own.name !== key.name) return mistaken(key, "", `name (${own.name})`);
    const nodeps = nodepsKeepVersions && key.name !== BAZEL_TOOLS ? nodepsOf(file) : [];
    for (const nodep of nodeps) {
      const other = overriding(nodep.name);
      if (other && nodep.version !== "" && other.version !== nodep.version)
        return mistaken(nodep, nodep.version, `version (${other.version})`);
    }
  }
  return undefined;
}

/** Of bazel_tools it is not known under which names it sees others. */
function nodepsOf(file: ModuleDefinitions | Unknown): readonly ModuleDependency[] {
  return file instanceof Unknown ? [] : file.dependencies.filter(({ repositoryName }) => repositoryName === undefined);
}

export function rootOverride({ name, overrides }: ModuleDefinitions): MistakenOverride | undefined {
  return overrides.has(name)
    ? { module: name, message: `invalid override for the root module found: ${name}` }
    : undefined;
}

/** `BazelModuleResolutionFunction.verifyAllOverridesAreOnExistentModules`, for those of the command line too. Asked where all files are known: any other may name them. */
export function overriddenInVain(
  overrides: ReadonlyMap<string, ModuleOverride>,
  modules: ReadonlyMap<string, DiscoveredModule>,
): MistakenOverride | undefined {
  const names = new Set([...modules.values()].map(({ file, key }) => key.name || (file as ModuleDefinitions).name));
  const absent = [...overrides.keys()].filter((name) => name !== BAZEL_TOOLS && !names.has(name));
  const [module] = absent;
  const message = `the root module specifies overrides on nonexistent module(s): ${absent.join(", ")}`;
  return module === undefined ? undefined : { module, message };
}

/** What discovery has come to. */
export interface FoundModules {
  readonly modules: ReadonlyMap<string, DiscoveredModule>;
  /** By `keyText`, of all but the root module. */
  readonly files: ReadonlyMap<string, FileRefusals>;
  readonly doubts: ReadonlyMap<string, Unknown>;
  readonly overrides: ReadonlyMap<string, ModuleOverride>;
}

/** Files that Bazel refuses, whether it comes to select them or not, and else what it refuses of those that it selects for certain. Where a file in doubt leads to a module, Bazel may not come to it. */
export function refusedFiles(
  { modules, files, doubts, overrides }: FoundModules,
  selected: readonly SelectedFile[],
): readonly RepositoryProblem[] {
  const refused = [...modules.values()].flatMap((module) => {
    const { refusal } = files.get(keyText(module.key)) ?? {};
    const chain = chainTo(module);
    if (refusal === undefined || chain.some(({ key }) => doubts.has(keyText(key)))) return [];
    const shown = chain.map(({ key }) => shownKey(key)).join(" -> ");
    const message = `in module dependency chain ${shown}: ${refusal}`;
    return [{ message, callStack: nearestCall(module, overrides) }];
  });
  if (refused.length > 0) return refused;
  return selected.flatMap(({ key, unknown: doubt }) => {
    const { problem } = files.get(keyText(key)) ?? {};
    const module = modules.get(keyText(key));
    return problem === undefined || doubt || !module
      ? []
      : [{ message: problem, callStack: nearestCall(module, overrides) }];
  });
}

/** The nearest call that leads to a module and that people write: registries' files are nobody's to mend. */
function nearestCall(module: DiscoveredModule, overrides: ReadonlyMap<string, ModuleOverride>): readonly Frame[] {
  let asking = module.askedBy;
  for (; asking; asking = asking.module.askedBy) {
    const { key } = asking.module;
    if (isRoot(key) || overrides.get(key.name)?.kind === "local_path") break;
  }
  return asking?.dependency.callStack ?? [];
}

/** Bazel looks for the files of all extensions, also of those that nobody needs, and sees of other repositories only those of dependencies (`BazelDepGraphFunction.getExtensionUsagesById`). */
export function unseenExtensions(modules: readonly SelectedFile[]): readonly RepositoryProblem[] {
  return modules.flatMap(({ definitions, unknown: doubt, mapping }) => {
    if (!definitions || doubt) return [];
    return definitions.extensions.flatMap(({ file, callStack }) => {
      const apparent = /^@([^/@]+)\/\//.exec(file)?.[1];
      if (apparent === undefined || apparent === definitions.repositoryName || mapping.has(apparent)) return [];
      return { message: `invalid label for module extension found: no repo visible as '@${apparent}' here`, callStack };
    });
  });
}
