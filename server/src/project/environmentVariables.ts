/** Variables of the environment, as Bazel's client has them and as repository rules see them. */
import { toBytes } from "../base/byteString.ts";
import type { Input, QueryContext } from "../base/graph.ts";
import { repositoryEnvironment, type RepositoryEnvironment } from "../bazel/workspace/repositoryEnvironment.ts";
import type { FlagQueries } from "./workspaceFlags.ts";

export interface VariableDependencies {
  readonly root: string;
  readonly flags: FlagQueries;
  readonly variable: Input<string | undefined>;
}

export function clientVariable(
  { variable }: Pick<VariableDependencies, "variable">,
  graph: QueryContext,
  name: string,
): string | undefined {
  const value = graph.input(variable, name);
  return value === undefined ? undefined : toBytes(value);
}

export function repositoryRuleVariables(
  dependencies: VariableDependencies,
  graph: QueryContext,
): RepositoryEnvironment {
  const { flags, root } = dependencies;
  return repositoryEnvironment(graph.get(flags.flags, null), (name) => clientVariable(dependencies, graph, name), root);
}

/** All that repository rules see, where the client has `names`. */
export function allRepositoryRuleVariables(
  dependencies: VariableDependencies,
  graph: QueryContext,
  names: Iterable<string>,
): ReadonlyMap<string, string> {
  const { value, given } = repositoryRuleVariables(dependencies, graph);
  const all = new Map<string, string>();
  for (const name of [...names, ...given]) {
    const text = value(name);
    if (text !== undefined) all.set(name, text);
  }
  return all;
}
