/** The server on this process's streams: `--stdio`, `--node-ipc` or `--pipe=…` on the command line say which, as clients of vscode-languageclient's kind pass them. */
import { ProposedFeatures, createConnection } from "vscode-languageserver/node";
import type { StartEvaluator } from "../host/evaluatorClient.ts";
import type { ServerHost } from "./context.ts";
import { serve } from "./server.ts";

/** Returns at once; the process lives until the client says `exit` or goes away. */
export function serveProcess(host: ServerHost, startEvaluator: StartEvaluator): void {
  serve(createConnection(ProposedFeatures.all), host, startEvaluator);
}

/** As `serveProcess`, on standard input and output whatever the command line says. */
export function serveStdio(host: ServerHost, startEvaluator: StartEvaluator): void {
  serve(createConnection(ProposedFeatures.all, process.stdin, process.stdout), host, startEvaluator);
}
