/** What keeps every tree of a workspace from being called complete. */
import { settingDoubt } from "../bazel/analysis/commandLineSettings.ts";
import { unrecognizedStartupOptions, type UnrecognizedOption } from "../bazel/workspace/bazelrc/unrecognizedOptions.ts";
import { versionToString } from "../bazel/workspace/bazelVersion.ts";
import { callSite } from "../bazel/workspace/repositoryDefinition.ts";
import type { UnknownReason } from "../starlark/unknown.ts";
import type { ProjectSnapshot } from "./snapshot.ts";
import { unfollowedFlag } from "./unfollowedFlags.ts";

export function generalReasonsOf({ graph, host, queries, request }: ProjectSnapshot): readonly UnknownReason[] {
  const choice = graph.get(queries.flags.version, null);
  const flags = graph.get(queries.flags.flags, null);
  const reasons: UnknownReason[] = [];
  if (choice.kind !== "exact") {
    reasons.push({
      kind: "version",
      name: choice.text,
      message: `the Bazel version is not known (${choice.reason}); predicted as ${versionToString(choice.predictedAs)}`,
      site: undefined,
    });
  }
  if (request.command !== "build" && /^(\/\/|@)/.test(flags.string("run_under").value)) {
    reasons.push({
      kind: "configuration",
      name: "run_under",
      message: `--run_under=${flags.string("run_under").value} adds the runfiles of its target, which is not followed`,
      site: undefined,
    });
  }
  const rc = graph.get(queries.flags.rc, null);
  const unreadable = rc.problems.find(({ severity }) => severity === "error");
  const startup = unrecognizedStartupOptions(rc, choice.predictedAs);
  const refusal = unreadable?.message ?? ofKind(startup, "unrecognized") ?? flags.refusals[0];
  if (refusal !== undefined) reasons.push(commandReason(`Bazel refuses the command: ${refusal}`));
  const settings = [...flags.starlarkFlags()].flatMap(
    ([label, values]) =>
      settingDoubt(
        graph,
        host,
        label,
        values.map(({ value }) => value),
      ) ?? [],
  );
  const refusedSetting = settings.find(({ isRefused }) => isRefused);
  if (refusedSetting) reasons.push(commandReason(`Bazel refuses the command: ${refusedSetting.message}`));
  const doubt = ofKind(startup, "unknown") ?? flags.doubts[0] ?? settings.find(({ isRefused }) => !isRefused)?.message;
  if (doubt !== undefined) reasons.push(commandReason(`Bazel may refuse the command: ${doubt}`));
  const [problem] = graph.get(queries.repositories.problems, null);
  if (problem) {
    reasons.push({
      kind: "evaluation",
      name: "repository files",
      message: `Bazel refuses the workspace: ${problem.message}`,
      site: callSite(problem.callStack),
    });
  }
  const absence = queries.repositories.absence(graph);
  if (absence) {
    const message = `Bazel may refuse the WORKSPACE file: ${absence.reason.message}`;
    reasons.push({ ...absence.reason, message });
  }
  const unfollowed = unfollowedFlag({ graph, host, flags });
  if (unfollowed) reasons.push(unfollowed);
  const mappingProblem =
    graph.get(queries.flags.mappings, null).problem ?? graph.get(queries.flags.top, null).mappingProblem;
  if (mappingProblem !== undefined)
    reasons.push({ kind: "configuration", name: "platform_mappings", message: mappingProblem, site: undefined });
  return reasons;
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
