/** From a request of the client to a question for the evaluator. */
import type { CancellationToken } from "vscode-languageserver/node";
import { LSPErrorCodes, ResponseError } from "vscode-languageserver/node";
import { QuestionCancelled } from "../host/evaluatorClient.ts";
import { pathOfUri } from "../host/fileUris.ts";
import type { FeatureName, FeatureParams, FeatureResult } from "../ide/features.ts";
import type { BuildRequest } from "../project.ts";
import type { ServerContext } from "./context.ts";

export interface Place {
  readonly path: string;
  readonly root: string;
}

/** Undefined for a document that belongs to no Bazel workspace. */
export function placeOf(context: ServerContext, uri: string): Place | undefined {
  const path = pathOfUri(uri);
  const root = path === undefined ? undefined : context.workspaces.rootOf(path);
  return path === undefined || root === undefined ? undefined : { path, root };
}

/** The workspace of a `root` URI of protocol.ts; undefined where there is none. */
export function rootOf(context: ServerContext, uri: string): string | undefined {
  const path = pathOfUri(uri);
  return path !== undefined && context.workspaces.roots().includes(path) ? path : undefined;
}

/** Asks for the client; a request that the client cancels is answered as LSP wants it. */
export async function asked<N extends FeatureName>(
  context: ServerContext,
  name: N,
  params: FeatureParams<N>,
  root: string,
  token: CancellationToken,
  build: BuildRequest = context.workspaces.buildOf(root),
): Promise<FeatureResult<N>> {
  const abort = new AbortController();
  if (token.isCancellationRequested) abort.abort();
  const subscription = token.onCancellationRequested(() => {
    abort.abort();
  });
  try {
    return (await context.evaluator.ask(name, params, { root, build, signal: abort.signal })).value;
  } catch (error) {
    if (!(error instanceof QuestionCancelled)) throw error;
    throw new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");
  } finally {
    subscription.dispose();
  }
}
