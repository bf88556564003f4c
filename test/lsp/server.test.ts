/** The server over a wire, with a stand-in for projects: what goes out when, and in which shape. */
import {
  CodeActionRequest,
  CodeLensRequest,
  CompletionItemKind,
  CompletionRequest,
  DidChangeWatchedFilesNotification,
  ExecuteCommandRequest,
  HoverRequest,
} from "vscode-languageserver/node";
import type { CodeAction } from "vscode-languageserver/node";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { MeasureParams, MeasurePlanResult, TreeResult, WorkspaceStatus } from "../../server/src/protocol.ts";
import { Command, Request, ServerNotification } from "../../server/src/protocol.ts";
import { FakeDisk, FakeProject, fakeSyntaxErrors } from "../harness/fakeProject.ts";
import { inProcessEvaluator } from "../harness/inProcessEvaluator.ts";
import type { ClientOptions } from "../harness/lspClient.ts";
import { CAPABILITIES, TestClient, uriOf } from "../harness/lspClient.ts";

const ROOT = "/ws";
const BUILD = "/ws/BUILD.bazel";
const RC = "/ws/.bazelrc";
const clients: TestClient[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.stop();
});

async function start(files: Readonly<Record<string, string>>, options: Partial<ClientOptions> = {}) {
  const disk = new FakeDisk({ "/ws/MODULE.bazel": "", ...files });
  const client = await TestClient.start({
    host: {
      version: "1.2.3",
      disk,
      lints: [{ id: "runfiles-collision", severity: "warning", summary: "collides." }],
      documentationOf: (lint) => `file:///docs/${lint}.md`,
    },
    startEvaluator: inProcessEvaluator({
      disk,
      syntaxErrors: fakeSyntaxErrors,
      openProject: (host) => new FakeProject(host),
    }),
    folder: ROOT,
    ...options,
  });
  clients.push(client);
  return { client, disk };
}

describe("diagnostics", () => {
  it("are pushed for closed files without a version", async () => {
    const { client } = await start({ [BUILD]: 'target("a") COLLIDES' });
    expect(client.result?.serverInfo).toEqual({ name: "Runfiles Lens", version: "1.2.3" });
    const params = await client.diagnostics(BUILD);
    expect(params.version).toBeUndefined();
    expect(params.diagnostics).toEqual([
      {
        range: { start: { line: 0, character: 12 }, end: { line: 0, character: 20 } },
        severity: 2,
        source: "Runfiles Lens",
        code: "runfiles-collision",
        codeDescription: { href: "file:///docs/runfiles-collision.md" },
        message: "runfiles-collision is found",
        data: { targets: [] },
      },
    ]);
  });

  it("follow what is typed, with the version that they are about, and are withdrawn", async () => {
    const { client } = await start({ [BUILD]: "" });
    await client.open(BUILD, "COLLIDES", 5);
    expect(await client.diagnostics(BUILD)).toMatchObject({ version: 5, diagnostics: [{}] });
    await client.change(BUILD, "", 6);
    expect(await client.diagnostics(BUILD, ({ version }) => version === 6)).toMatchObject({ diagnostics: [] });
  });

  it("do not wait for the pause before closed files are looked at, which a change ends", async () => {
    const { client } = await start({ [BUILD]: "" });
    // No pause ever ends by itself.
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    try {
      await client.open(BUILD, "", 1);
      for (const version of [2, 3, 4, 5]) {
        await client.change(BUILD, "COLLIDES".repeat(version), version);
        await client.diagnostics(BUILD, (published) => published.version === version);
        await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      vi.useRealTimers();
    }
  });

  it("are pushed once for each version of an open document, and not again while they are the same", async () => {
    const { client } = await start({ [BUILD]: "" });
    await client.open(BUILD, "COLLIDES", 1);
    await client.diagnostics(BUILD);
    await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: uriOf(BUILD), type: 2 }],
    });
    await client.change(BUILD, "COLLIDES # a comment", 2);
    await client.diagnostics(BUILD, ({ version }) => version === 2);
    await client.change(BUILD, "", 3);
    await client.diagnostics(BUILD, ({ version }) => version === 3);
    expect(client.published.map(({ version }) => version)).toEqual([1, 2, 3]);
  });

  it("follow file events, one for a whole directory among them", async () => {
    const { client, disk } = await start({});
    disk.files.set(BUILD, "COLLIDES");
    await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: uriOf(ROOT), type: 1 }],
    });
    expect((await client.diagnostics(BUILD)).diagnostics).toHaveLength(1);
  });

  it("leave out what the client cannot take", async () => {
    const { client } = await start({ [BUILD]: "COLLIDES" }, { capabilities: {} });
    const [diagnostic] = (await client.diagnostics(BUILD)).diagnostics;
    expect(Object.keys(diagnostic ?? {}).sort()).toEqual(["code", "message", "range", "severity", "source"]);
  });

  it("do not exist in a folder that is no Bazel workspace", async () => {
    const { client } = await start({ "/elsewhere/BUILD.bazel": "COLLIDES" }, { folder: "/elsewhere" });
    await client.open("/elsewhere/BUILD.bazel", "COLLIDES COLLIDES");
    expect(await client.connection.sendRequest(Request.workspaces)).toEqual([]);
    expect(client.published).toEqual([]);
  });
});

describe("editor features", () => {
  it("hover and lenses speak of the targets of a call", async () => {
    const { client } = await start({}, { initializationOptions: { showTreeCommand: true } });
    await client.open(BUILD, 'target("a", 1200)');
    const textDocument = { uri: uriOf(BUILD) };
    const lenses = await client.connection.sendRequest(CodeLensRequest.type, { textDocument });
    expect(lenses).toMatchObject([
      {
        command: {
          title: "1 binary · 1,200 links",
          command: Command.showTree,
          arguments: [{ root: uriOf(ROOT), targets: ["//:a"] }],
        },
      },
    ]);
    const position = { line: 0, character: 3 };
    const hover = await client.connection.sendRequest(HoverRequest.type, { textDocument, position });
    expect(hover?.contents).toEqual({
      kind: "markdown",
      value: "**//:a** · target\n\nRunfiles tree (`bazel build`): 1,200 links, complete.",
    });
  });

  it("propose and explain flags in .bazelrc files, whatever their name, and nowhere else", async () => {
    const { client } = await start({ [RC]: "build --legacy_external_runfiles --no\n" });
    await client.open(RC, "build --legacy_external_runfiles --no\n");
    const textDocument = { uri: uriOf(RC) };
    const items = await client.connection.sendRequest(CompletionRequest.type, {
      textDocument,
      position: { line: 0, character: 37 },
    });
    expect(items).toContainEqual({
      label: "--nobuild_runfile_links",
      kind: CompletionItemKind.Property,
      textEdit: {
        range: { start: { line: 0, character: 33 }, end: { line: 0, character: 37 } },
        newText: "--nobuild_runfile_links",
      },
      detail: "default true in Bazel 7.4.0",
      documentation: { kind: "markdown", value: expect.stringContaining("Default by version: `true`.") as string },
    });
    const hover = await client.connection.sendRequest(HoverRequest.type, {
      textDocument,
      position: { line: 0, character: 10 },
    });
    expect(hover?.contents).toMatchObject({ value: expect.stringContaining("`--legacy_external_runfiles`") as string });

    await client.open("/ws/flags", "build --no\n", 1, "bazelrc");
    await client.open(BUILD, "build --no\n");
    const at = async (path: string) =>
      client.connection.sendRequest(CompletionRequest.type, {
        textDocument: { uri: uriOf(path) },
        position: { line: 0, character: 10 },
      });
    expect(await at("/ws/flags")).not.toEqual([]);
    expect(await at(BUILD)).toEqual([]);
  });

  it("advise in a .bazelrc, and ask before the edit where the client can", async () => {
    const files = { [BUILD]: 'target("a", 3)', [RC]: "build --keep_going\n" };
    const actionIn = async (capabilities: ClientOptions["capabilities"]) => {
      const { client } = await start(files, capabilities ? { capabilities } : {});
      await client.open(RC, files[RC]);
      const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
      const params = { textDocument: { uri: uriOf(RC) }, range, context: { diagnostics: [] } };
      const actions = (await client.connection.sendRequest(CodeActionRequest.type, params)) as CodeAction[];
      return actions.find(({ title }) => title === "Set `--nobuild_runfile_links` in .bazelrc (3 links fewer)");
    };
    const asking = await actionIn(undefined);
    expect(asking?.kind).toBe("refactor.rewrite");
    expect(Object.values(asking?.edit?.changeAnnotations ?? {})).toEqual([
      {
        label: "Set `--nobuild_runfile_links` in .bazelrc (3 links fewer)",
        description: expect.stringMatching(
          /^A build makes none of 3 links of 1 target; .* finds no runfiles/,
        ) as string,
        needsConfirmation: true,
      },
    ]);
    const plain = await actionIn({ workspace: { workspaceEdit: { documentChanges: true } } });
    expect(plain?.edit?.changeAnnotations).toBeUndefined();
    expect(JSON.stringify(plain?.edit)).toContain("build --nobuild_runfile_links");
  });

  it("offer to ignore a finding with a comment on the line above", async () => {
    const { client } = await start({});
    await client.open(BUILD, "a\n  COLLIDES\n", 3);
    await client.diagnostics(BUILD);
    const [action] = await codeActions(client, { line: 1, character: 4 });
    expect(action).toMatchObject({ title: "Ignore runfiles-collision here with a comment", kind: "quickfix" });
    const at = { line: 1, character: 0 };
    expect(action?.edit?.documentChanges).toEqual([
      {
        textDocument: { uri: uriOf(BUILD), version: 3 },
        edits: [
          {
            range: { start: at, end: at },
            newText: "  # runfiles-lens: ignore runfiles-collision — explain why\n",
          },
        ],
      },
    ]);
  });
});

describe("the .bazelrc fix", () => {
  const offered = async (client: TestClient, text: string) => {
    await client.open(BUILD, text);
    const [now, preview] = await codeActions(client, { line: 0, character: 0 });
    return { now, preview };
  };
  const show = (client: TestClient, command: NonNullable<CodeAction["command"]>) =>
    client.connection.sendRequest(ExecuteCommandRequest.type, command);

  it("is offered to be applied at once, and to be looked at first", async () => {
    const { client } = await start({ [RC]: "build --keep_going\n" });
    const { now, preview } = await offered(client, "LEGACY");
    expect(now?.isPreferred).toBe(true);
    expect(now?.edit?.changeAnnotations).toBeUndefined();
    expect(preview?.isPreferred).toBeUndefined();
    expect(preview?.command).toBeUndefined();
    expect(preview?.edit?.changeAnnotations).toEqual({
      confirm: {
        label: "Add --nolegacy_external_runfiles to .bazelrc (preview)",
        description: "Code that looks below external/ no longer finds files there.",
        needsConfirmation: true,
      },
    });
  });

  it("edits the file as it is open, with its version, and shows the line without saving what else was typed", async () => {
    const { client } = await start({ [BUILD]: "LEGACY", [RC]: "build --keep_going\n" });
    await client.open(RC, "build --keep_going\nbuild --jobs=4\n", 9);
    const { now } = await offered(client, "LEGACY");
    const end = { line: 2, character: 0 };
    expect(now?.edit?.documentChanges).toEqual([
      {
        textDocument: { uri: uriOf(RC), version: 9 },
        edits: [{ range: { start: end, end }, newText: "build --nolegacy_external_runfiles\n" }],
      },
    ]);
    const command = {
      title: String(now?.title),
      command: Command.showEdit,
      arguments: [{ uri: uriOf(RC), line: 2, save: false }],
    };
    expect(now?.command).toEqual(command);
    await show(client, command);
    expect(client.shown).toEqual([`${uriOf(RC)}:2`]);
  });

  it("creates the file where there is none, and lets it be saved", async () => {
    const { client } = await start({ [BUILD]: "LEGACY" });
    const { now } = await offered(client, "LEGACY");
    expect(now?.edit?.documentChanges).toMatchObject([
      { kind: "create", uri: uriOf(RC), options: { ignoreIfExists: true } },
      { textDocument: { uri: uriOf(RC), version: null } },
    ]);
    expect(now?.command?.arguments).toEqual([{ uri: uriOf(RC), line: 0, save: true }]);
  });

  it("is not offered to a client that cannot create files", async () => {
    const { workspaceEdit: _, ...workspace } = CAPABILITIES.workspace ?? {};
    const { client } = await start({ [BUILD]: "LEGACY" }, { capabilities: { ...CAPABILITIES, workspace } });
    await client.open(BUILD, "LEGACY");
    const titles = (await codeActions(client, { line: 0, character: 0 })).map(({ title }) => title);
    expect(titles).toEqual(["Ignore legacy-external-runfiles here with a comment"]);
  });

  it("takes the finding away as soon as the edit stands in the buffer", async () => {
    const { client } = await start({ [BUILD]: "LEGACY", [RC]: "" });
    await client.diagnostics(BUILD, ({ diagnostics }) => diagnostics.length === 1);
    await client.open(RC, "build --nolegacy_external_runfiles\n");
    await client.diagnostics(BUILD, ({ diagnostics }) => diagnostics.length === 0);
  });
});

describe("our own requests", () => {
  it("give the tree of a target for the build that is selected", async () => {
    const { client } = await start({ [BUILD]: 'target("a", 2)' });
    await client.connection.sendRequest(Request.selectBuild, {
      root: uriOf(ROOT),
      build: { command: "test", configs: [], flags: ["--x"] },
    });
    const params = { root: uriOf(ROOT), target: "//:a", source: "predicted" };
    const result = await client.connection.sendRequest<TreeResult>(Request.tree, params);
    expect(result).toMatchObject({
      kind: "tree",
      tree: { target: "//:a", links: 2, command: "test", flags: ["--x"] },
      location: { uri: uriOf(BUILD) },
    });
    const none = await client.connection.sendRequest(Request.tree, { ...params, target: "//:b" });
    expect(none).toEqual({ kind: "none", message: "no such target '//:b'" });
  });

  it("refuse to run Bazel in a workspace that is not trusted", async () => {
    const { client } = await start({ [BUILD]: 'target("a")' }, { initializationOptions: { trusted: false } });
    const params = { root: uriOf(ROOT), target: "//:a" };
    expect(await client.connection.sendRequest(Request.resolveWithBazel, params)).toMatchObject({
      kind: "failed",
      failure: "untrusted",
    });
  });

  it("plan an experiment without running anything, and say what is wrong with one", async () => {
    const { client } = await start({ [BUILD]: 'target("a")' }, { initializationOptions: { trusted: false } });
    const params: MeasureParams = {
      root: uriOf(ROOT),
      preset: "links",
      patterns: ["//:a"],
      repeat: 1,
      goals: ["test"],
    };
    const plan = await client.connection.sendRequest<MeasurePlanResult>(Request.measurePlan, params);
    expect(plan).toMatchObject({
      kind: "plan",
      targets: ["//:a"],
      goals: ["test"],
      steps: ["clean", "no-op", "incremental"],
      allGoals: ["build", "run", "test"],
      runs: 16,
      timed: 12,
      text: expect.stringContaining("bazel --output_base=OWN test --nobuild_runfile_links") as string,
    });
    const missing = { ...params, preset: "/nowhere/experiment.toml" };
    expect(await client.connection.sendRequest(Request.measurePlan, missing)).toMatchObject({
      kind: "faults",
      messages: [expect.stringContaining("/nowhere/experiment.toml cannot be read") as string],
    });
    expect(await client.connection.sendRequest(Request.measure, params)).toMatchObject({ failure: "untrusted" });
  });

  it("refuse to compare what is no measurement, by name", async () => {
    const { client } = await start({});
    const params = { before: { name: "a.json", text: "{}" }, after: { name: "b.json", text: "{}" } };
    expect(await client.connection.sendRequest(Request.compareMeasurements, params)).toEqual({
      kind: "fault",
      message: "a.json was not written by `measure --format json`",
    });
  });

  it("tell a client that wants it what the state is, with a revision that grows with changes", async () => {
    const { client } = await start({ [BUILD]: 'target("a")' }, { initializationOptions: { customProtocol: true } });
    const states: (readonly WorkspaceStatus[])[] = [];
    client.connection.onNotification(ServerNotification.status, (params: { workspaces: WorkspaceStatus[] }) => {
      states.push(params.workspaces);
    });
    await client.open(BUILD, 'target("a") COLLIDES');
    await client.diagnostics(BUILD, ({ version }) => version === 1);
    const [before] = await client.connection.sendRequest<readonly WorkspaceStatus[]>(Request.workspaces);
    expect(before).toMatchObject({ name: "ws", rootUri: uriOf(ROOT), bazelVersion: "7.4.0", problem: null });
    await client.change(BUILD, "COLLIDES COLLIDES", 2);
    await client.diagnostics(BUILD, ({ version }) => version === 2);
    const [after] = await client.connection.sendRequest<readonly WorkspaceStatus[]>(Request.workspaces);
    expect(after?.revision).toBeGreaterThan(before?.revision ?? Infinity);
    expect(states.length).toBeGreaterThan(0);
  });
});

async function codeActions(
  client: TestClient,
  at: { readonly line: number; readonly character: number },
): Promise<readonly CodeAction[]> {
  const actions = await client.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri: uriOf(BUILD) },
    range: { start: at, end: at },
    context: { diagnostics: [] },
  });
  return (actions ?? []) as CodeAction[];
}
