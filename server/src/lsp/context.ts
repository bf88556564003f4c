/** What the parts of the server share: the connection, what the client can do, the documents, the projects and the evaluator. Composed once, in server.ts. */
import type { ClientCapabilities, Connection } from "vscode-languageserver/node";
import type { FileSystem } from "../base/fileSystem.ts";
import type { EvaluatorClient } from "../host/evaluatorClient.ts";
import type { InitializationOptions } from "../protocol.ts";
import type { LintDescription } from "../settings.ts";
import type { OpenDocuments } from "./openDocuments.ts";
import type { Workspaces } from "./workspaces.ts";

/** What the server takes from the program that starts it. */
export interface ServerHost {
  readonly version: string;
  readonly disk: FileSystem;
  readonly lints: readonly LintDescription[];
  /** Where answers are kept for clients that name no place; undefined: nowhere. */
  readonly cacheDirectory?: string | undefined;
  /** The bundle of the program that waits beside a measurement; undefined: there is none. */
  readonly keeper?: string | undefined;
  /** URI of a lint's page; undefined where there is none. */
  readonly documentationOf: (lint: string) => string | undefined;
}

export interface ServerContext {
  readonly connection: Connection;
  readonly host: ServerHost;
  readonly capabilities: ClientCapabilities;
  readonly options: InitializationOptions;
  readonly documents: OpenDocuments;
  readonly workspaces: Workspaces;
  readonly evaluator: EvaluatorClient;
}
