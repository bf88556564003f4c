/** The recorded trees are what the real Bazel says today. With UPDATE set they are written again. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { installedBazel } from "../harness/bazel.ts";
import { parseRecorded, printRecorded } from "../harness/recordedTree.ts";
import { record, RECORDINGS } from "../harness/recording.ts";

const recordedDirectory = fileURLToPath(new URL("../recorded", import.meta.url));
const installed = await installedBazel();
const isUpdate = process.env.UPDATE !== undefined;

describe.skipIf(installed === undefined)("recorded trees", () => {
  for (const recording of RECORDINGS) {
    const directory = join(recordedDirectory, recording.name);
    it(`${recording.name} is what Bazel says`, async ({ skip }) => {
      if (installed === undefined) return;
      const before = readRecorded(directory);
      const version = [...before.values()].map((text) => parseRecorded(text).header.bazel)[0];
      if (!isUpdate && version !== installed.version)
        skip(`recorded with Bazel ${String(version)}, this one is ${installed.version}`);
      const now = new Map(
        [...(await record(installed, recording))].map(([file, recorded]) => [file, printRecorded(recorded)]),
      );
      if (isUpdate) writeRecorded(directory, now);
      else expect(Object.fromEntries(now)).toEqual(Object.fromEntries(before));
    });
  }
});

function readRecorded(directory: string): ReadonlyMap<string, string> {
  if (!existsSync(directory)) return new Map();
  const files = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(files.map(({ name }) => [name, readFileSync(join(directory, name), "utf8")]));
}

function writeRecorded(directory: string, files: ReadonlyMap<string, string>): void {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(directory, name), text);
}
