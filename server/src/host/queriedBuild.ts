/** What `cquery` answers about when it is asked about a build. */
import type { BuildRequest } from "../project.ts";

export interface QueriedBuild {
  readonly build: BuildRequest;
  /** As the evaluator tells them for it. */
  readonly flagsInForce: readonly string[];
  /** Why it is another build than the one that was asked about. */
  readonly note: string | undefined;
}

/** `cquery` inherits the lines of .bazelrc for `test`, and nothing on its command line takes them back: where they say more than those for `build`, what can be compared are the trees of `test`. */
export async function queriedBuild(
  build: BuildRequest,
  flagsOf: (build: BuildRequest) => Promise<readonly string[]>,
): Promise<QueriedBuild> {
  const flagsInForce = await flagsOf(build);
  if (build.command !== "build") return { build, flagsInForce, note: undefined };
  const ofTest: BuildRequest = { ...build, command: "test" };
  const flagsOfTest = await flagsOf(ofTest);
  const more = flagsOfTest.filter((flag) => !flagsInForce.includes(flag));
  if (more.length === 0) return { build, flagsInForce, note: undefined };
  const note = `cquery reads the lines of .bazelrc for 'test', too (${more.join(" ")}): what is compared are the trees of 'test'.`;
  return { build: ofTest, flagsInForce: flagsOfTest, note };
}
