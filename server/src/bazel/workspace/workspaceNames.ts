/** What a name of a repository means where a WORKSPACE file is in force and bzlmod is not: everybody sees everything by the name it was defined under, unless a definition's `repo_mapping` says otherwise. */
import { StarlarkDict } from "../../starlark/dict.ts";
import { isDefinedByBazel } from "./builtinRepositories.ts";
import type { WorkspaceDefinitions } from "./repositoryDefinition.ts";

export function resolveInWorkspace(
  workspace: WorkspaceDefinitions | undefined,
  from: string,
  apparent: string,
): string {
  const name = workspace?.name;
  if (apparent === "__main__" || (apparent === name && callsMainByName(workspace, from))) return "";
  const mapping = workspace?.repositories.get(from)?.attributes.get("repo_mapping");
  const mapped = mapping instanceof StarlarkDict ? (mapping.get(`@${apparent}`) ?? mapping.get(apparent)) : undefined;
  if (typeof mapped !== "string") return apparent;
  const target = mapped.replace(/^@+/, "");
  return target === name ? "" : target;
}

/** Whether the workspace's name means the main repository there, and not the local_repository of that name: in itself, and in what the WORKSPACE file and its suffix define (`WorkspaceFactoryHelper.addMainRepoEntry`), but not in what an override brings. */
function callsMainByName(workspace: WorkspaceDefinitions | undefined, from: string): boolean {
  const { repositories, open } = workspace ?? {};
  return from === "" || open !== undefined || repositories?.has(from) === true || isDefinedByBazel(from);
}
