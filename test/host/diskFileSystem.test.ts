import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { DiskFileSystem } from "../../server/src/host/diskFileSystem.ts";

const root = mkdtempSync(join(tmpdir(), "runfiles-lens-disk-"));
const files = new DiskFileSystem();

mkdirSync(join(root, "directory"));
writeFileSync(join(root, "file"), "text");
writeFileSync(join(root, "marked"), "\uFEFFtext");
symlinkSync("file", join(root, "link"));
symlinkSync("directory", join(root, "link-to-directory"));
symlinkSync("nowhere", join(root, "broken"));
symlinkSync("loop", join(root, "loop"));
writeFileSync(join(root, "locked"), "secret");
chmodSync(join(root, "locked"), 0o000);
writeFileSync(join(root, "garbage"), Buffer.from([0, 255, 254, 10, 128]));

afterAll(() => {
  rmSync(root, { recursive: true });
});

describe("DiskFileSystem", () => {
  it("reads texts without byte order mark, with equal digests for equal texts", () => {
    const plain = files.readFile(join(root, "file"));
    expect(plain).toMatchObject({ kind: "text", text: "text" });
    expect(files.readFile(join(root, "marked"))).toEqual({ ...plain, isMarked: true });
    expect(files.readFile(join(root, "link"))).toEqual(plain);
  });

  it("reads garbage as some text", () => {
    expect(files.readFile(join(root, "garbage")).kind).toBe("text");
  });

  it("has the digest of a file's bytes", () => {
    expect(files.sha256(join(root, "garbage"))).toBe(
      "778435a98845d8e77a1ebf6797a070837152901f41f6d1e507fd29195b41e410",
    );
    expect(files.sha256(join(root, "directory"))).toBeUndefined();
    expect(files.sha256(join(root, "nowhere"))).toBeUndefined();
  });

  it("has errors as values", () => {
    expect(files.readFile(join(root, "nowhere"))).toEqual({ kind: "missing" });
    expect(files.readFile(join(root, "file/below"))).toEqual({ kind: "missing" });
    expect(files.readFile(join(root, "directory"))).toEqual({ kind: "error", message: "is a directory" });
    expect(files.readFile(join(root, "loop"))).toEqual({
      kind: "error",
      message: "too many levels of symbolic links",
    });
    expect(files.readDirectory(join(root, "file"))).toEqual({ kind: "missing" });
  });

  it.skipIf(process.getuid?.() === 0)("says of a file that may not be read that it is so", () => {
    expect(files.readFile(join(root, "locked"))).toEqual({ kind: "error", message: "permission denied" });
  });

  it("follows symlinks, and tells broken ones from loops", () => {
    const kinds = ["file", "directory", "link", "link-to-directory", "broken", "loop", "nowhere"].map((name) => [
      name,
      files.stat(join(root, name)),
    ]);
    expect(Object.fromEntries(kinds)).toEqual({
      file: "file",
      directory: "directory",
      link: "file",
      "link-to-directory": "directory",
      broken: "symlink-broken",
      loop: "symlink-loop",
      nowhere: "missing",
    });
  });

  it("lists a directory sorted by name, with what stands behind symlinks", () => {
    const list = files.readDirectory(root);
    const entries = list.kind === "entries" ? list.entries : [];
    expect(entries.map((entry) => entry.name)).toEqual([...entries.map((entry) => entry.name)].sort());
    expect(entries).toContainEqual({ name: "link-to-directory", kind: "directory", isSymlink: true });
    expect(entries).toContainEqual({ name: "loop", kind: "symlink-loop", isSymlink: true });
    expect(entries).toContainEqual({ name: "file", kind: "file", isSymlink: false });
  });
});
