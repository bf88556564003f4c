/** Turns a node's presentation into VS Code's tree item. */
import * as vscode from "vscode";
import { entryUri } from "./decorations.ts";
import { present } from "./nodePresentation.ts";
import type { Icon, Presentation } from "./presentation.ts";
import type { RunfilesNode } from "./runfilesModel.ts";

const collapsible = {
  no: vscode.TreeItemCollapsibleState.None,
  collapsed: vscode.TreeItemCollapsibleState.Collapsed,
  expanded: vscode.TreeItemCollapsibleState.Expanded,
} as const satisfies Record<Presentation["expandable"], vscode.TreeItemCollapsibleState>;

/** `scope` sets the ids of one target's tree apart from another's, so that each keeps its own expansion. */
export function treeItem(node: RunfilesNode, scope: string): vscode.TreeItem {
  const { label, description, icon, tooltip, spoken, expandable, context, resource } = present(node);
  const item = new vscode.TreeItem(label, collapsible[expandable]);
  item.id = `${scope} ${node.id}`;
  item.iconPath = themeIcon(icon);
  item.accessibilityInformation = { label: spoken };
  item.contextValue = context.join(" ");
  if (description !== undefined) item.description = description;
  if (tooltip !== undefined) item.tooltip = new vscode.MarkdownString(tooltip);
  if (resource !== undefined) item.resourceUri = entryUri(resource.path, resource.decoration);
  const command = commandOf(node);
  if (command !== undefined) item.command = { command, title: "", arguments: [node] };
  return item;
}

function themeIcon(icon: Icon): vscode.ThemeIcon {
  switch (icon.kind) {
    case "file":
      return vscode.ThemeIcon.File;
    case "folder":
      return vscode.ThemeIcon.Folder;
    case "codicon":
      return new vscode.ThemeIcon(icon.id, icon.color === undefined ? undefined : new vscode.ThemeColor(icon.color));
    default:
      return icon satisfies never;
  }
}

/** What a click, or Enter, does. */
function commandOf(node: RunfilesNode): string | undefined {
  switch (node.kind) {
    case "entry":
    case "contender":
      return "runfilesLens.openEntry";
    case "target":
      return node.location === null ? undefined : "runfilesLens.goToTarget";
    case "reason":
      return node.reason.location === null ? undefined : "runfilesLens.openReason";
    case "collision":
    case "difference":
      return "runfilesLens.revealEntry";
    case "contributor":
      return node.contributor.declaredAt === null ? undefined : "runfilesLens.openContributor";
    case "more":
      return "runfilesLens.showMore";
    case "nothing-matches":
      return "runfilesLens.clearFilter";
    case "completeness":
    case "error":
    case "remedy":
    case "cost":
    case "collisions":
    case "differences":
    case "folder":
      return undefined;
    default:
      return node satisfies never;
  }
}
