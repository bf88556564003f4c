/**
 * The language server: which method is answered by what. This thread decodes, asks the evaluator and encodes; it never evaluates.
 *
 * Whatever changes, a document, a file, the settings, the selected build, the trust, ends in `Refresher.changed`.
 */
import type { Connection, InitializeParams, InitializeResult, WorkspaceFolder } from "vscode-languageserver/node";
import { CodeActionKind, DidChangeConfigurationNotification, TextDocumentSyncKind } from "vscode-languageserver/node";
import type { StartEvaluator } from "../host/evaluatorClient.ts";
import { EvaluatorClient } from "../host/evaluatorClient.ts";
import { pathOfUri } from "../host/fileUris.ts";
import type { InitializationOptions, StatusParams } from "../protocol.ts";
import { ServerNotification } from "../protocol.ts";
import { registerBazelRequests } from "./bazelRequests.ts";
import { COMMANDS, executeCommand } from "./commands.ts";
import { initialSettings, loadConfiguration } from "./configuration.ts";
import type { ServerContext, ServerHost } from "./context.ts";
import { registerCustomRequests, workspaceStatuses } from "./customRequests.ts";
import { DiagnosticPublisher } from "./diagnosticPublisher.ts";
import { codeActions, codeLenses, completion, hover } from "./editorFeatures.ts";
import { relevantChanges, watchFiles } from "./fileEvents.ts";
import { registerMeasureRequests } from "./measureRequests.ts";
import { OpenDocuments } from "./openDocuments.ts";
import { Refresher } from "./refresher.ts";
import { Workspaces } from "./workspaces.ts";

/** Serves one client until it says `exit`. */
export function serve(connection: Connection, host: ServerHost, startEvaluator: StartEvaluator): void {
  let server: Server | undefined;
  // Documents are listened to from the start: nothing that the client sends after `initialize` may be missed.
  const documents = new OpenDocuments();
  documents.listen(connection, {
    onChange: (path, version, text) => server?.documentChanged(path, version, text),
    onClose: (path) => server?.documentClosed(path),
    onSave: (path) => server?.documentSaved(path),
  });
  connection.onInitialize((params) => {
    server = new Server(connection, host, startEvaluator, documents, params);
    return server.initializeResult();
  });
  connection.onInitialized(() => server?.initialized());
  connection.onShutdown(() => server?.dispose());
  connection.listen();
}

class Server {
  readonly #context: ServerContext;
  readonly #publisher: DiagnosticPublisher;
  readonly #refresher: Refresher;
  #folders: readonly string[];
  #pushedConfiguration: unknown;

  constructor(
    connection: Connection,
    host: ServerHost,
    startEvaluator: StartEvaluator,
    documents: OpenDocuments,
    params: InitializeParams,
  ) {
    const evaluator = new EvaluatorClient(startEvaluator, (problem) => {
      connection.console.error(problem);
    });
    const options = (params.initializationOptions ?? {}) as InitializationOptions;
    const workspaces = new Workspaces(host.disk, initialSettings(host), cacheDirectoryOf(host, options));
    this.#context = {
      connection,
      host,
      capabilities: params.capabilities,
      options,
      documents,
      workspaces,
      evaluator,
    };
    this.#publisher = new DiagnosticPublisher(this.#context);
    this.#refresher = new Refresher(this.#context, this.#publisher, () => {
      this.#sendStatus();
    });
    this.#folders = foldersOf(params);
    for (const { root, build } of options.builds ?? []) {
      const path = pathOfUri(root);
      if (path !== undefined) workspaces.selectBuild(path, build);
    }
    this.#register();
  }

  initializeResult(): InitializeResult {
    return {
      serverInfo: { name: "Runfiles Lens", version: this.#context.host.version },
      capabilities: {
        positionEncoding: "utf-16",
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
        hoverProvider: true,
        completionProvider: { triggerCharacters: ["-", ":", "="] },
        codeLensProvider: {},
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite] },
        executeCommandProvider: { commands: [...COMMANDS] },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  }

  async initialized(): Promise<void> {
    const { capabilities, connection } = this.#context;
    if (capabilities.workspace?.didChangeConfiguration?.dynamicRegistration) {
      await connection.client.register(DidChangeConfigurationNotification.type, { section: "runfilesLens" });
    }
    if (capabilities.workspace?.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(pathsOf(removed));
        this.#folders = [...this.#folders.filter((folder) => !gone.has(folder)), ...pathsOf(added)];
        void this.#discover();
      });
    }
    await watchFiles(this.#context);
    await this.#discover();
  }

  documentChanged(path: string, version: number, text: string): void {
    const { evaluator, workspaces } = this.#context;
    evaluator.setDocument(path, version, text);
    if (workspaces.admit(path)) void this.#reconfigure();
    else this.#changed();
  }

  documentClosed(path: string): void {
    this.#context.evaluator.closeDocument(path);
    this.#changed();
  }

  /** What else a formatter or another program did meanwhile is looked for where the client does not tell. */
  documentSaved(path: string): void {
    const { capabilities } = this.#context;
    const watches = capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration;
    this.filesChanged(watches ? [path] : undefined);
  }

  filesChanged(paths: readonly string[] | undefined): void {
    this.#context.evaluator.filesChanged(paths);
    this.#changed();
  }

  async dispose(): Promise<void> {
    this.#refresher.dispose();
    await this.#context.evaluator.dispose();
  }

  #register(): void {
    const context = this.#context;
    const { connection } = context;
    connection.onHover((params, token) => hover(context, params, token));
    connection.onCompletion((params, token) => completion(context, params, token));
    connection.onCodeLens((params, token) => codeLenses(context, params, token));
    connection.onCodeAction((params, token) => codeActions(context, params, token));
    connection.onExecuteCommand((params) => executeCommand(context, params));
    connection.onDidChangeConfiguration(({ settings }) => {
      this.#pushedConfiguration = settings;
      void this.#reconfigure();
    });
    connection.onDidChangeWatchedFiles(({ changes }) => {
      const relevant = relevantChanges(context, changes);
      if (!relevant) return;
      if (relevant.boundary) void this.#discover();
      this.filesChanged(relevant.paths);
    });
    registerCustomRequests(context, this.#refresher);
    registerBazelRequests(context);
    registerMeasureRequests(context);
  }

  /** Looks for workspaces, and takes in their settings. */
  async #discover(): Promise<void> {
    const { documents, workspaces } = this.#context;
    workspaces.discover(this.#folders, documents.paths());
    this.#publisher.withdraw(workspaces.roots());
    await this.#reconfigure();
  }

  async #reconfigure(): Promise<void> {
    const { evaluator, workspaces } = this.#context;
    await loadConfiguration(this.#context, this.#pushedConfiguration);
    evaluator.configure(workspaces.projects());
    this.#changed();
    this.#sendStatus();
  }

  #changed(): void {
    this.#refresher.changed();
    this.#sendStatus();
  }

  #sendStatus(): void {
    const { connection, options } = this.#context;
    if (!options.customProtocol) return;
    const params: StatusParams = { workspaces: workspaceStatuses(this.#context, this.#refresher) };
    void connection.sendNotification(ServerNotification.status, params);
  }
}

function cacheDirectoryOf(host: ServerHost, { storagePath }: InitializationOptions): string | undefined {
  return storagePath === undefined ? host.cacheDirectory : `${storagePath}/cache`;
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): readonly string[] {
  if (workspaceFolders) return pathsOf(workspaceFolders);
  const root = rootUri ? pathOfUri(rootUri) : undefined;
  return root === undefined ? [] : [root];
}

function pathsOf(folders: readonly WorkspaceFolder[]): readonly string[] {
  return folders.map((folder) => pathOfUri(folder.uri)).filter((path) => path !== undefined);
}
