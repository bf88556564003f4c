/** Threads on which analysis calls functions of .bzl files. */
import { getModule } from "../loading/bzlModule.ts";
import { moduleLabel, useModule } from "../loading/moduleScope.ts";
import { useVersion } from "../workspace/bazelVersion.ts";
import { SEMANTICS } from "../workspace/semantics.ts";
import { Thread } from "../../starlark/thread.ts";
import type { QueryContext } from "../../base/graph.ts";
import type { AnalysisHost } from "./keys.ts";

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
