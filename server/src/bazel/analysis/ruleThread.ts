/** Threads on which analysis calls functions of .bzl files. */
import { getModule } from "../loading/bzlModule.ts";
import { moduleLabel, useModule } from "../loading/moduleScope.ts";
import { useVersion } from "../workspace/bazelVersion.ts";
import { SEMANTICS } from "../workspace/semantics.ts";
import { Thread } from "../../starlark/thread.ts";
import { StarlarkList } from "../../starlark/list.ts";
import type { Value } from "../../starlark/value.ts";
import type { QueryContext } from "../../base/graph.ts";
import { ACTIONS_OF } from "./configuredTarget.ts";
import type { AnalysisHost, ConfigurationKey } from "./keys.ts";

/** A thread on which functions of a .bzl file run as they do there: `Label()` and `native` see its repository. */
export function threadFor(graph: QueryContext, host: AnalysisHost, module: string): Thread {
  const workspace = host.workspace(graph);
  const thread = new Thread({ maxSteps: workspace.maxSteps, isCancelled: host.isCancelled });
  useVersion(thread, workspace.bazelVersion, workspace.semantics);
  thread.set(SEMANTICS, workspace.semantics);
  if (module !== "") {
    const loaded = getModule(graph, host.loading, { label: moduleLabel(module), view: workspace.view });
    if (loaded.kind === "module") useModule(thread, loaded);
  }
  return thread;
}

/** Lets what runs on the thread read the actions of targets (`Target.actions`). */
export function provideActions(
  thread: Thread,
  graph: QueryContext,
  host: AnalysisHost,
  { order }: ConfigurationKey,
): void {
  thread.set(ACTIONS_OF, ({ label, configuration, aspects, isFile }) => {
    if (!configuration || (isFile && aspects.length === 0)) return undefined;
    const lists = aspects.map((key) => graph.get(host.aspectActions, key));
    if (!isFile) lists.push(graph.get(host.targetActions, { label, configuration, order, transitioned: true }));
    return joined(lists);
  });
}

/** `MergedConfiguredTarget`: the actions of aspects come before those of the target. */
function joined(lists: readonly Value[]): Value {
  const actions: Value[] = [];
  for (const list of lists) {
    if (!(list instanceof StarlarkList)) return list;
    actions.push(...list.items);
  }
  const all = new StarlarkList(actions);
  all.freeze();
  return all;
}
