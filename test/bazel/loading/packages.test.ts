/** Literate workspaces of this folder: what is loaded, and what is wrong with it. */
import { describe, expect, test } from "vitest";
import { Label, packageText } from "../../../server/src/bazel/label.ts";
import type { Package, PackageResult, Target } from "../../../server/src/bazel/target.ts";
import { repr } from "../../../server/src/starlark/printer.ts";
import { MemoryFileSystem } from "../../harness/memoryFileSystem.ts";
import { testParser } from "../../harness/parser.ts";
import type { LiterateCase, ReportedFinding } from "../../harness/workspace.ts";
import { checkFindings, checkGoldens, literateFiles, readLiterate, withCrlf } from "../../harness/workspace.ts";
import type { Loading } from "./loadingRunner.ts";
import { makeLoading } from "./loadingRunner.ts";

const ROOT = "/workspace";

for (const file of literateFiles(import.meta.dirname)) {
  describe(file.slice(file.lastIndexOf("/") + 1), () => {
    for (const testCase of readLiterate(file).flatMap((one) => [one, withCrlf(one)]))
      test(testCase.name, () => check(testCase));
  });
}

async function check(testCase: LiterateCase): Promise<void> {
  const { settings } = testCase;
  const loading = makeLoading({
    fileSystem: new MemoryFileSystem(ROOT, testCase.files),
    parser: await testParser(),
    root: ROOT,
    ...(settings as { version?: string; repositories?: Record<string, string | null>; maxSteps?: number }),
    models: new Map(
      [...testCase.files]
        .filter(([path]) => path.startsWith("models/"))
        .map(([path, text]) => [path.slice("models/".length), typeof text === "string" ? text : ""]),
    ),
  });
  const findings: ReportedFinding[] = [];
  const results = new Map<string, PackageResult>();
  for (const { argument } of testCase.goldens) {
    const [repository = "", path = ""] = argument.replace(/^@@?/, "").split("//");
    const result = await loading.package({ repository, path });
    results.set(argument, result);
    if (result.kind === "package") findings.push(...(await problemsOf(loading, result.package)));
  }
  const environment = await loading.graph.evaluate(loading.queries.environment, null);
  expect(environment.failures).toEqual([]);
  checkGoldens(testCase, ({ argument }) => packageTextOf(results.get(argument)!));
  checkFindings(testCase, findings);
}

async function problemsOf(loading: Loading, { errors, buildFile }: Package): Promise<readonly ReportedFinding[]> {
  return Promise.all(
    errors.map(async (problem) => {
      const path = (problem.site?.file ?? buildFile).slice(ROOT.length + 1);
      return {
        path,
        line: await loading.lineOf(problem),
        severity: "error",
        lint: "loading",
        message: problem.message,
      };
    }),
  );
}

function packageTextOf(result: PackageResult): string {
  if (result.kind === "missing") return `missing: ${result.message}`;
  if (result.kind === "unknown") return `unknown: ${result.reason.message}`;
  const { targets, open, unknownTargets, defaultVisibility, defaultTestonly } = result.package;
  return [
    ...(repr(defaultVisibility) === '[Label("//visibility:private")]'
      ? []
      : [`default visibility ${repr(defaultVisibility)}`]),
    ...(defaultTestonly ? ["default testonly"] : []),
    ...[...targets.values()].filter(({ label }) => !/^BUILD(\.bazel)?$/.test(label.name)).flatMap(targetText),
    ...[...unknownTargets].map(([name, reason]) => `unknown ${name}: ${reason.message}`),
    ...open.map(({ kind, message }) => `open: [${kind}] ${message}`),
  ].join("\n");
}

function targetText(target: Target): readonly string[] {
  const { name } = target.label;
  switch (target.kind) {
    case "rule": {
      const { ruleClass, attributes, generatorFunction, generatorName, implicitOutputs } = target;
      const made = generatorFunction === undefined ? "" : ` by ${generatorFunction}(name = "${String(generatorName)}")`;
      return [
        `${ruleClass.module}%${ruleClass.name} ${name}${made}`,
        ...[...attributes].filter(([key]) => key !== "name").map(([key, value]) => `  ${key} = ${repr(value)}`),
        ...[...implicitOutputs].map(([key, label]) => `  output ${key} = ${label.toString()}`),
      ];
    }
    case "generated-file":
      return [`generated ${name} of ${target.generatingRule.name}`];
    case "source-file":
      return [`source ${name}${target.exported ? " exported" : ""}`];
    case "package-group":
      return [`package_group ${name} ${target.packages.join(" ")} ${target.includes.map(String).join(" ")}`.trimEnd()];
    case "environment-group":
      return [`environment_group ${name}`];
  }
}

test("packages are named as Bazel names them", () => {
  expect(packageText(new Label("", "a/b", "c").packageId)).toBe("//a/b");
  expect(packageText(new Label("r+", "", "c").packageId)).toBe("@@r+//");
});
