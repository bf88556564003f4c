/** How repository rules, built in or written in Starlark, define a repository in the WORKSPACE file under evaluation. */
import { EvalError } from "../../../starlark/errors.ts";
import { repr } from "../../../starlark/printer.ts";
import type { Thread } from "../../../starlark/thread.ts";
import { Unknown } from "../../../starlark/unknown.ts";
import type { NamedArguments, Value } from "../../../starlark/value.ts";
import { typeOf } from "../../../starlark/value.ts";
import type { RepositoryDefinition, RepositoryRuleId } from "../repositoryDefinition.ts";
import type { WorkspaceBuilder } from "../workspaceBuilder.ts";

/** `rule(name = …, …)`. A definition whose name is not known leaves the workspace open. */
export function defineRepository(
  thread: Thread,
  builder: WorkspaceBuilder,
  rule: RepositoryRuleId,
  named: NamedArguments,
  declared?: RepositoryDefinition["declared"],
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
  const problem = repositoryNameProblem(name, rule.module === undefined);
  if (problem !== undefined) throw new EvalError(problem);
  const attributes = new Map([...named].filter(([key]) => key !== "name"));
  builder.define({ name, rule, attributes, declared, callStack: thread.callStack() });
  return null;
}

/**
 * What Bazel demands of a repository's name: of any (`RepositoryName`), and what it demands more of those that built-in rules, `bazel_dep` and `use_repo` give (`RepositoryName.validateUserProvidedRepoName`, before Bazel 6
 * `WorkspaceGlobals.isLegalWorkspaceName`). A rule of a .bzl file may begin its name with a digit; seen with 4.2.3 and 7.7.1.
 */
function repositoryNameProblem(name: string, isGivenByPeople: boolean): string | undefined {
  if (!/^[\w.-][\w.~+-]*$/.test(name) || name === "." || name === "..")
    return `invalid repository name '${name}': repo names may contain only A-Z, a-z, 0-9, '-', '_', '.', '~' and '+' and no path segments`;
  return isGivenByPeople ? givenNameProblem(name) : undefined;
}

function givenNameProblem(name: string): string | undefined {
  if (/^[A-Za-z][\w.-]*$/.test(name)) return undefined;
  return `invalid user-provided repo name '${name}': valid names may contain only A-Z, a-z, 0-9, '-', '_', '.', and must start with a letter`;
}

/** The name, where it is one that people may give. Throws `EvalError` otherwise. */
export function checkedRepositoryName(name: string): string {
  const problem = givenNameProblem(name);
  if (problem !== undefined) throw new EvalError(problem);
  return name;
}
