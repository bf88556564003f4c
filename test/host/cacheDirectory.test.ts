/** The cache on disk: what it holds is what was given to it, or nothing. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Remembered } from "../../server/src/base/graph.ts";
import { CacheDirectory } from "../../server/src/host/cacheDirectory.ts";

let directory: string;

beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), "runfiles-lens-cache-")), "cache");
});

afterEach(() => {
  rmSync(join(directory, ".."), { recursive: true, force: true });
});

const VALUE: Remembered = {
  readings: [
    { input: "file text", key: "/w/BUILD", fingerprint: "text 1" },
    { input: "directory", key: "/w", fingerprint: "missing" },
    { input: "file text", key: "/w/ä\u0000.bzl", fingerprint: "text 2" },
  ],
  value: { findings: ["x".repeat(1000)] },
};

function cache(owner = "version 1", mostBytes?: number): CacheDirectory {
  return new CacheDirectory({ directory, owner: [owner], ...(mostBytes === undefined ? {} : { mostBytes }) });
}

function files(): readonly string[] {
  return readdirSync(directory).map((name) => join(directory, name));
}

/** Order within one input is kept; which input comes first is not. */
function inOrder({ readings, value }: Remembered): Remembered {
  return { readings: [...readings].sort((a, b) => (a.input < b.input ? -1 : a.input > b.input ? 1 : 0)), value };
}

test("what was remembered is recalled, also by another process", () => {
  expect(cache().recall("answer", "check")).toBeUndefined();
  cache().remember("answer", "check", VALUE);
  const recalled = cache().recall("answer", "check");
  expect(recalled && inOrder(recalled)).toEqual(inOrder(VALUE));
  expect(cache().recall("answer", "other")).toBeUndefined();
});

test("another version of the program sees nothing of it, and spoils nothing", () => {
  cache("version 2").remember("answer", "check", VALUE);
  expect(cache("version 1").recall("answer", "check")).toBeUndefined();
  cache("version 1").remember("answer", "check", { readings: [], value: "old" });
  expect(cache("version 2").recall("answer", "check")?.value).toEqual(VALUE.value);
});

describe("a damaged file counts as missing, and is written anew", () => {
  const damages: readonly (readonly [string, (bytes: Buffer) => Buffer])[] = [
    ["empty", () => Buffer.alloc(0)],
    ["another form", (bytes) => Buffer.concat([Buffer.from("runfiles-lens 9\n"), bytes.subarray(16)])],
    ...[1, 15, 16, 40, 48, 60].map(
      (length) => [`cut to ${String(length)} bytes`, (bytes: Buffer) => bytes.subarray(0, length)] as const,
    ),
    ["a longer file", (bytes) => Buffer.concat([bytes, Buffer.from("x")])],
  ];

  test.each(damages)("%s", (_name, damage) => {
    cache().remember("answer", "check", VALUE);
    const [path = ""] = files();
    writeFileSync(path, damage(readFileSync(path)));
    expect(cache().recall("answer", "check")).toBeUndefined();
    cache().remember("answer", "check", VALUE);
    expect(cache().recall("answer", "check")?.value).toEqual(VALUE.value);
  });

  test("every byte that flips", () => {
    cache().remember("answer", "check", VALUE);
    const [path = ""] = files();
    const good = readFileSync(path);
    for (let at = 0; at < good.length; at++) {
      const bad = Buffer.from(good);
      bad[at] = (bad[at] ?? 0) ^ 0x10;
      writeFileSync(path, bad);
      expect(cache().recall("answer", "check"), `byte ${String(at)}`).toBeUndefined();
    }
  });
});

test("only whole files are there: no temporary ones stay, and strangers' files are left alone", () => {
  cache().remember("answer", "check", VALUE);
  const stranger = join(directory, "notes.txt");
  writeFileSync(stranger, "mine");
  const dead = join(directory, `${"0".repeat(32)}.${"0".repeat(16)}.tmp`);
  const alive = join(directory, `${"1".repeat(32)}.${"1".repeat(16)}.tmp`);
  for (const path of [dead, alive]) writeFileSync(path, "half");
  utimesSync(dead, new Date(0), new Date(0));
  cache("version 2", 1).remember("answer", "check", VALUE);
  expect(files().filter((path) => path === dead || path === alive || path === stranger)).toEqual(
    expect.arrayContaining([alive, stranger]),
  );
  expect(files()).not.toContain(dead);
});

test("what was used least lately goes first when all together take too much", () => {
  const size = (): number => statSync(files()[0] ?? "").size;
  cache().remember("answer", "a", VALUE);
  const room = size() * 2 + 50;
  const age = (days: number): void => {
    for (const path of files()) {
      const then = new Date(statSync(path).mtimeMs - days * 86_400_000);
      utimesSync(path, then, then);
    }
  };
  age(2);
  cache("version 1", room).remember("answer", "b", VALUE);
  age(2);
  cache().recall("answer", "a"); // Used: now it is `b` that goes.
  cache("version 1", room).remember("answer", "c", VALUE);
  const held = ["a", "b", "c"].filter((key) => cache().recall("answer", key) !== undefined);
  expect(held).toEqual(["a", "c"]);
});

test("a directory that cannot be made or read is no error", () => {
  const file = join(directory, "..", "file");
  writeFileSync(file, "");
  const blocked = new CacheDirectory({ directory: join(file, "cache"), owner: [] });
  blocked.remember("answer", "check", VALUE);
  expect(blocked.recall("answer", "check")).toBeUndefined();
});
