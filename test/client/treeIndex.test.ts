import { describe, expect, it } from "vitest";
import type { Child, Folder } from "../../client/src/treeIndex.ts";
import { TreeIndex } from "../../client/src/treeIndex.ts";

function indexOf(...paths: string[]) {
  return new TreeIndex(paths.map((path) => ({ path })));
}

function names(children: readonly Child[]) {
  return children.map(({ path }) => path);
}

function folder(index: TreeIndex<{ path: string }>, path: string): Folder {
  const found = index.chain(`${path}`).at(-2);
  if (found?.kind !== "folder") throw new Error(`no folder above ${path}`);
  return found;
}

describe("TreeIndex", () => {
  it("lists folders before entries, each by path, however the entries came", () => {
    const index = indexOf("b/2", "a", "z/1", "b/1", "c");
    expect(names(index.children(index.root))).toEqual(["b/", "z/", "a", "c"]);
  });

  it("keeps the range of a folder together although `-` and `.` sort before `/`", () => {
    const index = indexOf("a/x", "a-b", "a.c/y", "a/z");
    expect(names(index.children(index.root))).toEqual(["a.c/", "a/", "a-b"]);
    expect(names(index.children(folder(index, "a/x")))).toEqual(["a/x", "a/z"]);
  });

  it("shows a chain of single folders as one", () => {
    const index = indexOf("r/lib/python3/os.py", "r/lib/python3/re/a.py", "m/x");
    expect(names(index.children(index.root))).toEqual(["m/", "r/lib/python3/"]);
    expect(names(index.children(folder(index, "r/lib/python3/os.py")))).toEqual([
      "r/lib/python3/re/",
      "r/lib/python3/os.py",
    ]);
  });

  it("holds an entry and a folder of one name apart", () => {
    const index = indexOf("a", "a/b");
    expect(index.children(index.root).map(({ kind, path }) => `${kind} ${path}`)).toEqual(["folder a/", "leaf a"]);
    expect(names(index.chain("a"))).toEqual(["a"]);
    expect(names(index.chain("a/b"))).toEqual(["a/", "a/b"]);
  });

  it("has no chain to what is not there", () => {
    const index = indexOf("a/b/c", "a/d");
    expect(index.chain("a/b")).toEqual([]);
    expect(index.chain("a/b/c/d")).toEqual([]);
    expect(index.chain("")).toEqual([]);
    expect(indexOf().chain("a")).toEqual([]);
  });

  it("counts the entries of any folder for which something holds", () => {
    const index = indexOf("a/1", "a/b/2", "a/b/3", "c/2");
    const even = index.counter(({ path }) => /[02468]$/.test(path));
    expect(even(index.root)).toBe(2);
    expect(even(folder(index, "a/b/2"))).toBe(1);
    expect(even(folder(index, "c/2"))).toBe(1);
  });

  it("agrees with a plain tree on 20,000 seeded paths", () => {
    let seed = 7;
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    const paths = new Set<string>();
    while (paths.size < 20_000) {
      paths.add(
        Array.from({ length: 1 + random(6) }, () => `d${random(14)}${"-./"[random(3)] ?? ""}`.replace(/\/$/, "")).join(
          "/",
        ) + `/f${random(999)}`,
      );
    }
    const index = indexOf(...paths);
    const seen: string[] = [];
    const visit = (at: Folder) => {
      for (const child of index.children(at)) {
        if (child.kind === "leaf") seen.push(child.path);
        else {
          expect(child.path.startsWith(at.path)).toBe(true);
          expect(child.end - child.start).toBe(countBelow(index.entries, child.path));
          visit(child);
        }
        if (seen.length > 400) return;
      }
    };
    visit(index.root);
    for (const path of seen) expect(index.chain(path).at(-1)?.path).toBe(path);
  });
});

function countBelow(entries: readonly { path: string }[], prefix: string): number {
  return entries.filter(({ path }) => path.startsWith(prefix)).length;
}
