/** Lets the user choose a target, from those that a place names or from the whole workspace. */
import * as vscode from "vscode";
import type { TargetLocation, TargetSummary, TargetsResult } from "../../server/src/protocol.ts";
import { Request } from "../../server/src/protocol.ts";
import type { Server } from "./client.ts";
import { showLocation } from "./navigation.ts";
import type { Subject } from "./viewContent.ts";
import { targetOrder } from "./targetOrder.ts";
import { count } from "./wording.ts";

interface TargetItem extends vscode.QuickPickItem {
  readonly target?: TargetSummary;
}

const declarationButton: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon("go-to-file"),
  tooltip: "Go to the declaration",
};

/** Shows at once, and fills when `targets` arrives; undefined where nothing was chosen. */
export async function pickTarget(title: string, targets: Promise<TargetsResult | null>): Promise<Subject | undefined> {
  const picker = vscode.window.createQuickPick<TargetItem>();
  picker.title = title;
  picker.placeholder = "Target whose runfiles to show";
  picker.matchOnDescription = true;
  picker.busy = true;
  let root: string | undefined;
  void targets
    .then((result) => {
      root = result?.root;
      picker.items = items(result?.targets ?? []);
      picker.placeholder =
        result === null || result.targets.length === 0
          ? "No targets here"
          : `${count(result.targets.length, "target")}: type to narrow them down`;
    })
    .catch((error: unknown) => {
      picker.placeholder = error instanceof Error ? error.message : String(error);
    })
    .finally(() => {
      picker.busy = false;
    });
  try {
    const chosen = await accepted(picker);
    return root === undefined || chosen === undefined ? undefined : { root, target: chosen.label };
  } finally {
    picker.dispose();
  }
}

/** All targets of a workspace; asks first which one where the window has several. */
export async function pickFromWorkspace(server: Server): Promise<Subject | undefined> {
  const root = await pickRoot(server);
  return root === undefined ? undefined : pickTarget("Show Runfiles Tree", server.request(Request.targets, { root }));
}

async function pickRoot({ workspaces }: Server): Promise<string | undefined> {
  const [first, ...others] = workspaces;
  if (first === undefined || others.length === 0) return first?.rootUri;
  const chosen = await vscode.window.showQuickPick(
    workspaces.map(({ name, root, rootUri }) => ({ label: name, description: root, rootUri })),
    { placeHolder: "Bazel workspace" },
  );
  return chosen?.rootUri;
}

function accepted(picker: vscode.QuickPick<TargetItem>): Promise<TargetSummary | undefined> {
  return new Promise((resolve) => {
    picker.onDidAccept(() => {
      const chosen = picker.activeItems[0]?.target;
      if (chosen !== undefined) resolve(chosen);
    });
    picker.onDidHide(() => {
      resolve(undefined);
    });
    picker.onDidTriggerItemButton(({ item }) => {
      const location: TargetLocation | null | undefined = item.target?.location;
      if (location !== null && location !== undefined) void showLocation(location);
    });
    picker.show();
  });
}

function items(targets: readonly TargetSummary[]): TargetItem[] {
  const sorted = [...targets].sort(targetOrder);
  const executable = sorted.filter((target) => target.executable);
  const others = sorted.filter((target) => !target.executable);
  return [...section("executable", executable), ...section("not executable: what they would bring", others)];
}

function section(label: string, targets: readonly TargetSummary[]): TargetItem[] {
  if (targets.length === 0) return [];
  return [{ label, kind: vscode.QuickPickItemKind.Separator }, ...targets.map(item)];
}

function item(target: TargetSummary): TargetItem {
  const icon = target.test ? "beaker" : target.executable ? "terminal" : "symbol-misc";
  return {
    label: target.label,
    description: target.ruleClass,
    iconPath: new vscode.ThemeIcon(icon),
    buttons: target.location === null ? [] : [declarationButton],
    target,
  };
}
