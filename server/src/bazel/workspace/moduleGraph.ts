/**
 * The modules whose files are on disk: the root module and what it overrides with local paths, breadth first as Bazel orders modules. What comes from a registry is known by name only.
 */
import { joinPath } from "../../base/path.ts";
import type { RepositoryNaming } from "./canonicalNames.ts";
import { moduleRepositoryName } from "./canonicalNames.ts";
import type { ModuleBuilderOptions } from "./moduleBuilder.ts";
import type { ModuleDefinitions, ModuleDependency, ModuleOverride } from "./moduleDefinition.ts";

/** A module on disk. */
export interface LocalModule {
  /** Canonical name of its repository; `""` for the root module. */
  readonly repository: string;
  readonly directory: string;
  readonly definitions: ModuleDefinitions;
}

/** A module that is asked for and not on disk. */
export interface RemoteModule {
  readonly repository: string;
  readonly name: string;
  /** The newest version that is asked for. `""` where none is: an override says where it comes from. */
  readonly version: string;
  readonly dependency: ModuleDependency;
}

export interface ModuleGraph {
  /** The root module is the first. */
  readonly local: readonly [LocalModule, ...LocalModule[]];
  readonly remote: readonly RemoteModule[];
  /** Canonical name by module name. */
  readonly repositoryOf: (module: string, version: string) => string;
}

export interface ModuleGraphInput {
  readonly root: string;
  readonly naming: RepositoryNaming;
  /** False with `--ignore_dev_dependency`. */
  readonly devDependencies: boolean;
  /** `--override_module=NAME=PATH`. */
  readonly overrides: ReadonlyMap<string, string>;
  /** Evaluates the MODULE.bazel file of a directory; an empty module where there is none. */
  readonly evaluate: (directory: string, options: ModuleBuilderOptions) => ModuleDefinitions;
}

export function moduleGraph(input: ModuleGraphInput): ModuleGraph {
  const root: LocalModule = {
    repository: "",
    directory: input.root,
    definitions: input.evaluate(input.root, { repository: "", devDependencies: input.devDependencies }),
  };
  const overrides = new Map<string, ModuleOverride>(root.definitions.overrides);
  for (const [name, path] of input.overrides) overrides.set(name, { kind: "local_path", path });
  const newest = new Map<string, string>();
  const repositoryOf = (module: string, version: string) =>
    nameOf(input.naming, root, overrides, module, newest.get(module) ?? version);

  const local: [LocalModule, ...LocalModule[]] = [root];
  const remote = new Map<string, ModuleDependency>();
  const seen = new Set<string>();
  for (const module of local) {
    for (const dependency of module.definitions.dependencies) {
      const { name, version } = dependency;
      newest.set(name, newerOf(newest.get(name), version));
      if (seen.has(name) || name === root.definitions.name) continue;
      seen.add(name);
      const override = overrides.get(name);
      if (override?.kind !== "local_path") {
        remote.set(name, dependency);
        continue;
      }
      const repository = nameOf(input.naming, root, overrides, name, "");
      const directory = joinPath(input.root, override.path);
      local.push({
        repository,
        directory,
        definitions: input.evaluate(directory, { repository, devDependencies: false }),
      });
    }
  }
  return {
    local,
    remote: [...remote].map(([name, dependency]) => remoteModule(name, dependency, newest, repositoryOf)),
    repositoryOf,
  };
}

function remoteModule(
  name: string,
  dependency: ModuleDependency,
  newest: ReadonlyMap<string, string>,
  repositoryOf: ModuleGraph["repositoryOf"],
): RemoteModule {
  const version = newest.get(name) ?? dependency.version;
  return { name, version, repository: repositoryOf(name, version), dependency };
}

function nameOf(
  naming: RepositoryNaming,
  root: LocalModule,
  overrides: ReadonlyMap<string, ModuleOverride>,
  name: string,
  version: string,
): string {
  if (name === root.definitions.name && name !== "") return "";
  const override = overrides.get(name);
  const fromRegistry =
    override === undefined || override.kind === "single_version" || override.kind === "multiple_version";
  const fixed = override?.kind === "single_version" && override.version !== "" ? override.version : version;
  return moduleRepositoryName(
    naming,
    { name, version: fromRegistry ? fixed : "" },
    override?.kind === "multiple_version",
  );
}

/** Of two module versions the newer one, compared as Bazel does (Version.java): numbers before words, a pre-release before its release. */
function newerOf(a: string | undefined, b: string): string {
  return a === undefined || compareModuleVersions(a, b) < 0 ? b : a;
}

export function compareModuleVersions(a: string, b: string): number {
  if (a === b) return 0;
  if (a === "" || b === "") return a === "" ? 1 : -1; // An overridden module has the empty version, which is higher than all others.
  const [left, right] = [splitVersion(a), splitVersion(b)];
  return compareParts(left.release, right.release) || comparePrereleases(left.prerelease, right.prerelease);
}

function splitVersion(version: string): {
  readonly release: readonly string[];
  readonly prerelease: readonly string[];
} {
  const [withoutBuild = ""] = version.split("+");
  const dash = withoutBuild.indexOf("-");
  const release = dash < 0 ? withoutBuild : withoutBuild.slice(0, dash);
  return { release: release.split("."), prerelease: dash < 0 ? [] : withoutBuild.slice(dash + 1).split(".") };
}

function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  return compareParts(a, b);
}

function compareParts(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = comparePart(a[i] ?? "", b[i] ?? "");
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function comparePart(a: string, b: string): number {
  const [aIsNumber, bIsNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (aIsNumber && bIsNumber) return Number(a) - Number(b);
  if (aIsNumber !== bIsNumber) return aIsNumber ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
