/** Inside, strings are bytes of UTF-8; what is asked and answered is text. */
import { expect, test } from "vitest";
import { mapStrings, toBytes, toText } from "../../server/src/base/byteString.ts";
import { answer } from "../../server/src/ide/features.ts";
import { MemoryFileSystem } from "../harness/memoryFileSystem.ts";
import { projectOver, ROOT } from "../harness/literateProject.ts";

const BUILD = { command: "build", configs: [], flags: [] } as const;

test("bytes and text turn into each other, and what is no UTF-8 stays", () => {
  expect(["plain", "é", "😿"].map(toBytes)).toEqual(["plain", "\xc3\xa9", "\xf0\x9f\x98\xbf"]);
  expect(["plain", "é", "ﬀ😿"].map((text) => toText(toBytes(text)))).toEqual(["plain", "é", "ﬀ😿"]);
  expect(["\xe9", "\xc3", "ﬀ"].map(toText)).toEqual(["\xe9", "\xc3", "ﬀ"]);
});

test("data whose strings do not change is the very same", () => {
  const data = { a: ["b", 1, null], map: new Map([["k", new Set(["v"])]]), when: new Date(0) };
  expect(mapStrings(data, toText)).toBe(data);
  expect(mapStrings({ ...data, c: ["\xc3\xa9"] }, toText)).toEqual({ ...data, c: ["é"] });
});

test("names beyond ASCII in targets, files and questions", async () => {
  const files = new MemoryFileSystem(
    ROOT,
    new Map([
      [".bazelversion", "7.4.0"],
      ["MODULE.bazel", ""],
      ["tool.bzl", TOOL],
      ["BUILD.bazel", 'load(":tool.bzl", "tool")\ntool(name = "café", data = glob(["**/*.txt"]))\n'],
      ["dé/ü.txt", ""],
    ]),
  );
  const project = await projectOver(files);
  const found = await project.run(BUILD, (snapshot) => answer(snapshot, "tree", { target: "//:café" }));
  expect(found.kind === "tree" && [found.tree.target, found.tree.entries.map((entry) => entry.path)]).toEqual([
    "//:café",
    ["_main/café", "_main/dé/ü.txt", "_repo_mapping"],
  ]);
  const why = await project.run(BUILD, (snapshot) =>
    answer(snapshot, "why", { target: "//:café", path: "_main/dé/ü.txt" }),
  );
  expect(why).toHaveLength(1);
});

const TOOL = `def _tool_impl(ctx):
    program = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(program, "", is_executable = True)
    return DefaultInfo(executable = program, runfiles = ctx.runfiles(ctx.files.data))

tool = rule(implementation = _tool_impl, attrs = {"data": attr.label_list(allow_files = True)}, executable = True)
`;
