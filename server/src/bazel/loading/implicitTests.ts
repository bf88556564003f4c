/** The tests of a test_suite that names none: all of its package that are not tagged `manual`, in the order of their names (`$implicit_tests`, TestSuiteImplicitTestsAccumulator). */
import { StarlarkList } from "../../starlark/list.ts";
import { Unknown, type UnknownReason } from "../../starlark/unknown.ts";
import type { RuleTarget, Target } from "../target.ts";

const ATTRIBUTE = "_implicit_tests";

/** `open`: why there may be tests that are not known. */
export function giveImplicitTests(targets: Map<string, Target>, open: UnknownReason | undefined): void {
  const suites = [...targets.values()].filter(
    (target): target is RuleTarget =>
      target.kind === "rule" && target.ruleClass.attributes.has(ATTRIBUTE) && !namesTests(target),
  );
  if (suites.length === 0) return;
  const tests = [...targets.values()]
    .flatMap((target) => (target.kind === "rule" && target.ruleClass.test && !isManual(target) ? [target.label] : []))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const value = new StarlarkList(open ? [...tests, new Unknown(open)] : tests);
  for (const suite of suites)
    targets.set(suite.label.name, { ...suite, attributes: new Map([...suite.attributes, [ATTRIBUTE, value]]) });
}

function namesTests({ attributes }: RuleTarget): boolean {
  const tests = attributes.get("tests");
  return tests !== undefined && !(tests instanceof StarlarkList && tests.items.length === 0);
}

function isManual({ attributes }: RuleTarget): boolean {
  const tags = attributes.get("tags");
  return tags instanceof StarlarkList && tags.items.includes("manual");
}
