import {
  configurationName,
  contenderPath,
  dependentsText,
  meetings,
  type Meeting,
  type MetCollision,
} from "./collisions.ts";
import type { Finding, Fix, RelatedLocation } from "./finding.ts";
import type { Lint, LintContext } from "./lint.ts";
import { splitRewrite } from "./splitRewrite.ts";
import { splitCollision } from "./splitTransitionInRunfiles.ts";
import type { ConfiguredTarget } from "../bazel/analysis/configuredTarget.ts";
import { findTarget } from "../bazel/analysis/queries.ts";

/** Files of several configurations, or a source file and a generated one, at one runfiles path. */
export const runfilesCollision: Lint = {
  id: "runfiles-collision",
  level: "analysis",
  severity: "warning",
  summary: "Several files want one path of a runfiles tree; Bazel keeps one and drops the others without a word.",
  explanation: `## What
Two or more files of a target's runfiles have the same runfiles path. A runfiles path is the file's short path: it leaves out the output directory, and with it the configuration. A file that a split transition builds for three
platforms therefore lands three times on one path; so does a source file beside its generated copy.

## Why
Bazel keeps one of the files and drops the others. From 8.3.1 it says nothing at all; before, it speaks only when symlinks are involved, and the build succeeds all the same. Which file is kept can depend on a hash of
the configuration.

## Instead
Give each file a path of its own: \`ctx.runfiles(symlinks = {...})\` with the split key in the path, or a different file name for each configuration.

\`\`\`starlark
ctx.runfiles(symlinks = {
    "%s/%s/%s" % (ctx.label.name, platform, file.short_path): file
    for platform, target in ctx.split_attr.data.items()
    for file in target[DefaultInfo].files.to_list()
})
\`\`\`
`,
  check: (context) =>
    meetings(
      context,
      (collision) =>
        collision.kind === "configuration" ||
        collision.kind === "source-and-generated" ||
        collision.kind === "obscured",
    ).flatMap((meeting) => finding(context, meeting)),
};

function finding(context: LintContext, meeting: Meeting): readonly Finding[] {
  const location = context.locate(meeting.site);
  const [first, ...more] = meeting.collisions;
  if (!location || !first) return [];
  const others = more.length === 0 ? "" : ` ${String(more.length)} more path${more.length === 1 ? "" : "s"} likewise.`;
  return [
    {
      lint: runfilesCollision.id,
      severity: runfilesCollision.severity,
      location,
      message: `${message(first)}${others}${dependentsText(meeting)}`,
      target: meeting.target.label.toString(),
      related: [...contenderLocations(context, first), ...splitLocations(context, meeting.target, first)],
      fixes: splitFix(context, meeting, first),
      data: {
        targets: meeting.carriers,
        collisions: meeting.collisions.map(({ collision, kept }) => ({
          path: collision.path,
          kind: collision.kind,
          contenders: collision.contenders.map(contenderPath),
          kept: kept ? contenderPath(kept) : null,
        })),
      },
    },
  ];
}

function message({ collision, kept }: MetCollision): string {
  const { path, contenders, kind } = collision;
  if (kind === "obscured") return `The runfiles entry '${path}' is dropped: it lies below another entry.`;
  const names = contenders.map(configurationName).join("; ");
  const outcome = kept
    ? `Bazel keeps the one of ${configurationName(kept)}, which is merged last.`
    : "Bazel keeps one of them, decided by a hash of the configuration; the others vanish.";
  return `${String(contenders.length)} files want the runfiles path '${path}' (${names}). ${outcome}`;
}

/** The refactoring of the rule that puts the split files there, where it has the plain shape. */
function splitFix(context: LintContext, meeting: Meeting, { collision }: MetCollision): readonly Fix[] {
  const ruleClass = meeting.target.rule?.ruleClass;
  if (collision.kind !== "configuration" || !ruleClass) return [];
  const shown = splitCollision(context, ruleClass);
  return shown ? splitRewrite(context, ruleClass, shown.attribute, shown.site, meeting.carriers) : [];
}

function contenderLocations(context: LintContext, { collision, kept }: MetCollision): readonly RelatedLocation[] {
  return collision.contenders.flatMap((contender) => {
    if (!("artifact" in contender)) return [];
    const found = findTarget(context.graph, context.host, contender.artifact.owner);
    const location =
      found.kind === "found" && found.target.kind === "rule" ? context.locate(found.target.site) : undefined;
    const fate = kept === undefined ? "" : contender === kept ? " (kept)" : " (dropped)";
    return location ? [{ location, message: `${contenderPath(contender)}${fate}` }] : [];
  });
}

/** The transition that split the contenders: on the attribute through which the meeting target reaches them. */
function splitLocations(
  context: LintContext,
  target: ConfiguredTarget,
  { collision }: MetCollision,
): readonly RelatedLocation[] {
  if (collision.kind !== "configuration" || !target.rule) return [];
  const attributes = new Set(
    target.dependencies.filter((edge) => edge.branch !== undefined).map((edge) => edge.attribute),
  );
  return [...attributes].flatMap((name) => {
    const cfg = target.rule?.ruleClass.attributes.get(name)?.cfg;
    const location = cfg?.kind === "starlark" ? context.locate(cfg.transition.site) : undefined;
    return location ? [{ location, message: `the transition that splits the attribute '${name}'` }] : [];
  });
}
