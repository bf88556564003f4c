/** Which flags decide the execution root; the program is a stand-in for Bazel's `info`. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executionRoot } from "../../server/src/bazelTool/executionRoot.ts";

let directory = "";

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "runfiles-lens-"));
  const body = [
    'if (process.argv.includes("--test_arg=x")) process.exit(2);',
    'console.log("/out/execroot/" + (process.argv.includes("--noenable_bzlmod") ? "__main__" : "_main"));',
  ];
  writeFileSync(join(directory, "bazel"), `#!${process.execPath}\n${body.join("\n")}\n`);
  chmodSync(join(directory, "bazel"), 0o755);
});

afterAll(() => {
  rmSync(directory, { recursive: true });
});

const rootWith = (flags: readonly string[]) =>
  executionRoot({ executable: join(directory, "bazel"), workspaceRoot: directory, startupFlags: [], flags }, undefined);

describe.skipIf(process.platform === "win32")("executionRoot", () => {
  it("is that of the flags in force", async () => {
    expect(await rootWith([])).toEqual({ kind: "ok", value: "/out/execroot/_main" });
    expect(await rootWith(["--noenable_bzlmod"])).toEqual({ kind: "ok", value: "/out/execroot/__main__" });
  });

  it("is asked without flags where `info` does not know one of them", async () => {
    expect(await rootWith(["--test_arg=x"])).toEqual({ kind: "ok", value: "/out/execroot/_main" });
  });
});
