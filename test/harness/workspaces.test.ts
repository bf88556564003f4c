/** What the test workspaces promise of themselves. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_FILES, makeInterpreter } from "../workspaces/hermetic-python/makeInterpreter.mjs";
import { workspacesDirectory } from "./bazel.ts";

/** Files by path, with their content. */
function readTree(directory: string): ReadonlyMap<string, string> {
  const paths = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((path) =>
    statSync(join(directory, path)).isFile(),
  );
  return new Map(paths.sort().map((path) => [path, readFileSync(join(directory, path), "utf8")]));
}

describe("split-transition", () => {
  it("has one text for WORKSPACE and for Bzlmod, but for what names the repositories", () => {
    const own = /^(?:WORKSPACE|MODULE\.bazel|\.bazelversion)$/;
    const shared = (form: string) =>
      Object.fromEntries(
        [...readTree(join(workspacesDirectory, "split-transition", form))].filter(([path]) => !own.test(path)),
      );
    expect(Object.keys(shared("workspace")).length).toBeGreaterThan(4);
    expect(shared("bzlmod")).toEqual(shared("workspace"));
  });
});

describe("the stand-in for an interpreter", () => {
  let directory = "";
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "runfiles-lens-"));
  });
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  it("has as many files as it is asked for, and the same ones each time", () => {
    const [first, second] = ["first", "second"].map((name) => {
      makeInterpreter(join(directory, name));
      return readTree(join(directory, name));
    });
    const carried = [...(first?.keys() ?? [])].filter((path) => /^(?:bin|include|lib)\//.test(path));
    expect(carried).toHaveLength(DEFAULT_FILES);
    expect(second).toEqual(first);
  });

  it("leaves nothing behind of a larger one", () => {
    makeInterpreter(join(directory, "shrunk"), 300);
    makeInterpreter(join(directory, "shrunk"), 10);
    expect(readTree(join(directory, "shrunk")).size).toBe(10 + 2);
  });
});
