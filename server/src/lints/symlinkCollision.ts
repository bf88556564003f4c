import { contenderPath, dependentsText, meetings, type Meeting } from "./collisions.ts";
import type { Finding, RelatedLocation } from "./finding.ts";
import type { Lint, LintContext } from "./lint.ts";
import { findTarget } from "../bazel/analysis/queries.ts";
import type { Contender } from "../bazel/runfiles/tree.ts";

/** Runfiles symlinks that are lost when runfiles are merged. */
export const symlinkCollision: Lint = {
  id: "symlink-collision",
  level: "analysis",
  severity: "warning",
  summary: "Runfiles symlinks of several targets have one path; merging keeps the last and loses the others.",
  explanation: `## What
\`symlinks\` or \`root_symlinks\` entries that several targets bring to one runfiles tree have the same path and different files, or a file stands at the path of a symlink.

## Why
Merging runfiles is lossy: symlinks lose against files, files against root symlinks, and among equals the one that is merged last wins. The program that relied on the lost entry reads somebody else's file.

## Instead
Put something of the target's own into the path, such as its package and name.

\`\`\`starlark
ctx.runfiles(root_symlinks = {"%s/%s/linux" % (ctx.label.package, ctx.label.name): file})
\`\`\`
`,
  check: (context) =>
    meetings(context, (collision) => collision.kind === "symlink" || collision.kind === "root_symlink").flatMap(
      (meeting) => finding(context, meeting),
    ),
};

function finding(context: LintContext, meeting: Meeting): readonly Finding[] {
  const location = context.locate(meeting.site);
  const [first] = meeting.collisions;
  if (!location || !first) return [];
  const paths = meeting.collisions.map(({ collision }) => `'${collision.path}'`);
  const makers = [...new Set(first.collision.contenders.map(maker))];
  const brought = makers.length > 1 ? `${makers.join(" and ")} both bring` : `${makers.join("")} brings twice`;
  const kept = first.kept
    ? ` Bazel keeps that of ${maker(first.kept)}, which comes last.`
    : " Bazel keeps one of them, decided by a hash of the configuration.";
  const shown =
    paths.length > 3 ? `${paths.slice(0, 3).join(", ")} and ${String(paths.length - 3)} more` : paths.join(", ");
  return [
    {
      lint: symlinkCollision.id,
      severity: symlinkCollision.severity,
      location,
      message: `${String(paths.length)} runfiles ${first.collision.kind === "root_symlink" ? "root symlink" : "symlink"}${paths.length === 1 ? " is" : "s are"} lost when runfiles are merged: ${brought} ${shown}.${kept}${dependentsText(meeting)}`,
      target: meeting.target.label.toString(),
      related: makerLocations(context, first.collision.contenders),
      fixes: [],
      data: {
        targets: meeting.carriers,
        collisions: meeting.collisions.map(({ collision, kept: winner }) => ({
          path: collision.path,
          kind: collision.kind,
          contenders: collision.contenders.map(contenderPath),
          kept: winner ? contenderPath(winner) : null,
        })),
      },
    },
  ];
}

/** The target that brought a contender. */
function maker(contender: Contender): string {
  if (contender.kind === "symlink" || contender.kind === "root_symlink") return contender.madeBy.toString();
  return "artifact" in contender ? contender.artifact.owner.toString() : contender.kind;
}

function makerLocations(context: LintContext, contenders: readonly Contender[]): readonly RelatedLocation[] {
  return contenders.flatMap((contender) => {
    if (!("artifact" in contender)) return [];
    const label = contender.kind === "file" ? contender.artifact.owner : contender.madeBy;
    const found = findTarget(context.graph, context.host, label);
    const location =
      found.kind === "found" && found.target.kind === "rule" ? context.locate(found.target.site) : undefined;
    return location ? [{ location, message: `${label.toString()} brings ${contenderPath(contender)}` }] : [];
  });
}
