/** The quick fix for legacy copies, as a user applies it: light bulb, one click, one undo. */
import { afterEach, expect, it } from "vitest";
import { makeInterpreter } from "../workspaces/hermetic-python/makeInterpreter.mjs";
import { Sandbox } from "./editor.ts";
import { EditorPage } from "./editorPage.ts";

const flag = "build --nolegacy_external_runfiles";

let editor: EditorPage | undefined;
let sandbox: Sandbox | undefined;

afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await editor?.keepPicture(task.name);
  await editor?.close();
  await sandbox?.dispose();
  editor = sandbox = undefined;
});

/** The workspace whose 500 tests share an interpreter, with fewer files, and the editor at its finding. */
async function openAtFinding(): Promise<{ readonly vscode: EditorPage; readonly files: Sandbox }> {
  sandbox = await Sandbox.create("hermetic-python/local");
  makeInterpreter(`${sandbox.workspace}/interpreter`, 120);
  editor = await EditorPage.open(sandbox, { trust: "granted" });
  await editor.openFromExplorer("WORKSPACE");
  await editor.squiggles.first().waitFor();
  await editor.clickSquiggle();
  return { vscode: editor, files: sandbox };
}

it("adds the flag to .bazelrc with one click, saves it, and takes it back with one undo", async () => {
  const { vscode, files } = await openAtFinding();
  expect(files.exists(".bazelrc")).toBe(false);
  await vscode.quickFix(/^Add .*--nolegacy_external_runfiles.* to \.bazelrc/);

  await vscode.tab(".bazelrc").waitFor();
  await expect.poll(() => files.exists(".bazelrc") && files.read(".bazelrc")).toBe(`${flag}\n`);
  await vscode.tab("WORKSPACE").click();
  await vscode.squiggles.first().waitFor({ state: "detached" });

  await vscode.tab(".bazelrc").click();
  await vscode.page.locator(".view-lines").getByText(flag).click();
  await vscode.page.keyboard.press("Control+Z");
  await vscode.page.locator(".view-lines").getByText(flag).waitFor({ state: "detached" });
  await vscode.tab("WORKSPACE").click();
  await vscode.squiggles.first().waitFor();
});

it("shows the change before it is made, and makes it only when told to", async () => {
  const { vscode, files } = await openAtFinding();
  await vscode.quickFix(/\.bazelrc \(preview\)$/);
  const panel = vscode.page.locator(".part.panel").filter({ hasText: "Refactor Preview" });
  await panel.waitFor();
  expect(files.exists(".bazelrc")).toBe(false);
  // What wants confirmation is not ticked at first.
  await panel.locator(".monaco-list-row input[type=checkbox]").first().click();
  await panel.getByRole("button", { name: "Apply" }).click();
  await vscode.squiggles.first().waitFor({ state: "detached" });
});
