/**
 * A small test runner for the extension host, where no other can go: tests run one after another, and their outcome is written to the file that the environment names, since the host's own output
 * reaches nobody.
 */
import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";
import type { ShownNode, TestApi, TestParts } from "../../../client/src/testApi.ts";
import { reportVariable } from "../report.ts";
import type { Outcome } from "../report.ts";

interface Test {
  readonly name: string;
  readonly run: () => Promise<void>;
}

const tests: Test[] = [];

/** Milliseconds that one test may take. */
const limit = 60_000;

export function test(name: string, run: () => Promise<void>): void {
  tests.push({ name, run });
}

/** VS Code's entry. */
export async function run(): Promise<void> {
  const report = process.env[reportVariable];
  if (report === undefined) throw new Error(`${reportVariable} names no file`);
  let failed = 0;
  for (const { name, run } of tests) {
    const error = await failureOf(run);
    if (error !== null) failed++;
    appendFileSync(report, `${JSON.stringify({ name, error } satisfies Outcome)}\n`);
  }
  if (failed > 0) throw new Error(`${failed} of ${tests.length} tests failed`);
}

async function failureOf(run: () => Promise<void>): Promise<string | null> {
  try {
    await Promise.race([
      run(),
      sleep(limit, undefined, { ref: false }).then(() => Promise.reject(new Error(`not done after ${limit} ms`))),
    ]);
    return null;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

/** Waits until `probe` gives something; `undefined` and `false` are nothing. Fails with what was seen last. */
export async function eventually<T>(
  what: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const deadline = Date.now() + limit - 10_000;
  for (;;) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`never happened: ${what}; the window shows ${describeWindow()}`);
    await sleep(50);
  }
}

export function extension(): vscode.Extension<TestApi | undefined> {
  const found = vscode.extensions.getExtension<TestApi | undefined>("runfiles-lens.runfiles-lens");
  if (found === undefined) throw new Error("the extension is not there");
  return found;
}

/** What the extension shows, once it has started. */
export async function parts(): Promise<TestParts> {
  return eventually("the extension starts its server", () => {
    const started = extension().isActive ? extension().exports?.parts() : undefined;
    return started?.server() === "running" && started;
  });
}

export function workspaceUri(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error("no folder is open");
  return vscode.Uri.joinPath(folder.uri, path);
}

/** Opens a file of the workspace with the cursor at the first occurrence of `at`. */
export async function openAt(path: string, at: string): Promise<vscode.TextEditor> {
  const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(workspaceUri(path)));
  const position = editor.document.positionAt(indexOf(editor.document, at));
  editor.selection = new vscode.Selection(position, position);
  return editor;
}

/** Replaces the first occurrence of a text, as typing would: the document stays dirty. */
export async function replace(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const start = indexOf(document, from);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(
    document.uri,
    new vscode.Range(document.positionAt(start), document.positionAt(start + from.length)),
    to,
  );
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error(`cannot replace ${from}`);
}

function indexOf(document: vscode.TextDocument, text: string): number {
  const index = document.getText().indexOf(text);
  if (index < 0) throw new Error(`${document.uri.path} does not contain ${text}`);
  return index;
}

/** The nodes and their descendants. */
export function flatten(nodes: readonly ShownNode[]): readonly ShownNode[] {
  return nodes.flatMap((node) => [node, ...flatten(node.children)]);
}

/** `label | description` of the first hundred nodes, for messages. */
export function outline(nodes: readonly ShownNode[]): readonly string[] {
  return flatten(nodes)
    .slice(0, 100)
    .map(({ label, description }) => (description === "" ? label : `${label} | ${description}`));
}

function describeWindow(): string {
  const shown = extension().isActive ? extension().exports?.parts() : undefined;
  const diagnostics = vscode.languages
    .getDiagnostics()
    .flatMap(([uri, found]) => found.map(({ message }) => `${uri.path}: ${message}`));
  return JSON.stringify(
    {
      server: shown?.server(),
      view: shown?.view(),
      nodes: shown && outline(shown.nodes()),
      status: shown?.status(),
      diagnostics,
    },
    null,
    1,
  );
}
