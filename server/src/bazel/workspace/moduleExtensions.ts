/** The module extensions that modules use, and what canonical names say of them. */
import type { Label } from "../label.ts";
import type { ExtensionId, ExtensionRepository, ExtensionUsages } from "../repositoryView.ts";
import { extensionRepositoryName, type RepositoryNaming } from "./canonicalNames.ts";
import { extensionUsages, type UsageOfModule } from "./extensionUsages.ts";
import type { Module } from "./moduleGraph.ts";

interface KnownExtension {
  readonly id: ExtensionId;
  readonly usages: UsageOfModule[];
}

export class ModuleExtensions {
  readonly #naming: RepositoryNaming;
  readonly #modules: readonly Module[];
  /** By what the canonical names of the extension's repositories begin with. */
  readonly #known = new Map<string, KnownExtension>();

  constructor(naming: RepositoryNaming, modules: readonly Module[]) {
    this.#naming = naming;
    this.#modules = modules;
  }

  /** `file`: that exports the extension. */
  addUsage(usage: UsageOfModule, file: Label): void {
    const id = { file, name: usage.usage.name };
    const prefix = this.#prefixOf(id);
    const known = this.#known.get(prefix) ?? { id, usages: [] };
    known.usages.push(usage);
    this.#known.set(prefix, known);
  }

  /** The canonical name of a repository that an extension makes. */
  repositoryName(extension: ExtensionId, repository: string): string {
    return this.#prefixOf(extension) + repository;
  }

  /** The extension that a canonical name says makes the repository; undefined for other names. */
  makerOf(canonical: string): ExtensionRepository | undefined {
    const end = canonical.lastIndexOf(this.#naming.separator) + 1;
    const known = end > 0 ? this.#known.get(canonical.slice(0, end)) : undefined;
    return known && { kind: "extension", extension: known.id, name: canonical.slice(end) };
  }

  usages(extension: ExtensionId): ExtensionUsages {
    const prefix = this.#prefixOf(extension);
    const usages = extensionUsages(this.#modules, this.#known.get(prefix)?.usages ?? [], extension);
    return { uniqueName: prefix.slice(0, -1), ...usages };
  }

  /** All usages, by what canonical names begin with. */
  usagesByPrefix(): ReadonlyMap<string, readonly UsageOfModule[]> {
    return new Map([...this.#known].map(([prefix, { usages }]) => [prefix, usages]));
  }

  /** Extensions of one name that files of one module export are counted in the order of their first usages: `ext`, `ext2` (`BazelDepGraphFunction.calculateUniqueNameForUsedExtensionId`). */
  #prefixOf({ file, name }: ExtensionId): string {
    for (let attempt = 1; ; attempt++) {
      const counted = attempt === 1 ? name : `${name}${String(attempt)}`;
      const prefix = extensionRepositoryName(this.#naming, file.repository, counted, "");
      const { id } = this.#known.get(prefix) ?? {};
      if (!id || (id.name === name && id.file.equals(file))) return prefix;
    }
  }
}
