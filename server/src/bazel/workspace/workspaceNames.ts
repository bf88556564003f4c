/** What a name of a repository means where a WORKSPACE file is in force and bzlmod is not: everybody sees everything by the name it was defined under, unless a definition's `repo_mapping` says otherwise. */
import { StarlarkDict } from "../../starlark/dict.ts";
import { isDefinedByBazel } from "./builtinRepositories.ts";
import type { WorkspaceDefinitions } from "./repositoryDefinition.ts";

const BAZEL_TOOLS = "bazel_tools";

/** The rules_java that Bazel 7 brings along. */
const OF_BAZEL = "rules_java_builtin";

export function resolveInWorkspace(
  workspace: WorkspaceDefinitions | undefined,
  from: string,
  apparent: string,
): string {
  const name = workspace?.name;
  if (apparent === "__main__" || (apparent === name && callsMainByName(workspace, from))) return "";
  const target = renamedInWorkspace(workspace, from, apparent) ?? apparent;
  return target === apparent || target !== name ? target : "";
}

/** What a definition's `repo_mapping` makes of a name; undefined where it says nothing. */
export function renamedInWorkspace(
  workspace: WorkspaceDefinitions | undefined,
  from: string,
  apparent: string,
): string | undefined {
  if (from === BAZEL_TOOLS) return ofBazelTools(workspace, apparent);
  const mapping = workspace?.repositories.get(from)?.attributes.get("repo_mapping");
  const mapped = mapping instanceof StarlarkDict ? (mapping.get(`@${apparent}`) ?? mapping.get(apparent)) : undefined;
  return typeof mapped === "string" ? mapped.replace(/^@+/, "") : undefined;
}

/** Where Bazel brings rules_java along, bazel_tools sees that, whatever else goes by its name (tools.WORKSPACE of 7.7.1). */
function ofBazelTools(workspace: WorkspaceDefinitions | undefined, apparent: string): string | undefined {
  return apparent === "rules_java" && workspace?.repositories.has(OF_BAZEL) === true ? OF_BAZEL : undefined;
}

/** Whether the workspace's name means the main repository there, and not the local_repository of that name: in itself, by whichever of its two names, and in what the WORKSPACE file and its suffix define (`WorkspaceFactoryHelper.addMainRepoEntry`), but not in what an override brings. */
function callsMainByName(workspace: WorkspaceDefinitions | undefined, from: string): boolean {
  const { name, repositories, open } = workspace ?? {};
  return (
    from === "" || from === name || open !== undefined || repositories?.has(from) === true || isDefinedByBazel(from)
  );
}
