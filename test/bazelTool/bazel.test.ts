/** What becomes of a command's end; the program is a stand-in that does what its first flag says. Real ones are in test/realBazel. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runBazel, runBazelKeepGoing } from "../../server/src/bazelTool/bazel.ts";
import type { Bazel } from "../../server/src/bazelTool/bazel.ts";
import { findBazel } from "../../server/src/bazelTool/executable.ts";
import { askVersion } from "../../server/src/bazelTool/version.ts";

let directory = "";

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "runfiles-lens-"));
  const program = join(directory, "bazel");
  const body = [
    'if (process.argv[2] === "--version") { console.log("bazel 7.4.0"); process.exit(0); }',
    'const flag = (name) => process.argv.find((arg) => arg.startsWith("--" + name + "="))?.slice(name.length + 3);',
    'if (flag("stderr")) console.error(flag("stderr"));',
    "console.log(JSON.stringify(process.argv.slice(2)));",
    'process.exit(Number(flag("exit")));',
  ];
  writeFileSync(program, `#!${process.execPath}\n${body.join("\n")}\n`);
  chmodSync(program, 0o755);
  writeFileSync(join(directory, "not-executable"), "");
});

afterAll(() => {
  rmSync(directory, { recursive: true });
});

function bazel(exit: number, stderr = ""): Bazel {
  const flags = [`--exit=${exit}`, ...(stderr === "" ? [] : [`--stderr=${stderr}`])];
  return {
    executable: join(directory, "bazel"),
    workspaceRoot: directory,
    startupFlags: ["--output_user_root=/x y"],
    flags,
  };
}

const command = { command: "cquery", args: ["--", "//..."] } as const;

describe.skipIf(process.platform === "win32")("runBazel", () => {
  it("passes the user's flags on as they are, and does not wait for the lock", async () => {
    const result = await runBazel(bazel(0), command);
    expect(result.kind === "ok" && JSON.parse(result.value.stdout)).toEqual([
      "--output_user_root=/x y",
      "--noblock_for_lock",
      "cquery",
      "--exit=0",
      "--",
      "//...",
    ]);
  });

  it("tells who is busy, who was interrupted and who failed", async () => {
    expect(await runBazel(bazel(9), command)).toEqual({
      kind: "busy",
      message: "Bazel is busy: another command holds the server",
    });
    // Bazel 7.7.1 ends so by itself, too, where it cannot tell what a manifest would hold.
    expect(await runBazel(bazel(8, "ERROR: build interrupted"), command)).toMatchObject({
      kind: "failed",
      message: "build interrupted",
    });
    expect(await runBazel(bazel(2, "ERROR: --frobnicate :: Unrecognized option"), command)).toEqual({
      kind: "failed",
      exitCode: 2,
      message: "--frobnicate :: Unrecognized option",
      errors: ["--frobnicate :: Unrecognized option"],
      stderr: "ERROR: --frobnicate :: Unrecognized option",
    });
    expect(await runBazel({ ...bazel(0), executable: join(directory, "nobody") }, command)).toMatchObject({
      kind: "notFound",
    });
  });

  it("keeps what a command said before an error, where it keeps going", async () => {
    const error = "\u001b[31mERROR: \u001b[0mno such target";
    expect(await runBazel(bazel(1, error), command)).toMatchObject({
      kind: "failed",
      exitCode: 1,
      message: "no such target",
    });
    const result = await runBazelKeepGoing(bazel(1, error), command);
    expect(result).toMatchObject({ kind: "ok", value: { errors: ["no such target"], exitCode: 1 } });
  });

  it("knows an error by its word behind the time that --show_timestamps adds", async () => {
    const result = await runBazelKeepGoing(bazel(1, "(12:30:00) \u001b[31mERROR: \u001b[0mno such target"), command);
    expect(result).toMatchObject({ kind: "ok", value: { errors: ["no such target"], exitCode: 1 } });
  });

  it("does not take a failure without a word for an answer", async () => {
    expect(await runBazelKeepGoing(bazel(1), command)).toMatchObject({
      kind: "failed",
      exitCode: 1,
      message: "Bazel ended with exit code 1",
    });
    expect(await runBazel(bazel(37, "Starting local Bazel server and connecting to it..."), command)).toMatchObject({
      message: "Bazel ended with exit code 37: Starting local Bazel server and connecting to it...",
    });
  });

  it("tells what a crash threw, and not from where", async () => {
    const trace = [
      "FATAL: bazel crashed due to an internal error. Printing stack trace:",
      "java.lang.RuntimeException: Unrecoverable error",
      "\tat com.google.devtools.build.skyframe.A$B.run(A.java:550)",
      "\tat java.base/java.lang.Thread.run(Thread.java:1474)",
      "Caused by: java.lang.NullPointerException: Null repoMapping",
      "\t... 11 more",
    ];
    expect(await runBazel(bazel(37, trace.join("\n")), command)).toMatchObject({
      message:
        "bazel crashed due to an internal error. Printing stack trace:\njava.lang.RuntimeException: Unrecoverable error\nCaused by: java.lang.NullPointerException: Null repoMapping",
    });
  });

  it("asks for the version", async () => {
    expect(await askVersion(join(directory, "bazel"), directory)).toEqual({
      kind: "ok",
      value: { kind: "known", version: "7.4.0" },
    });
  });
});

describe.skipIf(process.platform === "win32")("findBazel", () => {
  const search = (setting: string, searchPath = directory) =>
    findBazel({ setting, searchPath, platform: process.platform });

  it("takes the setting, a name on PATH, or what PATH has", async () => {
    const executable = join(directory, "bazel");
    expect(await search(executable, "")).toEqual({ kind: "ok", value: executable });
    expect(await search("bazel")).toEqual({ kind: "ok", value: executable });
    expect(await search("", `/no/such/directory:relative:${directory}`)).toEqual({ kind: "ok", value: executable });
  });

  it("says what it looked for", async () => {
    expect(await search(join(directory, "not-executable"))).toEqual({
      kind: "notFound",
      message: `${join(directory, "not-executable")}, which is to be run as Bazel, is not an executable file`,
    });
    expect(await search("", "")).toMatchObject({
      kind: "notFound",
      message: "no bazel or bazelisk on PATH; the setting bazel.executable can name one",
    });
  });
});
