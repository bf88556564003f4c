/** The documents that the client has open: their texts by path, and the spelling of URIs that the client uses. */
import type { Position } from "../base/text.ts";
import { TextDocuments } from "vscode-languageserver/node";
import type { Connection } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { pathOfUri, uriOfPath } from "../host/fileUris.ts";

export interface OpenDocumentEvents {
  readonly onChange: (path: string, version: number, text: string) => void;
  readonly onClose: (path: string) => void;
  readonly onSave: (path: string) => void;
}

export class OpenDocuments {
  readonly #documents = new TextDocuments(TextDocument);
  readonly #byPath = new Map<string, TextDocument>();

  listen(connection: Connection, events: OpenDocumentEvents): void {
    this.#documents.onDidChangeContent(({ document }) => {
      const path = pathOfUri(document.uri);
      if (path === undefined) return;
      this.#byPath.set(path, document);
      events.onChange(path, document.version, document.getText());
    });
    this.#documents.onDidClose(({ document }) => {
      const path = pathOfUri(document.uri);
      if (path === undefined) return;
      this.#byPath.delete(path);
      events.onClose(path);
    });
    this.#documents.onDidSave(({ document }) => {
      const path = pathOfUri(document.uri);
      if (path !== undefined) events.onSave(path);
    });
    this.#documents.listen(connection);
  }

  paths(): readonly string[] {
    return [...this.#byPath.keys()];
  }

  isOpen(path: string): boolean {
    return this.#byPath.has(path);
  }

  /** Undefined for a document that is not open. */
  versionOf(path: string): number | undefined {
    return this.#byPath.get(path)?.version;
  }

  textOf(path: string): string | undefined {
    return this.#byPath.get(path)?.getText();
  }

  /** Undefined for a document that is not open. */
  languageOf(path: string): string | undefined {
    return this.#byPath.get(path)?.languageId;
  }

  /** Undefined for a document that is not open. */
  offsetAt(path: string, position: Position): number | undefined {
    return this.#byPath.get(path)?.offsetAt(position);
  }

  /** In the client's own spelling where it has the document open. */
  uriOf(path: string): string {
    return this.#byPath.get(path)?.uri ?? uriOfPath(path);
  }
}
