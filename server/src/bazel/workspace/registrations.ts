/**
 * In which order toolchains and execution platforms are registered (docs external/migration, "Toolchain registration order").
 */
import type { Module, ModuleGraph } from "./moduleGraph.ts";
import type { Registration, WorkspaceDefinitions } from "./repositoryDefinition.ts";

export interface RegistrationInput {
  readonly modules: ModuleGraph | undefined;
  readonly workspace: WorkspaceDefinitions | undefined;
}

interface RegistrationSource {
  readonly toolchains: readonly Registration[];
  readonly executionPlatforms: readonly Registration[];
}

/**
 * The root module's, the WORKSPACE file's, then the other modules', breadth first. A module whose MODULE.bazel file is not known may register something where it stands. `builtin`: what Bazel registers by itself, as the
 * module bazel_tools where there are modules, behind all others where there are none.
 */
export function registrationsInOrder(
  { modules, workspace }: RegistrationInput,
  of: (source: RegistrationSource) => readonly Registration[],
  builtin: readonly Registration[],
  isOnDisk: (module: Module) => boolean,
): readonly Registration[] {
  const [root, ...others] = modules?.modules ?? [];
  return [
    ...(root ? ofModule(root, of, builtin) : []),
    ...(workspace ? of(workspace) : []),
    ...others
      .filter((module) => !module.isOnlyOfTools || isOnDisk(module))
      .flatMap((module) => ofModule(module, of, builtin)),
    ...(root ? [] : builtin),
  ];
}

function ofModule(
  module: Module,
  of: (source: RegistrationSource) => readonly Registration[],
  builtin: readonly Registration[],
): readonly Registration[] {
  if (module.origin.kind === "builtin") return builtin;
  if (module.unknown) return [{ kind: "unknown", unknown: module.unknown }];
  if (!module.definitions) return [];
  return of(module.definitions).map((registration) =>
    registration.kind === "pattern" ? { ...registration, repository: module.repository } : registration,
  );
}
