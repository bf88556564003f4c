/**
 * The attributes of Bazel's own rules: what `bazel info build-language` names, the models take, and what Bazel refuses as no attribute of a rule, they refuse. Each attribute is given to a target of its own, whose other
 * faults do not matter. `name` and the attributes that macros leave behind are no arguments.
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BuildRequest } from "../../server/src/project.ts";
import { installedBazel, RealWorkspace, type InstalledBazel } from "../harness/bazel.ts";
import { parseBuildLanguage, type RuleDefinition } from "../harness/buildLanguage.ts";
import { openProject } from "../harness/project.ts";

const BUILD: BuildRequest = { command: "build", configs: [], flags: [] };

const installed = await installedBazel();

/** Rules of WORKSPACE files, and one that has no model. */
const LEFT_OUT = /repository$|^bind$|^local_config_platform$|^apple_cc_toolchain$/;
const NO_ARGUMENTS = /^(name|generator_.*|[^a-z].*)$/;

/** A value that each type takes; of others there are few attributes, and none is told apart by its value. */
const VALUES: Readonly<Record<string, string>> = {
  boolean: "True",
  distribution_set: '["client"]',
  integer: "1",
  integer_list: "[1]",
  label: '":other"',
  label_list: '[":other"]',
  license: '["notice"]',
  output: '"output_%"',
  output_list: '["outputs_%"]',
  string: '"text"',
  string_dict: '{"key": "value"}',
  string_list: '["text"]',
  string_list_dict: '{"key": ["value"]}',
  tristate: "1",
};

describe.skipIf(installed === undefined)("attributes of Bazel's own rules", () => {
  let workspace: RealWorkspace;

  beforeAll(() => {
    if (installed) workspace = new RealWorkspace(installed, { source: "native-rules/basics" });
  });

  afterAll(async () => {
    await workspace.close();
  });

  it("are those that Bazel names", async () => {
    if (!installed) return;
    const calls = callsOf(buildLanguage(installed, workspace));
    expect(calls.length).toBeGreaterThan(1000);
    writeFileSync(join(workspace.root, "BUILD.bazel"), calls.join("\n"));
    const said = await workspace.command(["query", "--keep_going", "//:all"]);
    const project = await openProject(workspace.root, { bazelVersion: installed.version });
    const findings = await project.run(BUILD, (snapshot) => snapshot.findings([join(workspace.root, "BUILD.bazel")]));
    expect(noAttributes(findings.map(({ message }) => message))).toEqual(noAttributes(said.stderr.split("\n")));
  });
});

function buildLanguage(
  { executable }: InstalledBazel,
  { root, startupFlags }: RealWorkspace,
): readonly RuleDefinition[] {
  const args = [...startupFlags, "info", "build-language"];
  return parseBuildLanguage(execFileSync(executable, args, { cwd: root, stdio: ["ignore", "pipe", "ignore"] }));
}

function callsOf(rules: readonly RuleDefinition[]): readonly string[] {
  return rules
    .filter(({ name }) => !LEFT_OUT.test(name))
    .flatMap(({ name, attributes }) =>
      attributes
        .filter((attribute) => !NO_ARGUMENTS.test(attribute.name) && attribute.type in VALUES)
        .map((attribute) => {
          const target = `${name}.${attribute.name}`;
          return `${name}(name = "${target}", ${attribute.name} = ${VALUES[attribute.type]?.replace("%", target) ?? ""})`;
        }),
    );
}

/** `no such attribute 'deps' in 'filegroup' rule`, sorted, each once. */
function noAttributes(messages: readonly string[]): readonly string[] {
  const found = messages.map((message) => /no such attribute '\w+' in '\w+' rule/.exec(message)?.[0]);
  return [...new Set(found.filter((text) => text !== undefined))].sort();
}
