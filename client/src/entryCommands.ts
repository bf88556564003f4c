/** What one can do with a node of the view: open its file, go to its owner, ask why it is there, copy its path. */
import * as vscode from "vscode";
import type { EntryResult, WhyStep } from "../../server/src/protocol.ts";
import { Request } from "../../server/src/protocol.ts";
import type { Server } from "./client.ts";
import { openFile, showLine, showLocation } from "./navigation.ts";
import type { RunfilesNode } from "./runfilesModel.ts";
import type { RunfilesView } from "./runfilesView.ts";
import { baseName, count } from "./wording.ts";

type Contender = EntryResult["contenders"][number];

export class EntryCommands {
  readonly #server: Server;
  readonly #view: RunfilesView;

  constructor(server: Server, view: RunfilesView) {
    this.#server = server;
    this.#view = view;
  }

  /** Opens the source file; for a generated one, the declaration of the target that makes it. */
  async open(node: RunfilesNode | undefined): Promise<void> {
    const contender = await this.#contender(node);
    if (contender === undefined) return;
    if (contender.uri !== null) await openFile(contender.uri);
    else if (contender.ownerLocation !== null) await showLocation(contender.ownerLocation);
    else vscode.window.setStatusBarMessage(`${baseName(contender.execPath)} is not on this disk.`, 4_000);
  }

  /** Goes to where the target that brought the entry is declared. */
  async goToOwner(node: RunfilesNode | undefined): Promise<void> {
    const location = (await this.#contender(node))?.ownerLocation ?? undefined;
    if (location !== undefined) await showLocation(location);
    else vscode.window.setStatusBarMessage("Where the owner is declared is not known.", 4_000);
  }

  /** Goes to the declaration of the target that is shown. */
  async goToTarget(): Promise<void> {
    const { content } = this.#view;
    const location = content.kind === "tree" ? content.model.shown.location : null;
    if (location !== null) await showLocation(location);
  }

  /** Goes to what made a tree partial. */
  async openReason(node: RunfilesNode | undefined): Promise<void> {
    const chosen = node ?? this.#view.selected;
    if (chosen?.kind === "reason" && chosen.reason.location !== null) await showLine(chosen.reason.location);
  }

  /** Shows in the tree what a collision or a difference speaks of. */
  async reveal(node: RunfilesNode | undefined): Promise<void> {
    const path = pathOf(node ?? this.#view.selected);
    if (path !== undefined) await this.#view.reveal(path);
  }

  async copyPath(node: RunfilesNode | undefined): Promise<void> {
    const path = pathOf(node ?? this.#view.selected);
    if (path !== undefined) await vscode.env.clipboard.writeText(path);
  }

  /** Lists the chains of targets and attributes that bring an entry; a step goes to its declaration. */
  async why(node: RunfilesNode | undefined): Promise<void> {
    const path = pathOf(node ?? this.#view.selected);
    const { subject } = this.#view;
    if (path === undefined || subject === undefined) return;
    const items = this.#server
      .request(Request.why, { ...subject, path })
      .then((result) => chainItems(result?.chains ?? []));
    const chosen = await vscode.window.showQuickPick<StepItem>(items, {
      title: `Why is ${path} in the runfiles of ${subject.target}?`,
      placeHolder: "Each target reaches the next through the attribute beside it",
    });
    const location = chosen?.location;
    if (location !== undefined) await showLine(location);
  }

  async #contender(node: RunfilesNode | undefined): Promise<Contender | undefined> {
    const chosen = node ?? this.#view.selected;
    const path = pathOf(chosen);
    const { subject } = this.#view;
    if (chosen === undefined || path === undefined || subject === undefined) return undefined;
    const result = await this.#server.request(Request.entry, { ...subject, path });
    const contenders = result?.contenders ?? [];
    if (chosen.kind === "contender")
      return contenders.find(({ execPath }) => execPath === chosen.execPath) ?? contenders[0];
    return contenders.length > 1 ? pickContender(path, contenders) : contenders[0];
  }
}

/** The runfiles path that a node stands for, without a final `/`. */
function pathOf(node: RunfilesNode | undefined): string | undefined {
  switch (node?.kind) {
    case "entry":
      return node.entry.path;
    case "folder":
      return node.folder.path.replace(/\/$/, "");
    case "collision":
      return node.collision.path;
    case "difference":
      return node.difference.path;
    case "contender":
      return node.path;
    default:
      return undefined;
  }
}

async function pickContender(path: string, contenders: readonly Contender[]): Promise<Contender | undefined> {
  // One declaration behind all of them needs no question.
  const declarations = new Set(contenders.map(({ ownerLocation }) => JSON.stringify(ownerLocation)));
  if (declarations.size === 1 && contenders.every(({ uri }) => uri === null)) return contenders[0];
  const chosen = await vscode.window.showQuickPick(
    contenders.map((contender) => ({ label: contender.execPath, description: contender.owner ?? "", contender })),
    { placeHolder: `${count(contenders.length, "artifact")} want ${path}` },
  );
  return chosen?.contender;
}

interface StepItem extends vscode.QuickPickItem {
  readonly location?: { readonly uri: string; readonly line: number };
}

function chainItems(chains: readonly (readonly WhyStep[])[]): StepItem[] {
  return chains.flatMap((chain, i) => [
    { label: `chain ${i + 1} of ${chains.length}`, kind: vscode.QuickPickItemKind.Separator },
    ...chain.map(stepItem),
  ]);
}

function stepItem({ target, attribute, location }: WhyStep, depth: number): StepItem {
  return {
    label: `${"\u2003".repeat(depth)}${target}`,
    description: attribute ?? "",
    ...(location === null
      ? {}
      : { location, detail: `${"\u2003".repeat(depth)}${baseName(location.uri)}:${location.line}` }),
  };
}
