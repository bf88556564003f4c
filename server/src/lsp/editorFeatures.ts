/** Hover, completion, code lenses and code actions: decode, ask, encode. */
import type {
  CancellationToken,
  CodeAction,
  CodeActionParams,
  CodeLens,
  CodeLensParams,
  CompletionItem,
  CompletionParams,
  Diagnostic,
  Hover,
  HoverParams,
} from "vscode-languageserver/node";
import { CompletionItemKind, MarkupKind } from "vscode-languageserver/node";
import { isRcFile } from "../bazel/workspace/bazelrc/rcFiles.ts";
import type { CodeActionData } from "../ide/codeActions.ts";
import type { CodeLensData } from "../ide/codeLens.ts";
import { comparePositions } from "../ide/diagnostics.ts";
import type { CompletionData } from "../ide/rcCompletion.ts";
import type { Finding } from "../lints/finding.ts";
import { Command } from "../protocol.ts";
import type { ShowEditArguments, ShowTreeArguments } from "../protocol.ts";
import { asked, placeOf } from "./asking.ts";
import type { ServerContext } from "./context.ts";
import { workspaceEdit } from "./workspaceEdits.ts";
import { obstacleTo } from "./writable.ts";

export async function hover(
  context: ServerContext,
  params: HoverParams,
  token: CancellationToken,
): Promise<Hover | null> {
  const place = placeOf(context, params.textDocument.uri);
  const offset = place && context.documents.offsetAt(place.path, params.position);
  if (!place || offset === undefined) return null;
  const question = isRc(context, place.path) ? "rcHover" : "hover";
  const data = await asked(context, question, { path: place.path, offset }, place.root, token);
  return data ? { contents: { kind: MarkupKind.Markdown, value: data.markdown } } : null;
}

/** In .bazelrc files alone. */
export async function completion(
  context: ServerContext,
  params: CompletionParams,
  token: CancellationToken,
): Promise<CompletionItem[]> {
  const place = placeOf(context, params.textDocument.uri);
  const offset = place && context.documents.offsetAt(place.path, params.position);
  if (!place || offset === undefined || !isRc(context, place.path)) return [];
  const items = await asked(context, "rcCompletion", { path: place.path, offset }, place.root, token);
  return items.map(completionItem);
}

/** By its name, or by the language that the client gave it: an import may have any name. */
function isRc({ documents }: ServerContext, path: string): boolean {
  return isRcFile(path) || documents.languageOf(path) === "bazelrc";
}

const COMPLETION_KINDS = {
  command: CompletionItemKind.Keyword,
  config: CompletionItemKind.Module,
  flag: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
} as const satisfies Record<CompletionData["kind"], CompletionItemKind>;

function completionItem({ kind, text, range, detail, markdown }: CompletionData): CompletionItem {
  return {
    label: text,
    kind: COMPLETION_KINDS[kind],
    textEdit: { range, newText: text },
    ...(detail === undefined ? {} : { detail }),
    ...(markdown === undefined ? {} : { documentation: { kind: MarkupKind.Markdown, value: markdown } }),
  };
}

export async function codeLenses(
  context: ServerContext,
  params: CodeLensParams,
  token: CancellationToken,
): Promise<CodeLens[]> {
  const place = placeOf(context, params.textDocument.uri);
  if (!place || !context.workspaces.settingsOf(place.root).codeLensEnabled) return [];
  const lenses = await asked(context, "codeLenses", { path: place.path }, place.root, token);
  return lenses.map((lens) => codeLens(context, place.root, lens));
}

export async function codeActions(
  context: ServerContext,
  params: CodeActionParams,
  token: CancellationToken,
): Promise<CodeAction[]> {
  const place = placeOf(context, params.textDocument.uri);
  if (!place) return [];
  const actions = await asked(context, "codeActions", { path: place.path, range: params.range }, place.root, token);
  const { diagnostics, only } = params.context;
  return actions
    .filter(({ actionKind }) => !only || only.some((kind) => actionKind === kind || actionKind.startsWith(`${kind}.`)))
    .flatMap((action) =>
      codeAction(context, action).map((encoded) => ({
        ...encoded,
        diagnostics: diagnostics.filter((diagnostic) => action.finding && isAbout(diagnostic, action.finding)),
      })),
    );
}

function isAbout({ code, range: { start } }: Diagnostic, { lint, location }: Finding): boolean {
  return code === lint && comparePositions(start, location.range.start) === 0;
}

function codeLens(context: ServerContext, root: string, { range, title, targets }: CodeLensData): CodeLens {
  if (!context.options.showTreeCommand) return { range, command: { title, command: "" } };
  const argument: ShowTreeArguments = { root: context.documents.uriOf(root), targets };
  return { range, command: { title, command: Command.showTree, arguments: [argument] } };
}

function codeAction(context: ServerContext, action: CodeActionData): readonly CodeAction[] {
  const { title, actionKind: kind, preferred } = action;
  const base = { title, kind, ...(preferred ? { isPreferred: true } : {}) };
  const obstacle = obstacleTo(action.edits);
  if (obstacle !== undefined) {
    const supported = context.capabilities.textDocument?.codeAction?.disabledSupport;
    return supported ? [{ title, kind, disabled: { reason: obstacle } }] : [];
  }
  switch (action.kind) {
    case "edit": {
      const { confirm, edits, isPreview } = action;
      const confirmation = confirm === undefined ? undefined : { label: title, description: confirm };
      const { capabilities, documents } = context;
      const asking = workspaceEdit(edits, documents, capabilities, confirmation);
      const edit = asking ?? (isPreview ? undefined : workspaceEdit(edits, documents, capabilities));
      return edit ? [{ ...base, edit }] : [];
    }
    case "editElsewhere": {
      const edit = workspaceEdit(action.edits, context.documents, context.capabilities);
      const { path, line } = action.reveal;
      const save = !hasUnsavedChanges(context, path);
      const argument: ShowEditArguments = { uri: context.documents.uriOf(path), line, save };
      return edit ? [{ ...base, edit, command: { title, command: Command.showEdit, arguments: [argument] } }] : [];
    }
    default:
      return action satisfies never;
  }
}

function hasUnsavedChanges({ documents, host }: ServerContext, path: string): boolean {
  const text = documents.textOf(path);
  if (text === undefined) return false;
  const disk = host.disk.readFile(path);
  return disk === "pending" || disk.kind !== "text" || disk.text !== text;
}
