/** How what runs on a thread reads `Target.actions`: those of aspects come before those of the target (`MergedConfiguredTarget`), and what runs a test after them. */
import { ACTIONS_OF, type ConfiguredTarget } from "./configuredTarget.ts";
import { runfilesAction } from "./targetActions.ts";
import { nativeOption } from "../configuration/configuration.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { QueryContext } from "../../base/graph.ts";
import type { RuleClass } from "../rule.ts";
import type { Thread } from "../../starlark/thread.ts";
import type { Value } from "../../starlark/value.ts";
import { unknownApi } from "./actions.ts";
import type { AnalysisHost, ConfigurationKey } from "./keys.ts";

/** `reader`: the rule that runs on the thread, undefined for aspects. */
export function provideActions(
  thread: Thread,
  graph: QueryContext,
  host: AnalysisHost,
  { order }: ConfigurationKey,
  reader: RuleClass | undefined,
): void {
  thread.set(ACTIONS_OF, (target) => {
    const { label, configuration, aspects, isFile } = target;
    if (!configuration || (isFile && aspects.length === 0)) return undefined;
    const lists = aspects.map((key) => graph.get(host.aspectActions, key));
    if (!isFile) {
      lists.push(graph.get(host.targetActions, { label, configuration, order, transitioned: true }));
      lists.push(testAction(target, reader));
    }
    return joined(lists);
  });
}

/** With `--trim_test_configuration`, on from Bazel 5, only tests see what runs a test (`TestTrimmingTransitionFactory`): what is no test has no options for tests, nor what it depends on. A test below it is taken to have them. */
function testAction({ rule, configuration }: ConfiguredTarget, reader: RuleClass | undefined): Value {
  if (!rule?.ruleClass.test || !configuration) return NOTHING;
  const isTrimmed = nativeOption(configuration, "trim_test_configuration");
  if (isTrimmed instanceof Unknown) return isTrimmed;
  if (isTrimmed === true && !reader) return unknownApi("Target.actions of a test in an aspect");
  return isTrimmed === true && !reader?.test ? NOTHING : StarlarkList.of(runfilesAction("TestRunner"));
}

const NOTHING = new StarlarkList();

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
