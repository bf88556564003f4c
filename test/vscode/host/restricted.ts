/** The same workspace in Restricted Mode: everything that is read from files works, and no process is started. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import * as vscode from "vscode";
import { eventually, openAt, parts, test, workspaceUri } from "./harness.ts";

export { run } from "./harness.ts";

test("the window is in Restricted Mode and the extension runs all the same", async () => {
  assert.equal(vscode.workspace.isTrusted, false);
  await parts();
});

test("findings and lenses are there", async () => {
  await openAt("BUILD.bazel", "# One path");
  await eventually(
    "the collision is found",
    () => vscode.languages.getDiagnostics(workspaceUri("BUILD.bazel")).length > 0,
  );
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    "vscode.executeCodeLensProvider",
    workspaceUri("BUILD.bazel"),
    1_000,
  );
  assert.ok(lenses.some(({ command }) => command?.title.includes("collision")));
});

test("the tree is predicted", async () => {
  const shown = await parts();
  const root = vscode.workspace.workspaceFolders?.[0]?.uri.toString();
  await vscode.commands.executeCommand("runfilesLens.showTree", { root, targets: ["//:bin_with_data"] });
  await eventually("the tree", () => shown.view().kind === "tree");
  assert.ok(shown.nodes().some(({ kind }) => kind === "collisions"));
});

test("asking Bazel starts no process", async () => {
  const marker = process.env.RUNFILES_LENS_TEST_BAZEL_RAN;
  assert.ok(marker, "the test names the file that a Bazel on PATH would write");
  // It asks the user to trust the window, and so ends only when the question is dismissed.
  void vscode.commands.executeCommand("runfilesLens.resolveWithBazel");
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  assert.equal(existsSync(marker), false);
  await vscode.commands.executeCommand("notifications.clearAll");
});

test("measuring shows no plan and starts no process", async () => {
  const marker = process.env.RUNFILES_LENS_TEST_BAZEL_RAN;
  assert.ok(marker, "the test names the file that a Bazel on PATH would write");
  void vscode.commands.executeCommand("runfilesLens.measure");
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  assert.equal(existsSync(marker), false);
  const tabs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
  assert.deepEqual(
    tabs.filter((label) => label.includes("measurement plan")),
    [],
  );
  await vscode.commands.executeCommand("notifications.clearAll");
});
