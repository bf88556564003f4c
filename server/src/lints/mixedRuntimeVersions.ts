import { grouped } from "../base/counts.ts";
import type { Finding } from "./finding.ts";
import { zipappFix } from "./zipappFix.ts";
import type { Executable, Lint, LintContext } from "./lint.ts";
import type { ConfiguredTarget } from "../bazel/analysis/configuredTarget.ts";
import { mayCarryRuntime } from "../bazel/analysis/runtimeCarriers.ts";
import type { ContributorCost } from "../bazel/analysis/treeCost.ts";

/** Two interpreters of one language in one tree. */
export const mixedRuntimeVersions: Lint = {
  id: "mixed-runtime-versions",
  level: "analysis",
  severity: "information",
  summary: "Two versions of one interpreter are in the runfiles tree of one target.",
  explanation: `## What
A target whose \`data\` names a program of another Python version carries both interpreters.

\`\`\`starlark
py_test(
    name = "test",
    srcs = ["test.py"],
    data = [":tool"],
    python_version = "3.10",
)

py_binary(
    name = "tool",
    srcs = ["tool.py"],
    python_version = "3.12",
)
\`\`\`

## Why
Each interpreter is some 2,300 files, linked into the tree of every such target. And what is generated for both versions has one path in the tree: only one of the files is there.

## Instead
Let both have one version. Or make the other program a zipapp (\`py_zipapp_binary\`, rules_python 1.9 and later): that is one file, whatever it runs on.
`,
  check,
};

interface Mixed {
  readonly executable: Executable;
  readonly runtimes: readonly ContributorCost[];
}

function check(context: LintContext): readonly Finding[] {
  const mixed = new Map<string, Mixed>();
  for (const executable of context.executables) {
    if (!mayBeMixed(executable)) continue;
    const runtimes = (context.cost(executable)?.contributors ?? []).filter(({ kind }) => kind === "runtime");
    const several = severalVersions(runtimes);
    if (several.length > 1) mixed.set(executable.rule.label.toString(), { executable, runtimes: several });
  }
  const sites = new Map<string, Mixed[]>();
  for (const one of mixed.values()) {
    if (carriesAnother(one.executable.target, mixed)) continue;
    const { file, node } = one.executable.rule.site;
    const key = `${file} ${String(node)} ${one.runtimes.map(({ title }) => title).join()}`;
    sites.set(key, [...(sites.get(key) ?? []), one]);
  }
  return [...sites.values()].flatMap((group) => finding(context, group));
}

/** One of the two comes through a dependency that runs itself. */
function mayBeMixed({ target }: Executable): boolean {
  return target.dependencies.some((edge) => mayCarryRuntime(edge.target));
}

/** The runtimes of the first language of which there are several versions. */
function severalVersions(runtimes: readonly ContributorCost[]): readonly ContributorCost[] {
  for (const { language } of runtimes) {
    const versions = new Map(
      runtimes.flatMap((one) =>
        one.language === language && one.version !== null ? [[minorOf(one.version), one]] : [],
      ),
    );
    if (language !== null && versions.size > 1) return [...versions.values()].sort(byVersion);
  }
  return [];
}

/** `3.10` of `3.10.13`. */
function minorOf(version: string): string {
  return /^\d+\.\d+/.exec(version)?.[0] ?? version;
}

function byVersion(a: ContributorCost, b: ContributorCost): number {
  return (a.version ?? "").localeCompare(b.version ?? "", "en", { numeric: true });
}

/** Then the two meet there, and one finding is enough. */
function carriesAnother(target: ConfiguredTarget, mixed: ReadonlyMap<string, Mixed>): boolean {
  const found = new Set(target.dependencies.map((edge) => edge.target));
  for (const one of found) {
    if (mixed.has(one.label.toString())) return true;
    for (const edge of one.dependencies) found.add(edge.target);
  }
  return false;
}

/** What runs itself among the data: as a file it would bring no second runtime. */
function programsOf({ target }: Executable): readonly ConfiguredTarget[] {
  const programs = target.dependencies.filter(
    (edge) => edge.attribute === "data" && edge.target.outputs.tree !== undefined && mayCarryRuntime(edge.target),
  );
  return programs.map((edge) => edge.target);
}

function finding(context: LintContext, group: readonly Mixed[]): readonly Finding[] {
  const [first] = group;
  const location = first && context.locate(first.executable.rule.site);
  if (!location) return [];
  const targets = group.map(({ executable }) => executable.rule.label.toString());
  const links = first.runtimes.map(
    ({ version, links: count, counted }) => `${String(version)} with ${counted ? "" : "≈"}${grouped(count)} links`,
  );
  const what = targets.length === 1 ? `The tree of ${targets.join()}` : `Each of ${grouped(targets.length)} trees`;
  return [
    {
      lint: mixedRuntimeVersions.id,
      severity: mixedRuntimeVersions.severity,
      location,
      message: `${what} holds ${String(first.runtimes.length)} versions of ${String(first.runtimes[0]?.language)}: ${links.join(", ")}.`,
      target: targets.length === 1 ? targets[0] : undefined,
      related: first.runtimes.flatMap(({ declaredAt, version }) =>
        declaredAt ? [{ location: declaredAt, message: `${String(version)} is registered here.` }] : [],
      ),
      fixes: programsOf(first.executable).flatMap(({ label, rule }) =>
        zipappFix(context, first.executable.rule, rule, context.linksOf(label), targets.length),
      ),
      data: { targets, versions: first.runtimes.map(({ version }) => version) },
    },
  ];
}
