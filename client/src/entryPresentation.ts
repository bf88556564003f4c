/** How folders, entries and the contenders of an entry look. */
import type { EntryKind, TreeEntry } from "../../server/src/protocol.ts";
import { isExternal } from "./entryOrigin.ts";
import type { Icon, Presentation } from "./presentation.ts";
import { code, codicon, contenderName, contendersSpoken, contendersTooltip, verdict } from "./presentation.ts";
import type { ContenderFate, FolderCounts, NodeOfKind } from "./runfilesModel.ts";
import { baseName, count, number } from "./wording.ts";

export function presentFolder({ label, folder, counts, parent }: NodeOfKind<"folder">): Presentation {
  const outer = parent?.kind === "folder" ? originOf(parent.counts) : "mixed";
  const own = originOf(counts);
  // Said once: what lies in a folder of an external repository is external, too.
  const origin = origins[own === outer ? "mixed" : own];
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
    expandable: counts.entries <= unfoldedFolder ? "expanded" : "collapsed",
    context: ["folder", "path"],
    resource: { path: folder.path, decoration: { contended: counts.contended, legacy: own === "legacy" } },
  };
}

/** Folders that hold no more entries than this are unfolded at first. */
const unfoldedFolder = 20;

/** A folder is of an external repository, or a legacy copy, where everything in it is; empty files are nobody's, and belong wherever they stand. */
type FolderOrigin = "legacy" | "external" | "mixed";

function originOf({ entries, empty, legacyCopies, external }: FolderCounts): FolderOrigin {
  const owned = entries - empty;
  if (owned === 0) return "mixed";
  if (legacyCopies === owned) return "legacy";
  return external === owned ? "external" : "mixed";
}

const origins = {
  legacy: { icon: codicon("copy"), text: "legacy copies" },
  external: { icon: codicon("package"), text: "external" },
  mixed: { icon: { kind: "folder" }, text: undefined },
} as const satisfies Record<FolderOrigin, { icon: Icon; text: string | undefined }>;

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

export function presentEntry({ entry, collision }: NodeOfKind<"entry">): Presentation {
  const kind = entryKinds[entry.kind];
  const description = [
    collision === undefined
      ? undefined
      : `${count(collision.contenders.length, "contender")}, ${verdict(collision.contenders, collision.kept)}`,
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

const fates = {
  kept: { icon: codicon("check", "testing.iconPassed"), text: "kept" },
  dropped: { icon: codicon("close"), text: "dropped" },
  undecided: { icon: codicon("circle-outline", "list.warningForeground"), text: "perhaps kept" },
} as const satisfies Record<ContenderFate, { icon: Icon; text: string }>;

export function presentContender({ execPath, contenders, fate }: NodeOfKind<"contender">): Presentation {
  const { icon, text } = fates[fate];
  const label = contenderName(execPath, contenders);
  return {
    label,
    description: text,
    icon,
    tooltip: [
      code(execPath),
      fate === "undecided" ? "Bazel keeps one of these; which one, only a hash decides." : `Bazel: ${text}.`,
    ].join("\n\n"),
    spoken: `contender ${label}, ${text}`,
    expandable: "no",
    context: ["contender", "path"],
  };
}
