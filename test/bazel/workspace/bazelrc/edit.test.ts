import { describe, expect, test } from "vitest";
import { applyTextEdits } from "../../../../server/src/base/textEdits.ts";
import { parseVersion } from "../../../../server/src/bazel/workspace/bazelVersion.ts";
import type { RcEdit, RcEditRequest, RcFileEdit } from "../../../../server/src/bazel/workspace/bazelrc/edit.ts";
import { editToSetFlag } from "../../../../server/src/bazel/workspace/bazelrc/edit.ts";
import { optionsInForce } from "../../../../server/src/bazel/workspace/bazelrc/options.ts";
import { readRcFiles } from "../../../../server/src/bazel/workspace/bazelrc/rcFiles.ts";
import type { FlagOfType } from "../../../../server/src/bazel/workspace/flagData.ts";
import { EffectiveFlags } from "../../../../server/src/bazel/workspace/flags.ts";
import { memoryFiles } from "../memoryFiles.ts";

function request(
  version = "7.4.0",
  flag: FlagOfType<"boolean"> = "legacy_external_runfiles",
  value = false,
): RcEditRequest {
  const parsed = parseVersion(version);
  if (!parsed) throw new Error(version);
  return {
    flag,
    value,
    hostOs: "linux",
    inputs: {
      root: "/w",
      version: parsed,
      environment: new Map(),
      homeDirectory: "/home/u",
      systemRc: undefined,
      workingDirectory: "/w",
      startupOptions: [],
    },
  };
}

function filesOf(edit: RcEdit): readonly RcFileEdit[] {
  if (edit.kind !== "edit") throw new Error(`no edit: ${JSON.stringify(edit)}`);
  return edit.files;
}

/** Checks every promise of an edit, and gives the files after it. */
function apply(files: Record<string, string>, req: RcEditRequest): Record<string, string> {
  const edits = filesOf(editToSetFlag(memoryFiles(files), req));
  const after = { ...files };
  for (const { path, create, edits: textEdits, line } of edits) {
    const name = path.replace("/w/", "");
    expect(create).toBe(files[name] === undefined);
    const text = applyTextEdits(files[name] ?? "", textEdits);
    expect(text.split("\n")[line]).toContain(`--${req.value ? "" : "no"}${req.flag}`);
    after[name] = text;
  }
  const reader = memoryFiles(after);
  const rc = readRcFiles(reader, req.inputs);
  for (const command of ["build", "test", "run", "coverage"]) {
    const options = optionsInForce({
      rc,
      version: req.inputs.version,
      command,
      configs: [],
      commandLine: [],
      hostOs: req.hostOs,
    });
    expect(new EffectiveFlags(options, req.inputs.version).isOn(req.flag, req.hostOs).value).toBe(req.value);
  }
  expect(editToSetFlag(reader, req).kind).toBe("already-in-force");
  return after;
}

const LINE = "build --nolegacy_external_runfiles";

describe("the workspace's .bazelrc", () => {
  test.each<[string, string | undefined, string]>([
    ["is made where it is missing", undefined, `${LINE}\n`],
    ["empty", "", `${LINE}\n`],
    ["only a comment", "# hi\n", `# hi\n${LINE}\n`],
    [
      "behind the last build line",
      "build --a\nbuild --b # why\n\ntest --c\n",
      `build --a\nbuild --b # why\n${LINE}\n\ntest --c\n`,
    ],
    [
      "a build line of a config is not its kind",
      "common --a\n\nbuild:ci --b\n",
      `common --a\n${LINE}\n\nbuild:ci --b\n`,
    ],
    ["at the end where nothing is of its kind", "test --a\n", `test --a\n${LINE}\n`],
    ["CRLF stays", "build --a\r\ntest --b\r\n", `build --a\r\n${LINE}\r\ntest --b\r\n`],
    ["no final newline stays none", "build --a", `build --a\n${LINE}`],
    ["no final newline, CRLF", "test --c\r\nbuild --a", `test --c\r\nbuild --a\r\n${LINE}`],
    ["behind a line that goes on", "build --a \\\n  --b\ntest --c\n", `build --a \\\n  --b\n${LINE}\ntest --c\n`],
    ["behind a dangling backslash", "build --a \\", `build --a \\\n\n${LINE}`],
    [
      "behind a config that says the opposite",
      "build:x --legacy_external_runfiles\nbuild --config=x\n",
      `build:x --legacy_external_runfiles\nbuild --config=x\n${LINE}\n`,
    ],
  ])("gets a line: %s", (_, before, after) => {
    const files = before === undefined ? {} : { ".bazelrc": before };
    expect(apply(files as Record<string, string>, request())[".bazelrc"]).toBe(after);
  });

  test.each<[string, string, string]>([
    [
      "only the word",
      "build --a --legacy_external_runfiles  --b # c\r\n",
      "build --a --nolegacy_external_runfiles  --b # c\r\n",
    ],
    ["with a value", "build --legacy_external_runfiles=1\n", "build --nolegacy_external_runfiles\n"],
    ["quoted", "build '--legacy_external_runfiles'\n", "build --nolegacy_external_runfiles\n"],
    ["common", "common --legacy_external_runfiles\n", "common --nolegacy_external_runfiles\n"],
    [
      "the one that is in force",
      "build --legacy_external_runfiles\nbuild --legacy_external_runfiles=yes\n",
      "build --legacy_external_runfiles\nbuild --nolegacy_external_runfiles\n",
    ],
    [
      "one that goes on over lines",
      "build --legacy_\\\nexternal_runfiles --x\n",
      "build --nolegacy_external_runfiles --x\n",
    ],
    [
      "a config's line stays",
      "build:x --legacy_external_runfiles\nbuild --legacy_external_runfiles\n",
      "build:x --legacy_external_runfiles\nbuild --nolegacy_external_runfiles\n",
    ],
    [
      "in test lines, too",
      "build --nolegacy_external_runfiles\ntest --legacy_external_runfiles --x\n",
      "build --nolegacy_external_runfiles\ntest --nolegacy_external_runfiles --x\n",
    ],
  ])("has its contradicting line changed: %s", (_, before, after) => {
    expect(apply({ ".bazelrc": before }, request())[".bazelrc"]).toBe(after);
  });

  test("a line for another command is added where a config contradicts there", () => {
    const before = "test:x --legacy_external_runfiles\ntest --config=x\n";
    expect(apply({ ".bazelrc": before }, request())[".bazelrc"]).toBe(
      `${before}test --nolegacy_external_runfiles\n${LINE}\n`,
    );
  });

  test("a bigger flag is set in the same way", () => {
    const after = apply(
      { ".bazelrc": "build --incompatible_default_to_explicit_init_py=0\n" },
      request("6.5.0", "incompatible_default_to_explicit_init_py", true),
    );
    expect(after[".bazelrc"]).toBe("build --incompatible_default_to_explicit_init_py\n");
  });
});

describe("imports are followed", () => {
  test("a contradiction in an imported file of the workspace is changed there", () => {
    const files = {
      ".bazelrc": "import %workspace%/tools/bazel.rc\n",
      "tools/bazel.rc": "build --x\nbuild --legacy_external_runfiles\n",
    };
    expect(apply(files, request())).toEqual({ ...files, "tools/bazel.rc": `build --x\n${LINE}\n` });
  });

  test("what an imported file puts in force needs no edit", () => {
    const files = { ".bazelrc": "try-import %workspace%/user.bazelrc\n", "user.bazelrc": `${LINE}\n` };
    expect(editToSetFlag(memoryFiles(files), request())).toMatchObject({
      kind: "already-in-force",
      origin: { argument: { path: "/w/user.bazelrc" } },
    });
  });

  test("a file outside of the workspace is overruled behind its import", () => {
    const files = {
      ".bazelrc": "build --a\nimport /etc/team.rc\n# end\n",
      "/etc/team.rc": "build --legacy_external_runfiles\n",
    };
    expect(apply(files, request())).toEqual({
      ...files,
      ".bazelrc": `build --a\nimport /etc/team.rc\n# end\n${LINE}\n`,
    });
  });
});

describe("no edit", () => {
  test.each<[string, Record<string, string>, string, string]>([
    [
      "where it is what the version does",
      {},
      "8.0.0",
      "--nolegacy_external_runfiles is what Bazel 8.0.0 does by default",
    ],
    [
      "where the flag is gone",
      { ".bazelrc": "build --legacy_external_runfiles" },
      "9.0.0",
      "--legacy_external_runfiles has no effect in Bazel 9.0.0",
    ],
    [
      "where the home directory's file has the last word",
      { "/home/u/.bazelrc": "build --legacy_external_runfiles" },
      "7.4.0",
      "/home/u/.bazelrc sets --legacy_external_runfiles, and is read after the workspace's .bazelrc",
    ],
    ["where .bazelrc cannot be read", { ".bazelrc/x": "" }, "7.4.0", "/w/.bazelrc cannot be read"],
  ])("%s", (_, files, version, reason) => {
    expect(editToSetFlag(memoryFiles(files), request(version))).toEqual({ kind: "not-offered", reason });
  });

  test("where Bazel refuses the file anyway", () => {
    expect(editToSetFlag(memoryFiles({ ".bazelrc": "build --define" }), request())).toEqual({
      kind: "not-offered",
      reason: "Bazel refuses the .bazelrc files as they are: Expected value after --define",
    });
  });

  test("where it is in force", () => {
    expect(editToSetFlag(memoryFiles({ ".bazelrc": `${LINE}\n` }), request())).toMatchObject({
      kind: "already-in-force",
    });
  });

  test("but in 8, against a line that asks for the copies", () => {
    expect(apply({ ".bazelrc": "build --legacy_external_runfiles\n" }, request("8.0.0"))[".bazelrc"]).toBe(`${LINE}\n`);
  });
});

/** Random .bazelrc files out of pieces that have something to do with the matter. */
describe("whatever the files say, the flag is in force afterwards", () => {
  const pieces = [
    "build --a",
    "build --legacy_external_runfiles",
    "build --nolegacy_external_runfiles",
    "test --legacy_external_runfiles=true --b",
    "run '--legacy_external_runfiles=y'",
    "common --legacy_external_runfiles # c",
    "coverage --nolegacy_external_runfiles",
    "build:x --legacy_external_runfiles",
    "test:x --legacy_external_runfiles --config=y",
    "build:y --nolegacy_external_runfiles",
    "build:linux --legacy_external_runfiles",
    "build --config=x",
    "common --enable_platform_specific_config",
    "import %workspace%/other.rc",
    "build --copt=x \\",
    "# comment \\",
    "",
  ];

  test.each(Array.from({ length: 200 }, (_, seed) => seed + 1))("seed %i", (seed) => {
    let state = seed;
    const random = (below: number) => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      return (state >> 8) % below;
    };
    const lineBreak = random(4) === 0 ? "\r\n" : "\n";
    const text = (lines: readonly string[]) => {
      const body = Array.from({ length: random(9) }, () => lines[random(lines.length)] ?? "").join(lineBreak);
      return body + (random(3) === 0 ? "" : lineBreak);
    };
    const files = { ".bazelrc": text(pieces), "other.rc": text(pieces.filter((line) => !line.startsWith("import"))) };
    if (editToSetFlag(memoryFiles(files), request()).kind === "already-in-force") return;
    const after = apply(files, request());
    const breaks = (contents: string) => contents.match(/\r?\n/g) ?? [];
    if (breaks(files[".bazelrc"]).length > 0)
      expect(new Set(breaks(after[".bazelrc"] ?? ""))).toEqual(new Set(breaks(files[".bazelrc"])));
  });
});
