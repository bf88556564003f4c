/** The requests of protocol.ts that the evaluator answers. */
import type { CancellationToken, Connection } from "vscode-languageserver/node";
import type { Location } from "../base/text.ts";
import { baseName } from "../base/path.ts";
import { builtTree } from "../host/builtTree.ts";
import type { TargetInfo } from "../project.ts";
import type {
  BazelrcFixParams,
  BazelrcFixResult,
  CostParams,
  CostResult,
  EntryParams,
  EntryResult,
  SelectBuildParams,
  TargetLocation,
  TargetsAtParams,
  TargetsParams,
  TargetsResult,
  TargetSummary,
  TreeParams,
  TreeResult,
  WhyParams,
  WhyResult,
  WorkspaceStatus,
} from "../protocol.ts";
import { Request } from "../protocol.ts";
import { asked, placeOf, rootOf } from "./asking.ts";
import type { ServerContext } from "./context.ts";
import type { Refresher } from "./refresher.ts";

/** The lint whose fix is the .bazelrc flag. */
const FLAG_LINT = "legacy-external-runfiles";

export function registerCustomRequests(context: ServerContext, refresher: Refresher): void {
  const { connection } = context;
  handle(connection, Request.tree, (params: TreeParams, token) => tree(context, params, token));
  handle(connection, Request.entry, (params: EntryParams, token) => entry(context, params, token));
  handle(connection, Request.targetsAt, (params: TargetsAtParams, token) => targetsAt(context, params, token));
  handle(connection, Request.targets, (params: TargetsParams, token) => targets(context, params, token));
  handle(connection, Request.why, (params: WhyParams, token) => why(context, params, token));
  handle(connection, Request.cost, (params: CostParams, token) => cost(context, params, token));
  handle(connection, Request.bazelrcFix, (params: BazelrcFixParams, token) => bazelrcFix(context, params, token));
  handle(connection, Request.workspaces, () => workspaceStatuses(context, refresher));
  handle(connection, Request.selectBuild, (params: SelectBuildParams) => {
    const root = rootOf(context, params.root);
    if (root === undefined) return null;
    context.workspaces.selectBuild(root, params.build);
    refresher.changed([root]);
    return null;
  });
}

/** What the status item says of every workspace that was evaluated. */
export function workspaceStatuses({ documents, workspaces }: ServerContext, refresher: Refresher): WorkspaceStatus[] {
  return workspaces.roots().flatMap((root) => {
    const { busy, revision, data, problem } = refresher.statusOf(root);
    if (!data) return [];
    const build = workspaces.buildOf(root);
    const { workspace, complete, partial } = data;
    const rootUri = documents.uriOf(root);
    return [{ ...workspace, rootUri, name: baseName(root), build, complete, partial, busy, revision, problem }];
  });
}

export function handle<P, R>(
  connection: Connection,
  method: string,
  handler: (params: P, token: CancellationToken) => R | Promise<R>,
): void {
  connection.onRequest(method, async (params: P, token: CancellationToken): Promise<R> => handler(params, token));
}

async function tree(
  context: ServerContext,
  { root: uri, target, source, build }: TreeParams,
  token: CancellationToken,
): Promise<TreeResult | null> {
  const root = rootOf(context, uri);
  if (root === undefined) return null;
  context.evaluator.suspectFiles(); // What is called complete is held against the files as they are now.
  const data = await asked(context, "tree", { target }, root, token, build);
  if (data.kind === "none") return data;
  const location = locationOf(context, data.location);
  if (source === "built") {
    const built = await builtTree(root, data.tree);
    return built.kind === "none"
      ? built
      : { kind: "tree", root: uri, tree: built.tree, reasons: [], location, cost: null };
  }
  const reasons = data.reasons.map((reason) => ({ ...reason, location: lineOf(context, reason.location) }));
  return { kind: "tree", root: uri, tree: data.tree, reasons, location, cost: data.cost };
}

async function entry(
  context: ServerContext,
  { root: uri, target, path, build }: EntryParams,
  token: CancellationToken,
): Promise<EntryResult | null> {
  const root = rootOf(context, uri);
  if (root === undefined) return null;
  const contenders = await asked(context, "entry", { target, path }, root, token, build);
  return {
    contenders: contenders.map((contender) => ({
      execPath: contender.execPath,
      uri: contender.path === undefined ? null : context.documents.uriOf(contender.path),
      owner: contender.owner,
      ownerLocation: locationOf(context, contender.ownerLocation),
    })),
  };
}

async function targetsAt(
  context: ServerContext,
  { textDocument, position }: TargetsAtParams,
  token: CancellationToken,
): Promise<TargetsResult | null> {
  const place = placeOf(context, textDocument.uri);
  const offset = place && context.documents.offsetAt(place.path, position);
  if (!place || offset === undefined) return null;
  const infos = await asked(context, "targetsAt", { path: place.path, offset }, place.root, token);
  return targetsResult(context, place.root, infos);
}

async function targets(
  context: ServerContext,
  { root: uri, pattern = "//..." }: TargetsParams,
  token: CancellationToken,
): Promise<TargetsResult | null> {
  const root = rootOf(context, uri);
  if (root === undefined) return null;
  return targetsResult(context, root, await asked(context, "targets", { pattern }, root, token));
}

async function why(
  context: ServerContext,
  { root: uri, target, path, build }: WhyParams,
  token: CancellationToken,
): Promise<WhyResult | null> {
  const root = rootOf(context, uri);
  if (root === undefined) return null;
  const chains = await asked(context, "why", { target, path }, root, token, build);
  return {
    chains: chains.map((chain) => chain.map((step) => ({ ...step, location: lineOf(context, step.location) }))),
  };
}

async function cost(
  context: ServerContext,
  { root: uri, patterns = [], build }: CostParams,
  token: CancellationToken,
): Promise<CostResult | null> {
  const root = rootOf(context, uri);
  if (root === undefined) return null;
  const data = await asked(context, "cost", { patterns, includeManual: false }, root, token, build);
  if (data.kind === "none") return { kind: "none", message: data.errors.join("\n") };
  return { kind: "cost", content: { name: baseName(root), cost: data.cost } };
}

async function bazelrcFix(
  context: ServerContext,
  { root: uri }: BazelrcFixParams,
  token: CancellationToken,
): Promise<BazelrcFixResult> {
  const root = rootOf(context, uri);
  const fix = root === undefined ? undefined : await asked(context, "revealingFix", { lint: FLAG_LINT }, root, token);
  const [edit] = fix?.edits ?? [];
  if (!fix || !edit)
    return { kind: "none", message: "The flag is in force, or makes no difference to this workspace." };
  return {
    kind: "edit",
    title: fix.title,
    uri: context.documents.uriOf(edit.path),
    create: edit.create,
    version: context.documents.versionOf(edit.path) ?? null,
    edits: edit.edits,
    revealLine: fix.reveal?.line ?? 0,
  };
}

function targetsResult(context: ServerContext, root: string, infos: readonly TargetInfo[]): TargetsResult {
  const summaries = infos.map((info): TargetSummary => ({ ...info, location: locationOf(context, info.location) }));
  return { root: context.documents.uriOf(root), targets: summaries };
}

function locationOf({ documents }: ServerContext, location: Location | undefined): TargetLocation | null {
  return location ? { uri: documents.uriOf(location.path), range: location.range } : null;
}

/** To a one-based line. */
function lineOf(
  { documents }: ServerContext,
  location: { readonly path: string; readonly line: number } | null,
): { readonly uri: string; readonly line: number } | null {
  return location && { uri: documents.uriOf(location.path), line: location.line };
}
