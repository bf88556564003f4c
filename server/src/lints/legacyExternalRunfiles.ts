import { grouped } from "../base/counts.ts";
import { noLegacyRunfilesFix } from "./bazelrcFix.ts";
import type { Finding } from "./finding.ts";
import type { Executable, Lint, LintContext } from "./lint.ts";
import { mayCarryRuntime } from "../bazel/analysis/runtimeCarriers.ts";
import { treeRunfiles } from "../bazel/analysis/prediction.ts";
import type { TargetCost } from "../bazel/analysis/treeCost.ts";
import { joinPath } from "../base/path.ts";
import type { Location } from "../base/text.ts";
import { workspaceFileOf } from "../bazel/workspace/root.ts";

/** External files that are linked twice into every tree. */
export const legacyExternalRunfiles: Lint = {
  id: "legacy-external-runfiles",
  level: "analysis",
  severity: "information",
  summary: "Bazel links every file of an external repository a second time, under the legacy path `external/`.",
  explanation: `## What
Before version 8, Bazel puts every file of an external repository into runfiles trees twice: at \`<repository>/path\`, and once more at \`<workspace>/external/<repository>/path\`.

## Why
The copies double the links that external repositories cost: time to make and delete them, and inodes. Seldom does anything read them.

## Instead
Turn them off for every build, in the workspace's .bazelrc, and run the tests: rulesets and programs that read the legacy path have to be mended first.

\`\`\`
build --nolegacy_external_runfiles
\`\`\`
`,
  check,
};

function check(context: LintContext): readonly Finding[] {
  const flag = context.flags.boolean("legacy_external_runfiles");
  if (!flag.value) return [];
  const carriers = [
    ...context.executables.map((executable) => countsOf(context, executable)),
    ...context.externalPrograms.map(countsOfCost),
  ].filter(({ legacyCopies }) => legacyCopies > 0);
  if (carriers.length === 0) return [];
  const copies = carriers.reduce((sum, { legacyCopies }) => sum + legacyCopies, 0);
  const links = carriers.reduce((sum, carrier) => sum + carrier.links, 0);
  const about = carriers.some(({ isEstimate }) => isEstimate) ? "≈" : "";
  const written =
    flag.origin?.kind === "bazelrc"
      ? { path: flag.origin.argument.path, range: flag.origin.argument.range }
      : undefined;
  const location = written ?? rootLocation(context);
  if (!location) return [];
  const why = flag.origin
    ? "--legacy_external_runfiles has Bazel link every external file twice"
    : "this Bazel version links every external file twice unless --nolegacy_external_runfiles is set";
  const share = carriers.length === 1 ? "1 target has" : `${String(carriers.length)} targets have`;
  return [
    {
      lint: legacyExternalRunfiles.id,
      severity: legacyExternalRunfiles.severity,
      location,
      message: `${share} ${about}${grouped(copies)} legacy ${copies === 1 ? "copy" : "copies"} among ${about}${grouped(links)} links: ${why}.`,
      target: undefined,
      related: [],
      fixes: noLegacyRunfilesFix(context),
      data: { targets: carriers.map(({ label }) => label), legacyCopies: copies, links },
    },
  ];
}

interface Counts {
  readonly label: string;
  readonly links: number;
  readonly legacyCopies: number;
  readonly isEstimate: boolean;
}

/** With what is published of runtimes that are not on disk: else the copies that matter most would be left out. */
function countsOf(context: LintContext, executable: Executable): Counts {
  const { target } = executable;
  const isEstimable = treeRunfiles(target).unknowns.size > 0 && mayCarryRuntime(target);
  const cost = isEstimable ? context.cost(executable) : undefined;
  if (cost) return countsOfCost(cost);
  return { label: executable.rule.label.toString(), ...executable.summary, isEstimate: false };
}

function countsOfCost({ target, links, legacyCopies, contributors }: TargetCost): Counts {
  return { label: target, links, legacyCopies, isEstimate: contributors.some(({ counted }) => !counted) };
}

/** The start of .bazelrc, or of the file that makes the directory a workspace. */
function rootLocation(context: LintContext): Location | undefined {
  const start = { line: 0, character: 0 };
  const candidates = [
    joinPath(context.root, ".bazelrc"),
    joinPath(context.root, "MODULE.bazel"),
    workspaceFileOf(context.reader, context.root, false),
  ];
  const path = candidates.find((candidate) => candidate !== undefined && context.reader.kind(candidate) === "file");
  if (path === undefined) return undefined;
  const firstLine = (context.reader.text(path) ?? "").split(/\r?\n/, 1)[0] ?? "";
  return { path, range: { start, end: { line: 0, character: firstLine.length } } };
}
