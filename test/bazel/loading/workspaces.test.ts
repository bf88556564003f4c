/** The targets of the bundled workspaces against what `bazel query` listed (recorded/). */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { analysisNames } from "../../../server/src/bazel/analysis/analysisApi.ts";
import { modelNames } from "../../../server/src/bazel/analysis/modelApi.ts";
import type { Target } from "../../../server/src/bazel/target.ts";
import { DiskFileSystem, slashed } from "../../../server/src/host/diskFileSystem.ts";
import { modelFiles } from "../../harness/models.ts";
import { testParser } from "../../harness/parser.ts";
import { makeLoading } from "./loadingRunner.ts";

const RECORDED = join(import.meta.dirname, "recorded");
const WORKSPACES = slashed(join(import.meta.dirname, "../../workspaces"));

/** Repositories that the workspaces name, and where they are. */
const REPOSITORIES = {
  platforms: "model:platforms",
  bazel_tools: "model:bazel_tools",
  library: "third_party/library",
  interpreter: "interpreter",
};

for (const file of readdirSync(RECORDED).sort()) {
  const { workspace, version, targets } = readRecorded(join(RECORDED, file));
  describe(workspace, () => {
    test(`has the targets that Bazel ${version} lists`, async () => {
      const loading = makeLoading({
        fileSystem: new DiskFileSystem(),
        parser: await testParser(),
        root: `${WORKSPACES}/${workspace}`,
        version,
        repositories: REPOSITORIES,
        models: modelFiles(),
        analysis: { bzl: analysisNames(), models: modelNames() },
      });
      const paths = await loading.graph.evaluate(loading.queries.packagesBelow, {
        id: { repository: "", path: "" },
        view: "view",
      });
      const found: string[] = [];
      const open: string[] = [];
      for (const path of paths) {
        const result = await loading.package({ repository: "", path });
        if (result.kind !== "package") throw new Error(`//${path} is ${result.kind}`);
        expect(result.package.errors).toEqual([]);
        if (result.package.open.length > 0) open.push(`//${path}:`);
        found.push(...[...result.package.targets.values()].map(targetText));
      }
      // What an open package does not list may still be there.
      const inOpen = (line: string): boolean => open.some((prefix) => line.includes(` ${prefix}`));
      expect(found.filter((line) => !targets.includes(line))).toEqual([]);
      expect(targets.filter((line) => !found.includes(line) && !inOpen(line))).toEqual([]);
    });
  });
}

function readRecorded(path: string): {
  readonly workspace: string;
  readonly version: string;
  readonly targets: readonly string[];
} {
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  const header = (name: string): string =>
    lines.find((line) => line.startsWith(`# ${name}: `))?.slice(name.length + 4) ?? "";
  return {
    workspace: header("workspace"),
    version: header("bazel"),
    targets: lines.filter((line) => !line.startsWith("#")),
  };
}

function targetText(target: Target): string {
  const kind = target.kind === "rule" ? `${target.ruleClass.name} rule` : target.kind.replace("-", " ");
  return `${kind} ${target.label.toString()}`;
}
