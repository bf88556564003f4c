/** How a node of the Runfiles view looks, reads and is read aloud; plain data, which runfilesView.ts turns into tree items. */
import type { CollisionKind, EntryKind, TreeDifference, TreeDocument, TreeEntry } from "../../server/src/protocol.ts";
import { isExternal } from "./entryOrigin.ts";
import type { ContenderFate, FolderCounts, NodeOfKind, RunfilesNode, ShownTree } from "./runfilesModel.ts";
import { baseName, count, number } from "./wording.ts";

/** An icon of VS Code's own set, or the file icon that the user's theme has for a name. */
export type Icon =
  | { readonly kind: "codicon"; readonly id: string; readonly color?: string }
  | { readonly kind: "file" }
  | { readonly kind: "folder" };

/** What the decoration of a label says. */
export interface Decoration {
  readonly contended: number;
  readonly legacy: boolean;
}

export interface Presentation {
  readonly label: string;
  readonly description?: string;
  readonly icon: Icon;
  /** Markdown. */
  readonly tooltip?: string;
  /** What a screen reader says. */
  readonly spoken: string;
  readonly expandable: "no" | "collapsed" | "expanded";
  /** Words for the `when` clauses of menus. */
  readonly context: readonly string[];
  /** Path below the private URI scheme, for decorations and file icons. */
  readonly resource?: { readonly path: string; readonly decoration: Decoration };
}

export function present(node: RunfilesNode): Presentation {
  switch (node.kind) {
    case "completeness":
      return presentCompleteness(node.shown);
    case "error":
      return plain(firstLine(node.message), "error", { tooltip: codeBlock(node.message) });
    case "reason":
      return presentReason(node);
    case "remedy":
      return plain(node.text, "lightbulb", { spoken: `What would mend it: ${node.text}` });
    case "collisions":
      return presentCollisions(node);
    case "collision":
      return presentCollision(node);
    case "differences":
      return presentDifferences(node.differences);
    case "difference":
      return presentDifference(node.difference);
    case "folder":
      return presentFolder(node);
    case "entry":
      return presentEntry(node);
    case "contender":
      return presentContender(node);
    case "more":
      return plain(`${number(node.hidden)} more …`, "ellipsis", {
        spoken: `Show more of ${number(node.hidden)} hidden entries`,
      });
    case "nothing-matches":
      return plain(`No entry matches “${node.filter}”`, "filter");
    default:
      return node satisfies never;
  }
}

/** `build --config=ci --nolegacy_external_runfiles` */
export function commandLine({ command, flags }: Pick<TreeDocument, "command" | "flags">): string {
  return [command, ...flags].join(" ");
}

/** `4,612 links, 2,300 of them legacy copies` */
export function linkCounts(tree: TreeDocument): string {
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

function presentCompleteness(shown: ShownTree): Presentation {
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

function presentReason({ reason: { reason, location, remedy } }: NodeOfKind<"reason">): Presentation {
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

function presentCollisions({ collisions }: NodeOfKind<"collisions">): Presentation {
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

function presentCollision({ collision }: NodeOfKind<"collision">): Presentation {
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

function presentDifferences(differences: readonly TreeDifference[]): Presentation {
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

function presentDifference({ path, kind, predicted, actual }: TreeDifference): Presentation {
  const { icon, text } = differenceTexts[kind];
  return plain(path, icon, {
    description: text,
    tooltip: [`**${path}**: ${text}`, `Predicted: ${code(predicted)}`, `Bazel: ${code(actual)}`].join("\n\n"),
    spoken: `${path}, ${text}`,
    context: ["difference", "path"],
  });
}

function presentFolder({ label, folder, counts }: NodeOfKind<"folder">): Presentation {
  const origin = folderOrigin(counts);
  const contended = counts.contended === 0 ? undefined : count(counts.contended, "collision");
  const description = [number(counts.entries), origin.text, contended].filter((part) => part !== undefined).join(" · ");
  return {
    label,
    description,
    icon: origin.icon,
    tooltip: [
      `**${folder.path}**`,
      count(counts.entries, "entry", "entries"),
      ...(counts.legacyCopies > 0 ? [count(counts.legacyCopies, "legacy copy", "legacy copies")] : []),
      ...(contended === undefined ? [] : [contended]),
    ].join("\n\n"),
    spoken: [label, "folder", count(counts.entries, "entry", "entries"), origin.text, contended]
      .filter((part) => part !== undefined)
      .join(", "),
    expandable: "collapsed",
    context: ["folder", "path"],
    resource: { path: folder.path, decoration: { contended: counts.contended, legacy: isWhollyLegacy(counts) } },
  };
}

/** A folder is of an external repository, or a legacy copy, where everything in it is. */
function folderOrigin(counts: FolderCounts): { readonly icon: Icon; readonly text: string | undefined } {
  if (isWhollyLegacy(counts)) return { icon: codicon("copy"), text: "legacy copies" };
  if (counts.external === counts.entries) return { icon: codicon("package"), text: "external" };
  return { icon: { kind: "folder" }, text: undefined };
}

function isWhollyLegacy(counts: FolderCounts): boolean {
  return counts.legacyCopies === counts.entries;
}

const entryKinds = {
  file: { icon: undefined, text: undefined, explanation: "A link to a file that some target brought." },
  symlink: { icon: "file-symlink-file", text: "symlink", explanation: "Named by `runfiles(symlinks = …)`." },
  root_symlink: {
    icon: "file-symlink-directory",
    text: "root symlink",
    explanation: "Named by `runfiles(root_symlinks = …)`.",
  },
  empty: {
    icon: "circle-large-outline",
    text: "empty file",
    explanation: "Bazel makes this empty file up, as for `__init__.py`.",
  },
  repo_mapping: {
    icon: "references",
    text: "repository mapping",
    explanation: "Tells the runfiles libraries how repositories call one another.",
  },
  workspace_marker: {
    icon: "bookmark",
    text: "marker",
    explanation: "Keeps the workspace's directory from being empty.",
  },
} as const satisfies Record<EntryKind, { icon: string | undefined; text: string | undefined; explanation: string }>;

function presentEntry({ entry, collision }: NodeOfKind<"entry">): Presentation {
  const kind = entryKinds[entry.kind];
  const description = [
    collision === undefined
      ? undefined
      : `${count(collision.contenders.length, "contender")}, ${verdict(collision.kept)}`,
    kind.text,
    entry.legacyCopy ? "legacy copy" : undefined,
  ].filter((part) => part !== undefined);
  const label = baseName(entry.path);
  return {
    label,
    ...(description.length === 0 ? {} : { description: description.join(" · ") }),
    icon: entryIcon(entry, collision !== undefined),
    tooltip:
      collision === undefined
        ? entryTooltip(entry)
        : contendersTooltip(entry.path, collision.kind, collision.contenders, collision.kept),
    spoken: [
      label,
      kind.text ?? "file",
      collision === undefined ? undefined : contendersSpoken(collision.contenders, collision.kept),
      entry.legacyCopy ? "legacy copy" : undefined,
      isExternal(entry) ? "from an external repository" : undefined,
      entry.owner === null ? undefined : `brought by ${entry.owner}`,
    ]
      .filter((part) => part !== undefined)
      .join(", "),
    expandable: collision === undefined ? "no" : "expanded",
    context: ["entry", "path", ...(entry.owner === null ? [] : ["owned"])],
    resource: {
      path: entry.path,
      decoration: { contended: collision?.contenders.length ?? 0, legacy: entry.legacyCopy },
    },
  };
}

function entryIcon(entry: TreeEntry, contended: boolean): Icon {
  if (contended) return codicon("warning", "list.warningForeground");
  if (entry.legacyCopy) return codicon("copy");
  const { icon } = entryKinds[entry.kind];
  return icon === undefined ? { kind: "file" } : codicon(icon);
}

function entryTooltip(entry: TreeEntry): string {
  return [
    `**${entry.path}**`,
    ...(entry.execPath === null ? [] : [`→ ${code(entry.execPath)}`]),
    ...(entry.owner === null ? [] : [`Brought by ${code(entry.owner)}.`]),
    entry.legacyCopy
      ? "Legacy copy: the second link to a file of an external repository; `--nolegacy_external_runfiles` leaves it out."
      : entryKinds[entry.kind].explanation,
  ].join("\n\n");
}

const collisionCauses = {
  configuration: "One file, built in several configurations.",
  "source-and-generated": "A source file and a generated file of one name.",
  symlink: "Several `symlinks` of one name.",
  root_symlink: "Several `root_symlinks` of one name.",
  obscured: "A link where another has a directory.",
} as const satisfies Record<CollisionKind, string>;

function contendersTooltip(
  path: string,
  kind: CollisionKind,
  contenders: readonly string[],
  kept: string | null,
): string {
  const list = contenders.map((contender) => `- ${code(contender)}${contender === kept ? " — kept" : ""}`).join("\n");
  const decision =
    kept === null
      ? "Bazel keeps one of these; which one, only a hash decides."
      : "The order of merging decides which one is kept.";
  return [`**${path}**`, collisionCauses[kind], list, decision].join("\n\n");
}

function contendersSpoken(contenders: readonly string[], kept: string | null): string {
  return `${count(contenders.length, "artifact")} want this path, ${verdict(kept)}`;
}

function verdict(kept: string | null): string {
  return kept === null ? "Bazel keeps one of these" : `kept: ${configurationOf(kept) ?? baseName(kept)}`;
}

/** `platforms=//platform:linux_amd64` of `bazel-out/[platforms=//platform:linux_amd64]/bin/x`; undefined for a source file. */
function configurationOf(execPath: string): string | undefined {
  return /^bazel-out\/(?:\[([^\]]*)\]|([^/]*))\//
    .exec(execPath)
    ?.slice(1)
    .find((part) => (part as string | undefined) !== undefined);
}

const fates = {
  kept: { icon: codicon("check", "testing.iconPassed"), text: "kept" },
  dropped: { icon: codicon("close"), text: "dropped" },
  undecided: { icon: codicon("circle-outline", "list.warningForeground"), text: "perhaps kept" },
} as const satisfies Record<ContenderFate, { icon: Icon; text: string }>;

function presentContender({ execPath, fate }: NodeOfKind<"contender">): Presentation {
  const { icon, text } = fates[fate];
  const configuration = configurationOf(execPath);
  return {
    label: configuration ?? execPath,
    description: text,
    icon,
    tooltip: [
      code(execPath),
      fate === "undecided" ? "Bazel keeps one of these; which one, only a hash decides." : `Bazel: ${text}.`,
    ].join("\n\n"),
    spoken: `contender ${configuration ?? execPath}, ${text}`,
    expandable: "no",
    context: ["contender", "path"],
  };
}

function plain(
  label: string,
  icon: string,
  more: Partial<Pick<Presentation, "description" | "tooltip" | "spoken" | "context">> & {
    readonly color?: string;
  } = {},
): Presentation {
  const { color, ...rest } = more;
  return { label, icon: codicon(icon, color), spoken: label, expandable: "no", context: [], ...rest };
}

function codicon(id: string, color?: string): Icon {
  return color === undefined ? { kind: "codicon", id } : { kind: "codicon", id, color };
}

function code(text: string | null): string {
  return text === null ? "nothing" : `\`${text}\``;
}

function codeBlock(text: string): string {
  return `\`\`\`text\n${text}\n\`\`\``;
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
