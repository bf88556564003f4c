/** The connection to the language server: starting, restarting, and our own requests with their types. */
import * as vscode from "vscode";
import type { LanguageClientOptions } from "vscode-languageclient/node";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  LSPErrorCodes,
  ResponseError,
  RevealOutputChannelOn,
  State,
  TransportKind,
  WorkDoneProgress,
} from "vscode-languageclient/node";
import type {
  CompareMeasurementsParams,
  CompareMeasurementsResult,
  CostParams,
  CostResult,
  EntryParams,
  EntryResult,
  InitializationOptions,
  MeasureParams,
  MeasurePlanResult,
  MeasureResult,
  ResolveWithBazelParams,
  ResolveWithBazelResult,
  SaveParams,
  SelectBuildParams,
  StatusParams,
  TargetsAtParams,
  TargetsParams,
  TargetsResult,
  TreeParams,
  TreeResult,
  TrustParams,
  VerifyParams,
  VerifyResult,
  WhyParams,
  WhyResult,
  WorkspaceStatus,
} from "../../server/src/protocol.ts";
import { ClientNotification, Request, ServerNotification, ServerRequest } from "../../server/src/protocol.ts";
import { bazelFilePattern, languages } from "./bazelFiles.ts";

/** The server's own requests: params and result of each. */
interface RequestTypes {
  readonly [Request.tree]: { readonly params: TreeParams; readonly result: TreeResult | null };
  readonly [Request.entry]: { readonly params: EntryParams; readonly result: EntryResult | null };
  readonly [Request.targetsAt]: { readonly params: TargetsAtParams; readonly result: TargetsResult | null };
  readonly [Request.targets]: { readonly params: TargetsParams; readonly result: TargetsResult | null };
  readonly [Request.workspaces]: { readonly params: undefined; readonly result: readonly WorkspaceStatus[] };
  readonly [Request.selectBuild]: { readonly params: SelectBuildParams; readonly result: null };
  readonly [Request.why]: { readonly params: WhyParams; readonly result: WhyResult | null };
  readonly [Request.resolveWithBazel]: {
    readonly params: ResolveWithBazelParams;
    readonly result: ResolveWithBazelResult;
  };
  readonly [Request.measurePlan]: { readonly params: MeasureParams; readonly result: MeasurePlanResult };
  readonly [Request.measure]: { readonly params: MeasureParams; readonly result: MeasureResult };
  readonly [Request.compareMeasurements]: {
    readonly params: CompareMeasurementsParams;
    readonly result: CompareMeasurementsResult;
  };
  readonly [Request.cost]: { readonly params: CostParams; readonly result: CostResult | null };
  readonly [Request.verify]: { readonly params: VerifyParams; readonly result: VerifyResult };
}

export type ServerState =
  { readonly kind: "starting" } | { readonly kind: "running" } | { readonly kind: "failed"; readonly message: string };

export interface ServerOptions {
  /** File system path of the server's bundle. */
  readonly module: string;
  readonly log: vscode.LogOutputChannel;
  readonly initialization: () => InitializationOptions;
}

/** Documents that findings, lenses, hovers and fixes are for. */
export const documentSelector = [
  { scheme: "file", pattern: bazelFilePattern },
  ...languages.map((language) => ({ scheme: "file", language })),
];

/** A server that ends by itself so often within `restartWindow` milliseconds is left alone. */
const restartLimit = 4;
const restartWindow = 180_000;

export class Server implements vscode.Disposable {
  readonly #options: ServerOptions;
  readonly #stateChanged = new vscode.EventEmitter<ServerState>();
  readonly #statusChanged = new vscode.EventEmitter<readonly WorkspaceStatus[]>();
  #client: LanguageClient | undefined;
  #state: ServerState = { kind: "starting" };
  #workspaces: readonly WorkspaceStatus[] = [];
  #ends: readonly number[] = [];

  readonly onDidChangeState = this.#stateChanged.event;
  readonly onDidChangeStatus = this.#statusChanged.event;

  constructor(options: ServerOptions) {
    this.#options = options;
  }

  get state(): ServerState {
    return this.#state;
  }

  /** The Bazel workspaces of the window, as the server last described them. */
  get workspaces(): readonly WorkspaceStatus[] {
    return this.#workspaces;
  }

  /** All that predictions depend on, as a text: what was shown for another one is out of date. */
  get predictionInputs(): string {
    return JSON.stringify(
      this.#workspaces.map(({ rootUri, revision, build, flags, bazelVersion }) => [
        rootUri,
        revision,
        build,
        flags,
        bazelVersion,
      ]),
    );
  }

  /** Starts the server; failure is a state, not a rejection. */
  async start(): Promise<void> {
    const client = this.#createClient();
    this.#client = client;
    try {
      await client.start();
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  async restart(): Promise<void> {
    this.#ends = [];
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      // It was stopped while it was starting, or had ended already.
      this.#options.log.debug(`Stopping the server: ${String(error)}`);
    }
  }

  /** Sends one of our own requests; rejects when the server is not there. */
  async request<M extends keyof RequestTypes>(
    method: M,
    params: RequestTypes[M]["params"],
    token?: vscode.CancellationToken,
  ): Promise<RequestTypes[M]["result"]> {
    if (this.#client === undefined || this.#state.kind !== "running")
      throw new Error("The language server is not running.");
    return this.#send(this.#client, method, params, token);
  }

  /** Listens to the progress of a request that carries `token` as its `workDoneToken`. */
  onProgress(token: string, report: (message: string, percentage: number) => void): vscode.Disposable {
    const client = this.#client;
    if (client === undefined) return { dispose: () => {} };
    return client.onProgress(WorkDoneProgress.type, token, (progress) => {
      if (progress.kind !== "end" && progress.message !== undefined) report(progress.message, progress.percentage ?? 0);
    });
  }

  /** Tells the server that the user answered the trust dialog. */
  async grantTrust(): Promise<void> {
    const params: TrustParams = { trusted: true };
    await this.#client?.sendNotification(ClientNotification.trust, params);
  }

  dispose(): void {
    this.#stateChanged.dispose();
    this.#statusChanged.dispose();
  }

  #createClient(): LanguageClient {
    const { module, log } = this.#options;
    const clientOptions: LanguageClientOptions = {
      documentSelector,
      outputChannel: log,
      // What goes wrong in the background is written to the log and shown by the status item; it never pops up.
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationFailedHandler: () => false,
      initializationOptions: () => this.#options.initialization(),
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => this.#closed(),
      },
      markdown: { isTrusted: false },
    };
    const transport = TransportKind.ipc;
    const client = new LanguageClient(
      "runfilesLens",
      "Runfiles Lens",
      {
        run: { module, transport },
        debug: { module, transport, options: { execArgv: ["--nolazy", "--inspect=6229"] } },
      },
      clientOptions,
    );
    client.onDidChangeState(({ newState }) => {
      if (client !== this.#client) return;
      if (newState === State.Starting) this.#become({ kind: "starting" });
      if (newState === State.Running) void this.#greet(client);
    });
    client.onNotification(ServerNotification.status, ({ workspaces }: StatusParams) => {
      this.#receive(workspaces);
    });
    client.onRequest(ServerRequest.save, ({ uri }: SaveParams) => save(vscode.Uri.parse(uri)));
    return client;
  }

  /** Asks a server that has just started, perhaps again, what it found. */
  async #greet(client: LanguageClient): Promise<void> {
    try {
      const workspaces = await this.#send(client, Request.workspaces, undefined);
      this.#become({ kind: "running" });
      this.#receive(workspaces);
    } catch (error) {
      this.#options.log.warn(`The server did not tell its workspaces: ${String(error)}`);
    }
  }

  #receive(workspaces: readonly WorkspaceStatus[]): void {
    this.#workspaces = workspaces;
    this.#statusChanged.fire(workspaces);
  }

  #closed(): { action: CloseAction; handled: true } {
    const now = Date.now();
    this.#ends = [...this.#ends.filter((time) => now - time < restartWindow), now];
    if (this.#ends.length > restartLimit) {
      this.#fail("The language server ended again and again; see the log.");
      return { action: CloseAction.DoNotRestart, handled: true };
    }
    this.#options.log.warn("The language server ended; it is started again.");
    return { action: CloseAction.Restart, handled: true };
  }

  async #send<M extends keyof RequestTypes>(
    client: LanguageClient,
    method: M,
    params: RequestTypes[M]["params"],
    token?: vscode.CancellationToken,
  ): Promise<RequestTypes[M]["result"]> {
    type Result = RequestTypes[M]["result"];
    // An undefined token would be sent as a second parameter.
    return token === undefined
      ? client.sendRequest<Result>(method, params ?? {})
      : client.sendRequest<Result>(method, params ?? {}, token);
  }

  #fail(message: string): void {
    this.#options.log.error(message);
    this.#become({ kind: "failed", message });
  }

  #become(state: ServerState): void {
    this.#state = state;
    this.#stateChanged.fire(state);
  }
}

/** Whether a request failed only since something changed, or somebody cancelled it, before it was answered. */
export function isOvertaken(error: unknown): boolean {
  const codes: readonly number[] = [
    LSPErrorCodes.RequestCancelled,
    LSPErrorCodes.ContentModified,
    LSPErrorCodes.ServerCancelled,
  ];
  return error instanceof ResponseError && codes.includes(error.code);
}

/** Saves one open document, as the last step of a fix of one click. */
async function save(uri: vscode.Uri): Promise<boolean> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  return open !== undefined && (!open.isDirty || (await open.save()));
}
