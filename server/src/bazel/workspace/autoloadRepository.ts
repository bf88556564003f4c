/** The repository from which automatic loads come, where bzlmod is on. */
import type { AutoloadModule } from "../repositoryView.ts";
import type { RepositoryNaming } from "./canonicalNames.ts";
import { moduleRepositoryName } from "./canonicalNames.ts";
import type { ModuleGraph } from "./moduleGraph.ts";
import { compareModuleVersions } from "./moduleVersion.ts";

/** The highest version of a module is taken (AutoloadSymbols.getLoadKeys); who asks for the rulesets' modules first is bazel_tools, whose dependencies may not be known. */
export function autoloadRepository(
  { modules }: ModuleGraph,
  naming: RepositoryNaming,
  { name, tooOld }: AutoloadModule,
): string | undefined {
  if (modules[0].definitions?.name === name) return undefined; // The root module's key has no name.
  const [highest] = modules
    .filter(({ key }) => key.name === name)
    .toSorted((a, b) => compareModuleVersions(b.key.version, a.key.version));
  if (!highest) {
    const isComplete = modules.every(({ definitions }) => definitions !== undefined);
    return isComplete ? undefined : moduleRepositoryName(naming, { name, version: "" });
  }
  const isTooOld = tooOld !== undefined && compareModuleVersions(highest.key.version, tooOld) <= 0;
  return isTooOld ? undefined : highest.repository;
}
