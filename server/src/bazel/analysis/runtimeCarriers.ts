/** Whether a target, or something that it depends on, asks for a toolchain whose files may land in runfiles trees. A property of the targets alone, found out once for each: most trees have no such toolchain, and need no closer look. */
import { runtimeOfToolchain } from "../workspace/runtimes/catalogue.ts";
import type { ConfiguredTarget } from "./configuredTarget.ts";

const known = new WeakMap<ConfiguredTarget, boolean>();

export function mayCarryRuntime(target: ConfiguredTarget): boolean {
  const work = [target];
  while (work.length > 0) {
    const top = work.at(-1);
    if (!top) break;
    const pending = known.has(top) || asks(top) ? [] : top.dependencies.filter((edge) => !known.has(edge.target));
    if (pending.length > 0) {
      work.push(...pending.map((edge) => edge.target));
      continue;
    }
    if (!known.has(top)) known.set(top, asks(top) || top.dependencies.some((edge) => known.get(edge.target)));
    work.pop();
  }
  return known.get(target) ?? false;
}

/** Of types that nobody knows the files may land there. */
function asks({ rule }: ConfiguredTarget): boolean {
  return (rule?.ruleClass.toolchains ?? []).some(
    ({ type }) => (runtimeOfToolchain(type)?.lands.kind ?? "files") === "files",
  );
}
