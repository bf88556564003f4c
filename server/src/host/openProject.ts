/** Opens the projects of the evaluator: `Project` over the host's files, parser, models and environment. */
import type { HostEnvironment } from "../project/workspaceFlags.ts";
import { Project } from "../project.ts";
import type { StarlarkParser } from "../syntax/parser.ts";
import type { EvaluatedProject, ProjectHost } from "./evaluatorService.ts";

export interface ProjectAssets {
  readonly parser: StarlarkParser;
  readonly models: ReadonlyMap<string, string>;
  readonly environment: HostEnvironment;
}

export function projectOpener(assets: ProjectAssets): (host: ProjectHost) => Promise<EvaluatedProject> {
  return (host) => Promise.resolve(Project.create({ ...host, ...assets }));
}
