/** How the nodes above the entries look: the target, what may be believed of its tree, its collisions, and the differences between prediction and Bazel. */
import type { TreeDifference, TreeDocument } from "../../server/src/protocol.ts";
import type { Icon, Presentation } from "./presentation.ts";
import { code, codicon, contendersSpoken, contendersTooltip, plain } from "./presentation.ts";
import type { NodeOfKind, ShownTree } from "./runfilesModel.ts";
import { baseName, count, number } from "./wording.ts";

export function presentTarget({ label, location }: NodeOfKind<"target">): Presentation {
  return plain(label, "target", {
    tooltip: location === null ? label : `${label}\n\nClick to go to the declaration.`,
    spoken: `Runfiles of ${label}`,
    context: location === null ? ["target"] : ["target", "declared"],
  });
}

export function presentCompleteness(shown: ShownTree): Presentation {
  const { tree, reasons } = shown;
  const { label, icon, explanation } = standing(shown);
  const description = tree.completeness === "rejected" ? undefined : linkCounts(tree);
  const version = tree.bazelVersion === null ? "Bazel version unknown" : `Bazel ${tree.bazelVersion}`;
  const lines = [
    `**${tree.target}**`,
    explanation,
    ...(tree.notExecutable ? ["Not executable: these are the runfiles it would bring to a binary."] : []),
    linkCounts(tree),
    `\`bazel ${commandLine(tree)}\` · ${version} · ${tree.hostPlatform}`,
    ...(tree.verifiedAgainst.length > 0
      ? [`The rules in it were checked against Bazel ${tree.verifiedAgainst.join(", ")}.`]
      : []),
  ];
  return {
    label,
    ...(description === undefined ? {} : { description }),
    icon,
    tooltip: lines.join("\n\n"),
    spoken: [label, description, tree.target, version].filter((part) => part !== undefined).join(", "),
    expandable: reasons.length > 0 || tree.error !== null ? "expanded" : "no",
    context: ["completeness", tree.source],
  };
}

/** `build --config=ci --nolegacy_external_runfiles` */
export function commandLine({ command, flags }: Pick<TreeDocument, "command" | "flags">): string {
  return [command, ...flags].join(" ");
}

/** `4,612 links, 2,300 of them legacy copies` */
function linkCounts(tree: TreeDocument): string {
  const links = count(tree.links, "link");
  const legacy = tree.legacyCopies === 0 ? "" : `, ${number(tree.legacyCopies)} of them legacy copies`;
  const materialised =
    tree.materialisedFiles === tree.links ? "" : `, ${count(tree.materialisedFiles, "file")} when materialised`;
  return links + legacy + materialised;
}

interface Standing {
  readonly label: string;
  readonly icon: Icon;
  readonly explanation: string;
}

/** What may be believed of a tree. */
function standing(shown: ShownTree): Standing {
  const { tree } = shown;
  switch (tree.source) {
    case "bazel":
      return shown.stale
        ? {
            label: "Bazel's answer, files changed since",
            icon: codicon("history", "list.warningForeground"),
            explanation: "Bazel gave this tree before the files were changed; ask again.",
          }
        : {
            label: "Exact: Bazel's own answer",
            icon: codicon("verified-filled", "testing.iconPassed"),
            explanation: "Bazel itself gave this tree.",
          };
    case "built":
      return {
        label: "As built, flags unknown",
        icon: codicon("history"),
        explanation:
          "Read from the manifest that an earlier build left under `bazel-bin`; with which flags is not known.",
      };
    case "predicted":
      return predictedStanding(tree);
    default:
      return tree.source satisfies never;
  }
}

function predictedStanding({ completeness, unknowns }: TreeDocument): Standing {
  switch (completeness) {
    case "complete":
      return {
        label: "Complete",
        icon: codicon("pass-filled", "testing.iconPassed"),
        explanation: "Everything that this tree depends on is known: Bazel makes the same links, path for path.",
      };
    case "partial":
      return {
        label: `Partial: ${count(unknowns.length, "reason")}`,
        icon: codicon("question", "list.warningForeground"),
        explanation: "Something that this tree depends on is not known: links may be missing or differ.",
      };
    case "rejected":
      return {
        label: "Bazel refuses this target",
        icon: codicon("error", "list.errorForeground"),
        explanation: "Bazel would report an error instead of building the target.",
      };
    default:
      return completeness satisfies never;
  }
}

export function presentReason({ reason: { reason, location, remedy } }: NodeOfKind<"reason">): Presentation {
  const place = location === null ? undefined : `${baseName(location.uri)}:${location.line}`;
  return {
    label: reason,
    ...(place === undefined ? {} : { description: place }),
    icon: codicon("question"),
    tooltip: [
      reason,
      ...(remedy === null ? [] : [`*What would mend it:* ${remedy}`]),
      ...(location === null ? [] : ["Click to go to the cause."]),
    ].join("\n\n"),
    spoken: ["Unknown", reason, place, remedy === null ? undefined : `What would mend it: ${remedy}`]
      .filter((part) => part !== undefined)
      .join(", "),
    expandable: remedy === null ? "no" : "expanded",
    context: location === null ? ["reason"] : ["reason", "located"],
  };
}

export function presentCollisions({ collisions }: NodeOfKind<"collisions">): Presentation {
  const label = count(collisions.length, "collision");
  return {
    label,
    description: "several artifacts want one path",
    icon: codicon("warning", "list.warningForeground"),
    spoken: `${label}: several artifacts want one path`,
    expandable: collisions.length > 3 ? "collapsed" : "expanded",
    context: ["collisions"],
  };
}

export function presentCollision({ collision }: NodeOfKind<"collision">): Presentation {
  const { path, kind, contenders, kept } = collision;
  return {
    label: path,
    description: count(contenders.length, "contender"),
    icon: codicon("warning", "list.warningForeground"),
    tooltip: contendersTooltip(path, kind, contenders, kept),
    spoken: `${path}, ${contendersSpoken(contenders, kept)}. Select to show it in the tree.`,
    expandable: "no",
    context: ["collision", "path"],
  };
}

export function presentDifferences(differences: readonly TreeDifference[]): Presentation {
  if (differences.length === 0) return plain("Equal to the prediction", "check-all", { color: "testing.iconPassed" });
  const label = `${count(differences.length, "difference")} to the prediction`;
  return {
    label,
    icon: codicon("diff", "list.warningForeground"),
    spoken: label,
    expandable: "expanded",
    context: ["differences"],
  };
}

const differenceTexts = {
  missing: { icon: "diff-added", text: "not predicted" },
  unexpected: { icon: "diff-removed", text: "predicted, not there" },
  "other-artifact": { icon: "diff-modified", text: "another artifact" },
  "other-contenders": { icon: "diff-modified", text: "other contenders" },
} as const satisfies Record<TreeDifference["kind"], { icon: string; text: string }>;

export function presentDifference({ path, kind, predicted, actual }: TreeDifference): Presentation {
  const { icon, text } = differenceTexts[kind];
  return plain(path, icon, {
    description: text,
    tooltip: [`**${path}**: ${text}`, `Predicted: ${code(predicted)}`, `Bazel: ${code(actual)}`].join("\n\n"),
    spoken: `${path}, ${text}`,
    context: ["difference", "path"],
  });
}
