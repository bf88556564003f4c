/** Progress of what takes long, and its cancellation. */
import type { CancellationToken, WorkDoneProgressReporter } from "vscode-languageserver/node";
import type { ServerContext } from "./context.ts";

/** Progress on the request's own token where it has one, and in a window of the client's otherwise; either may cancel. */
export async function withProgress<T>(
  { capabilities, connection }: ServerContext,
  params: { readonly workDoneToken?: number | string },
  token: CancellationToken,
  title: string,
  work: (progress: WorkDoneProgressReporter, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const cancel = () => {
    abort.abort();
  };
  token.onCancellationRequested(cancel);
  if (params.workDoneToken !== undefined) {
    const progress = connection.window.attachWorkDoneProgress(params.workDoneToken);
    return report(progress, title, () => work(progress, abort.signal));
  }
  if (!capabilities.window?.workDoneProgress) return work({ ...SILENT }, abort.signal);
  const progress = await connection.window.createWorkDoneProgress();
  progress.token.onCancellationRequested(cancel);
  return report(progress, title, () => work(progress, abort.signal));
}

async function report<T>(progress: WorkDoneProgressReporter, title: string, work: () => Promise<T>): Promise<T> {
  progress.begin(title, undefined, undefined, true);
  try {
    return await work();
  } finally {
    progress.done();
  }
}

const SILENT: WorkDoneProgressReporter = { begin: () => undefined, report: () => undefined, done: () => undefined };
