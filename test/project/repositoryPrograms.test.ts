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

const JDK = `def _jdk(ctx):
    home = ctx.which("javac").realpath.dirname.dirname
    said = ctx.execute([home.get_child("bin").get_child("java"), "-XshowSettings:properties"]).stderr
    version = [line.strip() for line in said.splitlines() if line.strip().startswith("java.version = ")]
    ctx.file("BUILD", "exports_files(['LICENSE'])")
    ctx.file("jdk.bzl", "FILES = %r" % [version[0], "@jdk//:LICENSE"])
    for path in home.readdir():
        ctx.symlink(path, path.basename)

jdk = repository_rule(_jdk)
`;

async function jdkFiles(release: string): Promise<readonly string[]> {
  const disk = new MemoryFileSystem(ROOT, [
    [".bazelversion", "4.2.3"],
    ["WORKSPACE", `load("//:jdk.bzl", "jdk")\njdk(name = "jdk")\n`],
    ["jdk.bzl", JDK],
    ["BUILD", 'load("@jdk//:jdk.bzl", "FILES")\nfilegroup(name = "files", data = FILES)\n'],
    ["java.version = 17.0.15", ""],
    ["/jdk/bin/javac", ""],
    ["/jdk/bin/java", ""],
    ["/jdk/LICENSE", ""],
    ["/jdk/release", release],
  ]);
  const project = await projectOver(disk, {}, { PATH: "/jdk/bin" });
  const request = { command: "build", configs: [], flags: ["--nolegacy_external_runfiles"] } as const;
  return project.run(request, (snapshot) => runfilesText(treeOf(snapshot, "//:files")).split("\n"));
}

test("the version of a JDK, as its file release has it, and its directory", async () => {
  expect(await jdkFiles('IMPLEMENTOR="X"\nJAVA_VERSION="17.0.15"\nJAVA_VERSION_DATE="2025-04-15"\n')).toEqual([
    "complete",
    "__main__/java.version = 17.0.15",
    "jdk/LICENSE",
  ]);
});

test("nothing of a JDK that does not say", async () => {
  const [completeness, ...lines] = await jdkFiles("");
  expect(completeness).toBe("partial");
  expect(lines.join("\n")).toContain("repository @jdk is not on disk, and to make it needs execute()");
});

const COPIED = `def _copied(ctx):
    ctx.file("exists.sh", "#!/usr/bin/env bash\\nset -o errexit -o nounset -o pipefail\\nif [ ! -f $1 ]; then exit 42; fi\\n")
    said = [ctx.execute(["./exists.sh", path]).return_code for path in ["/etc/there", "/etc/not", "/etc"]]
    ctx.execute(["mkdir", "-p", "a/b", "c"])
    if not ctx.path("c").is_dir:
        fail("an empty directory was not made")
    ctx.execute(["cp", "-f", "/etc/there", ctx.attr.to])
    ctx.file("BUILD", "exports_files(glob(['**']))")
    ctx.file("copied.bzl", "FILES = %r" % ["@copied//:a/b/there", "said %s" % said])

copied = repository_rule(_copied, attrs = {"to": attr.string()})
`;

async function copiedFiles(to: string): Promise<readonly string[]> {
  const disk = new MemoryFileSystem(ROOT, [
    [".bazelversion", "4.2.3"],
    ["WORKSPACE", `load("//:copied.bzl", "copied")\ncopied(name = "copied", to = "${to}")\n`],
    ["copied.bzl", COPIED],
    ["BUILD", 'load("@copied//:copied.bzl", "FILES")\nfilegroup(name = "files", data = FILES)\n'],
    ["said [0, 42, 42]", ""],
    ["/etc/there", ""],
    ["/usr/bin/mkdir", ""],
    ["/usr/bin/cp", ""],
  ]);
  const project = await projectOver(disk, {}, { PATH: "/usr/bin" });
  const request = { command: "build", configs: [], flags: ["--nolegacy_external_runfiles"] } as const;
  return project.run(request, (snapshot) => runfilesText(treeOf(snapshot, "//:files")).split("\n"));
}

test("a file is asked for by a script and copied, into a directory that was made for it", async () => {
  expect(await copiedFiles("a/b/there")).toEqual(["complete", "__main__/said [0, 42, 42]", "copied/a/b/there"]);
});

test.each(["a/b", "/elsewhere/there", "-t"])("nothing of a copy to %s", async (to) => {
  expect((await copiedFiles(to)).join("\n")).toContain("to make it needs execute()");
});
