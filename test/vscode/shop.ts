/** A workspace with a bit of everything that costs: a hermetic interpreter, libraries, fonts, data, and programs of several sizes. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeInterpreter } from "../workspaces/hermetic-python/makeInterpreter.mjs";

/** Files of each external repository. */
const libraries = { numpy: 1243, pandas: 1532, torch: 2750, requests: 38 };
const fonts = 210;

const files: Readonly<Record<string, string>> = {
  ".bazelversion": "6.5.0\n",
  WORKSPACE: `workspace(name = "shop")

local_repository(
    name = "python_3_11",
    path = "third_party/python_3_11",
)

register_toolchains("//tools/python:toolchain")
${[...Object.keys(libraries), "fonts"].map((name) => `\nlocal_repository(\n    name = "${name}",\n    path = "third_party/${name}",\n)\n`).join("")}`,
  "tools/python/BUILD.bazel": `load("@bazel_tools//tools/python:toolchain.bzl", "py_runtime_pair")

package(default_visibility = ["//visibility:public"])

py_runtime(
    name = "python3",
    files = ["@python_3_11//:files"],
    interpreter = "@python_3_11//:bin/python3",
    python_version = "PY3",
)

py_runtime_pair(
    name = "runtimes",
    py3_runtime = ":python3",
)

toolchain(
    name = "toolchain",
    toolchain = ":runtimes",
    toolchain_type = "@bazel_tools//tools/python:toolchain_type",
)
`,
  "catalogue/BUILD.bazel": `py_library(
    name = "catalogue",
    srcs = ["catalogue.py"],
    visibility = ["//visibility:public"],
    deps = ["@numpy", "@pandas"],
)

[py_test(
    name = "part_%d_test" % index,
    srcs = ["catalogue_test.py"],
    main = "catalogue_test.py",
    deps = [":catalogue"],
) for index in range(24)]
`,
  "catalogue/catalogue.py": "",
  "catalogue/catalogue_test.py": "",
  "search/BUILD.bazel": `filegroup(
    name = "model",
    srcs = glob(["model/**"]),
)

py_binary(
    name = "search",
    srcs = ["search.py"],
    data = [":model"],
    visibility = ["//visibility:public"],
    deps = ["//catalogue", "@torch"],
)

py_test(
    name = "search_test",
    srcs = ["search_test.py"],
    data = [":search"],
    deps = ["//catalogue", "@torch"],
)
`,
  "search/search.py": "",
  "search/search_test.py": "",
  "web/BUILD.bazel": `sh_binary(
    name = "server",
    srcs = ["server.sh"],
    data = glob(["static/**"]) + ["@fonts"],
    visibility = ["//visibility:public"],
)

[sh_test(
    name = "page_%d_test" % index,
    srcs = ["page_test.sh"],
    data = [":server"],
) for index in range(6)]
`,
  "web/server.sh": "",
  "web/page_test.sh": "",
  "deploy/BUILD.bazel": `sh_binary(
    name = "deploy",
    srcs = ["deploy.sh"],
    data = ["//search", "//web:server"],
)
`,
  "deploy/deploy.sh": "",
};

export async function makeShop(directory: string): Promise<void> {
  makeInterpreter(join(directory, "third_party/python_3_11"));
  const all = new Map(Object.entries(files));
  for (const [name, count] of Object.entries(libraries)) {
    const place = `third_party/${name}`;
    all.set(`${place}/WORKSPACE`, `workspace(name = "${name}")\n`);
    all.set(
      `${place}/BUILD.bazel`,
      `py_library(\n    name = "${name}",\n    srcs = glob(["${name}/**/*.py"]),\n    visibility = ["//visibility:public"],\n)\n`,
    );
    for (let i = 0; i < count; i++) all.set(`${place}/${name}/part_${i % 40}/module_${i}.py`, "");
  }
  all.set("third_party/fonts/WORKSPACE", 'workspace(name = "fonts")\n');
  all.set(
    "third_party/fonts/BUILD.bazel",
    'filegroup(\n    name = "fonts",\n    srcs = glob(["*.ttf"]),\n    visibility = ["//visibility:public"],\n)\n',
  );
  for (let i = 0; i < fonts; i++) all.set(`third_party/fonts/font_${i}.ttf`, "");
  for (let i = 0; i < 640; i++) all.set(`search/model/part_${i % 20}/weights_${i}.bin`, "");
  for (let i = 0; i < 180; i++) all.set(`web/static/picture_${i}.svg`, "");
  for (const path of new Set([...all.keys()].map((file) => dirname(file))))
    await mkdir(join(directory, path), { recursive: true });
  for (const [path, text] of all) await writeFile(join(directory, path), text);
}
