/**
 * The attributes of Bazel's own rules: what `bazel info build-language` or a model names, both take, or both refuse as no attribute of the rule. Each attribute is given to a target of its own, whose other faults do not
 * matter. `name` and the attributes that macros leave behind are no arguments.
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AttributeType } from "../../server/src/bazel/rule.ts";
import type { BuildRequest, Project } from "../../server/src/project.ts";
import { ProjectSnapshot } from "../../server/src/project/snapshot.ts";
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

/** What Bazel calls the types of our attributes, where the names differ. */
const BAZEL_TYPES: Partial<Record<AttributeType, string>> = {
  bool: "boolean",
  distribs: "distribution_set",
  int: "integer",
  int_list: "integer_list",
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
    const buildFile = join(workspace.root, "BUILD.bazel");
    const language = buildLanguage(installed, workspace).filter(({ name }) => !LEFT_OUT.test(name));
    writeFileSync(buildFile, language.map(({ name }) => `${name}(name = "${name}")`).join("\n"));
    const project = await openProject(workspace.root, { bazelVersion: installed.version });
    const modelled = await attributesOfModels(project);
    expect(modelled.size).toBeGreaterThan(50);

    const calls = callsOf(language.map((rule) => withOthers(rule, modelled.get(rule.name) ?? [])));
    writeFileSync(buildFile, calls.join("\n"));
    project.invalidate();
    const said = await workspace.command(["query", "--keep_going", "//:all"]);
    const findings = await project.run(BUILD, (snapshot) => snapshot.findings([buildFile]));
    expect(calls.length).toBeGreaterThan(1000);
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

type Attribute = RuleDefinition["attributes"][number];

/** Of each target of the top package, by its name. */
async function attributesOfModels(project: Project): Promise<ReadonlyMap<string, readonly Attribute[]>> {
  const loaded = await project.run(BUILD, (snapshot) =>
    snapshot instanceof ProjectSnapshot ? snapshot.load("") : undefined,
  );
  if (loaded?.kind !== "package") throw new Error("the package was not loaded");
  const found = new Map<string, readonly Attribute[]>();
  for (const target of loaded.package.targets.values())
    if (target.kind === "rule")
      found.set(
        target.label.name,
        [...target.ruleClass.attributes].map(([name, { type }]) => ({ name, type: BAZEL_TYPES[type] ?? type })),
      );
  return found;
}

function withOthers({ name, attributes }: RuleDefinition, others: readonly Attribute[]): RuleDefinition {
  const known = new Set(attributes.map((attribute) => attribute.name));
  return { name, attributes: [...attributes, ...others.filter((attribute) => !known.has(attribute.name))] };
}

function callsOf(rules: readonly RuleDefinition[]): readonly string[] {
  return rules.flatMap(({ name, attributes }) =>
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
