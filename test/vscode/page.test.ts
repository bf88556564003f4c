/** VS Code as a user meets it: the trust dialog and both its answers, squiggle, hover, view, and a folder that is no Bazel workspace. */
import { afterEach, expect, it } from "vitest";
import type { EditorOptions } from "./editorPage.ts";
import { EditorPage } from "./editorPage.ts";
import { Sandbox } from "./editor.ts";

let editor: EditorPage | undefined;
let sandbox: Sandbox | undefined;

async function open(contents: Parameters<typeof Sandbox.create>[0], options: EditorOptions): Promise<EditorPage> {
  sandbox = await Sandbox.create(contents);
  editor = await EditorPage.open(sandbox, options);
  return editor;
}

afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await editor?.keepPicture(task.name);
  await editor?.close();
  await sandbox?.dispose();
  editor = sandbox = undefined;
});

it("a trusted folder: squiggle, hover, lens, tree, and Bazel on offer", async () => {
  const vscode = await open("split-transition/bzlmod", { trust: "ask" });
  await vscode.answerTrust("Yes, I trust the authors");
  await vscode.openFromExplorer("BUILD.bazel");
  const hover = await vscode.hoverSquiggle();
  expect(await hover.innerText()).toContain("boring_output.txt");
  expect(await hover.innerText()).toContain("runfiles-collision");

  await vscode.page.keyboard.press("Escape");
  await vscode.lens(/1 collision/).click();
  await vscode.rows("Runfiles of //:bin_with_data").waitFor();
  await vscode.rows(/boring_output\.txt, file, 3 artifacts want this path/).waitFor();
  await expect.poll(() => vscode.rows(/^contender .*perhaps kept/).count()).toBe(3);
  await vscode.page.getByRole("button", { name: "Resolve with Bazel" }).waitFor();
});

it("Restricted Mode: the same, without Bazel", async () => {
  const vscode = await open("split-transition/bzlmod", { trust: "ask" });
  await vscode.answerTrust("No, I don't trust the authors");
  await vscode.activityBarItem.click();
  await vscode.page.getByText("In Restricted Mode no process is started").waitFor();
  await vscode.page.getByRole("tab", { name: /^Explorer/ }).click();
  await vscode.openFromExplorer("BUILD.bazel");
  await vscode.squiggles.first().waitFor();
  await vscode.lens(/1 collision/).click();
  await vscode.rows(/boring_output\.txt, file, 3 artifacts want this path/).waitFor();
  expect(await vscode.page.getByRole("button", { name: "Resolve with Bazel" }).count()).toBe(0);
});

it("a folder that is no Bazel workspace: no view, no squiggle, no lens", async () => {
  const vscode = await open({ "notes.txt": "nothing\n", BUILD: "x(name = 1\n" }, { trust: "granted" });
  await vscode.openFromExplorer("BUILD");
  await vscode.page.waitForTimeout(3_000);
  expect(await vscode.activityBarItem.count()).toBe(0);
  expect(await vscode.page.locator("[class*=squiggly-]").count()).toBe(0);
  expect(await vscode.page.locator(".codelens-decoration a").count()).toBe(0);
});

it("the keyboard alone reaches a target's tree and copies a runfiles path", async () => {
  const vscode = await open("split-transition/bzlmod", { trust: "granted" });
  await vscode.openFromExplorer("BUILD.bazel");
  await vscode.squiggles.first().waitFor();
  await vscode.pickTarget("//:bin_with_data");
  await vscode.rows("Runfiles of //:bin_with_data").waitFor();
  // A row is looked for by its place and state: a key that comes before the focus does lands in the editor.
  const last = vscode.page.locator(".monaco-list-row").filter({ hasText: "_repo_mapping" });
  await last.waitFor();
  await vscode.command("Focus on Runfiles View");
  await vscode.page.locator(".pane-body .monaco-list:focus").filter({ has: last }).waitFor();
  await vscode.page.keyboard.press("End");
  await last.and(vscode.page.locator(".focused")).waitFor();
  await vscode.page.keyboard.press("Space");
  await last.and(vscode.page.locator(".selected")).waitFor();
  await vscode.page.keyboard.press("Control+C");
  await expect.poll(() => vscode.page.evaluate("navigator.clipboard.readText()")).toBe("_repo_mapping");
});
