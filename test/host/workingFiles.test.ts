import { describe, expect, it } from "vitest";
import type { ReadResult } from "../../server/src/base/fileSystem.ts";
import { WorkingFiles } from "../../server/src/host/workingFiles.ts";
import { FakeDisk, fakeSyntaxErrors } from "../harness/fakeProject.ts";

const PATH = "/ws/BUILD.bazel";

function opened(disk: string, ...texts: readonly string[]): WorkingFiles {
  const files = new WorkingFiles(new FakeDisk({ [PATH]: disk }), fakeSyntaxErrors);
  for (const [version, text] of texts.entries()) files.setDocument(PATH, version, text);
  return files;
}

function evaluated(files: WorkingFiles): string {
  const read = files.readFile(PATH);
  return read !== "pending" && read.kind === "text" ? read.text : "";
}

describe("WorkingFiles", () => {
  it("reads an open document instead of the disk, until it is closed", () => {
    const files = opened("f(disk)", "f(buffer)");
    expect(evaluated(files)).toBe("f(buffer)");
    files.closeDocument(PATH);
    expect(evaluated(files)).toBe("f(disk)");
  });

  it("evaluates the last text that parsed, and says where it stands now", () => {
    const files = opened("", "a()\nb()\n", "a(\nb()\n");
    expect(evaluated(files)).toBe("a()\nb()\n");
    const halfTyped = files.halfTyped().get(PATH);
    expect(halfTyped?.syntaxErrors).toMatchObject([{ lint: "bazel-error", message: "'(' was never closed" }]);
    const b = { start: { line: 1, character: 0 }, end: { line: 1, character: 3 } };
    expect(halfTyped?.shift.toShown(b)).toEqual(b);
  });

  it("goes on with what is typed elsewhere while one place is broken", () => {
    const files = opened("", "a()\nb()\n", "a(\nb()\n", "a(\nb(x)\n");
    expect(evaluated(files)).toBe("a()\nb(x)\n");
    expect(files.halfTyped().size).toBe(1);
  });

  it("takes the disk's text for the last good one of a document that was opened broken", () => {
    expect(evaluated(opened("a()", "a("))).toBe("a()");
    expect(evaluated(opened("broken(", "a("))).toBe("a(");
  });

  it("knows of a byte order mark on the disk, which editors take off what they show", () => {
    const marked: ReadResult = { kind: "text", text: "a()", digest: "", isMarked: true };
    const disk = Object.assign(new FakeDisk({}), { readFile: () => marked });
    const files = new WorkingFiles(disk, fakeSyntaxErrors);
    files.setDocument(PATH, 0, "b()");
    expect(files.readFile(PATH)).toMatchObject({ text: "b()", isMarked: true });
  });

  it("is whole again when the text parses", () => {
    const files = opened("", "a()", "a(", "a(1)");
    expect(evaluated(files)).toBe("a(1)");
    expect(files.halfTyped().size).toBe(0);
  });

  it("refuses a file that was set aside, until it changes", () => {
    const files = opened("a()");
    files.quarantine(PATH, "evaluating it took too long");
    expect(files.readFile(PATH)).toEqual({ kind: "error", message: "set aside: evaluating it took too long" });
    expect(files.quarantineFindings()).toMatchObject([{ lint: "resource-limit", location: { path: PATH } }]);
    files.release([PATH]);
    expect(evaluated(files)).toBe("a()");
    files.quarantine(PATH, "again");
    files.setDocument(PATH, 1, "b()");
    expect(evaluated(files)).toBe("b()");
    expect(files.quarantineFindings()).toEqual([]);
  });
});
