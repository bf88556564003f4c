/** What repository rules learn of programs without one being started. */
import { expect, test } from "vitest";
import { projectOver, ROOT, runfilesText, treeOf } from "../harness/literateProject.ts";
import { MemoryFileSystem } from "../harness/memoryFileSystem.ts";

const MADE = `def _made(ctx):
    found = [ctx.which(name) for name in ["uname", "nothing"]]
    machine = ctx.execute([ctx.attr.program or found[0], "-m"]).stdout.strip()
    ctx.file("BUILD", "exports_files(['m'])")
    ctx.file("machine.bzl", "FILES = %r" % [machine, str(found[0]).replace("/", "_"), str(found[1])])

made = repository_rule(_made, attrs = {"program": attr.string()})
`;

async function files(program: string, uname: string): Promise<readonly string[]> {
  const disk = new MemoryFileSystem(ROOT, [
    [".bazelversion", "4.2.3"],
    ["WORKSPACE", `load("//:made.bzl", "made")\nmade(name = "made", program = "${program}")\n`],
    ["made.bzl", MADE],
    ["BUILD", 'load("@made//:machine.bzl", "FILES")\nfilegroup(name = "files", data = FILES)\n'],
    ["x86_64", ""],
    ["None", ""],
    [uname.replaceAll("/", "_"), ""],
    [uname, ""],
  ]);
  const project = await projectOver(disk, {}, { PATH: "relative:/opt/bin:/usr/bin" });
  const request = { command: "build", configs: [], flags: [] } as const;
  return project.run(request, (snapshot) => runfilesText(treeOf(snapshot, "//:files")).split("\n"));
}

test.each(["", "uname"])("the machine's name, of uname in its usual place: '%s'", async (program) => {
  expect(await files(program, "/usr/bin/uname")).toEqual([
    "complete",
    "__main__/None",
    "__main__/_usr_bin_uname",
    "__main__/x86_64",
  ]);
});

test.each([
  ["hostname", "/usr/bin/uname"],
  ["", "/opt/bin/uname"],
  ["uname", "/opt/bin/uname"],
])("nothing of '%s' where there is %s", async (program, uname) => {
  const [completeness, ...lines] = await files(program, uname);
  expect(completeness).toBe("partial");
  expect(lines.join("\n")).toContain("repository @made is not on disk, and to make it needs execute()");
});
