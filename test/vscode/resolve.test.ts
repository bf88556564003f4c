/** `Resolve with Bazel` in the editor, with a real Bazel: progress, the exact tree beside the prediction, and what becomes of it when a file changes. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installedBazel } from "../harness/bazel.ts";
import type { EditorPage } from "./editorPage.ts";
import { EditorWithBazel } from "./editorWithBazel.ts";

const installed = await installedBazel();

describe.skipIf(installed === undefined)("Resolve with Bazel", () => {
  let editor: EditorWithBazel;
  let vscode: EditorPage;

  beforeAll(async () => {
    if (installed === undefined) return;
    editor = await EditorWithBazel.open(installed, { source: "split-transition/workspace" });
    vscode = editor.vscode;
    await vscode.openFromExplorer("BUILD.bazel");
    await vscode.lens(/1 collision/).click();
    await vscode.rows("Runfiles of //:bin_with_data").waitFor();
  });

  afterAll(() => editor.close());

  it("shows Bazel's own tree, equal to the prediction", async () => {
    await vscode.page.getByRole("button", { name: "Resolve with Bazel" }).click();
    await vscode.rows(/^Exact: Bazel's own answer/).waitFor({ timeout: 120_000 });
    await vscode.rows("Equal to the prediction").waitFor();
    await vscode.rows(/boring_output\.txt, file, 3 artifacts want this path/).waitFor();
  });

  it("says that the answer is old when a file changes, and leads back to the prediction", async () => {
    await vscode.page.locator(".view-lines").getByText("# One path, three contenders.").click();
    await vscode.page.keyboard.press("End");
    await vscode.page.keyboard.type(" Still.");
    await vscode.rows(/^Bazel's answer, files changed since/).waitFor();
    await vscode.page.getByRole("button", { name: "Back to the Prediction" }).click();
    await vscode.rows(/^Complete/).waitFor();
  });

  it("can be cancelled, and keeps the prediction", async () => {
    await editor.stall();
    const stop = vscode.page.getByRole("button", { name: "Cancel Bazel" });
    await vscode.page.getByRole("button", { name: "Resolve with Bazel" }).click();
    await stop.click();
    await stop.waitFor({ state: "detached" });
    expect(await vscode.page.locator(".notification-toast").count()).toBe(0);
    await vscode.rows("Runfiles of //:bin_with_data").waitFor();
    await editor.resume();
  });

  it("shows the manifest that a build left behind, as such", async () => {
    await editor.workspace.build(["//:bin_with_data"]);
    await vscode.command("Runfiles Lens: Show Tree as Built");
    await vscode.rows(/^As built, flags unknown/).waitFor();
    await vscode.rows(/^boring_output\.txt, file/).waitFor();
  });
});
