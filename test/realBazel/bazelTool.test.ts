/** server/src/bazelTool against the Bazel of this machine. */
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runBazel } from "../../server/src/bazelTool/bazel.ts";
import { readBuiltManifest } from "../../server/src/bazelTool/builtManifest.ts";
import { queryManifests } from "../../server/src/bazelTool/manifestQuery.ts";
import { bearsOptions } from "../../server/src/bazelTool/runfilesFormat.ts";
import type { BazelRunfiles } from "../../server/src/bazelTool/runfilesFormat.ts";
import { queryRunfiles } from "../../server/src/bazelTool/runfilesQuery.ts";
import { askVersion } from "../../server/src/bazelTool/version.ts";
import { installedBazel, RealWorkspace, writeWorkspaceFile } from "../harness/bazel.ts";

const installed = await installedBazel();
const SLOW_PACKAGE = `
def _slow_impl(ctx):
    text = ""
    for i in range(200000000):
        text = str(i)
    return []

slow = rule(implementation = _slow_impl)
`;

const LIST_FLAG = `
def _words_impl(ctx):
    return []

words = rule(implementation = _words_impl, build_setting = config.string_list(flag = True))
`;
const WITH_LIST_FLAG = `
load(":defs.bzl", "words")

words(name = "words", build_setting_default = [])

filegroup(name = "files", srcs = ["defs.bzl"])
`;

describe.skipIf(installed === undefined)("bazelTool", () => {
  let workspace: RealWorkspace;

  beforeAll(() => {
    if (installed === undefined) return;
    workspace = new RealWorkspace(installed, {
      source: "native-rules/configurations",
      prepare: (root) => {
        writeWorkspaceFile(root, "slow/defs.bzl", SLOW_PACKAGE);
        writeWorkspaceFile(root, "slow/BUILD.bazel", 'load(":defs.bzl", "slow")\n\nslow(name = "slow")\n');
        writeWorkspaceFile(
          root,
          "names/BUILD.bazel",
          'sh_binary(\n    name = "a=b+c",\n    srcs = ["ünï.sh"],\n    data = ["with@sign,comma.txt"],\n)\n',
        );
        writeWorkspaceFile(root, "names/ünï.sh", "#!/bin/sh\n");
        chmodSync(join(root, "names/ünï.sh"), 0o755);
        writeWorkspaceFile(root, "names/with@sign,comma.txt", "");
        writeWorkspaceFile(root, "hollow/BUILD.bazel", "");
        writeWorkspaceFile(root, "flags/defs.bzl", LIST_FLAG);
        writeWorkspaceFile(root, "flags/BUILD.bazel", WITH_LIST_FLAG);
        writeWorkspaceFile(
          root,
          "broken/BUILD.bazel",
          'sh_binary(\n    name = "broken",\n    srcs = ["//no/such/package:x.sh"],\n)\n',
        );
      },
    });
  });

  afterAll(async () => {
    await workspace.close();
  });

  async function query(
    patterns: readonly string[],
    flags: readonly string[] = [],
  ): Promise<{ readonly targets: readonly BazelRunfiles[]; readonly errors: readonly string[] }> {
    const targets: BazelRunfiles[] = [];
    const result = await queryRunfiles(workspace.bazel(flags), {
      patterns,
      withoutOptions: !bearsOptions(installed?.version ?? null, flags),
      onTarget: (target) => targets.push(target),
    });
    if (result.kind !== "ok") throw new Error(JSON.stringify(result));
    return { targets, errors: result.value.errors };
  }

  async function serverProcess(): Promise<string> {
    const result = await runBazel(workspace.bazel(), { command: "info", args: ["server_pid"] });
    if (result.kind !== "ok") throw new Error(JSON.stringify(result));
    return result.value.stdout.trim();
  }

  it("asks for the version without a server", async () => {
    const answer = await askVersion(workspace.bazel().executable, workspace.root);
    expect(answer.kind).toBe("ok");
    if (installed?.version === "4.2.3")
      expect(answer).toEqual({ kind: "ok", value: { kind: "unknown", printed: "no_version" } });
  });

  it("answers although a Starlark flag is a list, and the server lives", async () => {
    const server = await serverProcess();
    const { targets } = await query(["//flags:files"], ["--//flags:words=a,b"]);
    expect(targets.map(({ label }) => label)).toEqual([expect.stringMatching(/\/\/flags:files$/)]);
    expect(await serverProcess()).toBe(server);
  });

  it("answers for nothing where there is no target", async () => {
    const result = await queryRunfiles(workspace.bazel(), { patterns: ["//hollow:all"], labels: [] });
    expect(result).toMatchObject({ kind: "ok", value: { targets: 0, errors: [] } });
    const expected = await queryRunfiles(workspace.bazel(), { patterns: ["//hollow:all"], labels: ["//hollow:x"] });
    expect(expected.kind).toBe("failed");
  });

  it("gives one target, in the configuration of the command line", async () => {
    // The first command leaves the same file in other configurations behind.
    await query(["//:sweet_split_text"]);
    const { targets, errors } = await query(["//:text"]);
    expect(errors).toEqual([]);
    expect(targets.map(({ files }) => files.map(({ execPath }) => execPath))).toEqual([
      ["bazel-out/k8-fastbuild/bin/text.txt"],
    ]);
    expect(targets[0]?.configuration).toMatchObject({ compilationMode: "fastbuild", cpu: "k8" });
    expect(targets[0]?.executable).toBeNull();
  });

  it("gives a target whose rule changes its configuration in that one", async () => {
    const { targets } = await query(["//:optimized_binary"]);
    expect(targets.map(({ configuration }) => configuration.compilationMode)).toEqual(["opt"]);
    expect(targets[0]?.executable?.execPath).toMatch(/^bazel-out\/k8-opt-ST-[0-9a-f]{12}\/bin\/optimized_binary\.sh$/);
  });

  it("takes the user's flags", async () => {
    const { targets } = await query(
      ["//:selects_define", "//:selects_setting"],
      ["--config=vanilla", "--//:sweetness=high"],
    );
    const shortPaths = targets.map(
      ({ label, files }) => [label, files.map(({ shortPath }) => shortPath).sort()] as const,
    );
    expect(Object.fromEntries(shortPaths)).toEqual({
      "//:selects_define": ["carrier.sh", "selects_define", "vanilla.txt"],
      "//:selects_setting": ["carrier.sh", "not_optimized.txt", "other.txt", "selects_setting", "sweet.txt"],
    });
  });

  it("reads names with unusual characters", async () => {
    const { targets } = await query(["//names:a=b+c"]);
    expect(targets[0]?.files.map(({ execPath }) => execPath)).toEqual([
      "names/ünï.sh",
      "bazel-out/k8-fastbuild/bin/names/a=b+c",
      "names/with@sign,comma.txt",
    ]);
  });

  it("tells an incompatible target from one that failed, and answers for the others", async () => {
    const { targets, errors } = await query(["//:for_windows", "//broken", "//:nobody", "//:test"]);
    expect(Object.fromEntries(targets.map(({ label, isIncompatible }) => [label, isIncompatible]))).toEqual({
      "//:for_windows": true,
      "//:test": false,
    });
    expect(errors.join("\n")).toMatch(/no such package 'no\/such\/package'/);
    expect(errors.join("\n")).toMatch(/no such target '\/\/:nobody'/);
  });

  it("fails where there is no answer at all", async () => {
    const result = await queryRunfiles(workspace.bazel(), { patterns: ["//:nobody"], onTarget: () => {} });
    expect(result).toMatchObject({
      kind: "failed",
      message: expect.stringContaining("no such target '//:nobody'") as string,
    });
    const refused = await queryRunfiles(workspace.bazel(["--no_such_flag"]), {
      patterns: ["//:test"],
      onTarget: () => {},
    });
    expect(refused).toMatchObject({ kind: "failed", message: expect.stringContaining("--no_such_flag") as string });
  });

  it("leaves patterns with a minus out", async () => {
    const { targets } = await query(["//names/...", "//:all", "-//:all"]);
    expect(targets.map(({ label }) => label)).toEqual(["//names:a=b+c"]);
  });

  it("keeps the server and the analysis of the user's own builds", async () => {
    const pid = async () => (await workspace.command(["info", "server_pid"])).stdout.trim();
    const before = await pid();
    await workspace.build(["//:test"]);
    await query(["//:test"]);
    const { stderr } = await workspace.build(["//:test"]);
    expect(stderr).toMatch(/\(0 packages loaded, 0 targets configured\)/);
    expect(stderr).not.toMatch(/discarding analysis cache/);
    expect(await pid()).toBe(before);
  });

  it("says that Bazel is busy, and stops a command that is no longer wanted", async () => {
    const controller = new AbortController();
    const slow = { ...workspace.bazel(), log: (line: string) => void (line.includes("Analyzing") && started()) };
    let started = () => {};
    const hasStarted = new Promise<void>((resolve) => (started = resolve));
    const running = queryRunfiles(slow, { patterns: ["//slow"], onTarget: () => {}, signal: controller.signal });
    await hasStarted;
    const other = await queryRunfiles(workspace.bazel(), { patterns: ["//:test"], onTarget: () => {} });
    expect(other).toEqual({ kind: "busy", message: "Bazel is busy: another command holds the server" });
    controller.abort();
    expect(await running).toEqual({ kind: "cancelled" });
    const { targets } = await query(["//:test"]);
    expect(targets).toHaveLength(1);
  });

  it("reads what a build left", async () => {
    await workspace.build(["//:selects_platform"]);
    const manifest = await readBuiltManifest(workspace.root, "selects_platform");
    expect(manifest?.entries.map(({ path, execPath }) => [path, execPath])).toEqual([
      ["configurations/carrier.sh", "carrier.sh"],
      ["configurations/linux.txt", "linux.txt"],
      ["configurations/selects_platform", "bazel-out/k8-fastbuild/bin/selects_platform"],
    ]);
    expect(readFileSync(join(workspace.root, "carrier.sh"), "utf8")).toContain("#!");
  });

  it("leaves the limit of steps to Bazel", async () => {
    const files = Array.from({ length: 1000 }, (_, index) => index);
    writeWorkspaceFile(
      workspace.root,
      "large/BUILD.bazel",
      `genrule(\n    name = "many",\n    outs = ["%d.txt" % i for i in range(${files.length})],\n    cmd = "touch $(OUTS)",\n)\n\nsh_binary(\n    name = "large",\n    srcs = ["large.sh"],\n    data = [":many"],\n)\n`,
    );
    writeFileSync(join(workspace.root, "large/large.sh"), "#!/bin/sh\n");
    const { targets } = await query(["//large"]);
    expect(targets[0]?.files).toHaveLength(files.length + 2);
  });

  it("has manifests from Bazel 6 on", async () => {
    const result = await queryManifests(workspace.bazel(), ["//:test"]);
    if (Number(installed?.version.split(".")[0]) < 6) expect(result).toMatchObject({ kind: "failed", exitCode: 2 });
    else expect(result).toMatchObject({ kind: "ok", value: [{ label: "//:test" }] });
  });
});
