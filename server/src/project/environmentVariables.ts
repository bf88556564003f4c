/** Variables of the environment, as Bazel's client has them and as repository rules see them. */
import { toBytes } from "../base/byteString.ts";
import type { Input, QueryContext } from "../base/graph.ts";
import { repositoryEnvironment } from "../bazel/workspace/repositoryEnvironment.ts";
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
): (name: string) => string | undefined {
  const { flags, root } = dependencies;
  return repositoryEnvironment(graph.get(flags.flags, null), (name) => clientVariable(dependencies, graph, name), root);
}
