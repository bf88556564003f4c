/** The private builtins of the model of test_suite: what a test is, and the tests of a package (`TestSuite.java`, `$implicit_tests`). */
import { ConfiguredTarget } from "./configuredTarget.ts";
import { contextOf } from "./ruleContext.ts";
import { builtin } from "../../starlark/builtin.ts";
import { EvalError } from "../../starlark/errors.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { RuleTarget } from "../target.ts";
import type { Value } from "../../starlark/value.ts";

export const isTest = builtin({
  name: "is_test",
  doc: "Whether a test rule made a target.",
  params: [{ name: "target", types: ["Target"] }],
  run: (_thread, [target]) => target instanceof ConfiguredTarget && target.rule?.ruleClass.test === true,
});

export const packageTests = builtin({
  name: "package_tests",
  doc: "The tests of the target's package that are not tagged `manual`, in the order of their names; an Unknown where there may be more.",
  params: [{ name: "ctx" }],
  run: (_thread, [ctx]) => {
    const { graph, host, key, target } = contextOf(ctx).spec;
    const id = target.label.packageId;
    const loaded = graph.get(host.loading.package, { id, view: host.workspace(graph).view });
    if (loaded.kind !== "package") throw new EvalError(`package ${id.path} is not known`);
    const tests = [...loaded.package.targets.values()].flatMap((one) =>
      one.kind === "rule" && one.ruleClass.test && !isManual(one) ? [one.label] : [],
    );
    const results = tests
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((label) => graph.get(host.configuredTarget, { ...key, label, transitioned: false }));
    const refused = results.find((result) => result.kind === "rejected");
    if (refused?.kind === "rejected") throw new EvalError(refused.rejection.message);
    const [open] = loaded.package.open;
    const found = results.flatMap((result): readonly Value[] => {
      if (result.kind === "target") return [result.target];
      return result.kind === "unknown" ? [result.unknown] : [];
    });
    return new StarlarkList(open ? [...found, new Unknown(open)] : found);
  },
});

function isManual({ attributes }: RuleTarget): boolean {
  const tags = attributes.get("tags");
  return tags instanceof StarlarkList && tags.items.includes("manual");
}
