/** What the repositories of a module extension see: each other by the names that the extension gives, and behind those what its module sees (`RepositoryMappingFunction.computeForModuleExtensionRepo`; seen with 7.7.1). */
import type {
  AutoloadModule,
  ExtensionId,
  ExtensionRepository,
  ExtensionUsages,
  ModuleNames,
  RepositoryContents,
  RepositoryView,
} from "../../repositoryView.ts";
import type { Unknown } from "../../../starlark/unknown.ts";

export class ViewOfExtension implements RepositoryView {
  readonly id: string;
  readonly externalPackage: string | Unknown | undefined;
  readonly #behind: RepositoryView;
  readonly #prefix: string;
  readonly #makes: (name: string) => boolean;

  /** `prefix`: with which the canonical names of the extension's repositories begin. `makes`: whether it makes one of that name. */
  constructor(behind: RepositoryView, prefix: string, makes: (name: string) => boolean) {
    this.id = behind.id;
    this.externalPackage = behind.externalPackage;
    this.#behind = behind;
    this.#prefix = prefix;
    this.#makes = makes;
  }

  resolve(from: string, apparent: string): string | undefined {
    const isSibling = apparent !== "" && from.startsWith(this.#prefix) && this.#makes(apparent);
    return isSibling ? this.#prefix + apparent : this.#behind.resolve(from, apparent);
  }

  contents(canonical: string): RepositoryContents {
    return this.#behind.contents(canonical);
  }

  autoloadRepository(module: AutoloadModule): string | undefined {
    return this.#behind.autoloadRepository(module);
  }

  module(canonical: string): ModuleNames | undefined {
    return this.#behind.module?.(canonical);
  }

  makerOf(canonical: string): ExtensionRepository | undefined {
    return this.#behind.makerOf?.(canonical);
  }

  usages(extension: ExtensionId): ExtensionUsages {
    return this.#behind.usages(extension);
  }
}
