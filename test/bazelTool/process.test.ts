import { describe, expect, it } from "vitest";
import { runProcess } from "../../server/src/bazelTool/process.ts";

const node = process.execPath;
const cwd = import.meta.dirname;

describe("runProcess", () => {
  it("hands arguments over as they are", async () => {
    const args = ["a b", "$HOME", "`x`", '"quoted"', "*", ""];
    const outcome = await runProcess({
      executable: node,
      args: ["-e", "console.log(JSON.stringify(process.argv.slice(1)))", "--", ...args],
      cwd,
    });
    expect(outcome).toEqual({ kind: "exited", exitCode: 0, stdout: JSON.stringify(args), stderr: "" });
  });

  it("passes standard output on line by line, whole lines only", async () => {
    const lines: string[] = [];
    const program = "process.stdout.write('one\\ntw'); setTimeout(() => process.stdout.write('o \\u00fc\\nthree'), 20)";
    const outcome = await runProcess({
      executable: node,
      args: ["-e", program],
      cwd,
      onStdoutLine: (line) => lines.push(line),
    });
    expect(lines).toEqual(["one", "two ü", "three"]);
    expect(outcome).toMatchObject({ kind: "exited", stdout: "" });
  });

  it("keeps the last lines of standard error", async () => {
    const outcome = await runProcess({
      executable: node,
      args: ["-e", "for (let i = 0; i < 1000; i++) console.error('line ' + i); process.exitCode = 3"],
      cwd,
    });
    expect(outcome).toMatchObject({ kind: "exited", exitCode: 3 });
    const lines = outcome.kind === "exited" ? outcome.stderr.split("\n") : [];
    expect(lines.at(-1)).toBe("line 999");
    expect(lines).toHaveLength(200);
  });

  it("interrupts once, and waits for the end", async () => {
    const controller = new AbortController();
    const program =
      "let n = 0; process.on('SIGINT', () => { n++; setTimeout(() => { console.log('interrupted ' + n); process.exit(8) }, 50) }); console.log('ready'); setInterval(() => {}, 1000)";
    const lines: string[] = [];
    const outcome = await runProcess({
      executable: node,
      args: ["-e", program],
      cwd,
      signal: controller.signal,
      onStdoutLine: (line) => {
        lines.push(line);
        if (line === "ready") controller.abort();
      },
    });
    expect(outcome).toEqual({ kind: "cancelled" });
    expect(lines).toEqual(["ready", "interrupted 1"]);
  });

  it("starts nothing when it is cancelled before", async () => {
    expect(await runProcess({ executable: "/no/such/program", args: [], cwd, signal: AbortSignal.abort() })).toEqual({
      kind: "cancelled",
    });
  });

  it("says when there is no such program", async () => {
    expect(await runProcess({ executable: "/no/such/program", args: [], cwd })).toMatchObject({
      kind: "notStarted",
      code: "ENOENT",
    });
  });

  it("ends the process when its reader fails", async () => {
    const program = "console.log('bad line'); setInterval(() => {}, 1000)";
    const failing = () => {
      throw new SyntaxError("not ours");
    };
    await expect(runProcess({ executable: node, args: ["-e", program], cwd, onStdoutLine: failing })).rejects.toThrow(
      "not ours",
    );
  });
});
