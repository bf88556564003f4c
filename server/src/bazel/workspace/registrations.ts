/**
 * In which order toolchains and execution platforms are registered (docs external/migration, "Toolchain registration order").
 */
import { unknown } from "../../starlark/unknown.ts";
import type { ModuleGraph } from "./moduleGraph.ts";
import type { Registration, WorkspaceDefinitions } from "./repositoryDefinition.ts";
import { callSite } from "./repositoryDefinition.ts";

export interface RegistrationInput {
  readonly modules: ModuleGraph | undefined;
  readonly workspace: WorkspaceDefinitions | undefined;
}

interface RegistrationSource {
  readonly toolchains: readonly Registration[];
  readonly executionPlatforms: readonly Registration[];
}

/** The root module's, the WORKSPACE file's, then the other modules'. What is not on disk may register more. */
export function registrationsInOrder(
  input: RegistrationInput,
  of: (source: RegistrationSource) => readonly Registration[],
): readonly Registration[] {
  const [root, ...others] = input.modules?.local ?? [];
  return [
    ...(root ? of(root.definitions) : []),
    ...(input.workspace ? of(input.workspace) : []),
    ...others.flatMap((module) => of(module.definitions)),
    ...remoteRegistrations(input.modules),
  ];
}

/** One entry stands for all modules that are not on disk: behind it nothing is known anyway. */
function remoteRegistrations(modules: ModuleGraph | undefined): readonly Registration[] {
  const [module] = modules?.remote ?? [];
  if (!module) return [];
  const message = `module ${module.name} is not on disk, and may register more`;
  const site = callSite(module.dependency.callStack);
  return [{ kind: "unknown", unknown: unknown({ kind: "repository", name: module.name, message, site }) }];
}
