import type { Finding } from "./finding.ts";
import { tracksSourceDirectories } from "./directoryFix.ts";
import { labelsIn } from "./labelsIn.ts";
import type { Lint, LintContext } from "./lint.ts";
import { analyse } from "../bazel/analysis/prediction.ts";
import type { Artifact } from "../bazel/artifact.ts";
import type { Package, RuleTarget } from "../bazel/target.ts";
import { isAtLeast, versionToString } from "../bazel/workspace/bazelVersion.ts";
import { baseName, joinPath, parentPath } from "../base/path.ts";

/** Source directories in runfiles, with a Bazel that does not look into them. */
export const untrackedSourceDirectory: Lint = {
  id: "untracked-source-directory",
  level: "analysis",
  severity: "warning",
  summary: "A source directory is in runfiles, and the Bazel version in use does not see changes of the files in it.",
  explanation: `## What
A label names a directory of the sources, and its target brings that directory to runfiles: one link, whatever is below.

\`\`\`starlark
filegroup(
    name = "data",
    srcs = ["testdata"],
)
\`\`\`

## Why
Before 8.5 Bazel does not look into such a directory: a test that reads a changed file of it is not run again ("cached"). Before 8.3 remote execution does not take it as runfiles.

## Instead
Say \`startup --host_jvm_args=-DBAZEL_TRACK_SOURCE_DIRECTORIES=1\` in .bazelrc, use Bazel 8.5 or newer, or name the files, \`glob(["testdata/**"])\`, for one link each.
`,
  check: (context) => {
    if (!context.isVersionKnown || tracksSourceDirectories(context)) return [];
    return context.packages.flatMap((found) => {
      const directories = directoriesOf(context, found);
      if (directories.size === 0) return [];
      return rulesOf(found).flatMap((target) => findings(context, found, target, directories));
    });
  },
};

function rulesOf({ targets }: Package): readonly RuleTarget[] {
  return [...targets.values()].filter((target) => target.kind === "rule");
}

/** Names of the package's source files that are directories. Listings are asked, one for many files: there is a source file for nearly every label. */
function directoriesOf({ reader }: LintContext, { buildFile, targets }: Package): ReadonlySet<string> {
  const root = parentPath(buildFile) ?? "";
  const listings = new Map<string, ReadonlySet<string>>();
  const isDirectory = (name: string): boolean => {
    const path = joinPath(root, name);
    const parent = parentPath(path) ?? "";
    let directories = listings.get(parent);
    if (!directories) {
      const entries = reader.list(parent) ?? [];
      directories = new Set(entries.filter(({ kind }) => kind === "directory").map((entry) => entry.name));
      listings.set(parent, directories);
    }
    return directories.has(baseName(path));
  };
  const sources = [...targets.values()].filter(({ kind }) => kind === "source-file");
  return new Set(sources.map(({ label }) => label.name).filter(isDirectory));
}

function findings(
  context: LintContext,
  found: Package,
  target: RuleTarget,
  directories: ReadonlySet<string>,
): readonly Finding[] {
  const named = [...target.attributes.values()]
    .flatMap(labelsIn)
    .filter(({ name, packageId: { path, repository } }) => {
      return directories.has(name) && path === found.id.path && repository === found.id.repository;
    })
    .map(({ name }) => name);
  const brought = [...new Set(named)].filter((name) => isInRunfiles(context, target, found, name));
  const location = context.locate(target.site);
  return location ? brought.map((name) => finding(context, target, name, location)) : [];
}

function isInRunfiles(context: LintContext, { label }: RuleTarget, { id }: Package, name: string): boolean {
  const result = analyse(context.graph, context.host, context.settings, label, "forward");
  if (result.kind !== "target") return false;
  const { tree, defaultRunfiles, dataRunfiles } = result.target.outputs;
  const shortPath = id.path === "" ? name : `${id.path}/${name}`;
  return (tree ? [tree] : [defaultRunfiles, dataRunfiles]).some(({ artifacts }) =>
    (artifacts.toList() as readonly Artifact[]).some(
      (artifact) => artifact.isSource && artifact.kind === "directory" && artifact.shortPath === shortPath,
    ),
  );
}

function finding(
  { flags: { version } }: LintContext,
  { label }: RuleTarget,
  name: string,
  location: Finding["location"],
): Finding {
  const remote = isAtLeast(version, "8.3") ? "" : ", and remote execution does not take it";
  return {
    lint: untrackedSourceDirectory.id,
    severity: untrackedSourceDirectory.severity,
    location,
    message: `The directory '${name}' is in runfiles, and Bazel ${versionToString(version)} does not see changes of the files in it${remote}.`,
    target: label.toString(),
    related: [],
    fixes: [],
    data: { targets: [label.toString()], directory: name },
  };
}
