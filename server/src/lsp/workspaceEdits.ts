/** Edits of files as LSP's `WorkspaceEdit`: with versions where the client takes them, so that an edit of a document that was changed meanwhile is refused instead of misplaced. */
import type { ClientCapabilities, TextDocumentEdit, TextEdit, WorkspaceEdit } from "vscode-languageserver/node";
import type { FileEdit } from "../lints/finding.ts";
import type { OpenDocuments } from "./openDocuments.ts";

/** Makes the client show the edit and ask before it is applied. */
export interface Confirmation {
  readonly label: string;
  readonly description: string;
}

const ANNOTATION = "confirm";

/** Undefined where the client cannot do what the edit needs: create a file, or ask. */
export function workspaceEdit(
  files: readonly FileEdit[],
  documents: OpenDocuments,
  capabilities: ClientCapabilities,
  confirmation?: Confirmation,
): WorkspaceEdit | undefined {
  const supported = capabilities.workspace?.workspaceEdit;
  if (confirmation && !supported?.changeAnnotationSupport) return undefined;
  if (files.some((file) => file.create) && !supported?.resourceOperations?.includes("create")) return undefined;
  if (!supported?.documentChanges) {
    const changes = files.map((file): [string, TextEdit[]] => [documents.uriOf(file.path), textEdits(file)]);
    return { changes: Object.fromEntries(changes) };
  }
  const annotation = confirmation ? { annotationId: ANNOTATION } : {};
  const documentChanges = files.flatMap((file) => {
    const uri = documents.uriOf(file.path);
    const edit: TextDocumentEdit = {
      textDocument: { uri, version: documents.versionOf(file.path) ?? null },
      edits: textEdits(file).map((one) => ({ ...one, ...annotation })),
    };
    if (!file.create || documents.isOpen(file.path)) return [edit];
    return [{ kind: "create" as const, uri, options: { ignoreIfExists: true }, ...annotation }, edit];
  });
  if (!confirmation) return { documentChanges };
  return { documentChanges, changeAnnotations: { [ANNOTATION]: { ...confirmation, needsConfirmation: true } } };
}

function textEdits(file: FileEdit): TextEdit[] {
  return file.edits.map(({ range, newText }) => ({ range, newText }));
}
