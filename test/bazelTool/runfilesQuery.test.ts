/** Targets that are asked for by name; the program is a stand-in for a Bazel that gives no answer at all where one package fails. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { queryRunfilesOf } from "../../server/src/bazelTool/runfilesQuery.ts";

let directory = "";

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "runfiles-lens-"));
  const body = [
    "const asked = process.argv.at(-1);",
    'if (asked.includes("//bad:")) { console.error("ERROR: error evaluating module extension x"); process.exit(48); }',
    'if (asked.includes("//modules:")) { require("node:fs").appendFileSync(__filename + ".modules", "x"); console.error("ERROR: Error computing the main repository mapping: no such module"); process.exit(48); }',
    'if (asked.includes("//refused:")) { console.error("ERROR: no such file"); for (const label of asked.match(/\\/\\/[a-z]+:[a-z]/g)) console.error("WARNING: errors encountered while analyzing target \\x27" + label + "\\x27: it will not be built"); process.exit(1); }',
    'if (asked.includes("//passed:") && !process.argv.includes("--test_tag_filters=")) process.exit(0);',
    'if (asked.includes("//crash")) { require("node:fs").appendFileSync(__filename + ".crashes", "x"); console.error("FATAL: bazel crashed"); process.exit(37); }',
    'for (const label of asked.match(/\\/\\/[a-z]+:[a-z]/g)) console.log(JSON.stringify([label, 0, [], [], [], [], [], []]).replaceAll(",", ", "));',
  ];
  writeFileSync(join(directory, "bazel"), `#!${process.execPath}\n${body.join("\n")}\n`);
  chmodSync(join(directory, "bazel"), 0o755);
});

afterAll(() => {
  rmSync(directory, { recursive: true });
});

async function answered(labels: readonly string[]): Promise<readonly string[] | string> {
  const bazel = { executable: join(directory, "bazel"), workspaceRoot: directory, startupFlags: [], flags: [] };
  const seen: string[] = [];
  const result = await queryRunfilesOf(bazel, labels, { onLine: (_line, label) => seen.push(label) });
  return result.kind === "ok" ? seen.sort() : result.kind;
}

describe.skipIf(process.platform === "win32")("targets by name", () => {
  it("are answered beside a package that takes the answer away", async () => {
    expect(await answered(["//a:a", "//a:b", "//bad:a", "//bad:b", "//c:a", "//d:a"])).toEqual([
      "//a:a",
      "//a:b",
      "//c:a",
      "//d:a",
    ]);
  });

  it("are refused with a package that takes the answer away, whatever the error names", async () => {
    const bazel = { executable: join(directory, "bazel"), workspaceRoot: directory, startupFlags: [], flags: [] };
    const result = await queryRunfilesOf(bazel, ["//a:a", "//bad:a", "//bad:b"], {});
    const value = { errors: ["error evaluating module extension x"], refused: ["//bad:a", "//bad:b"] };
    expect(result).toMatchObject({ kind: "ok", value });
  });

  it("are not asked for again and again where Bazel crashes", async () => {
    const crashing = Array.from({ length: 16 }, (_, i) => `//crash${String(i)}:a`);
    expect(await answered(["//a:a", ...crashing])).toEqual("failed");
    expect(readFileSync(join(directory, "bazel.crashes"), "utf8")).toBe("xxx");
  });

  it("are answered where Bazel gives up every one of them", async () => {
    expect(await answered(["//refused:a", "//refused:b"])).toEqual([]);
  });

  it("are answered where a .bazelrc file passes over tests of their tags", async () => {
    expect(await answered(["//passed:a"])).toEqual(["//passed:a"]);
  });

  it("are refused where there is no other package", async () => {
    const bazel = { executable: join(directory, "bazel"), workspaceRoot: directory, startupFlags: [], flags: [] };
    const result = await queryRunfilesOf(bazel, ["//bad:a", "//bad:b"], {});
    expect(result).toMatchObject({ kind: "ok", value: { targets: 0, refused: ["//bad:a", "//bad:b"] } });
  });

  it("have no answer where the workspace is in error, and are asked for but once", async () => {
    expect(await answered(["//a:a", "//modules:a", "//b:a"])).toBe("failed");
    expect(readFileSync(join(directory, "bazel.modules"), "utf8")).toBe("x");
  });
});
