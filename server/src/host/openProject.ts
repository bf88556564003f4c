/** Opens the projects of the evaluator: `Project` over the host's files, parser, models and environment. */
import { createHash } from "node:crypto";
import type { Memory } from "../base/graph.ts";
import type { HostEnvironment } from "../project/workspaceFlags.ts";
import { Project } from "../project.ts";
import type { StarlarkParser } from "../syntax/parser.ts";
import { CacheDirectory } from "./cacheDirectory.ts";
import type { EvaluatedProject, ProjectHost } from "./evaluatorService.ts";

export interface ProjectAssets {
  readonly parser: StarlarkParser;
  readonly models: ReadonlyMap<string, string>;
  readonly environment: HostEnvironment;
  /** Digest of the program's code: what another program remembers is another's. */
  readonly program: string;
}

export function projectOpener(assets: ProjectAssets): (host: ProjectHost) => Promise<EvaluatedProject> {
  return (host) => Promise.resolve(Project.create({ ...host, ...assets, memory: memoryOf(host, assets) }));
}

/** Variables of the environment are inputs of the graph; all else that is no input owns the memory. */
function memoryOf({ root, settings, cacheDirectory }: ProjectHost, assets: ProjectAssets): Memory | undefined {
  if (cacheDirectory === undefined) return undefined;
  const about = { root, settings, machine: { ...assets.environment, variables: undefined } };
  return new CacheDirectory({
    directory: cacheDirectory,
    owner: [assets.program, digestOfModels(assets.models), JSON.stringify(about)],
  });
}

function digestOfModels(models: ReadonlyMap<string, string>): string {
  const digest = createHash("sha256");
  for (const model of models) digest.update(JSON.stringify(model));
  return digest.digest("hex");
}
