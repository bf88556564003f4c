/** The built program in a process of its own, on a workspace of ours. */
import { spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  InitializeRequest,
  InitializedNotification,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  ExitNotification,
  StreamMessageReader,
  StreamMessageWriter,
  createProtocolConnection,
} from "vscode-languageserver/node";
import type { PublishDiagnosticsParams } from "vscode-languageserver/node";
import { afterAll, describe, expect, it } from "vitest";
import type { CheckJson } from "../../server/src/cli/checkReport.ts";
import type { TreeDocument } from "../../server/src/project/treeDocument.ts";
import { bundle, copyOfWorkspace } from "../harness/bundle.ts";

const { root, remove } = copyOfWorkspace("split-transition/workspace");
afterAll(remove);

interface TraceEvent {
  readonly ph: string;
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur: number;
}

function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bundle("cli"), ...args, "--workspace", root], {
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

describe("runfiles-lens", () => {
  it("check finds the collision, and says nothing on standard error", () => {
    const { status, stdout, stderr } = run("check", "--format", "json");
    const { findings } = JSON.parse(stdout) as CheckJson;
    expect(findings.map(({ lint, target }) => [lint, target])).toContainEqual([
      "runfiles-collision",
      "//:bin_with_data",
    ]);
    expect(findings.every(({ file }) => !file.startsWith("/"))).toBe(true);
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
  });

  it("check finds nothing for targets that are in order", () => {
    const { status, stdout } = run("check", "//:run_all_prefixed", "--format", "json");
    expect((JSON.parse(stdout) as CheckJson).findings).toEqual([]);
    expect(status).toBe(0);
  });

  it("tree prints a complete tree with the three contenders", () => {
    const { status, stdout } = run("tree", "//:bin_with_data", "--format", "json");
    const [tree] = JSON.parse(stdout) as readonly TreeDocument[];
    expect(tree).toMatchObject({ target: "//:bin_with_data", completeness: "complete", bazelVersion: "4.2.3" });
    expect(tree?.collisions.map(({ contenders }) => contenders.length)).toEqual([3]);
    expect(status).toBe(0);
  });

  it("--trace writes what Perfetto opens: spans of queries, inputs, flattening and lints on named threads", () => {
    const file = join(root, "trace.json");
    const { status, stderr } = run("check", "--trace", file);
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    const { traceEvents } = JSON.parse(readFileSync(file, "utf8")) as { traceEvents: readonly TraceEvent[] };
    const spans = traceEvents.filter(({ ph }) => ph === "X");
    const names = new Set(spans.map(({ name }) => name));
    for (const name of ["question check", "configured target", "package", "lint runfiles-collision"]) {
      expect(names).toContain(name);
    }
    expect(spans.every(({ ts, dur, pid }) => ts > 0 && dur > 0 && pid === 1)).toBe(true);
    const threads = traceEvents.filter(({ ph, name }) => ph === "M" && name === "thread_name");
    expect(new Set(spans.map(({ tid }) => tid))).toEqual(new Set(threads.map(({ tid }) => tid)));
  });

  it("--trace says when the file cannot be written", () => {
    const { status, stderr } = run("check", "--trace", join(root, "no/such/directory/trace.json"));
    expect(stderr).toMatch(/^runfiles-lens: the trace cannot be written: ENOENT/);
    expect(status).toBe(2);
  });

  it("says what is wrong with a file before anything is run", () => {
    const missing = "cannot be read: no such file or directory";
    expect(run("measure", "--compare", "a.json", "b.json").stderr).toBe(`runfiles-lens: a.json ${missing}\n`);
    expect(run("measure", "--preset", "a.toml", "--plan").stderr).toContain(`a.toml ${missing}\n`);
    const { status, stderr } = run("measure", "--out", "nowhere/a.json");
    expect(stderr).toBe("runfiles-lens: nowhere/a.json cannot be written: no such file or directory\n");
    expect(status).toBe(2);
  });

  it("says which package there is not", () => {
    const { status, stderr } = run("tree", "//nowhere:x");
    expect(stderr).toMatch(/^runfiles-lens: no such package 'nowhere': BUILD file not found/);
    expect(status).toBe(2);
  });

  it.runIf(existsSync("/dev/full"))("says in one line that its output cannot be written", () => {
    const full = openSync("/dev/full", "w");
    const { status, stderr } = spawnSync(process.execPath, [bundle("cli"), "--help"], {
      encoding: "utf8",
      stdio: ["ignore", full, "pipe"],
    });
    closeSync(full);
    expect(stderr).toMatch(/^runfiles-lens: standard output cannot be written: ENOSPC[^\n]*\n$/);
    expect(status).toBe(2);
  });

  it("ends quietly when nobody reads on", async () => {
    const child = spawn(process.execPath, [bundle("cli"), "tree", "//...", "--format", "json", "--workspace", root]);
    child.stdout.destroy();
    let complaints = "";
    child.stderr.on("data", (chunk: Buffer) => (complaints += chunk.toString()));
    await new Promise((resolve) => child.on("close", resolve));
    expect(complaints).toBe("");
  });

  it("lsp --stdio pushes findings, and ends when it is told", async () => {
    const child = spawn(process.execPath, [bundle("cli"), "lsp", "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    const client = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    const pushed = new Promise<PublishDiagnosticsParams>((resolve) => {
      client.onNotification(PublishDiagnosticsNotification.type, (params) => {
        if (params.uri.endsWith("/BUILD.bazel") && params.diagnostics.length > 0) resolve(params);
      });
    });
    client.listen();
    const uri = pathToFileURL(root).href;
    await client.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: uri,
      capabilities: {},
      workspaceFolders: [{ uri, name: "workspace" }],
    });
    await client.sendNotification(InitializedNotification.type, {});
    const codes = (await pushed).diagnostics.map(({ code }) => code);
    expect(codes).toContain("runfiles-collision");
    await client.sendRequest(ShutdownRequest.type);
    await client.sendNotification(ExitNotification.type);
    expect(await ended).toBe(0);
  });
});
