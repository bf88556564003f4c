import { counted } from "../base/counts.ts";
import type { Finding, Fix } from "./finding.ts";
import { directoryArtifactFix } from "./directoryArtifactFix.ts";
import { directoryFix } from "./directoryFix.ts";
import { labelsIn } from "./labelsIn.ts";
import type { Lint, LintContext } from "./lint.ts";
import { analyse } from "../bazel/analysis/prediction.ts";
import type { Artifact } from "../bazel/artifact.ts";
import type { Label } from "../bazel/label.ts";
import type { GlobCall, Package, RuleTarget } from "../bazel/target.ts";
import { pathBelow } from "../base/path.ts";
import type { Site } from "../starlark/thread.ts";
import type { Value } from "../starlark/value.ts";

/** Globs whose files stand one by one in runfiles trees. */
export const largeDataGlob: Lint = {
  id: "large-data-glob",
  level: "analysis",
  severity: "information",
  summary: "A glob brings a large number of files to runfiles trees, where each is an entry of its own.",
  explanation: `## What
The files that a glob matches come to runfiles, one entry each. From how many on it is reported is a setting, \`runfilesLens.largeDataGlob.entries\`.

\`\`\`starlark
sh_test(
    name = "test",
    srcs = ["test.sh"],
    data = glob(["testdata/**"]),
)
\`\`\`

## Why
Every target that carries them makes all these links again, each sandbox stages them, and remote execution is told of them.

## Instead
Leave out what is not read (\`exclude\`), or split the files by the tests that read them. Where a program reads a whole directory, name the directory: it is one link, in sandboxes too. Bazel sees changes in such a directory from 8.5 on,
before that only with \`startup --host_jvm_args=-DBAZEL_TRACK_SOURCE_DIRECTORIES=1\`, and remote execution takes it from 8.3 on. Files that an action makes can be one directory as well (\`ctx.actions.declare_directory\`, \`copy_to_directory\` of bazel-lib): that is one link
in the tree, while sandboxes and remote execution still get every file. Or pack them into an archive.
`,
  check: (context) =>
    [...groupedByPlace(context.packages.flatMap((found) => brought(context, found))).values()].map((group) =>
      finding(context, group),
    ),
};

/** A glob whose files are in the runfiles of targets of its package. */
export interface BroughtGlob {
  readonly package: Package;
  readonly glob: GlobCall;
  readonly site: Site;
  readonly entries: number;
  /** Where its files are attributes of targets. */
  readonly uses: readonly GlobUse[];
}

/** Files of a glob in an attribute. */
export interface GlobUse {
  readonly target: RuleTarget;
  readonly attribute: string;
  /** How many of the files the attribute has. */
  readonly files: number;
  /** How many of them are in the target's runfiles, or in those that it brings as data. */
  readonly entries: number;
}

function brought(context: LintContext, found: Package): readonly BroughtGlob[] {
  return found.globs.flatMap((glob) => {
    if (glob.matches.length < context.largeGlobEntries) return [];
    const uses = usesOf(context, found, glob);
    const entries = Math.max(0, ...uses.map((use) => use.entries));
    const site = siteOf(context, glob);
    return entries < context.largeGlobEntries || !site ? [] : [{ package: found, glob, site, entries, uses }];
  });
}

/** Where the glob is written, if that is in this workspace; else where the BUILD file calls whoever wrote it. */
function siteOf(context: LintContext, { callStack }: GlobCall): Site | undefined {
  const own = callStack.findLast(({ site }) => site && pathBelow(context.root, site.file) !== undefined);
  return own?.site ?? callStack[0]?.site;
}

function usesOf(context: LintContext, found: Package, glob: GlobCall): readonly GlobUse[] {
  const names = new Set(glob.matches);
  const known = new Map<string, number>();
  return [...found.targets.values()].flatMap((target) => {
    if (target.kind !== "rule") return [];
    return [...target.attributes].flatMap(([attribute, value]) => {
      const files = labelsIn(value).filter((label) => isOf(label, found) && names.has(label.name)).length;
      if (files === 0) return [];
      // What a rule does with an attribute it does for every target: hundreds of tests are not flattened one by one.
      const key = `${target.ruleClass.module} ${target.ruleClass.name} ${attribute} ${String(files)}`;
      const entries = known.get(key) ?? entriesIn(context, target, found, names);
      known.set(key, entries);
      return [{ target, attribute, files, entries }];
    });
  });
}

function entriesIn(context: LintContext, { label }: RuleTarget, found: Package, names: ReadonlySet<string>): number {
  const result = analyse(context.graph, context.host, context.settings, label, "forward");
  if (result.kind !== "target") return 0;
  const { tree, defaultRunfiles, dataRunfiles } = result.target.outputs;
  const prefix = found.id.path === "" ? "" : `${found.id.path}/`;
  const count = (artifacts: readonly Value[]) =>
    (artifacts as readonly Artifact[]).filter(
      ({ shortPath, isSource }) =>
        isSource && shortPath.startsWith(prefix) && names.has(shortPath.slice(prefix.length)),
    ).length;
  if (tree) return count(tree.artifacts.toList());
  return Math.max(count(defaultRunfiles.artifacts.toList()), count(dataRunfiles.artifacts.toList()));
}

function isOf(label: Label, { id }: Package): boolean {
  return label.packagePath === id.path && label.repository === id.repository;
}

/** A macro that many packages call is one place. */
function groupedByPlace(globs: readonly BroughtGlob[]): ReadonlyMap<string, readonly BroughtGlob[]> {
  const groups = new Map<string, BroughtGlob[]>();
  for (const glob of globs) {
    const key = `${glob.site.file} ${String(glob.site.node)}`;
    const group = groups.get(key) ?? [];
    group.push(glob);
    groups.set(key, group);
  }
  return groups;
}

function finding(context: LintContext, group: readonly BroughtGlob[]): Finding {
  const entries = Math.max(...group.map((one) => one.entries));
  const carriers = group.flatMap(({ uses }) => uses.filter((use) => use.entries > 0).map(({ target }) => target));
  const targets = [...new Set(carriers.map(({ label }) => label.toString()))];
  const [first] = group as readonly [BroughtGlob, ...BroughtGlob[]];
  const patterns = first.glob.include.map((pattern) => JSON.stringify(pattern)).join(", ");
  return {
    lint: largeDataGlob.id,
    severity: largeDataGlob.severity,
    location: context.locate(first.site) ?? { path: first.package.buildFile, range: START },
    message: `glob([${patterns}]) brings ${counted(entries, "entry", "entries")} to the runfiles of ${targetsText(carriers, targets)}.`,
    target: targets[0],
    related: [],
    fixes: group.every((one) => one.package === first.package) ? fixesFor(context, first) : [],
    data: { targets, entries, patterns: first.glob.include },
  };
}

/** A source directory where that does, else one that an action makes. */
function fixesFor(context: LintContext, brought: BroughtGlob): readonly Fix[] {
  const fixes = directoryFix(context, brought);
  return fixes.length > 0 ? fixes : directoryArtifactFix(context, brought);
}

const START = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function targetsText(carriers: readonly RuleTarget[], targets: readonly string[]): string {
  const [first = "", ...rest] = targets;
  const others = rest.length === 0 ? "" : ` and ${counted(rest.length, "other target")}`;
  const isRun = carriers.some(({ ruleClass }) => ruleClass.executable);
  return `${first}${others}${isRun ? "" : ", and of whatever depends on it"}`;
}
