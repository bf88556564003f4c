/** The evaluator's service and its client together, over a stand-in for projects. */
import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { EvaluatorClient, QuestionCancelled } from "../../server/src/host/evaluatorClient.ts";
import type { Settings } from "../../server/src/settings.ts";
import { defaultSettings } from "../../server/src/settings.ts";
import { FakeDisk, FakeProject, fakeSyntaxErrors } from "../harness/fakeProject.ts";
import { inProcessEvaluator } from "../harness/inProcessEvaluator.ts";

const ROOT = "/ws";
const PATH = "/ws/BUILD.bazel";
const BUILD = { command: "build", configs: [], flags: [] } as const;
const ABOUT = { root: ROOT, build: BUILD } as const;
const settings: Settings = defaultSettings([]);

function start(text: string) {
  const disk = new FakeDisk({ [PATH]: text });
  const projects: FakeProject[] = [];
  const problems: string[] = [];
  const openProject = (host: FakeProject["host"]) => {
    const project = new FakeProject(host);
    projects.push(project);
    return project;
  };
  const client = new EvaluatorClient(
    inProcessEvaluator({ disk, syntaxErrors: fakeSyntaxErrors, openProject }),
    (problem) => problems.push(problem),
  );
  client.configure([{ root: ROOT, settings }]);
  const labels = async () => {
    const { value } = await client.ask("expand", { patterns: ["//..."], includeManual: false }, ABOUT);
    return value.labels;
  };
  return { client, disk, projects, problems, labels };
}

describe("the evaluator", () => {
  it("answers from the disk, and from an open document with its version", async () => {
    const { client, labels } = start('target("disk")');
    expect(await labels()).toEqual(["//:disk"]);
    client.setDocument(PATH, 7, 'target("buffer")');
    const { value, versions } = await client.ask("codeLenses", { path: PATH }, ABOUT);
    expect(value).toMatchObject([{ title: "1 binary · 1 link", targets: ["//:buffer"] }]);
    expect(versions.get(PATH)).toBe(7);
    client.closeDocument(PATH);
    expect(await labels()).toEqual(["//:disk"]);
  });

  it("says so when it has no project at a root", async () => {
    const { client } = start("");
    await expect(client.ask("status", { paths: [] }, { root: "/elsewhere", build: BUILD })).rejects.toThrow(
      "there is no project at /elsewhere",
    );
  });

  it("gives up background work that a change supersedes", async () => {
    const { client, labels, projects } = start('target("a")');
    await labels();
    projects[0]!.meanwhile = () => {
      client.setDocument(PATH, 1, 'target("b")');
    };
    const asked = client.ask("diagnostics", { paths: [PATH] }, { ...ABOUT, priority: "background" });
    await expect(asked).rejects.toBeInstanceOf(QuestionCancelled);
  });

  it("lets what somebody waits for go before the background, which then goes on", async () => {
    const { client, labels, projects } = start('target("a")');
    await labels();
    const order: string[] = [];
    let waitedFor: Promise<unknown> | undefined;
    projects[0]!.meanwhile = () => {
      waitedFor ??= labels().then(() => order.push("waited for"));
    };
    const background = client
      .ask("diagnostics", { paths: undefined }, { ...ABOUT, priority: "background" })
      .then(() => order.push("background"));
    await background;
    await waitedFor;
    expect(order).toEqual(["waited for", "background"]);
  });

  it("asks again what somebody waits for, after the change was taken in", async () => {
    const { client, labels, projects } = start('target("a")');
    await labels();
    projects[0]!.meanwhile = () => {
      client.setDocument(PATH, 1, 'target("b")');
    };
    expect(await labels()).toEqual(["//:b"]);
    expect(projects[0]!.runs).toBe(3);
  });

  it("gives up a question that its asker no longer has", async () => {
    const { client } = start('target("a")');
    const abort = new AbortController();
    const asked = client.ask("status", { paths: [] }, { ...ABOUT, signal: abort.signal });
    abort.abort();
    await expect(asked).rejects.toBeInstanceOf(QuestionCancelled);
    await expect(client.ask("status", { paths: [] }, { ...ABOUT, signal: abort.signal })).rejects.toBeInstanceOf(
      QuestionCancelled,
    );
  });

  it("lets go of a signal that stands for many questions", async () => {
    const { client } = start('target("a")');
    const { signal } = new AbortController();
    await client.ask("status", { paths: [] }, { ...ABOUT, signal });
    await expect(client.ask("status", { paths: [] }, { root: "/elsewhere", build: BUILD, signal })).rejects.toThrow();
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("opens a project anew only where its configuration is another one", async () => {
    const { client, labels, projects } = start('target("a")');
    await labels();
    client.configure([{ root: ROOT, settings }]);
    await labels();
    expect(projects).toHaveLength(1);
    client.configure([{ root: ROOT, settings: { ...settings, bazelVersion: "8.0.0" } }]);
    await labels();
    expect(projects).toHaveLength(2);
    expect(projects[0]?.disposed).toBe(true);
  });

  it("sets aside the file that it died of, answers without it, and tries again when the file changes", async () => {
    const { client, problems } = start("die");
    const { value } = await client.ask("diagnostics", { paths: [PATH] }, ABOUT);
    expect(problems).toEqual([`The evaluator was started again: evaluating it failed (${PATH}).`]);
    expect(value.files).toMatchObject([{ path: PATH, findings: [{ lint: "resource-limit" }] }]);
    client.setDocument(PATH, 1, 'target("a")');
    const again = await client.ask("diagnostics", { paths: [PATH] }, ABOUT);
    expect(again.value.files).toEqual([{ path: PATH, findings: [] }]);
  });

  it("keeps the documents that are open when it is started again", async () => {
    const { client, disk, labels } = start('target("disk")');
    client.setDocument("/ws/other", 1, "");
    client.setDocument(PATH, 3, "die");
    disk.files.set(PATH, "");
    expect(await labels()).toEqual([]);
    const { versions } = await client.ask("status", { paths: [] }, ABOUT);
    expect(versions.get("/ws/other")).toBe(1);
  });

  it("moves findings and lenses of a half-typed document to where their code stands now", async () => {
    const { client, labels } = start("");
    await labels();
    client.setDocument(PATH, 1, 'target("a")\ntarget("b")\nCOLLIDES\n');
    client.setDocument(PATH, 2, 'target("a")\n\ntarget("b"\nCOLLIDES\n');
    const { value } = await client.ask("diagnostics", { paths: [PATH] }, ABOUT);
    const found = value.files[0]?.findings.map(({ lint, location }) => [lint, location.range.start.line]);
    expect(found).toEqual([
      ["bazel-error", 2],
      ["runfiles-collision", 3],
    ]);
    const lenses = await client.ask("codeLenses", { path: PATH }, ABOUT);
    expect(lenses.value.map(({ targets }) => targets)).toEqual([["//:a"]]);
    const inside = await client.ask("hover", { path: PATH, offset: 16 }, ABOUT);
    expect(inside.value).toBeUndefined();
    const before = await client.ask("hover", { path: PATH, offset: 3 }, ABOUT);
    expect(before.value?.markdown).toContain("**//:a** · target");
  });
});
