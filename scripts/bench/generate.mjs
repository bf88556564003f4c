/**
 * A generated Bazel workspace of any size, in the proportions of a real one: packages of ten targets that load one common .bzl, depend on each other in a tree of logarithmic depth, and
 * make their tests by a macro. The same arguments write the same bytes. Everything in it also builds with Bazel 4 to 7. It names no version, since Debian's Bazel
 * refuses a `.bazelversion`.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The version that the generated workspaces are predicted for: Debian's, which is at hand as a peer. */
export const BAZEL_VERSION = "4.2.3";

/** Targets of one package, as `packageText` declares them. */
export const TARGETS_PER_PACKAGE = 10;

const rules = `"""Rules and macros that every package loads."""

def _bundle_impl(ctx):
    runfiles = ctx.runfiles(files = ctx.files.srcs)
    for dependency in ctx.attr.deps:
        runfiles = runfiles.merge(dependency[DefaultInfo].default_runfiles)
    return [DefaultInfo(files = depset(ctx.files.srcs), runfiles = runfiles)]

bundle = rule(
    implementation = _bundle_impl,
    attrs = {
        "deps": attr.label_list(),
        "srcs": attr.label_list(allow_files = True),
    },
)

def checks(name, count, data):
    """Declares \`count\` tests of one script.

    Args:
      name: Prefix of the tests' names.
      count: How many.
      data: What each of them carries.
    """
    for index in range(count):
        native.sh_test(
            name = "%s_%d" % (name, index),
            size = "small",
            srcs = ["check.sh"],
            data = data,
        )
`;

/** Label of package number \`index\`. @param {number} index */
export function packageOf(index) {
  return `group_${Math.floor(index / 100)}/package_${index}`;
}

/** @param {number} index */
function packageText(index) {
  const parent = index === 0 ? "" : `"//${packageOf((index - 1) >> 1)}:lib"`;
  return `load("//rules:defs.bzl", "bundle", "checks")

package(default_visibility = ["//visibility:public"])

filegroup(
    name = "data",
    srcs = glob(["*.txt"]),
)

genrule(
    name = "generated",
    srcs = ["input.txt"],
    outs = ["generated.out"],
    cmd = "cp $< $@",
)

sh_library(
    name = "lib",
    srcs = ["lib.sh"],
    data = [
        ":data",
        ":generated",
    ],
    deps = [${parent}],
)

sh_binary(
    name = "tool",
    srcs = ["tool.sh"],
    deps = [":lib"],
)

bundle(
    name = "bundle",
    srcs = [":generated"],
    deps = [":lib"],
)

checks(
    name = "check",
    count = 5,
    data = [":bundle"],
)
`;
}

/** A package of many hand-written targets: the largest BUILD file of the workspace. @param {number} targets */
function largePackageText(targets) {
  const libraries = Array.from({ length: targets }, (_, index) => {
    const previous = index === 0 ? "" : `":library_${(index - 1) >> 1}"`;
    return `sh_library(
    name = "library_${index}",
    srcs = ["lib.sh"],
    data = [":data"],
    deps = [${previous}],
)
`;
  });
  return `${packageText(0)}\n${libraries.join("\n")}`;
}

export const LARGE_PACKAGE = "large";

/**
 * Writes a workspace of \`packages\` packages, and one large package more.
 * @param {string} directory replaced
 * @param {number} packages
 */
export function generateWorkspace(directory, packages) {
  rmSync(directory, { recursive: true, force: true });
  /** @type {(path: string, text: string) => void} */
  const write = (path, text) => {
    const absolute = join(directory, path);
    mkdirSync(dirname(absolute), { recursive: true });
    writeFileSync(absolute, text, { mode: path.endsWith(".sh") ? 0o755 : 0o644 });
  };
  write("WORKSPACE", "");
  write("rules/BUILD.bazel", "");
  write("rules/defs.bzl", rules);
  for (let index = 0; index < packages; index++) writePackage(write, packageOf(index), packageText(index));
  writePackage(write, LARGE_PACKAGE, largePackageText(400));
}

/**
 * @param {(path: string, text: string) => void} write
 * @param {string} path
 * @param {string} text
 */
function writePackage(write, path, text) {
  write(`${path}/BUILD.bazel`, text);
  write(`${path}/input.txt`, "input\n");
  for (const script of ["lib", "tool", "check"]) write(`${path}/${script}.sh`, "#!/bin/sh\n");
}
