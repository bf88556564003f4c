/**
 * The tests of a test_suite that names none: all of its package that are not tagged `manual`, in the order of their names (`$implicit_tests`, TestSuiteImplicitTestsAccumulator). In 7.7.1 only those that fit the suite's tags, in 4.2.3 all;
 * of releases in between that is not known.
 */
import { isAtLeast, type BazelVersion } from "../workspace/bazelVersion.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Unknown, type UnknownReason } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";
import type { RuleTarget, Target } from "../target.ts";

const ATTRIBUTE = "_implicit_tests";

/** `open`: why there may be tests that are not known. */
export function giveImplicitTests(
  targets: Map<string, Target>,
  open: UnknownReason | undefined,
  version: BazelVersion,
): void {
  const suites = [...targets.values()].filter(
    (target): target is RuleTarget =>
      target.kind === "rule" && target.ruleClass.attributes.has(ATTRIBUTE) && !namesTests(target),
  );
  if (suites.length === 0) return;
  const tests = [...targets.values()]
    .filter((target): target is RuleTarget => target.kind === "rule" && target.ruleClass.test && !isManual(target))
    .sort((a, b) => (a.label.name < b.label.name ? -1 : 1));
  for (const suite of suites) {
    const value = new StarlarkList([...testsOf(suite, tests, version), ...(open ? [new Unknown(open)] : [])]);
    targets.set(suite.label.name, { ...suite, attributes: new Map([...suite.attributes, [ATTRIBUTE, value]]) });
  }
}

function testsOf(suite: RuleTarget, tests: readonly RuleTarget[], version: BazelVersion): readonly Value[] {
  if (version.major < 5) return tests.map(({ label }) => label);
  const fits = filterOf(tagsOf(suite));
  if (isAtLeast(version, "7.0")) return tests.filter(fits).map(({ label }) => label);
  return tests.map((test) => (fits(test) ? test.label : mayBeLeftOut(test)));
}

/** A suite's tags say which tests are its: those with all of these tags, or sizes, and with none of those behind a minus (TestTargetUtils.sortTagsBySense). */
function filterOf(tags: readonly string[]): (test: RuleTarget) => boolean {
  const excluded = tags.filter((tag) => tag.startsWith("-")).map((tag) => tag.slice(1));
  const required = tags
    .filter((tag) => !tag.startsWith("-") && tag !== "manual")
    .map((tag) => (tag.startsWith("+") ? tag.slice(1) : tag));
  return (test) => {
    const size = test.attributes.get("size");
    const has = [...tagsOf(test), typeof size === "string" ? size : "medium"];
    return required.every((tag) => has.includes(tag)) && !excluded.some((tag) => has.includes(tag));
  };
}

function mayBeLeftOut({ label, site }: RuleTarget): Unknown {
  const message = `whether a test_suite leaves ${label.toString()} out for its tags is not known of this release`;
  return new Unknown({ kind: "evaluation", name: "test_suite", message, site });
}

function namesTests({ attributes }: RuleTarget): boolean {
  const tests = attributes.get("tests");
  return tests !== undefined && !(tests instanceof StarlarkList && tests.items.length === 0);
}

function isManual(test: RuleTarget): boolean {
  return tagsOf(test).includes("manual");
}

function tagsOf({ attributes }: RuleTarget): readonly string[] {
  const tags = attributes.get("tags");
  return tags instanceof StarlarkList ? tags.items.filter((tag) => typeof tag === "string") : [];
}
