import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readBuiltManifest } from "../../server/src/bazelTool/builtManifest.ts";

let root = "";

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "runfiles-lens-"));
  mkdirSync(join(root, "bazel-bin/pkg"), { recursive: true });
  mkdirSync(join(root, "bazel-bin/external/repo"), { recursive: true });
  writeFileSync(
    join(root, "bazel-bin/pkg/app.runfiles_manifest"),
    `_main/pkg/app /base/execroot/_main/bazel-out/k8-fastbuild/bin/pkg/app\n_main/a ${root}/a\n_main/e \n_main/o /o\n`,
  );
  writeFileSync(join(root, "bazel-bin/external/repo/tool.runfiles_manifest"), "repo/tool /base/external/repo/tool\n");
});

afterAll(() => {
  rmSync(root, { recursive: true });
});

describe("readBuiltManifest", () => {
  it("reads the manifest beside an executable", async () => {
    const manifest = await readBuiltManifest(root, "pkg/app");
    expect(manifest?.entries).toEqual([
      {
        path: "_main/pkg/app",
        kind: "link",
        execPath: "bazel-out/k8-fastbuild/bin/pkg/app",
        target: "/base/execroot/_main/bazel-out/k8-fastbuild/bin/pkg/app",
      },
      { path: "_main/a", kind: "link", execPath: "a", target: `${root}/a` },
      { path: "_main/e", kind: "empty", execPath: null, target: null },
      { path: "_main/o", kind: "link", execPath: null, target: "/o" },
    ]);
  });

  it("finds an executable of another repository by its short path", async () => {
    expect((await readBuiltManifest(root, "../repo/tool"))?.entries.map(({ execPath }) => execPath)).toEqual([
      "external/repo/tool",
    ]);
  });

  it("has nothing to say of what was not built", async () => {
    expect(await readBuiltManifest(root, "pkg/other")).toBeUndefined();
  });
});
