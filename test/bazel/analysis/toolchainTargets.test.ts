/** What registered toolchains cost: a ruleset may register hundreds (one for each interpreter and platform), and a workspace ask for one in hundreds of configurations. */
import { expect, test } from "vitest";
import type { BuildRequest } from "../../../server/src/project.ts";
import { projectOver, ROOT, treeOf } from "../../harness/literateProject.ts";
import { MemoryFileSystem } from "../../harness/memoryFileSystem.ts";

const TOOLCHAINS = 50;
const BUILD: BuildRequest = { command: "build", configs: [], flags: [] };

const RULES = `
def _tool_impl(ctx):
    return [platform_common.ToolchainInfo(name = ctx.label.name)]

tool = rule(implementation = _tool_impl)

def _version_impl(settings, attr):
    return {"//command_line_option:copt": ["-DVERSION=" + attr.version]}

_version = transition(implementation = _version_impl, inputs = [], outputs = ["//command_line_option:copt"])

def _program_impl(ctx):
    script = ctx.actions.declare_file(ctx.label.name + "_" + ctx.toolchains["//:type"].name)
    ctx.actions.write(script, "")
    return [DefaultInfo(executable = script)]

program = rule(
    implementation = _program_impl,
    attrs = {"version": attr.string()},
    cfg = _version,
    executable = True,
    toolchains = ["//:type"],
)

def declare_toolchains(count):
    for n in range(count):
        native.config_setting(name = "is_%d" % n, values = {"copt": "-DVERSION=%d" % n})
        tool(name = "tool_%d" % n)
        native.toolchain(
            name = "toolchain_%d" % n,
            target_settings = select({":is_0": [":is_%d" % n], "//conditions:default": [":is_%d" % n]}),
            toolchain = ":tool_%d" % n,
            toolchain_type = "//:type",
        )
`;

test("those of other versions are not analysed anew for every version", async () => {
  const programs = Array.from(
    { length: TOOLCHAINS },
    (_, n) => `program(name = "p${String(n)}", version = "${String(n)}")\n`,
  );
  const files = new MemoryFileSystem(ROOT, [
    [".bazelversion", "7.4.0\n"],
    ["MODULE.bazel", 'module(name = "m")\n\nregister_toolchains("//:all")\n'],
    ["rules.bzl", RULES],
    [
      "BUILD.bazel",
      `load(":rules.bzl", "declare_toolchains", "program")\n\ntoolchain_type(name = "type")\n\ndeclare_toolchains(${String(TOOLCHAINS)})\n\n${programs.join("")}`,
    ],
  ]);
  const project = await projectOver(files);
  const names = await project.run(BUILD, (snapshot) =>
    programs.map((_, n) => treeOf(snapshot, `//:p${String(n)}`)?.entries.map(({ path }) => path)),
  );
  expect(names[7]).toContain("_main/p7_tool_7");
  const analysed = project.computed.get("configured target") ?? 0;
  expect(analysed).toBeLessThan(TOOLCHAINS * TOOLCHAINS);
});
