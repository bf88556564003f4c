/**
 * The Runfiles view: which target it shows, its tree, its filter, and what it says while there is no tree. It asks the server only while it is visible, one question at a time, a moment after the
 * last change.
 */
import * as vscode from "vscode";
import type { ResolveWithBazelResult, TargetsResult, TreeResult } from "../../server/src/protocol.ts";
import { Request } from "../../server/src/protocol.ts";
import type { Server } from "./client.ts";
import { documentSelector, isOvertaken } from "./client.ts";
import { Coalescer } from "./coalescer.ts";
import { setContext } from "./contextKeys.ts";
import type { NodeOfKind, RunfilesNode, ShownTree } from "./runfilesModel.ts";
import { RunfilesModel } from "./runfilesModel.ts";
import { treeItem } from "./treeItem.ts";
import type { Subject, ViewContent } from "./viewContent.ts";
import { messageOf, sameSubject } from "./viewContent.ts";
import { isBazelWindow } from "./workspaceRoot.ts";

export const viewId = "runfilesLens.runfiles";

/** Milliseconds between the last change and the question that follows it. */
const refreshDelay = 300;
const followDelay = 150;

type PredictedOrBuilt = Extract<TreeResult, { readonly kind: "tree" }>;
type Resolved = Extract<ResolveWithBazelResult, { readonly kind: "resolved" }>;

export class RunfilesView implements vscode.Disposable {
  readonly #server: Server;
  readonly #view: vscode.TreeView<RunfilesNode>;
  readonly #changed = new vscode.EventEmitter<RunfilesNode | undefined>();
  readonly #contentChanged = new vscode.EventEmitter<ViewContent>();
  readonly #refresh = new Coalescer(refreshDelay, () => this.#reload());
  readonly #follow = new Coalescer(followDelay, () => this.#followCursor());
  readonly #disposables: vscode.Disposable[] = [];
  #content: ViewContent = { kind: "starting" };
  #filter = "";
  #pinned = false;
  /** Counts the wishes to show something, so that a late answer to an earlier one is dropped. */
  #generation = 0;
  #progress: string | undefined;
  /** Something changed while the view was hidden. */
  #outdated = false;
  /** What the server's answers depend on, as text; the tree is asked for again when it changes. */
  #inputs = "";

  readonly onDidChangeContent = this.#contentChanged.event;

  constructor(server: Server) {
    this.#server = server;
    this.#view = vscode.window.createTreeView<RunfilesNode>(viewId, {
      treeDataProvider: {
        onDidChangeTreeData: this.#changed.event,
        getTreeItem: (node) => treeItem(node, this.#scope()),
        getChildren: (node) => [...this.#children(node)],
        getParent: (node) => node.parent,
      },
    });
    this.#disposables.push(
      this.#view,
      this.#changed,
      this.#contentChanged,
      this.#refresh,
      this.#follow,
      this.#view.onDidChangeVisibility(({ visible }) => {
        if (visible) this.#catchUp();
      }),
      server.onDidChangeState(() => {
        this.#serverChanged();
      }),
      server.onDidChangeStatus(() => {
        this.#statusChanged();
      }),
      vscode.window.onDidChangeTextEditorSelection(() => {
        this.#cursorMoved();
      }),
      vscode.window.onDidChangeActiveTextEditor(() => {
        this.#cursorMoved();
      }),
    );
  }

  get content(): ViewContent {
    return this.#content;
  }

  /** The target that is shown, or about to be. */
  get subject(): Subject | undefined {
    return "subject" in this.#content ? this.#content.subject : undefined;
  }

  get filter(): string {
    return this.#filter;
  }

  get pinned(): boolean {
    return this.#pinned;
  }

  /** The node that a command without argument is about. */
  get selected(): RunfilesNode | undefined {
    return this.#view.selection[0];
  }

  get visible(): boolean {
    return this.#view.visible;
  }

  /** What the view says above its nodes. */
  get message(): string {
    return this.#view.message ?? "";
  }

  /** Opens the view with a target's predicted tree. */
  async show(subject: Subject): Promise<void> {
    await vscode.commands.executeCommand(`${viewId}.focus`, { preserveFocus: true });
    await this.#load(subject);
  }

  /** Shows the tree that Bazel gave, beside which the differences to the prediction are listed. */
  showResolved(subject: Subject, resolved: Resolved): void {
    this.#generation++;
    const shown: ShownTree = {
      root: subject.root,
      tree: resolved.tree,
      reasons: resolved.tree.unknowns.map(({ reason }) => ({ reason, location: null, remedy: null })),
      location: null,
      cost: null,
      differences: resolved.differences,
      stale: false,
    };
    this.#setContent({ kind: "tree", subject, model: new RunfilesModel(shown, this.#filter) });
  }

  /** Shows the manifest that an earlier build left behind. */
  async showBuilt(subject: Subject): Promise<void> {
    const result = await vscode.window.withProgress({ location: { viewId } }, () => this.#ask(subject, "built"));
    if (result === "overtaken") return;
    if (result.kind === "none") void vscode.window.showInformationMessage(result.message);
    else this.#showTree(subject, result);
  }

  /** Returns from Bazel's answer to the prediction. */
  async showPrediction(): Promise<void> {
    const { subject } = this;
    if (subject !== undefined) await this.#load(subject);
  }

  setFilter(filter: string): void {
    if (filter === this.#filter) return;
    this.#filter = filter;
    if (this.#content.kind === "tree") {
      const { subject, model } = this.#content;
      this.#setContent({ kind: "tree", subject, model: new RunfilesModel(model.shown, filter) });
    }
  }

  setPinned(pinned: boolean): void {
    this.#pinned = pinned;
    void setContext("runfilesLens.pinned", pinned);
    this.#describe();
    if (!pinned) this.#cursorMoved();
  }

  /** A line above the tree for as long as something runs; undefined takes it away. */
  setProgress(message: string | undefined): void {
    this.#progress = message;
    this.#showMessage();
  }

  showMore(node: NodeOfKind<"more">): void {
    if (this.#content.kind !== "tree") return;
    this.#content.model.showMore(node);
    this.#changed.fire(node.parent);
  }

  /** Selects the entry of a path, unfolding what hides it. */
  async reveal(path: string): Promise<void> {
    if (this.#content.kind !== "tree") return;
    const { model } = this.#content;
    const node = model.find(path);
    if (node === undefined) return;
    await this.#view.reveal(node, { select: true, focus: true, expand: true });
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  #scope(): string {
    const { subject } = this;
    return subject === undefined ? "" : `${subject.root} ${subject.target}`;
  }

  #children(node: RunfilesNode | undefined): readonly RunfilesNode[] {
    if (this.#content.kind !== "tree") return [];
    const { model } = this.#content;
    return node === undefined ? model.roots() : model.children(node);
  }

  #serverChanged(): void {
    const { state, workspaces } = this.#server;
    switch (state.kind) {
      case "starting":
        if (this.#content.kind !== "tree") this.#setContent({ kind: "starting" });
        return;
      case "failed":
        this.#setContent({ kind: "failed" });
        return;
      case "running":
        if (workspaces.length === 0) void this.#sayWhyEmpty();
        else if (this.subject === undefined) this.#setContent({ kind: "nothing" });
        this.#filesChanged();
        this.#cursorMoved();
        return;
      default:
        state satisfies never;
    }
  }

  #statusChanged(): void {
    const inputs = this.#server.predictionInputs;
    if (inputs === this.#inputs) return;
    this.#inputs = inputs;
    this.#serverChanged();
  }

  /** The server names a workspace only when it has evaluated it for the first time. */
  async #sayWhyEmpty(): Promise<void> {
    const kind = (await isBazelWindow()) ? "starting" : "no-root";
    if (this.#server.workspaces.length === 0) this.#setContent({ kind });
  }

  /** What is shown may not be true any more. */
  #filesChanged(): void {
    this.#outdated = true;
    if (this.#view.visible) this.#refresh.request();
  }

  #cursorMoved(): void {
    if (this.#view.visible && !this.#pinned) this.#follow.request();
  }

  #catchUp(): void {
    if (this.#outdated) this.#refresh.request();
    this.#cursorMoved();
  }

  async #reload(): Promise<void> {
    const content = this.#content;
    if (!("subject" in content)) return;
    this.#outdated = false;
    if (content.kind === "tree" && content.model.shown.tree.source !== "predicted") this.#markStale(content);
    else await this.#load(content.subject);
  }

  #markStale({ subject, model }: Extract<ViewContent, { readonly kind: "tree" }>): void {
    if (model.shown.stale) return;
    this.#setContent({
      kind: "tree",
      subject,
      model: new RunfilesModel({ ...model.shown, stale: true }, this.#filter),
    });
  }

  /** Shows the target that the cursor stands in; the first, where a macro made several and none of them is shown already. */
  async #followCursor(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (this.#pinned || editor === undefined || this.#server.state.kind !== "running" || !isServed(editor.document))
      return;
    const before = this.subject;
    const found = await this.#targetsAtCursor(editor);
    if (found === "overtaken") {
      this.#cursorMoved();
      return;
    }
    if (found === null || this.#isOverruledSince(before)) return;
    const { root, targets } = found;
    if (targets.some(({ label }) => label === this.subject?.target && root === this.subject.root)) return;
    const first = targets.find(({ executable }) => executable) ?? targets[0];
    if (first !== undefined) await this.#load({ root, target: first.label });
  }

  async #targetsAtCursor({ document, selection }: vscode.TextEditor): Promise<TargetsResult | null | "overtaken"> {
    const { line, character } = selection.active;
    const params = { textDocument: { uri: document.uri.toString() }, position: { line, character } };
    try {
      return await this.#server.request(Request.targetsAt, params);
    } catch (error) {
      return isOvertaken(error) ? "overtaken" : null; // The server is being restarted: its next status asks again.
    }
  }

  /** Whether the view was pinned, or another target asked for, since `before` was shown. The same one, loaded anew after a change, is no other wish. */
  #isOverruledSince(before: Subject | undefined): boolean {
    const { subject } = this;
    return this.#pinned || (subject !== undefined && !sameSubject(subject, before));
  }

  async #load(subject: Subject): Promise<void> {
    const generation = ++this.#generation;
    if (!sameSubject(subject, this.subject)) this.#setContent({ kind: "loading", subject });
    const result = await vscode.window.withProgress({ location: { viewId } }, () => this.#ask(subject, "predicted"));
    if (generation !== this.#generation) return;
    if (result === "overtaken") {
      this.#filesChanged();
      return;
    }
    if (result.kind === "none") {
      this.#setContent({ kind: "none", subject, message: result.message });
      return;
    }
    this.#showTree(subject, result);
  }

  #showTree(subject: Subject, { root, tree, reasons, location, cost }: PredictedOrBuilt): void {
    this.#generation++;
    const shown: ShownTree = { root, tree, reasons, location, cost, differences: undefined, stale: false };
    this.#setContent({ kind: "tree", subject, model: new RunfilesModel(shown, this.#filter) });
  }

  /** "overtaken": a change came in between, and the question is to be asked again. */
  async #ask({ root, target }: Subject, source: "predicted" | "built"): Promise<TreeResult | "overtaken"> {
    try {
      const result = await this.#server.request(Request.tree, { root, target, source });
      return result ?? { kind: "none", message: `${target} belongs to no Bazel workspace of this window.` };
    } catch (error) {
      if (isOvertaken(error)) return "overtaken";
      return { kind: "none", message: error instanceof Error ? error.message : String(error) };
    }
  }

  #setContent(content: ViewContent): void {
    this.#content = content;
    void setContext("runfilesLens.view", content.kind);
    void setContext("runfilesLens.exact", content.kind === "tree" && content.model.shown.tree.source !== "predicted");
    void setContext("runfilesLens.filtered", this.#filter !== "");
    this.#describe();
    this.#changed.fire(undefined);
    this.#contentChanged.fire(content);
  }

  #describe(): void {
    const target = this.subject?.target;
    this.#view.description = target === undefined ? "" : this.#pinned ? `${target} (pinned)` : target;
    this.#showMessage();
  }

  /** By itself: a description, even the same again, has VS Code draw the view's buttons anew under the mouse, and progress comes many times a second. */
  #showMessage(): void {
    this.#view.message = this.#progress ?? messageOf(this.#content);
  }
}

function isServed(document: vscode.TextDocument): boolean {
  return vscode.languages.match(documentSelector, document) > 0;
}
