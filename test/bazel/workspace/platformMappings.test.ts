/** The file of platform mappings: what stands in it, and with which words Bazel refuses it (seen with 4.2.3 and 7.7.1, which use the same). */
import { expect, test } from "vitest";
import { parsePlatformMappings } from "../../../server/src/bazel/workspace/platformMappings.ts";

function parse(text: string): ReturnType<typeof parsePlatformMappings> {
  return parsePlatformMappings(text, (written) => (written.startsWith("//") ? `@@${written}` : undefined));
}

test("platforms and flags, in any layout", () => {
  const text = [
    "# A comment.",
    "Platforms:",
    "\t//:a ",
    "--cpu=k8",
    "    --copt=-g # no comment",
    "--cpu=k8",
    "  //:b",
    "    --nostamp",
    "",
    "flags:",
    "--cpu=k8\r",
    "  # Another one.",
    "--compilation_mode=opt",
    "//:a",
    "--cpu=arm\r//:b",
  ].join("\n");
  expect(parse(text)).toEqual({
    kind: "mappings",
    mappings: {
      ofPlatform: new Map([
        ["@@//:a", ["--cpu=k8", "--copt=-g # no comment"]],
        ["@@//:b", ["--nostamp"]],
      ]),
      toPlatform: [
        { flags: ["--cpu=k8", "--compilation_mode=opt"], platform: "@@//:a" },
        { flags: ["--cpu=arm"], platform: "@@//:b" },
      ],
    },
  });
});

test.each(["", "# Nothing.\n", "platforms:\n", "flags:\n", "platforms:\nflags:\n"])("nothing in %j", (text) => {
  expect(parse(text)).toEqual({ kind: "mappings", mappings: { ofPlatform: new Map(), toPlatform: [] } });
});

test.each<[text: string, message: string]>([
  ["x\n", "Expected 'platforms:' or 'flags:' but got x"],
  [
    "platforms:\n//:a\n--cpu=k8\n//:a\n--cpu=arm\n",
    "Got duplicate platform entries but each platform key must be unique",
  ],
  ["flags:\n--a\n--b\n//:a\n--b\n--a\n//:b\n", "Got duplicate flags entries but each flags key must be unique"],
  ["platforms:\n//:a\nflags:\n", "Expected a standard format flag (starting with --) but got flags:"],
  ["platforms:\n//:a\n-c opt\n", "Expected a standard format flag (starting with --) but got -c opt"],
  ["platforms:\n//:a\n", "Expected a flag but got end of file"],
  ["flags:\n--cpu=k8\n", "Expected platform label but got end of file"],
  ["flags:\n--cpu=k8\n//:a\nplatforms:\n", "Expected end of file but got platforms:"],
  ["platforms:\n:a\n--cpu=k8\n", "Expected platform label but got :a"],
])("Bazel refuses %j", (text, message) => {
  expect(parse(text)).toEqual({ kind: "refused", message });
});
