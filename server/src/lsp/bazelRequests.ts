/** The requests of protocol.ts that Bazel answers. They are long: each can be cancelled and reports its progress. None starts a process in an untrusted workspace. */
import type { CancellationToken, WorkDoneProgressReporter } from "vscode-languageserver/node";
import type { BazelCall, Failed } from "../host/bazelCall.ts";
import { locateBazel } from "../host/bazelCall.ts";
import { resolveWithBazel } from "../host/resolution.ts";
import { queriedBuild } from "../host/queriedBuild.ts";
import { verify } from "../host/verification.ts";
import { compareTrees } from "../ide/verify.ts";
import type { BuildRequest } from "../project.ts";
import type {
  MeasureParams,
  ResolveWithBazelParams,
  ResolveWithBazelResult,
  TrustParams,
  VerifyParams,
  VerifyResult,
} from "../protocol.ts";
import { ClientNotification, Request } from "../protocol.ts";
import { asked, rootOf } from "./asking.ts";
import type { ServerContext } from "./context.ts";
import { measureVariants } from "./measureRequests.ts";
import { withProgress } from "./progress.ts";

const UNTRUSTED: Failed = {
  kind: "failed",
  failure: "untrusted",
  message: "Bazel is not run in a workspace that is not trusted.",
};
const NO_WORKSPACE: Failed = { kind: "failed", failure: "failed", message: "This is no Bazel workspace." };

export function registerBazelRequests(context: ServerContext): void {
  const { connection } = context;
  let trusted = context.options.trusted !== false;
  connection.onNotification(ClientNotification.trust, (params: TrustParams) => {
    trusted = params.trusted;
  });
  connection.onRequest(Request.resolveWithBazel, async (params: ResolveWithBazelParams, token: CancellationToken) =>
    trusted ? resolve(context, params, token) : UNTRUSTED,
  );
  connection.onRequest(Request.verify, async (params: VerifyParams, token: CancellationToken) =>
    trusted ? verifyPatterns(context, params, token) : UNTRUSTED,
  );
  connection.onRequest(Request.measure, async (params: MeasureParams, token: CancellationToken) =>
    trusted ? measureVariants(context, params, token) : UNTRUSTED,
  );
}

async function resolve(
  context: ServerContext,
  params: ResolveWithBazelParams,
  token: CancellationToken,
): Promise<ResolveWithBazelResult> {
  const root = rootOf(context, params.root);
  if (root === undefined) return NO_WORKSPACE;
  return withProgress(context, params, token, `Asking Bazel for ${params.target}`, async (progress, signal) => {
    const build = params.build ?? context.workspaces.buildOf(root);
    const predicted = await asked(context, "tree", { target: params.target }, root, token, build);
    if (predicted.kind === "none") return { kind: "failed", failure: "failed", message: predicted.message };
    const call = bazelCall(context, root, build, predicted.tree.flags, progress, signal);
    const bazel = await locateBazel(call);
    if (bazel.kind !== "ok") return bazel;
    const resolved = await resolveWithBazel(call, bazel.value, predicted.tree);
    if (resolved.kind !== "ok") return resolved;
    const { differences } = compareTrees(predicted.tree, resolved.tree);
    return { kind: "resolved", tree: resolved.tree, predicted: predicted.tree, differences };
  });
}

async function verifyPatterns(
  context: ServerContext,
  params: VerifyParams,
  token: CancellationToken,
): Promise<VerifyResult> {
  const root = rootOf(context, params.root);
  if (root === undefined) return NO_WORKSPACE;
  return withProgress(context, params, token, "Comparing with Bazel", async (progress, signal) => {
    const patterns = params.patterns.length > 0 ? params.patterns : ["//..."];
    const statusOf = async (one: BuildRequest) =>
      (await asked(context, "status", { paths: [] }, root, token, one)).workspace;
    const { build, flagsInForce, note } = await queriedBuild(
      params.build ?? context.workspaces.buildOf(root),
      async (one) => (await statusOf(one)).flags,
    );
    const expand = async () => ({
      labels: (await asked(context, "expand", { patterns, includeManual: false }, root, token, build)).labels,
      knownLabels: (await asked(context, "expand", { patterns, includeManual: true }, root, token, build)).labels,
    });
    const expanded = await expand();
    const call = bazelCall(context, root, build, flagsInForce, progress, signal);
    const bazel = await locateBazel(call);
    if (bazel.kind !== "ok") return bazel;
    return verify({
      ...call,
      note,
      bazel: bazel.value,
      toldVersion: (await statusOf(build)).bazelVersion,
      patterns,
      ...expanded,
      expandAgain: expand,
      predict: (target) => asked(context, "prediction", { target }, root, token, build),
      onAnswered: () => {
        context.evaluator.suspectFiles();
      },
      buildManifests: false,
      onProgress: (line) => {
        progress.report(line);
      },
    });
  });
}

function bazelCall(
  { connection, workspaces }: ServerContext,
  root: string,
  build: BuildRequest,
  flagsInForce: readonly string[],
  progress: WorkDoneProgressReporter,
  signal: AbortSignal,
): BazelCall {
  return {
    root,
    build,
    executable: workspaces.settingsOf(root).bazelExecutable,
    flagsInForce,
    signal,
    log: (line) => {
      connection.console.info(line);
      progress.report(line);
    },
  };
}
