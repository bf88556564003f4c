/** A folder that is no Bazel workspace: nothing happens at all, and next to nothing when a file that looks like Bazel's is opened. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { extension, openAt, test } from "./harness.ts";

export { run } from "./harness.ts";

const settle = () => new Promise((resolve) => setTimeout(resolve, 2_000));

test("the extension is not activated by the folder, nor by its files", async () => {
  await openAt("notes.txt", "nothing");
  await settle();
  assert.equal(extension().isActive, false);
});

test("a file with a Bazel name starts no server and reports nothing", async () => {
  await openAt("BUILD", "hello");
  await settle();
  // Opening it may activate the extension, which then sees that there is nothing to do.
  assert.equal(extension().isActive ? extension().exports?.parts() : undefined, undefined);
  assert.deepEqual(
    vscode.languages.getDiagnostics().flatMap(([, diagnostics]) => diagnostics),
    [],
  );
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[] | undefined>(
    "vscode.executeCodeLensProvider",
    vscode.window.activeTextEditor?.document.uri,
  );
  assert.deepEqual(lenses ?? [], []);
});
