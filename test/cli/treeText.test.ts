/** How a tree looks in a terminal, with everything that a tree can have. */
import { join } from "node:path";
import { expect, it } from "vitest";
import { PLAIN } from "../../server/src/cli/terminal.ts";
import { treeText } from "../../server/src/cli/treeText.ts";
import { verifyText } from "../../server/src/cli/verifyText.ts";
import { judge } from "../../server/src/ide/verify.ts";
import { summarize } from "../../server/src/ide/verifySummary.ts";
import { expectGolden } from "../harness/golden.ts";
import { sourceEntry, treeDocument } from "../harness/treeDocuments.ts";

const everything = treeDocument({
  target: "//app:server",
  completeness: "partial",
  command: "test",
  flags: ["--config=ci", "--legacy_external_runfiles"],
  entries: [
    sourceEntry("app/deep/only/here.txt"),
    { path: "_main/app/out.txt", kind: "file", execPath: null, owner: "//app:out", legacyCopy: false },
    {
      path: "_main/external/lib/a.txt",
      kind: "file",
      execPath: "external/lib/a.txt",
      owner: "@@lib//:a.txt",
      legacyCopy: true,
    },
    { path: "_repo_mapping", kind: "repo_mapping", execPath: null, owner: null, legacyCopy: false },
    { path: "lib/__init__.py", kind: "empty", execPath: null, owner: null, legacyCopy: false },
    { path: "lib/a.txt", kind: "file", execPath: "external/lib/a.txt", owner: "@@lib//:a.txt", legacyCopy: false },
    { path: "root", kind: "root_symlink", execPath: "app/b.txt", owner: "//app:b.txt", legacyCopy: false },
  ],
  collisions: [
    {
      path: "_main/app/out.txt",
      kind: "configuration",
      contenders: ["bazel-out/[platforms=//p:linux]/bin/app/out.txt", "bazel-out/[platforms=//p:mac]/bin/app/out.txt"],
      kept: null,
    },
    { path: "root", kind: "root_symlink", contenders: ["app/a.txt", "app/b.txt"], kept: "app/b.txt" },
  ],
  unknowns: [
    { kind: "repository", reason: "repository @rules_foo is not on disk", file: "app/BUILD.bazel", line: 3 },
    { kind: "version", reason: "the Bazel version is not known", file: null, line: null },
  ],
});

it("a tree with everything", () => {
  const rejected = treeDocument({
    completeness: "rejected",
    error: "target '//b:b' is not visible",
    bazelVersion: null,
  });
  const style = PLAIN;
  const texts = [everything, rejected].map((tree) => treeText(tree, { style, all: false }));
  expectGolden(join(import.meta.dirname, "golden/treeWithEverything.txt"), texts.join("\n"));
});

it("verdicts of every kind", () => {
  const complete = treeDocument({ ...everything, completeness: "complete", unknowns: [] });
  const [mac] = complete.collisions.map((collision) => collision.contenders.at(-1) ?? null);
  const entries = complete.entries.map((entry) =>
    entry.path === "_main/app/out.txt" ? { ...entry, execPath: mac ?? null } : entry,
  );
  const equal = treeDocument({ ...complete, entries });
  const other = treeDocument({ ...complete, entries: entries.slice(1), collisions: [] });
  const [unknown, version] = everything.unknowns;
  if (!unknown || !version) throw new Error("there are two");
  const via = [
    { target: "//app:server", attribute: "deps" },
    { target: "//lib:lib", attribute: null },
  ];
  const reasons = [{ ...unknown, via }];
  const targets = [
    judge(complete, { kind: "tree", tree: equal, judge: "aquery-manifest" }),
    judge(everything, { kind: "tree", tree: other, judge: "ingredients" }, reasons),
    judge({ ...everything, target: "//app:client" }, { kind: "tree", tree: equal, judge: "ingredients" }, reasons),
    judge(
      { ...complete, target: "//app:alias" },
      { kind: "tree", tree: equal, judge: "ingredients", actual: "//app:server" },
    ),
    judge(complete, { kind: "tree", tree: other, judge: "built-manifest" }),
    judge(complete, { kind: "none", message: "Bazel printed no answer under this label." }),
    judge({ ...complete, completeness: "rejected" }, { kind: "refused", message: "in srcs of //app:server: no" }),
  ];
  const report = {
    bazelVersion: "4.2.3",
    command: "build",
    flags: [],
    whole: false,
    notes: ["Bazel ended before it had answered for all targets: Bazel ended with a signal"],
    targets,
    ...summarize(targets),
  } as const;
  expectGolden(join(import.meta.dirname, "golden/verify.txt"), verifyText(report, { style: PLAIN, all: false }));
  expectGolden(join(import.meta.dirname, "golden/verifyAll.txt"), verifyText(report, { style: PLAIN, all: true }));
});

it("control characters of files do nothing to the terminal", () => {
  const entries = [sourceEntry("evil\u001b]0;title\u0007.txt")];
  const text = treeText(treeDocument({ entries, completeness: "rejected", error: "a\u001b[2Jb\nc" }), {
    style: PLAIN,
    all: false,
  });
  expect(text).toContain("evil\\u001b]0;title\\u0007.txt");
  expect(text).toContain("a\\u001b[2Jb\n  c");
  expect(text).not.toContain("\u001b");
});
