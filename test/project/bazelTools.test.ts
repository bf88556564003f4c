/** What the models of Bazel's own repositories leave out is read where Bazel has put it: in the `external` directory of its output base. */
import { describe, expect, test } from "vitest";
import { runfilesText, projectOver, ROOT, treeOf } from "../harness/literateProject.ts";
import { MemoryFileSystem, type MemoryEntry } from "../harness/memoryFileSystem.ts";

const RC = "startup --output_base=/out\n";
const TOOLS = "/out/external/bazel_tools";

async function runfiles(
  label: string,
  files: Readonly<Record<string, MemoryEntry>>,
  variables: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const entries = Object.entries<MemoryEntry>({ ".bazelversion": "4.2.3", ".bazelrc": RC, ...files });
  const project = await projectOver(new MemoryFileSystem(ROOT, entries), {}, variables);
  const request = { command: "build", configs: [], flags: [] } as const;
  return project.run(request, (snapshot) => runfilesText(treeOf(snapshot, label)).split("\n"));
}

describe("bazel_tools", () => {
  const files = {
    WORKSPACE: 'workspace(name = "m")\n',
    BUILD: `filegroup(name = "of_a_package", srcs = ["@bazel_tools//tools/other"])
filegroup(name = "of_a_modelled_package", srcs = ["@bazel_tools//tools/zip:more", "@bazel_tools//tools/zip:zipper"])
filegroup(name = "of_nothing", srcs = ["@bazel_tools//tools/zip:nothing"])
filegroup(name = "of_what_is_not_understood", srcs = ["@bazel_tools//tools/broken"])
py_binary(name = "tool", srcs = ["tool.py"], deps = ["@bazel_tools//tools/gone"])
genrule(name = "made_by_tool", outs = ["made.txt"], tools = [":tool"], cmd = "touch $@")
`,
    [`${TOOLS}/tools/other/BUILD`]: `load(":defs.bzl", "NAME")
filegroup(name = NAME, srcs = glob(["*.txt"]), visibility = ["//visibility:public"])
`,
    [`${TOOLS}/tools/other/defs.bzl`]: 'NAME = "other"\n',
    [`${TOOLS}/tools/other/a.txt`]: "",
    [`${TOOLS}/tools/zip/BUILD`]: `package(default_visibility = ["//visibility:public"])
filegroup(name = "more", srcs = ["a.txt"])
filegroup(name = "zipper", srcs = ["not/modelled"])
`,
    [`${TOOLS}/tools/zip/a.txt`]: "",
    [`${TOOLS}/tools/broken/BUILD`]:
      'filegroup(name = "broken", unheard_of = 1, visibility = ["//visibility:public"])\n',
  };

  test("has packages that no model describes", async () => {
    expect(await runfiles("//:of_a_package", files)).toContain("complete");
  });

  test("has targets that the model of their package leaves out", async () => {
    expect(await runfiles("//:of_a_modelled_package", files)).toContain("complete");
  });

  test("is seen when it comes", async () => {
    const entries = Object.entries<MemoryEntry>({ ".bazelversion": "4.2.3", ".bazelrc": RC, ...files });
    const isOfTools = (entry: readonly [string, MemoryEntry]) => entry[0].startsWith(TOOLS);
    const disk = new MemoryFileSystem(
      ROOT,
      entries.filter((entry) => !isOfTools(entry)),
    );
    const project = await projectOver(disk, {}, {});
    const request = { command: "build", configs: [], flags: [] } as const;
    const completeness = () =>
      project.run(request, (snapshot) => runfilesText(treeOf(snapshot, "//:of_a_modelled_package")).split("\n")[0]);
    expect(await completeness()).toBe("partial");
    for (const entry of entries.filter(isOfTools)) disk.write(...entry);
    project.invalidate();
    expect(await completeness()).toBe("complete");
  });

  test("has no others", async () => {
    expect(await runfiles("//:of_nothing", files)).toContain("rejected");
  });

  test("has no other packages, so that Bazel refuses what names one", async () => {
    expect(await runfiles("//:made_by_tool", files)).toContain("rejected");
  });

  test("has no other .bzl files, so that Bazel refuses the package that loads one", async () => {
    const loads = 'load("@bazel_tools//tools/zip:gone.bzl", "gone")\nfilegroup(name = "beside")\n';
    expect(await runfiles("//p:beside", { ...files, "p/BUILD": loads })).toContain("rejected");
  });

  test("may lack what no model describes where it is not on disk", async () => {
    const isOfTools = ([path]: readonly [string, MemoryEntry]) => path.startsWith(TOOLS);
    const others = Object.fromEntries(Object.entries<MemoryEntry>(files).filter((entry) => !isOfTools(entry)));
    expect(await runfiles("//:made_by_tool", others)).toContain("partial");
  });

  test("has no errors: what seems one is not understood", async () => {
    const shown = await runfiles("//:of_what_is_not_understood", files);
    expect(shown).toContain("partial");
  });

  test("is that of the version in force", async () => {
    const shown = await runfiles("//:of_a_package", { ...files, "/out/install/build-label.txt": "5.0.0" });
    expect(shown).toContain(
      "unknown: the model of @bazel_tools does not describe the package @@bazel_tools//tools/other",
    );
  });
});

describe("the compiler that Bazel has found", () => {
  const marker = `${"a".repeat(64)}\nSTARLARK_SEMANTICS 0\n$MANAGED \nENV:CC \\0\n`;
  const files = {
    WORKSPACE: 'workspace(name = "m")\n',
    BUILD: `config_setting(name = "clang", flag_values = {"@bazel_tools//tools/cpp:compiler": "clang"})
filegroup(name = "group", srcs = select({":clang": ["clang.txt"], "//conditions:default": ["other.txt"]}))
sh_binary(name = "bin", srcs = ["bin.sh"], data = [":group"])
`,
    "bin.sh": "",
    "clang.txt": "",
    "other.txt": "",
    "/out/external/@local_config_cc.marker": marker,
    "/out/external/local_config_cc/defs.bzl": `def _impl(ctx):
    return []

config = rule(implementation = _impl, attrs = {"compiler": attr.string()})
`,
  };
  const configured = (compiler: string) => ({
    ...files,
    "/out/external/local_config_cc/BUILD": `load(":defs.bzl", "config")
config(name = "local", compiler = "${compiler}", visibility = ["//visibility:public"])
`,
  });

  test("decides conditions", async () => {
    expect(await runfiles("//:bin", configured("clang"))).toEqual(["complete", "m/bin", "m/bin.sh", "m/clang.txt"]);
    expect(await runfiles("//:bin", configured("compiler"))).toEqual(["complete", "m/bin", "m/bin.sh", "m/other.txt"]);
  });

  test("is not known where it has found none, or for another environment", async () => {
    const unknown = "unknown: the compiler of the C++ toolchain is not known";
    expect(await runfiles("//:bin", files)).toContain(unknown);
    const elsewhere = { "/out/external/@local_config_cc.marker": marker.replace("\\0", "icc") };
    expect(await runfiles("//:bin", { ...configured("clang"), ...elsewhere })).toContain(unknown);
  });
});

test("the C++ toolchain that Bazel has configured says what it is", async () => {
  const files = {
    WORKSPACE: 'workspace(name = "m")\n',
    BUILD: 'load(":rules.bzl", "compiled")\ncompiled(name = "compiled")\n',
    "rules.bzl": `def _impl(ctx):
    toolchain = ctx.attr._cc_toolchain[cc_common.CcToolchainInfo]
    features = cc_common.configure_features(ctx = ctx, cc_toolchain = toolchain)
    variables = cc_common.create_compile_variables(feature_configuration = features, cc_toolchain = toolchain)
    flags = cc_common.get_memory_inefficient_command_line(feature_configuration = features, action_name = "c-compile", variables = variables)
    out = ctx.actions.declare_file("_".join([toolchain.compiler] + [flag for flag in flags if flag != "-b"]))
    ctx.actions.write(out, "")
    return [DefaultInfo(runfiles = ctx.runfiles([out]))]

compiled = rule(
    implementation = _impl,
    attrs = {"_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain")},
    fragments = ["cpp"],
)
`,
  };
  const configured = {
    "/out/external/@local_config_cc.marker": `${"a".repeat(64)}\nSTARLARK_SEMANTICS 0\n$MANAGED \n`,
    "/out/external/local_config_cc/config.bzl": `load("@bazel_tools//tools/cpp:cc_toolchain_config_lib.bzl", "feature", "flag_group", "flag_set", "tool_path")

TOOLS = ["ar", "cpp", "gcc", "gcov", "ld", "nm", "objdump", "strip"]

def _impl(ctx):
    flags = flag_set(actions = ["c-compile"], flag_groups = [flag_group(flags = ["-a", "-b", "-c"])])
    return cc_common.create_cc_toolchain_config_info(
        ctx = ctx,
        abi_libc_version = "local",
        abi_version = "local",
        compiler = "gcc",
        features = [feature(name = "no_legacy_features"), feature(name = "flags", enabled = True, flag_sets = [flags])],
        host_system_name = "local",
        target_cpu = "k8",
        target_libc = "local",
        target_system_name = "local",
        tool_paths = [tool_path(name = tool, path = "/usr/bin/" + tool) for tool in TOOLS],
        toolchain_identifier = "local",
    )

config = rule(implementation = _impl)
`,
    "/out/external/local_config_cc/BUILD": `load(":config.bzl", "config")
config(name = "local")
filegroup(name = "empty")
cc_toolchain(
    name = "k8",
    all_files = ":empty",
    compiler_files = ":empty",
    dwp_files = ":empty",
    linker_files = ":empty",
    objcopy_files = ":empty",
    strip_files = ":empty",
    toolchain_config = ":local",
)
cc_toolchain_suite(name = "toolchain", toolchains = {"k8": ":k8"}, visibility = ["//visibility:public"])
`,
  };
  expect(await runfiles("//:compiled", { ...files, ...configured })).toEqual(["complete", "m/gcc_-a_-c"]);
  const shown = await runfiles("//:compiled", files);
  expect(shown[0]).toBe("partial");
  expect(shown[1]).toContain("depends on the C++ toolchain of the machine");
});

test("a workspace is a repository of its own name, too", async () => {
  const shown = await runfiles("//:proto", {
    WORKSPACE: 'workspace(name = "com_google_protobuf")\n',
    BUILD: `proto_library(name = "proto", srcs = ["a.proto"])
sh_binary(name = "protoc", srcs = ["protoc.sh"], visibility = ["//visibility:public"])
`,
    "a.proto": "",
    "protoc.sh": "",
  });
  expect(shown).toContain("complete");
});

describe("the JDK of the machine", () => {
  const files = {
    WORKSPACE: 'workspace(name = "m")\n',
    BUILD: 'filegroup(name = "jdk", srcs = ["@local_jdk//:jdk"])\n',
    "/out/external/@local_jdk.marker": `${"b".repeat(64)}\nSTARLARK_SEMANTICS 0\n$MANAGED \n`,
    "/out/external/local_jdk/BUILD":
      'filegroup(name = "jdk", srcs = ["a.txt"], visibility = ["//visibility:public"])\n',
    "/out/external/local_jdk/a.txt": "",
    "/out/external/local_jdk/bin": { symlink: "/jdk/17/bin" },
    "/jdk/17/bin/javac": "",
    "/jdk/21/bin/javac": "",
    "/usr/bin/javac": { symlink: "/jdk/17/bin/javac" },
  };
  const doubt = "unknown: repository @local_jdk may be out of date on disk: JAVA_HOME and PATH may name another JDK";

  test("is the one that JAVA_HOME names, or PATH", async () => {
    expect(await runfiles("//:jdk", files, { PATH: "/bin:/usr/bin" })).toContain("complete");
    expect(await runfiles("//:jdk", files, { PATH: "/usr/bin", JAVA_HOME: "/jdk/none" })).toContain("complete");
    expect(await runfiles("//:jdk", files, { JAVA_HOME: "/jdk/17" })).toContain("complete");
  });

  test("may be another one", async () => {
    expect(await runfiles("//:jdk", files, { PATH: "/usr/bin", JAVA_HOME: "/jdk/21" })).toContain(doubt);
    expect(await runfiles("//:jdk", files)).toContain(doubt);
  });
});
