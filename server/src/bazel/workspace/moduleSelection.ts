/**
 * Which versions of modules remain (bazel/bzlmod/Selection.java): minimal version selection by module, compatibility level and, under `multiple_version_override`, the nearest allowed version. A dependency with
 * `max_compatibility_level` may be met at several levels: the choices are tried in order, and the first that gives a graph without two levels of one module holds.
 */
import type { ModuleKey } from "./canonicalNames.ts";
import type { DiscoveredModule } from "./moduleDiscovery.ts";
import { isRoot, keyText, shownKey } from "./moduleDiscovery.ts";
import type { ModuleDependency, ModuleOverride } from "./moduleDefinition.ts";
import { compareModuleVersions } from "./moduleVersion.ts";

export interface SelectedModule {
  readonly module: DiscoveredModule;
  /** By the names under which the module sees them. */
  readonly dependencies: ReadonlyMap<string, ModuleKey>;
}

export type Selection =
  /** Breadth first from the root module. */
  | { readonly kind: "selected"; readonly modules: readonly SelectedModule[] }
  /** Bazel refuses the workspace. */
  | { readonly kind: "refused"; readonly message: string };

export interface SelectionInput {
  /** By `keyText`, in the order of their discovery. */
  readonly modules: ReadonlyMap<string, DiscoveredModule>;
  readonly overrides: ReadonlyMap<string, ModuleOverride>;
  /** False where compatibility levels have no effect, as in Bazel 8.6 and 9.1. */
  readonly levels: boolean;
}

/** More combinations than this are not tried. */
const MAX_COMBINATIONS = 10_000;

/** Modules of one group are one module after selection. */
interface Group {
  readonly name: string;
  readonly level: number;
  /** The allowed version that the group snaps to; `""` where all versions are allowed, or none that is high enough. */
  readonly target: string;
  /** The highest version of the group. */
  readonly selected: string;
}

type Strategy = (dependency: ModuleDependency) => ModuleKey;

export function selectModules(input: SelectionInput): Selection {
  const missing = missingAllowedVersion(input);
  if (missing !== undefined) return { kind: "refused", message: missing };
  const groups = groupsOf(input);
  const choices = choicesOf(input, groups);
  let firstFailure: Selection | undefined;
  for (const strategy of strategies(choices)) {
    // First with the dependencies that only raise versions, so that those are checked, too; they bring nothing in by themselves.
    const checked = walk(input, groups, strategy, true);
    const result = checked.kind === "refused" ? checked : walk(input, groups, strategy, false);
    if (result.kind === "selected") return result;
    firstFailure ??= result;
  }
  return firstFailure ?? { kind: "refused", message: "module resolution has no result" };
}

function missingAllowedVersion({ modules, overrides }: SelectionInput): string | undefined {
  for (const [name, override] of overrides) {
    if (override.kind !== "multiple_version") continue;
    const version = override.versions.find((allowed) => !modules.has(keyText({ name, version: allowed })));
    if (version !== undefined)
      return `multiple_version_override for module ${name} contains version ${version}, but it doesn't exist in the dependency graph`;
  }
  return undefined;
}

/** By `keyText` of the modules. */
function groupsOf(input: SelectionInput): ReadonlyMap<string, Group> {
  const highest = new Map<string, string>();
  const partial = [...input.modules].map(([text, { key }]) => {
    const level = levelOf(input, key);
    const target = targetVersion(input, key, level);
    const id = `${key.name}\0${String(level)}\0${target}`;
    const before = highest.get(id);
    if (before === undefined || compareModuleVersions(before, key.version) < 0) highest.set(id, key.version);
    return { text, id, name: key.name, level, target };
  });
  return new Map(
    partial.map(({ text, id, name, level, target }) => [
      text,
      { name, level, target, selected: highest.get(id) ?? "" },
    ]),
  );
}

function levelOf({ modules, levels }: SelectionInput, key: ModuleKey): number {
  return levels ? (modules.get(keyText(key))?.compatibilityLevel ?? 0) : 0;
}

function targetVersion(input: SelectionInput, { name, version }: ModuleKey, level: number): string {
  const override = input.overrides.get(name);
  if (override?.kind !== "multiple_version") return "";
  const allowed = override.versions
    .filter((candidate) => levelOf(input, { name, version: candidate }) === level)
    .filter((candidate) => compareModuleVersions(candidate, version) >= 0);
  return allowed.sort(compareModuleVersions)[0] ?? "";
}

function choicesOf(
  input: SelectionInput,
  groups: ReadonlyMap<string, Group>,
): ReadonlyMap<string, readonly ModuleKey[]> {
  const byName = new Map<string, Set<Group>>();
  for (const group of groups.values()) byName.set(group.name, (byName.get(group.name) ?? new Set()).add(group));
  const choices = new Map<string, readonly ModuleKey[]>();
  for (const { dependencies } of input.modules.values()) {
    for (const dependency of dependencies) {
      const text = specText(dependency);
      if (!choices.has(text) && groups.has(keyText(dependency)))
        choices.set(text, choicesOfOne(input, dependency, groups, byName.get(dependency.name) ?? []));
    }
  }
  return choices;
}

/** From the lowest compatibility level to the highest; of several allowed versions at one level only the lowest. */
function choicesOfOne(
  { levels }: SelectionInput,
  dependency: ModuleDependency,
  groups: ReadonlyMap<string, Group>,
  candidates: Iterable<Group>,
): readonly ModuleKey[] {
  const own = groups.get(keyText(dependency));
  if (isRoot(dependency) || !own) return [{ name: dependency.name, version: dependency.version }];
  const from = own.level;
  const to = !levels || dependency.maxCompatibilityLevel < 0 ? from : dependency.maxCompatibilityLevel;
  const byLevel = new Map<number, string>();
  for (const { level, target, selected } of candidates) {
    if (level < from || level > to || compareModuleVersions(target, dependency.version) < 0) continue;
    const before = byLevel.get(level);
    if (before === undefined || compareModuleVersions(selected, before) < 0) byLevel.set(level, selected);
  }
  return [...byLevel].sort(([a], [b]) => a - b).map(([, version]) => ({ name: dependency.name, version }));
}

/** All combinations of choices, the last dependency varying fastest. */
function* strategies(choices: ReadonlyMap<string, readonly ModuleKey[]>): Generator<Strategy> {
  const open = [...choices].filter(([, keys]) => keys.length > 1);
  const digits = open.map(() => 0);
  for (let tried = 0; tried < MAX_COMBINATIONS; tried++) {
    const chosen = new Map(open.map(([text, keys], i) => [text, keys[digits[i] ?? 0]]));
    yield (dependency) => {
      const text = specText(dependency);
      return chosen.get(text) ?? choices.get(text)?.[0] ?? dependency;
    };
    let i = open.length - 1;
    while (i >= 0 && (digits[i] ?? 0) + 1 === open[i]?.[1].length) digits[i--] = 0;
    if (i < 0) return;
    digits[i] = (digits[i] ?? 0) + 1;
  }
}

/** The modules that the root module reaches, or why they do not go together. */
function walk(
  { modules, overrides }: SelectionInput,
  groups: ReadonlyMap<string, Group>,
  strategy: Strategy,
  withNodeps: boolean,
): Selection {
  const found: SelectedModule[] = [];
  const byName = new Map<string, DiscoveredModule>();
  const [root] = modules.values();
  const queue: { readonly module: DiscoveredModule; readonly from: ModuleKey | undefined }[] = root
    ? [{ module: root, from: undefined }]
    : [];
  const known = new Set(queue.map(({ module }) => keyText(module.key)));
  for (const { module, from } of queue) {
    const conflict = conflictOf(module, from, byName, groups, overrides);
    if (conflict !== undefined) return { kind: "refused", message: conflict };
    const dependencies = new Map<string, ModuleKey>();
    for (const dependency of module.dependencies) {
      const { repositoryName } = dependency;
      if (repositoryName === undefined && !withNodeps) continue;
      const target = modules.get(keyText(strategy(dependency)));
      if (!target) continue; // A dependency that only raises versions, of a module that nobody needs.
      if (repositoryName !== undefined) {
        const twice = [...dependencies].find(([, key]) => keyText(key) === keyText(target.key));
        if (twice) return { kind: "refused", message: dependsTwice(module.key, target.key, repositoryName, twice[0]) };
        dependencies.set(repositoryName, target.key);
      }
      if (known.has(keyText(target.key))) continue;
      known.add(keyText(target.key));
      queue.push({ module: target, from: module.key });
    }
    found.push({ module, dependencies });
  }
  return { kind: "selected", modules: found };
}

function conflictOf(
  module: DiscoveredModule,
  from: ModuleKey | undefined,
  byName: Map<string, DiscoveredModule>,
  groups: ReadonlyMap<string, Group>,
  overrides: ReadonlyMap<string, ModuleOverride>,
): string | undefined {
  if (from === undefined) return undefined;
  const { key } = module;
  const override = overrides.get(key.name);
  if (override?.kind === "multiple_version") {
    if (groups.get(keyText(key))?.target !== "") return undefined;
    return `${shownKey(from)} depends on ${shownKey(key)} which is not allowed by the multiple_version_override on ${key.name}, which allows only [${override.versions.join(", ")}]`;
  }
  const other = byName.get(key.name);
  byName.set(key.name, module);
  if (!other) return undefined;
  return `${shownKey(from)} depends on ${shownKey(key)} with compatibility level ${String(module.compatibilityLevel)}, but ${shownKey(other.key)} with compatibility level ${String(other.compatibilityLevel)} is selected, too, which is different`;
}

function dependsTwice(from: ModuleKey, to: ModuleKey, name: string, before: string): string {
  return `${shownKey(from)} depends on ${shownKey(to)} at least twice (with repo names ${name} and ${before}). Consider adding a multiple_version_override if you want to depend on multiple versions of ${to.name} simultaneously`;
}

function specText(dependency: ModuleDependency): string {
  return `${keyText(dependency)} ${String(dependency.maxCompatibilityLevel)}`;
}
