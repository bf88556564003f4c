/** Against which Bazel versions the models behind a target were run: a tree was checked for a version only if all of them were. */
import type { ConfiguredTarget } from "../bazel/analysis/configuredTarget.ts";

/** The releases that the test suite compares with, tree by tree; evaluated source is only as good as that comparison. */
const RUN_AGAINST: readonly string[] = ["4.2.3"];

export function verifiedAgainst(root: ConfiguredTarget): readonly string[] {
  let common: readonly string[] | undefined;
  const entered = new Set<ConfiguredTarget>([root]);
  const work = [root];
  for (let target = work.pop(); target; target = work.pop()) {
    const model = target.rule?.ruleClass.model;
    if (model)
      common =
        common === undefined
          ? model.verifiedAgainst
          : common.filter((version) => model.verifiedAgainst.includes(version));
    for (const { target: dependency } of target.dependencies) {
      if (entered.has(dependency)) continue;
      entered.add(dependency);
      work.push(dependency);
    }
  }
  return common ?? RUN_AGAINST;
}
