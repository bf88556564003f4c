/** The recorded refusals are what the real Bazel says today. With UPDATE set they are written again. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { installedBazel } from "../harness/bazel.ts";
import { parseVerdicts, printVerdicts, recordVerdicts, REFUSALS } from "../harness/recordedRefusals.ts";

const file = fileURLToPath(new URL(`../recorded/${REFUSALS}.txt`, import.meta.url));
const installed = await installedBazel();

describe.skipIf(installed === undefined)("recorded refusals", () => {
  it("are what Bazel says", async ({ skip }) => {
    if (installed === undefined) return;
    const before = existsSync(file) ? readFileSync(file, "utf8") : "";
    const isUpdate = process.env.UPDATE !== undefined;
    const { bazel } = parseVerdicts(before);
    if (!isUpdate && bazel !== installed.version) skip(`recorded with Bazel ${bazel}`);
    const now = printVerdicts(installed.version, await recordVerdicts(installed));
    if (isUpdate) writeFileSync(file, now);
    else expect(now).toBe(before);
  });
});
