/** `repository_ctx.which()`: programs are found on the disk, as PATH has them. */
import { expect, test } from "vitest";
import { projectOver, ROOT, runfilesText, treeOf } from "../harness/literateProject.ts";
import { MemoryFileSystem, type MemoryEntry } from "../harness/memoryFileSystem.ts";

const FILES: Readonly<Record<string, MemoryEntry>> = {
  ".bazelversion": "8.4.2",
  "MODULE.bazel": `ext = use_extension("//:ext.bzl", "ext")\nuse_repo(ext, "shell")\n`,
  "ext.bzl": `
def _shell_impl(rctx):
    found = rctx.which("bash") or rctx.which("sh")
    rctx.file("BUILD.bazel", "exports_files(['path.txt'])" if str(found) == "/usr/bin/sh" else "")
    rctx.file("path.txt", str(found))

shell = repository_rule(implementation = _shell_impl)
ext = module_extension(implementation = lambda ctx: shell(name = "shell"))
`,
  "rules.bzl": `
def _impl(ctx):
    script = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(script, "")
    return [DefaultInfo(executable = script, runfiles = ctx.runfiles(ctx.files.srcs))]

program = rule(_impl, attrs = {"srcs": attr.label_list(allow_files = True)}, executable = True)
`,
  "BUILD.bazel": `load(":rules.bzl", "program")\nprogram(name = "program", srcs = ["@shell//:path.txt"])\n`,
  "/usr/bin/sh": "",
};

async function tree(variables: Readonly<Record<string, string>>): Promise<string> {
  const project = await projectOver(new MemoryFileSystem(ROOT, Object.entries(FILES)), {}, variables);
  const request = { command: "build", configs: [], flags: [] } as const;
  return project.run(request, (snapshot) => runfilesText(treeOf(snapshot, "//:program")));
}

test("a program of PATH", async () => {
  expect(await tree({ PATH: "/bin:/usr/bin" })).toBe(
    ["complete", "+ext+shell/path.txt", "_main/program", "_repo_mapping"].join("\n"),
  );
});

test("PATH has none of them", async () => {
  expect(await tree({ PATH: "/bin" })).toContain("no such target '@@+ext+shell//:path.txt'");
});

test("a PATH that is not known", async () => {
  expect(await tree({})).toContain("needs which()");
});
