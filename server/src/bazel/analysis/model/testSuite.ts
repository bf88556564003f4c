/** The private builtin of the model of test_suite: what a test is. */
import { ConfiguredTarget } from "../configuredTarget.ts";
import { builtin } from "../../../starlark/builtin.ts";

export const isTest = builtin({
  name: "is_test",
  doc: "Whether a test rule made a target.",
  params: [{ name: "target", types: ["Target"] }],
  run: (_thread, [target]) => target instanceof ConfiguredTarget && target.rule?.ruleClass.test === true,
});
