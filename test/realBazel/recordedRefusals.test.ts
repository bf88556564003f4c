/** The recorded refusals are what the real Bazel says today. With UPDATE set they are written again. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { installedBazel } from "../harness/bazel.ts";
import { parseVerdicts, printVerdicts, recordVerdicts, REFUSALS } from "../harness/recordedRefusals.ts";

const installed = await installedBazel();

describe.skipIf(installed === undefined)("recorded refusals", () => {
  it.for(REFUSALS)("%s are what Bazel says", async (name, { skip }) => {
    if (installed === undefined) return;
    const file = fileURLToPath(new URL(`../recorded/${name}.txt`, import.meta.url));
    const before = existsSync(file) ? readFileSync(file, "utf8") : "";
    const isUpdate = process.env.UPDATE !== undefined;
    const { bazel } = parseVerdicts(before);
    if (bazel !== "" && bazel !== installed.version) skip(`recorded with Bazel ${bazel}`);
    const now = printVerdicts(name, installed.version, await recordVerdicts(name, installed));
    if (isUpdate) writeFileSync(file, now);
    else expect(now).toBe(before);
  });
});
