/** The nodes of the Runfiles view, drawn as text. */
import { describe, expect, it } from "vitest";
import { present } from "../../client/src/nodePresentation.ts";
import { draw, entry, model, tree } from "./trees.ts";

const contenders = ["linux", "macos"].map((os) => `bazel-out/[platforms=//:${os}]/bin/out.txt`);

describe("the nodes of a tree", () => {
  it("marks contenders, and says that a hash decides where it does", () => {
    const document = tree({
      entries: [entry("_main/bin.sh"), entry("_main/out.txt", { execPath: null })],
      collisions: [{ path: "_main/out.txt", kind: "configuration", contenders, kept: null }],
    });
    expect(draw(model(document))).toMatchInlineSnapshot(`
      "
      //:bin (target)
      Complete | 2 links (pass-filled)
      1 collision | several artifacts want one path (warning)
        _main/out.txt | 2 contenders (warning)
      _main | 2 · 1 collision (folder)
        bin.sh (file)
        out.txt | 2 contenders, Bazel keeps one of these (warning)
          platforms=//:linux | perhaps kept (circle-outline)
          platforms=//:macos | perhaps kept (circle-outline)
      "
    `);
  });

  it("names the kept contender where the order of merging decides", () => {
    const document = tree({
      entries: [entry("linux", { kind: "root_symlink" })],
      collisions: [
        {
          path: "linux",
          kind: "root_symlink",
          contenders: ["bazel-out/k8-fastbuild/bin/a", "bazel-out/k8-fastbuild/bin/b", "src/b"],
          kept: "src/b",
        },
      ],
    });
    expect(draw(model(document))).toMatchInlineSnapshot(`
      "
      //:bin (target)
      Complete | 1 link (pass-filled)
      1 collision | several artifacts want one path (warning)
        linux | 3 contenders (warning)
      linux | 3 contenders, kept: src/b · root symlink (warning)
        bazel-out/k8-fastbuild/bin/a | dropped (close)
        bazel-out/k8-fastbuild/bin/b | dropped (close)
        src/b | kept (check)
      "
    `);
  });

  it("tells external repositories and legacy copies apart, once for a folder and all it holds", () => {
    const owner = "@@rules_python+//:files";
    const document = tree({
      entries: [
        ...["lib/os.py", "lib/re/a.py"].flatMap((file) => [
          entry(`rules_python+/${file}`, { owner }),
          entry(`_main/external/rules_python+/${file}`, { owner, legacyCopy: true }),
        ]),
        entry("_main/bin.sh"),
        ...["_main", "_main/external/rules_python+/lib", "rules_python+/lib"].map((directory) =>
          entry(`${directory}/__init__.py`, {
            kind: "empty",
            owner: null,
            execPath: null,
            legacyCopy: directory.includes("external"),
          }),
        ),
        entry("_repo_mapping", { kind: "repo_mapping", owner: null }),
      ],
    });
    expect(draw(model(document))).toMatchInlineSnapshot(`
      "
      //:bin (target)
      Complete | 9 links, 3 of them legacy copies (pass-filled)
      _main | 5 (folder)
        external/rules_python+/lib | 3 · legacy copies (copy)
          re | 1 (folder)
            a.py | legacy copy (copy)
          __init__.py | empty file · legacy copy (copy)
          os.py | legacy copy (copy)
        __init__.py | empty file (circle-large-outline)
        bin.sh (file)
      rules_python+/lib | 3 · external (package)
        re | 1 (folder)
          a.py (file)
        __init__.py | empty file (circle-large-outline)
        os.py (file)
      _repo_mapping | repository mapping (references)
      "
    `);
  });

  it("puts the reasons of a partial tree, and what would mend them, at the top", () => {
    const reasons = [
      {
        reason: "repository @rules_foo is not on disk",
        location: { uri: "file:///w/BUILD.bazel", line: 3 },
        remedy: "Fetch it.",
      },
      { reason: "no model of foo_binary", location: null, remedy: null },
    ];
    const unknowns = reasons.map(({ reason }) => ({
      kind: "repository" as const,
      reason,
      file: null,
      line: null,
    }));
    const document = tree({ completeness: "partial", unknowns, entries: [entry("_main/bin")] });
    expect(draw(model(document, { reasons }))).toMatchInlineSnapshot(`
      "
      //:bin (target)
      Partial: 2 reasons | 1 link (question)
        repository @rules_foo is not on disk | BUILD.bazel:3 (question)
          Fetch it. (lightbulb)
        no model of foo_binary (question)
      _main | 1 (folder)
        bin (file)
      "
    `);
  });

  it("shows the error of a target that Bazel refuses", () => {
    const document = tree({ completeness: "rejected", error: "//:y is not visible\nfrom //:bin" });
    expect(draw(model(document))).toMatchInlineSnapshot(`
      "
      //:bin (target)
      Bazel refuses this target (error)
        //:y is not visible (error)
      "
    `);
  });

  it("shows how Bazel's answer differs, and that files changed since", () => {
    const differences = [
      { path: "_main/new", kind: "missing", predicted: null, actual: "new" },
      { path: "_main/old", kind: "unexpected", predicted: "old", actual: null },
    ] as const;
    const document = tree({ source: "bazel", entries: [entry("_main/new")] });
    expect(draw(model(document, { differences }))).toMatchInlineSnapshot(`
      "
      //:bin (target)
      Exact: Bazel's own answer | 1 link (verified-filled)
      2 differences to the prediction (diff)
        _main/new | not predicted (diff-added)
        _main/old | predicted, not there (diff-removed)
      _main | 1 (folder)
        new (file)
      "
    `);
    expect(draw(model(document, { differences: [], stale: true }))).toMatchInlineSnapshot(`
      "
      //:bin (target)
      Bazel's answer, files changed since | 1 link (history)
      Equal to the prediction (check-all)
      _main | 1 (folder)
        new (file)
      "
    `);
  });

  it("filters by words of path and owner, and by property", () => {
    const document = tree({
      entries: [entry("_main/a.txt"), entry("_main/b.txt", { owner: "//tools:b" }), entry("x/c", { owner: "@@x//:c" })],
    });
    const matching = (filter: string) => model(document, {}, filter).matching;
    expect(matching("")).toBe(3);
    expect(matching("TXT main")).toBe(2);
    expect(matching("txt //tools:")).toBe(1);
    expect(matching("is:external")).toBe(1);
    expect(matching("is:legacy")).toBe(0);
    expect(draw(model(document, {}, "nowhere"))).toContain("No entry matches “nowhere”");
  });

  it("finds a node behind folders and pages, with the parents that reveal needs", () => {
    const entries = Array.from({ length: 2_500 }, (_, i) => entry(`_main/data/${String(i).padStart(4, "0")}`));
    const big = model(tree({ entries: [...entries, entry("_main/z")] }));
    expect(draw(big)).toContain("1,500 more …");
    const found = big.find("_main/data/2400");
    expect(found).toMatchObject({ kind: "entry", entry: { path: "_main/data/2400" } });
    expect(found?.parent).toMatchObject({ kind: "folder", label: "data" });
    expect(big.children(found!.parent!)).toContain(found);
    expect(big.find("_main/data/9999")).toBeUndefined();
  });

  it("gives every node an id of its own, and the same one in the next version of the tree", () => {
    const ids = (paths: readonly string[]) => {
      const one = model(tree({ entries: paths.map((path) => entry(path)) }));
      return one.roots().flatMap((root) => [root.id, ...one.children(root).map(({ id }) => id)]);
    };
    const before = ids(["a", "a/b", "a/c"]);
    expect(new Set(before).size).toBe(before.length);
    expect(ids(["a", "a/b", "a/c", "d"])).toEqual(expect.arrayContaining(before));
  });

  it("says aloud what colour and badge mean", () => {
    const document = tree({
      entries: [entry("out.txt", { owner: "@@x//:y", execPath: null })],
      collisions: [{ path: "out.txt", kind: "configuration", contenders, kept: null }],
    });
    expect(present(model(document).find("out.txt")!).spoken).toBe(
      "out.txt, file, 2 artifacts want this path, Bazel keeps one of these, from an external repository, brought by @@x//:y",
    );
  });
});
