/** `Target.actions`: the target is analysed once more, this time with its actions kept. Most targets are never asked for theirs. */
import { ActionRecorder } from "./actionRecorder.ts";
import { ActionValue, actionValue, makesScript } from "./actionValue.ts";
import { analyseRecording } from "./analyseRule.ts";
import { aspectKeyText, visitRecording } from "./aspects.ts";
import type { AspectKey } from "./aspectView.ts";
import type { ConfiguredTarget } from "./configuredTarget.ts";
import { targetKeyText, type AnalysisHost, type TargetKey } from "./keys.ts";
import { ANALYSIS_TEST_RESULT_INFO } from "./providers.ts";
import { findTarget } from "./queries.ts";
import { nativeOption } from "../configuration/configuration.ts";
import { unknownApi } from "./actions.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Query, QueryContext } from "../../base/graph.ts";
import type { Value } from "../../starlark/value.ts";

export function targetActionsQuery(host: () => AnalysisHost): Query<TargetKey, Value> {
  return {
    name: "actions of a target",
    keyOf: targetKeyText,
    compute: (graph, key) => targetActions(graph, host(), key),
  };
}

export function aspectActionsQuery(host: () => AnalysisHost): Query<AspectKey, Value> {
  return {
    name: "actions of an aspect",
    keyOf: aspectKeyText,
    compute: (graph, key) => aspectActions(graph, host(), key),
  };
}

function targetActions(graph: QueryContext, host: AnalysisHost, key: TargetKey): Value {
  const found = findTarget(graph, host, key.label);
  if (found.kind !== "found" || found.target.kind !== "rule") return notKnown("it is no rule");
  const { ruleClass } = found.target;
  if (ruleClass.model) return notKnown(`what ${ruleClass.name} makes is not modelled`);
  const newRecorder = (): ActionRecorder => new ActionRecorder();
  const { result, recorder } = analyseRecording(graph, host, key, found.target, found.package, newRecorder);
  if (result.kind === "unknown") return result.unknown;
  if (result.kind === "rejected") return notKnown(result.rejection.message);
  return result.target.unlisted ?? recordedActions(recorder, runfilesActions(result.target));
}

function aspectActions(graph: QueryContext, host: AnalysisHost, key: AspectKey): Value {
  const recorder = new ActionRecorder();
  const result = visitRecording(graph, host, key, recorder);
  if ("message" in result) return notKnown(result.message);
  return result.unlisted ?? recordedActions(recorder, []);
}

function recordedActions(
  { actions, spec, hasOthers }: ActionRecorder,
  ofRunfiles: readonly ActionValue[] | Unknown,
): Value {
  if (ofRunfiles instanceof Unknown) return ofRunfiles;
  if (!spec || hasOthers || actions.some(makesScript)) return notKnown("Bazel's own functions make some of them");
  const list = new StarlarkList([...actions.map((action) => actionValue(action, spec)), ...ofRunfiles]);
  list.freeze();
  return list;
}

/** The versions of which it was seen which actions an executable has beside its own: 4.2.3 and 7.7.1. */
const KNOWN_MAJORS = [4, 7];

/** What lays out the runfiles of an executable (`RunfilesSupport`). Only what kind of actions they are is known. */
function runfilesActions({ outputs, providers, configuration }: ConfiguredTarget): readonly ActionValue[] | Unknown {
  if (!outputs.tree || !configuration) return [];
  const listed = nativeOption(configuration, "build_runfile_manifests");
  const linked = nativeOption(configuration, "build_runfile_links");
  const isCovered = nativeOption(configuration, "collect_code_coverage") !== false;
  const { major } = configuration.top;
  if (!KNOWN_MAJORS.includes(major) || isCovered || providers.has(ANALYSIS_TEST_RESULT_INFO.identity))
    return notKnown("which actions an executable has beside its own is not modelled");
  for (const option of [listed, linked]) if (option instanceof Unknown) return option;
  const mnemonics = [
    ...(major >= 7 ? ["RepoMappingManifest"] : []),
    ...(listed === true ? ["SourceSymlinkManifest"] : []),
    ...(listed === true && linked === true ? ["SymlinkTree"] : []),
    "Middleman",
  ];
  return mnemonics.map(runfilesAction);
}

/** Something that Bazel makes of an executable by itself. */
export function runfilesAction(mnemonic: string): ActionValue {
  return new ActionValue({ ...OF_RUNFILES, mnemonic: () => mnemonic }, unknownApi("the text of an action of runfiles"));
}

const OF_RUNFILES = Object.fromEntries(
  ["content", "env", "inputs", "outputs"].map((name) => [name, () => unknownApi(`Action.${name} of runfiles`)]),
);

function notKnown(why: string): Unknown {
  return new Unknown({
    kind: "api",
    name: "Target.actions",
    message: `the actions of a target are not known: ${why}`,
    site: undefined,
  });
}
