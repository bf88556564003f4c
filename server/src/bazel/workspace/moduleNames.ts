/** Names under which a module sees repositories, and repositories of extensions that others stand in for: what Bazel refuses of them (bazel/bzlmod/ModuleThreadContext.java). */
import type { Frame } from "../../starlark/thread.ts";
import type { RepositoryProblem } from "./repositoryDefinition.ts";

/** Who has given a repository its name. */
export interface NameUsage {
  readonly how: string;
  readonly callStack: readonly Frame[];
}

/** What all `use_extension` calls of one extension have in common. */
export interface SharedUsage {
  /** The name by which the extension exports a repository → the name under which the module sees it. */
  readonly imports: Map<string, string>;
  /** By the name by which the extension exports the repository. */
  readonly replacements: Map<string, Replacement>;
}

/** `override_repo`, or `inject_repo`, which names a repository that the extension does not make. */
export interface Replacement {
  /** Name of the extension. */
  readonly extension: string;
  readonly exported: string;
  /** Name of what stands in, as the module sees it. */
  readonly local: string;
  readonly isInjected: boolean;
  readonly callStack: readonly Frame[];
}

export interface UsedNames {
  readonly names: ReadonlyMap<string, NameUsage>;
  readonly usages: Iterable<SharedUsage>;
  /** Modules that every other depends on. */
  readonly builtins: readonly string[];
}

/** What Bazel looks at when the file has been evaluated (`ModuleThreadContext.buildModule`). */
export function nameProblems(used: UsedNames): readonly RepositoryProblem[] {
  return [...builtinProblems(used), ...replacementProblems(used)];
}

function builtinProblems({ names, builtins }: UsedNames): readonly RepositoryProblem[] {
  return builtins.flatMap((name) => {
    const usage = names.get(name);
    if (!usage) return [];
    const message = `The repo name '${name}' is already being used ${usage.how}, '${name}' is a built-in dependency and cannot be used by any 'bazel_dep' or 'use_repo' directive`;
    return [{ message, callStack: usage.callStack }];
  });
}

function replacementProblems({ names, usages, builtins }: UsedNames): readonly RepositoryProblem[] {
  const all = [...usages].flatMap(({ imports, replacements }) =>
    [...replacements.values()].map((replacement) => ({
      replacement,
      importedAs: imports.get(replacement.exported),
    })),
  );
  const replaced = new Map(
    all.flatMap(({ replacement, importedAs }) => (importedAs === undefined ? [] : [[importedAs, replacement]])),
  );
  return all.flatMap(({ replacement, importedAs }) => {
    const { extension, exported, local, isInjected, callStack } = replacement;
    if (!names.has(local) && !builtins.includes(local))
      return {
        message: `The repo exported as '${exported}' by module extension '${extension}' is overridden with '${local}', but no repo is visible under this name`,
        callStack,
      };
    if (isInjected && importedAs !== undefined)
      return {
        message: `Cannot import repo '${exported}' that has been injected into module extension '${extension}'. Please refer to @${local} directly.`,
        callStack: names.get(importedAs)?.callStack ?? callStack,
      };
    const further = replaced.get(local);
    if (!further) return [];
    return {
      message: `The repo '${local}' used as an override for '${exported}' in module extension '${extension}' is itself overridden with '${further.local}', which is not supported.`,
      callStack,
    };
  });
}
