/** Which build a `cquery` answers about. */
import { expect, it } from "vitest";
import { queriedBuild } from "../../server/src/host/queriedBuild.ts";
import type { BuildRequest } from "../../server/src/project.ts";

const BUILD: BuildRequest = { command: "build", configs: ["ci"], flags: [] };
const flagsOf = (ofTest: readonly string[]) => (build: BuildRequest) =>
  Promise.resolve(build.command === "build" ? ["--define=a=b"] : ["--define=a=b", ...ofTest]);

it("is that of test where .bazelrc says more for it", async () => {
  expect(await queriedBuild(BUILD, flagsOf(["--nolegacy_external_runfiles"]))).toEqual({
    build: { command: "test", configs: ["ci"], flags: [] },
    flagsInForce: ["--define=a=b", "--nolegacy_external_runfiles"],
    note: "cquery reads the lines of .bazelrc for 'test', too (--nolegacy_external_runfiles): what is compared are the trees of 'test'.",
  });
});

it("is the one that was asked about where it does not, or where another command was", async () => {
  expect(await queriedBuild(BUILD, flagsOf([]))).toEqual({
    build: BUILD,
    flagsInForce: ["--define=a=b"],
    note: undefined,
  });
  const run: BuildRequest = { ...BUILD, command: "run" };
  expect(await queriedBuild(run, flagsOf(["--x"]))).toMatchObject({ build: run, note: undefined });
});
