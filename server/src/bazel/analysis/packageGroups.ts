/** What package groups hold: packages of their own, and those of the groups that they include (`PackageSpecificationProvider`). */
import { unknownApi } from "./actions.ts";
import { packageDoubt } from "./packageDoubt.ts";
import { PACKAGE_SPECIFICATION_INFO } from "./providers.ts";
import { findTarget } from "./queries.ts";
import { Label, parseLabel, type PackageId } from "../label.ts";
import { matchesPackages } from "../loading/packageSpecification.ts";
import { Struct } from "../provider.ts";
import type { PackageGroupTarget } from "../target.ts";
import type { QueryContext } from "../../base/graph.ts";
import { builtin } from "../../starlark/builtin.ts";
import { EvalError } from "../../starlark/errors.ts";
import { unknown, Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";
import type { AnalysisHost } from "./keys.ts";

/** The specifications of a group, which name repositories canonically, as its own repository has them. */
export function ownSpecifications(
  graph: QueryContext,
  host: AnalysisHost,
  { label: { repository }, packages }: PackageGroupTarget,
): readonly string[] {
  const { semantics, repositories } = host.workspace(graph);
  const canonical = (all: string, minus: string, apparent: string): string => {
    const name = repositories.resolve(repository, apparent);
    return name === undefined ? all : `${minus}@@${name}//`;
  };
  return packages.map((written) =>
    semantics.rootMeansEverywhere && /^-?\/\/\.\.\.$/.test(written)
      ? written.replace("//...", "public")
      : written.replace(/^(-?)@([^@/]+)\/\//, canonical),
  );
}

/** Of one group: what it takes away is taken from itself only. */
type Contents = (id: PackageId) => boolean;

interface AllContents {
  readonly groups: Contents[];
  unknown: Unknown | undefined;
}

function collect(
  graph: QueryContext,
  host: AnalysisHost,
  group: PackageGroupTarget,
  all: AllContents,
  seen: Set<string>,
): void {
  seen.add(group.label.toString());
  const specifications = ownSpecifications(graph, host, group);
  all.groups.push((id) => matchesPackages(specifications, id, group.label.repository));
  for (const label of group.includes) {
    if (seen.has(label.toString())) continue;
    const found = findTarget(graph, host, label);
    if (found.kind === "unknown") all.unknown ??= new Unknown(found.reason);
    else if (found.kind === "missing") all.unknown ??= refused(label, found.message);
    else if (found.target.kind !== "package-group") all.unknown ??= refused(label, "it is no package group");
    else {
      const doubt = packageDoubt(found.package, host.workspace(graph).bazelVersion);
      if (doubt) all.unknown ??= new Unknown(doubt);
      collect(graph, host, found.target, all, seen);
    }
  }
}

/** Bazel refuses the group that includes it. */
function refused(label: Label, why: string): Unknown {
  const name = label.toString();
  return unknown({ kind: "evaluation", name, message: `the package group ${name}, which is included: ${why}` });
}

/** What rules see of a group from Bazel 7 on; of earlier ones it is not known. */
export function packageSpecification(
  graph: QueryContext,
  host: AnalysisHost,
  group: PackageGroupTarget,
): readonly [string, Value] {
  const contains = host.workspace(graph).bazelVersion.major < 7 ? unknownApi(NAME) : containsIn(graph, host, group);
  return [
    PACKAGE_SPECIFICATION_INFO.identity,
    new Struct(new Map([["contains", contains]]), PACKAGE_SPECIFICATION_INFO),
  ];
}

const NAME = "PackageSpecificationInfo.contains";

function containsIn(graph: QueryContext, host: AnalysisHost, group: PackageGroupTarget): Value {
  const all: AllContents = { groups: [], unknown: undefined };
  collect(graph, host, group, all, new Set());
  return builtin({
    name: "contains",
    params: [{ name: "target" }],
    run: (_thread, [target]) => {
      const { repository, packagePath } = targetLabel(target ?? null);
      const id = { repository, path: packagePath };
      return all.groups.some((holds) => holds(id)) || (all.unknown ?? false);
    },
  });
}

/** Texts name repositories canonically (`Label.parseCanonical`). */
function targetLabel(target: Value): Label {
  if (target instanceof Label) return target;
  if (typeof target !== "string") throw new EvalError(`expected string or label for 'target'`);
  const parsed = parseLabel(target, { package: { repository: "", path: "" }, resolveRepository: (name) => name });
  if (parsed.kind !== "label" || !/^(?:@|\/\/)/.test(target))
    throw new EvalError(`invalid label '${target}': absolute label must begin with '@' or '//'`);
  return parsed.label;
}
