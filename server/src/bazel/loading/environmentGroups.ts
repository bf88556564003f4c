/**
 * What Bazel refuses of `environment_group()`: as it is called, and when the package is whole (`EnvironmentGroup.java`, `Package.Builder.addEnvironmentGroup`); and, once rules are analysed, of those that are environments or are restricted to some
 * (`ConstraintSemantics.java`).
 */
import { StarlarkList } from "../../starlark/list.ts";
import { Label } from "../label.ts";
import type { EnvironmentGroupTarget, LoadingProblem, Package, RuleTarget, Target } from "../target.ts";

/** What is wrong with the labels of a group, whatever they name. */
export function membershipProblems(
  group: EnvironmentGroupTarget,
  defaults: readonly Label[],
  targets: Iterable<Target>,
): readonly string[] {
  const own = group.label.toString();
  const members = new Set(group.environments.map(String));
  return [
    ...repeated(group.environments).map(
      (label) => `label '${label}' is duplicated in the 'environments' list of '${group.label.name}'`,
    ),
    ...repeated(defaults).map(
      (label) => `label '${label}' is duplicated in the 'defaults' list of '${group.label.name}'`,
    ),
    ...group.environments
      .filter((label) => label.packagePath !== group.label.packagePath || label.repository !== group.label.repository)
      .map((label) => `${label.toString()} is not in the same package as group ${own}`),
    ...defaults
      .filter((label) => !members.has(label.toString()))
      .map((label) => `default ${label.toString()} is not a declared environment for group ${own}`),
    ...[...targets]
      .filter((target) => target.kind === "environment-group" && target !== group)
      .flatMap((other) =>
        (other as EnvironmentGroupTarget).environments
          .filter((label) => members.has(label.toString()))
          .map((label) => `environment ${label.toString()} belongs to both ${own} and ${other.label.toString()}`),
      ),
  ];
}

/** What is wrong with the environments that the groups of a whole package name. */
export function environmentGroupProblems(targets: ReadonlyMap<string, Target>): readonly LoadingProblem[] {
  const groups = [...targets.values()].filter((target) => target.kind === "environment-group");
  return groups.flatMap((group) =>
    memberProblems(group, targets).map((message) => ({ message, site: group.site, callStack: [] })),
  );
}

/** An environment that no group of its package names, where all groups are known (`ConstraintSemantics.getEnvironmentGroup`). */
export function ungroupedProblem({ label, ruleClass }: RuleTarget, { targets, open }: Package): string | undefined {
  if (ruleClass.name !== "environment" || ruleClass.model?.of !== "bazel" || open.length > 0) return undefined;
  const own = label.toString();
  const isGrouped = [...targets.values()].some(
    (target) => target.kind === "environment-group" && target.environments.some((member) => member.toString() === own),
  );
  return isGrouped ? undefined : `in environment rule ${own}: cannot find the group for environment ${own}`;
}

/** Whether `restricted_to` is given, and names nothing (`ConstraintSemantics.EnvironmentCollector`). */
export function isRestrictedToNothing({ attributes }: RuleTarget): boolean {
  const given = attributes.get("restricted_to");
  return given instanceof StarlarkList && given.items.length === 0;
}

function memberProblems(group: EnvironmentGroupTarget, targets: ReadonlyMap<string, Target>): readonly string[] {
  const members = new Set(group.environments.map(String));
  return group.environments.flatMap((label) => {
    const found = targets.get(label.name);
    const problem = environmentProblem(label, found, members);
    if (problem !== undefined) return [problem];
    const fulfilled = (found as RuleTarget).attributes.get("fulfills");
    if (!(fulfilled instanceof StarlarkList)) return [];
    return fulfilled.items.flatMap((other) => {
      if (!(other instanceof Label)) return [];
      const why = environmentProblem(other, targets.get(other.name), members);
      return why === undefined ? [] : [`in "fulfills" attribute of ${label.toString()}: ${why}`];
    });
  });
}

function environmentProblem(
  label: Label,
  target: Target | undefined,
  members: ReadonlySet<string>,
): string | undefined {
  if (!target) return `environment ${label.toString()} does not exist`;
  const name = target.label.toString();
  if (target.kind !== "rule" || target.ruleClass.name !== "environment") return `${name} is not a valid environment`;
  return members.has(name) ? undefined : `${name} is not a member of this group`;
}

function repeated(labels: readonly Label[]): readonly string[] {
  const texts = labels.map(String);
  return [...new Set(texts.filter((text, index) => texts.indexOf(text) !== index))];
}
