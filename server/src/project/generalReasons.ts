/** What keeps every tree of a workspace from being called complete. */
import { settingDoubt } from "../bazel/analysis/commandLineSettings.ts";
import { unrecognizedStartupOptions, type UnrecognizedOption } from "../bazel/workspace/bazelrc/unrecognizedOptions.ts";
import { versionToString } from "../bazel/workspace/bazelVersion.ts";
import { callSite } from "../bazel/workspace/repositoryDefinition.ts";
import type { UnknownReason } from "../starlark/unknown.ts";
import type { ProjectSnapshot } from "./snapshot.ts";
import { unfollowedFlag } from "./unfollowedFlags.ts";

export function generalReasonsOf(snapshot: ProjectSnapshot): readonly UnknownReason[] {
  const { graph, host, queries } = snapshot;
  const flags = graph.get(queries.flags.flags, null);
  const unfollowed = unfollowedFlag({ graph, host, flags });
  return [
    ...versionReasons(snapshot),
    ...commandReasons(snapshot),
    ...workspaceReasons(snapshot),
    ...(unfollowed ? [unfollowed] : []),
    ...mappingReasons(snapshot),
  ];
}

function versionReasons({ graph, queries }: ProjectSnapshot): readonly UnknownReason[] {
  const choice = graph.get(queries.flags.version, null);
  if (choice.kind === "exact") return [];
  const message = `the Bazel version is not known (${choice.reason}); predicted as ${versionToString(choice.predictedAs)}`;
  return [{ kind: "version", name: choice.text, message, site: undefined }];
}

/** What .bazelrc files and the command line ask for that Bazel refuses, may refuse, or that is not followed. */
function commandReasons({ graph, host, queries, request }: ProjectSnapshot): readonly UnknownReason[] {
  const { predictedAs } = graph.get(queries.flags.version, null);
  const rc = graph.get(queries.flags.rc, null);
  const flags = graph.get(queries.flags.flags, null);
  const startup = unrecognizedStartupOptions(rc, predictedAs);
  const settings = [...flags.starlarkFlags()].flatMap(([label, values]) => {
    const texts = values.map(({ value }) => value);
    return settingDoubt(graph, host, label, texts) ?? [];
  });
  const refusal =
    rc.problems.find(({ severity }) => severity === "error")?.message ??
    ofKind(startup, "unrecognized") ??
    flags.refusals[0] ??
    settings.find(({ isRefused }) => isRefused)?.message;
  const doubt = ofKind(startup, "unknown") ?? flags.doubts[0] ?? settings.find(({ isRefused }) => !isRefused)?.message;
  const reasons: UnknownReason[] = [];
  const { value: runUnder } = flags.string("run_under");
  if (request.command !== "build" && /^(\/\/|@)/.test(runUnder)) {
    const message = `--run_under=${runUnder} adds the runfiles of its target, which is not followed`;
    reasons.push({ kind: "configuration", name: "run_under", message, site: undefined });
  }
  if (refusal !== undefined) reasons.push(commandReason(`Bazel refuses the command: ${refusal}`));
  if (doubt !== undefined) reasons.push(commandReason(`Bazel may refuse the command: ${doubt}`));
  return reasons;
}

function workspaceReasons({ graph, queries }: ProjectSnapshot): readonly UnknownReason[] {
  const reasons: UnknownReason[] = [];
  const [problem] = graph.get(queries.repositories.problems, null);
  if (problem) {
    const message = `Bazel refuses the workspace: ${problem.message}`;
    reasons.push({ kind: "evaluation", name: "repository files", message, site: callSite(problem.callStack) });
  }
  const absence = queries.repositories.absence(graph);
  if (absence) {
    const message = `Bazel may refuse the WORKSPACE file: ${absence.reason.message}`;
    reasons.push({ ...absence.reason, message });
  }
  return reasons;
}

function mappingReasons({ graph, queries }: ProjectSnapshot): readonly UnknownReason[] {
  const message = graph.get(queries.flags.mappings, null).problem ?? graph.get(queries.flags.top, null).mappingProblem;
  if (message === undefined) return [];
  return [{ kind: "configuration", name: "platform_mappings", message, site: undefined }];
}

function commandReason(message: string): UnknownReason {
  return { kind: "evaluation", name: "command", message, site: undefined };
}

function ofKind(
  options: readonly UnrecognizedOption<unknown>[],
  kind: UnrecognizedOption<unknown>["kind"],
): string | undefined {
  return options.find((option) => option.kind === kind)?.message;
}
