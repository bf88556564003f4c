import { describe, expect, test } from "vitest";
import { parseVersion } from "../../../server/src/bazel/workspace/bazelVersion.ts";
import type { OutputBaseInput } from "../../../server/src/bazel/workspace/outputBase.ts";
import { configuredOutputBase, outputBases } from "../../../server/src/bazel/workspace/outputBase.ts";
import { memoryFiles } from "./memoryFiles.ts";

/** And its name: `echo -n /home/user/src/my-project | md5sum`. */
const ROOT = "/home/user/src/my-project";
const NAME = "e38d3b064abd76bc252f9be0437e2fbd";

function input(version: string, changes: Partial<OutputBaseInput> = {}): OutputBaseInput {
  const parsed = parseVersion(version);
  if (!parsed) throw new Error("version");
  return {
    root: ROOT,
    version: parsed,
    os: "linux",
    environment: new Map([["USER", "user"]]),
    homeDirectory: "/home/user",
    startupOptions: [],
    ...changes,
  };
}

const variables = (entries: Record<string, string>) => ({ environment: new Map(Object.entries(entries)) });

test.each<[string, OutputBaseInput, string | undefined]>([
  ["the home directory", input("4.2.3"), `/home/user/.cache/bazel/_bazel_user/${NAME}`],
  ["HOME", input("4.2.3", variables({ USER: "user", HOME: "/h" })), `/h/.cache/bazel/_bazel_user/${NAME}`],
  [
    "the account",
    input("4.2.3", { environment: new Map(), userName: "me" }),
    `/home/user/.cache/bazel/_bazel_me/${NAME}`,
  ],
  ["nobody", input("4.2.3", { environment: new Map() }), undefined],
  [
    "XDG_CACHE_HOME before 7.2",
    input("7.1.0", variables({ USER: "user", XDG_CACHE_HOME: "/x" })),
    `/home/user/.cache/bazel/_bazel_user/${NAME}`,
  ],
  ["XDG_CACHE_HOME", input("7.2.0", variables({ USER: "user", XDG_CACHE_HOME: "/x" })), `/x/bazel/_bazel_user/${NAME}`],
  [
    "TEST_TMPDIR",
    input("8.0.0", variables({ USER: "user", XDG_CACHE_HOME: "/x", TEST_TMPDIR: "/t" })),
    `/t/_bazel_user/${NAME}`,
  ],
  ["macOS", input("8.4.0", { os: "macos" }), `/private/var/tmp/_bazel_user/${NAME}`],
  ["macOS with Bazel 9", input("9.0.0", { os: "macos" }), `/home/user/Library/Caches/bazel/_bazel_user/${NAME}`],
  ["--output_user_root", input("4.2.3", { startupOptions: ["--output_user_root=/u"] }), `/u/${NAME}`],
  [
    "a relative --output_user_root",
    input("4.2.3", { startupOptions: ["--output_user_root", "u"] }),
    `${ROOT}/u/${NAME}`,
  ],
  [
    "--output_base, the last one",
    input("4.2.3", { startupOptions: ["--output_base=/a", "--output_user_root=/u", "--output_base=/b"] }),
    "/b",
  ],
])("%s", (_, given, expected) => {
  expect(configuredOutputBase(given)).toBe(expected);
});

describe("output bases that are there", () => {
  test("the configured one, then the one of the convenience symlinks", () => {
    const reader = memoryFiles({
      "/b/external/": "",
      "/c/execroot/main/bazel-out/": "",
      [`${ROOT}/bazel-out`]: { symlink: "/c/execroot/main/bazel-out" },
    });
    expect(outputBases(reader, input("4.2.3", { startupOptions: ["--output_base=/b"] }))).toEqual(["/b", "/c"]);
    expect(outputBases(reader, input("4.2.3"))).toEqual(["/c"]);
  });

  test("each once", () => {
    const reader = memoryFiles({
      "/c/execroot/main/bazel-out/": "",
      [`${ROOT}/bazel-out`]: { symlink: "/c/execroot/main/bazel-out" },
    });
    expect(outputBases(reader, input("4.2.3", { startupOptions: ["--output_base=/c"] }))).toEqual(["/c"]);
  });
});
