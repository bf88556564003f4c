/** How repository rules, built in or written in Starlark, define a repository in the WORKSPACE file under evaluation. */
import { EvalError } from "../../../starlark/errors.ts";
import { repr } from "../../../starlark/printer.ts";
import type { Thread } from "../../../starlark/thread.ts";
import { Unknown } from "../../../starlark/unknown.ts";
import type { NamedArguments, Value } from "../../../starlark/value.ts";
import { typeOf } from "../../../starlark/value.ts";
import type { AttributeDefinition } from "../../rule.ts";
import type { BazelVersion } from "../bazelVersion.ts";
import { BAZEL_VERSION } from "../bazelVersion.ts";
import type { RepositoryRuleId } from "../repositoryDefinition.ts";
import type { WorkspaceBuilder } from "../workspaceBuilder.ts";
import { argumentProblems } from "./repositoryArguments.ts";

/** The rule that is called. */
export interface CalledRule extends RepositoryRuleId {
  /** Its own attributes; undefined where they are not known. */
  readonly attributes: ReadonlyMap<string, AttributeDefinition> | undefined;
  /** Whether Bazel would refuse what does not fit these attributes. */
  readonly isChecked: boolean;
}

/** `rule(name = …, …)`. A definition whose name is not known leaves the workspace open. */
export function defineRepository(
  thread: Thread,
  builder: WorkspaceBuilder,
  called: CalledRule,
  named: NamedArguments,
): Value {
  const rule = { module: called.module, name: called.name };
  const version = thread.get(BAZEL_VERSION);
  const name = repositoryName(rule, named.get("name"), version);
  if (name instanceof Unknown) {
    builder.markOpen(name);
    return null;
  }
  const isNative = rule.module === undefined;
  const callStack = thread.callStack();
  if (called.isChecked && called.attributes && version) {
    const checked = { name: rule.name, attributes: called.attributes, isNative };
    for (const problem of argumentProblems(checked, name, named, version, builder.name))
      builder.addProblem(problem, callStack);
  }
  const attributes = new Map([...named].filter(([key]) => key !== "name"));
  builder.define({ name, rule, attributes, declared: isNative ? undefined : called.attributes, callStack });
  return null;
}

/** The checked name. */
function repositoryName(
  rule: RepositoryRuleId,
  name: Value | undefined,
  version: BazelVersion | undefined,
): string | Unknown {
  if (name === undefined)
    throw new EvalError(
      version && version.major < 5 ? `${rule.name} rule has no 'name' attribute` : "argument 'name' is required",
    );
  if (name instanceof Unknown) return name;
  if (typeof name !== "string") {
    throw new EvalError(
      `expected value of type 'string' for attribute 'name', but got ${repr(name)} (${typeOf(name)})`,
    );
  }
  const problem = repositoryNameProblem(name, rule.module === undefined);
  if (problem !== undefined) throw new EvalError(problem);
  return name;
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
