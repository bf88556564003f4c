import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { builtTree } from "../../server/src/host/builtTree.ts";
import { sourceEntry, treeDocument } from "../harness/treeDocuments.ts";

const root = mkdtempSync(join(tmpdir(), "runfiles-lens-built-"));
afterAll(() => {
  rmSync(root, { recursive: true });
});

const executable = {
  path: "_main/app/server.sh",
  kind: "file",
  execPath: "bazel-out/k8-fastbuild/bin/app/server.sh",
  owner: "//app:server",
  legacyCopy: false,
} as const;

it("reads the manifest beside the executable, whatever that is called", async () => {
  const predicted = treeDocument({ target: "//app:server", entries: [sourceEntry("app/a.txt"), executable] });
  expect(await builtTree(root, predicted)).toEqual({
    kind: "none",
    message: "No manifest of //app:server was found under bazel-bin: it was not built here.",
  });
  mkdirSync(join(root, "bazel-bin/app"), { recursive: true });
  const lines = [
    `_main/app/a.txt ${root}/app/a.txt`,
    "_main/app/__init__.py ",
    "_main/external/r/x /b/execroot/_main/external/r/x",
  ];
  writeFileSync(join(root, "bazel-bin/app/server.sh.runfiles_manifest"), `${lines.join("\n")}\n`);
  const built = await builtTree(root, predicted);
  expect(built).toMatchObject({
    kind: "tree",
    tree: { source: "built", completeness: "partial", links: 2, legacyCopies: 1 },
  });
  expect(built.kind === "tree" && built.tree.entries).toEqual([
    sourceEntry("app/a.txt"),
    { path: "_main/app/__init__.py", kind: "empty", execPath: null, owner: null, legacyCopy: false },
    { path: "_main/external/r/x", kind: "file", execPath: "external/r/x", owner: null, legacyCopy: true },
  ]);
});
