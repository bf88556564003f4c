/** Hover, code lenses and code actions: decode, ask, encode. */
import type {
  CancellationToken,
  CodeAction,
  CodeActionParams,
  CodeLens,
  CodeLensParams,
  Diagnostic,
  Hover,
  HoverParams,
} from "vscode-languageserver/node";
import { MarkupKind } from "vscode-languageserver/node";
import type { CodeActionData } from "../ide/codeActions.ts";
import type { CodeLensData } from "../ide/codeLens.ts";
import { comparePositions } from "../ide/diagnostics.ts";
import type { Finding } from "../lints/finding.ts";
import { Command } from "../protocol.ts";
import type { ApplyBazelrcFlagArguments, ShowTreeArguments } from "../protocol.ts";
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
  const data = await asked(context, "hover", { path: place.path, offset }, place.root, token);
  return data ? { contents: { kind: MarkupKind.Markdown, value: data.markdown } } : null;
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
      codeAction(context, place.root, action).map((encoded) => ({
        ...encoded,
        diagnostics: diagnostics.filter((diagnostic) => isAbout(diagnostic, action.finding)),
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

function codeAction(context: ServerContext, root: string, action: CodeActionData): readonly CodeAction[] {
  const { title, actionKind: kind, preferred } = action;
  const base = { title, kind, ...(preferred ? { isPreferred: true } : {}) };
  const obstacle = obstacleTo(action.edits);
  if (obstacle !== undefined) {
    const supported = context.capabilities.textDocument?.codeAction?.disabledSupport;
    return supported ? [{ title, kind, disabled: { reason: obstacle } }] : [];
  }
  switch (action.kind) {
    case "edit": {
      const confirmation =
        action.confirm === undefined ? undefined : { label: action.title, description: action.confirm };
      const edit = workspaceEdit(action.edits, context.documents, context.capabilities, confirmation);
      return edit ? [{ ...base, edit }] : [];
    }
    case "command": {
      const argument: ApplyBazelrcFlagArguments = { root: context.documents.uriOf(root), lint: action.finding.lint };
      return [{ ...base, command: { title, command: Command.applyBazelrcFlag, arguments: [argument] } }];
    }
    default:
      return action satisfies never;
  }
}
