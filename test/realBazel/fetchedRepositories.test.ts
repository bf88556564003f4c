/** Repositories in the real Bazel's `external` directory: used where they are what the WORKSPACE file asks for, Unknown as soon as Bazel would fetch them anew. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installedBazel, RealWorkspace, writeWorkspaceFile } from "../harness/bazel.ts";
import { openProject } from "../harness/project.ts";

const installed = await installedBazel();

const DEPS = `
load("@bazel_tools//tools/build_defs/repo:http.bzl", "http_archive", "http_file")
load("@bazel_tools//tools/build_defs/repo:utils.bzl", "maybe")

def _written_impl(ctx):
    ctx.file("BUILD", "exports_files([\\"w.txt\\"])")
    ctx.file("w.txt", ctx.attr.text + ctx.os.environ.get("WRITTEN", ""))

written = repository_rule(_written_impl, attrs = {"text": attr.string()}, environ = ["WRITTEN"])

def deps(url):
    maybe(http_archive, name = "in_macro", urls = [url], strip_prefix = "lib-1.0", build_file = "//:lib.BUILD", patches = ["//:a.patch"])
    http_file(name = "one_file", urls = [url])
    written(name = "written", text = "t")
`;

function workspaceFile(url: string): string {
  return `workspace(name = "main")
load("@bazel_tools//tools/build_defs/repo:http.bzl", "http_archive")
load("//:deps.bzl", "deps")
http_archive(name = "lib", url = "${url}", strip_prefix = "lib-1.0")
deps("${url}")
`;
}

const BUILD = `sh_binary(
    name = "bin",
    srcs = ["bin.sh"],
    deps = ["@lib//:lib"],
    data = ["@in_macro//:a.txt", "@one_file//file", "@written//:w.txt"],
)
`;

const FILES: Readonly<Record<string, string>> = {
  "lib-1.0/WORKSPACE": "",
  "lib-1.0/BUILD":
    'sh_library(name = "lib", srcs = ["lib.sh"], data = glob(["*.txt"]), visibility = ["//visibility:public"])\n',
  "lib-1.0/lib.sh": "",
  "lib-1.0/a.txt": "one\n",
};

describe.skipIf(installed?.version.startsWith("4.") !== true)("the external directory", () => {
  let workspace: RealWorkspace;
  let text: string;

  beforeAll(async () => {
    if (installed === undefined) return;
    workspace = new RealWorkspace(installed, {
      source: "native-rules/basics/shell",
      prepare: (root) => {
        const parent = join(root, "..");
        mkdirSync(join(parent, "lib-1.0"));
        for (const [path, content] of Object.entries(FILES)) writeFileSync(join(parent, path), content);
        execFileSync("tar", ["-czf", "lib.tar.gz", "lib-1.0"], { cwd: parent });
        text = workspaceFile(`file://${join(parent, "lib.tar.gz")}`);
        writeWorkspaceFile(root, "WORKSPACE", text);
        writeWorkspaceFile(root, "BUILD.bazel", BUILD);
        writeWorkspaceFile(root, "bin.sh", "#!/bin/sh\n");
        execFileSync("chmod", ["+x", join(root, "bin.sh")]);
        writeWorkspaceFile(root, "deps.bzl", DEPS);
        writeWorkspaceFile(root, "lib.BUILD", 'exports_files(["a.txt"])\n');
        writeWorkspaceFile(root, "a.patch", "--- a.txt\n+++ a.txt\n@@ -1 +1 @@\n-one\n+two\n");
      },
    });
    await workspace.build(["//:bin"]);
  });

  afterAll(async () => {
    await workspace.close();
  });

  /** The prediction for `//:bin`: `complete` or what is not known, then the paths. */
  async function predicted(): Promise<{ readonly unknowns: readonly string[]; readonly paths: readonly string[] }> {
    const project = await openProject(workspace.root, { bazelVersion: installed?.version ?? "" });
    return project.run({ command: "build", configs: [], flags: [] }, (snapshot) => {
      const [label] = snapshot.expand("//:bin", { includeManual: true }).labels;
      if (!label) throw new Error("no label");
      const tree = snapshot.tree(label);
      return {
        unknowns: tree.unknowns.map(({ reason }) => reason),
        paths: tree.entries.map(({ path }) => path).sort(),
      };
    });
  }

  async function unknownsAfter(path: string, change: (text: string) => string): Promise<readonly string[]> {
    const file = join(workspace.root, path);
    const before = readFileSync(file, "utf8");
    writeFileSync(file, change(before));
    try {
      return (await predicted()).unknowns;
    } finally {
      writeFileSync(file, before);
    }
  }

  it("is read where it is up to date", async () => {
    const { unknowns, paths } = await predicted();
    expect(unknowns).toEqual([]);
    expect(paths).toEqual((workspace.tree("bazel-out/k8-fastbuild/bin/bin") ?? []).map(({ path }) => path).sort());
    expect(paths).toContain("in_macro/a.txt");
  });

  const stale = (name: string, why: string) => `repository @${name} is out of date on disk: ${why}`;
  const OTHER = "Bazel has fetched it for another definition";

  it("is out of date where a definition has changed", async () => {
    expect(
      await unknownsAfter("WORKSPACE", (file) => file.replace('strip_prefix = "lib-1.0"', 'strip_prefix = "lib"')),
    ).toEqual([stale("lib", OTHER)]);
  });

  it("is evaluated anew where its rule only writes files", async () => {
    expect(await unknownsAfter("deps.bzl", (file) => file.replace('text = "t"', 'text = "u"'))).toEqual([]);
  });

  it("is out of date where a file has changed that the rule has read", async () => {
    expect(await unknownsAfter("a.patch", (file) => file.replace("two", "three"))).toEqual([
      stale("in_macro", "it depends on the file //:a.patch, which has changed"),
    ]);
  });

  it("is what Bazel says: it fetches anew what is called out of date, and nothing else", async () => {
    writeWorkspaceFile(
      workspace.root,
      "WORKSPACE",
      text.replace('strip_prefix = "lib-1.0"', 'strip_prefix = "lib-1.0/"'),
    );
    expect((await predicted()).unknowns).toEqual([stale("lib", OTHER)]);
    await workspace.build(["//:bin"]);
    expect((await predicted()).unknowns).toEqual([]);
  });
});
