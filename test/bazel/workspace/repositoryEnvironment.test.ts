import { expect, test } from "vitest";
import { parseVersion } from "../../../server/src/bazel/workspace/bazelVersion.ts";
import { optionsInForce } from "../../../server/src/bazel/workspace/bazelrc/options.ts";
import { EffectiveFlags } from "../../../server/src/bazel/workspace/flags.ts";
import { repositoryEnvironment } from "../../../server/src/bazel/workspace/repositoryEnvironment.ts";

const CLIENT = new Map([
  ["A", "a of the client"],
  ["PATH", "/bin"],
]);

/** `A`, `B` and `PATH` as repository rules see them. */
test.each<[string, string, readonly string[], readonly (string | undefined)[]]>([
  ["nothing is given", "4.2.3", [], ["a of the client", undefined, "/bin"]],
  ["the last assignment counts", "4.2.3", ["--repo_env=B=1", "--repo_env=B=2"], ["a of the client", "2", "/bin"]],
  ["--repo_env goes before --action_env", "4.2.3", ["--repo_env=A=r", "--action_env=A=x"], ["r", undefined, "/bin"]],
  [
    "a name alone is the client's value",
    "4.2.3",
    ["--repo_env=A", "--repo_env=B"],
    ["a of the client", undefined, "/bin"],
  ],
  ["a name is unset", "9.0.0", ["--repo_env==A"], [undefined, undefined, "/bin"]],
  ["--action_env counts until Bazel 8", "8.7.0", ["--action_env=B=x"], ["a of the client", "x", "/bin"]],
  ["and no more in Bazel 9", "9.0.0", ["--action_env=B=x"], ["a of the client", undefined, "/bin"]],
  ["--client_env adds", "4.2.3", ["--client_env=B=1", "--client_env=A=1"], ["a of the client", "1", "/bin"]],
  ["the workspace's directory", "9.0.0", ["--repo_env=B=%bazel_workspace%/x"], ["a of the client", "/w/x", "/bin"]],
  ["strictly", "9.0.0", ["--experimental_strict_repo_env", "--repo_env=B=1"], [undefined, "1", "/bin"]],
  [
    "strictly, with a name",
    "9.0.0",
    ["--experimental_strict_repo_env", "--repo_env=A"],
    ["a of the client", undefined, "/bin"],
  ],
])("%s", (_, release, commandLine, expected) => {
  const version = parseVersion(release);
  if (!version) throw new Error(release);
  const rc = { files: [], problems: [], paths: new Set<string>() };
  const options = optionsInForce({ rc, version, command: "build", configs: [], commandLine, hostOs: undefined });
  const { value } = repositoryEnvironment(new EffectiveFlags(options, version), (name) => CLIENT.get(name), "/w");
  expect(["A", "B", "PATH"].map(value)).toEqual(expected);
});
