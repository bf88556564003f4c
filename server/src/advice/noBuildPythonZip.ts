import type { AdviceDefinition } from "./advice.ts";

/** A zip is made beside the runfiles, which the rules merge all the same (rules_python, py_executable.bzl): it saves no link. */
export const noBuildPythonZip: AdviceDefinition = {
  id: "no-build-python-zip",
  flag: "build_python_zip",
  value: false,
  exceptions: () => [],
  obstacle: ({ hostOs }) =>
    hostOs === "windows" ? "on Windows, Python programs are zips because there are no runfiles trees" : undefined,
  gain: () => ({
    links: 0,
    emptyFiles: 0,
    text: "the zip saves no link where a program is the data of another, and is packed anew after every change",
  }),
  tradeOff: "`bazel-bin` no longer has one file a program that can be copied elsewhere.",
};
