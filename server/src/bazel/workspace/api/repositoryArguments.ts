/** What Bazel refuses of a repository rule's call in a WORKSPACE file (`WorkspaceFactoryHelper`, `RuleFactory`; 4.2.3 and 7.7.1 were asked). */
import { EvalError } from "../../../starlark/errors.ts";
import type { NamedArguments, Value } from "../../../starlark/value.ts";
import type { LabelContext } from "../../label.ts";
import { castEntries } from "../../loading/api/arguments.ts";
import { commonRepositoryAttributes } from "../../loading/commonAttributes.ts";
import { convertAttributes } from "../../loading/ruleAttributes.ts";
import type { AttributeDefinition } from "../../rule.ts";
import type { BazelVersion } from "../bazelVersion.ts";

/** What a call is held against. */
export interface CheckedRule {
  readonly name: string;
  /** Its own attributes. */
  readonly attributes: ReadonlyMap<string, AttributeDefinition>;
  readonly isNative: boolean;
}

/**
 * What is wrong with the arguments, each in Bazel's words; the repository is defined all the same. `workspace`: the name that the file has given itself. Throws `EvalError` for a `repo_mapping` that is none: then nothing is
 * defined.
 */
export function argumentProblems(
  { name: rule, attributes, isNative }: CheckedRule,
  repository: string,
  named: NamedArguments,
  version: BazelVersion,
  workspace: string | undefined,
): readonly string[] {
  checkRepositoryMapping(named.get("repo_mapping"), version);
  const problems: string[] = [];
  convertAttributes(
    {
      name: rule,
      attributes: new Map([...commonRepositoryAttributes(version, isNative), ...attributes]),
      model: undefined,
    },
    { target: repository, labels: externalLabels(version, workspace), version },
    new Map([...named].filter(([name]) => name !== "repo_mapping")),
    (message) => {
      problems.push(`//external:${repository}: ${message}`);
    },
  );
  return problems;
}

/** Labels of a WORKSPACE file are those of the package `external`; Bazel 7 knows the workspace by its own name, Bazel 4 does not, and those between were not asked. */
function externalLabels(version: BazelVersion, workspace: string | undefined): LabelContext {
  return {
    package: { repository: "", path: "external" },
    resolveRepository: (apparent) => (version.major >= 7 && apparent === workspace ? "" : apparent),
  };
}

/** `WorkspaceFactoryHelper.addRepoMappings`. */
function checkRepositoryMapping(mapping: Value | undefined, version: BazelVersion): void {
  if (mapping === undefined) return;
  const what = version.major < 5 ? "workspace names" : "repo names used in the repo_mapping attribute";
  for (const name of castEntries(mapping, "repo_mapping", "string").flat()) {
    if (typeof name !== "string") continue;
    if (!name.startsWith("@")) throw new EvalError(`invalid repository name '${name}': ${what} must start with '@'`);
    if (!/^@@?[\w.~+-]*$/.test(name))
      throw new EvalError(
        `invalid repository name '${name}': ${what} may contain only A-Z, a-z, 0-9, '-', '_' and '.'`,
      );
  }
}
