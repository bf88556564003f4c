/** How repository rules, built in or written in Starlark, define a repository in the WORKSPACE file under evaluation. */
import { EvalError } from "../../../starlark/errors.ts";
import { repr } from "../../../starlark/printer.ts";
import type { Thread } from "../../../starlark/thread.ts";
import { Unknown } from "../../../starlark/unknown.ts";
import type { NamedArguments, Value } from "../../../starlark/value.ts";
import { typeOf } from "../../../starlark/value.ts";
import type { RepositoryRuleId } from "../repositoryDefinition.ts";
import type { WorkspaceBuilder } from "../workspaceBuilder.ts";

/** `rule(name = …, …)`. A definition whose name is not known leaves the workspace open. */
export function defineRepository(
  thread: Thread,
  builder: WorkspaceBuilder,
  rule: RepositoryRuleId,
  named: NamedArguments,
): Value {
  const name = named.get("name");
  if (name === undefined) throw new EvalError("missing value for mandatory attribute 'name'");
  if (name instanceof Unknown) {
    builder.markOpen(name);
    return null;
  }
  if (typeof name !== "string") {
    throw new EvalError(
      `expected value of type 'string' for attribute 'name', but got ${repr(name)} (${typeOf(name)})`,
    );
  }
  const problem = repositoryNameProblem(name);
  if (problem !== undefined) throw new EvalError(problem);
  const attributes = new Map([...named].filter(([key]) => key !== "name"));
  builder.define({ name, rule, attributes, callStack: thread.callStack() });
  return null;
}

/** Bazel's rules for the names that people give to repositories (RepositoryName.VALID_REPO_NAME and WorkspaceFactory). */
function repositoryNameProblem(name: string): string | undefined {
  if (/^[A-Za-z_.][A-Za-z0-9_.~+-]*$/.test(name) && name !== "." && name !== "..") return undefined;
  return `invalid repository name '${name}': repo names may contain only A-Z, a-z, 0-9, '-', '_', '.', '~' and '+' and no path segments`;
}

/** The name, where it is one. Throws `EvalError` otherwise. */
export function checkedRepositoryName(name: string): string {
  const problem = repositoryNameProblem(name);
  if (problem !== undefined) throw new EvalError(problem);
  return name;
}
