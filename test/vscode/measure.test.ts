/** `Measure Runfiles Cost…` in the editor, with a real Bazel: the plan first, then progress, then the table; it can be cancelled. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installedBazel } from "../harness/bazel.ts";
import type { EditorPage } from "./editorPage.ts";
import { EditorWithBazel } from "./editorWithBazel.ts";

const installed = await installedBazel();

describe.skipIf(installed === undefined)("Measure Runfiles Cost", () => {
  let editor: EditorWithBazel;
  let vscode: EditorPage;

  beforeAll(async () => {
    if (installed === undefined) return;
    editor = await EditorWithBazel.open(installed, { source: "split-transition/workspace" });
    vscode = editor.vscode;
    await vscode.openFromExplorer("BUILD.bazel");
    await vscode.lens(/1 collision/).waitFor();
  });

  afterAll(() => editor.close());

  const quickInput = () => vscode.page.locator(".quick-input-widget");

  const choose = async (label: string) =>
    quickInput().locator(".monaco-list-row").filter({ hasText: label }).first().click();

  /** Clicks the lens of a part of the plan, and waits for what it asks. */
  async function change(part: RegExp, question: string): Promise<void> {
    await vscode.lens(part).click();
    await quickInput().filter({ hasText: question }).waitFor();
  }

  async function changeText(part: RegExp, question: string, text: string): Promise<void> {
    await change(part, question);
    await quickInput().locator("input[type=text]").fill(text);
    await vscode.page.keyboard.press("Enter");
    await vscode.lens(new RegExp(`: ${text}`)).waitFor();
  }

  async function openPlan(): Promise<void> {
    await vscode.command("Runfiles Lens: Measure Runfiles Cost…");
    await choose("What the flags that make fewer links save here.");
    await vscode.tab("Runfiles measurement plan.txt").waitFor();
  }

  it("shows the plan, which can be changed, and then the table", { timeout: 300_000 }, async () => {
    await openPlan();
    await changeText(/^Targets: /, "Target patterns", "//:bin_with_data");
    await changeText(/^Rounds: /, "How often", "1");
    await change(/^Goals: build, test$/, "What each variant is measured at");
    await choose("test");
    await vscode.page.keyboard.press("Enter");
    await vscode.lens(/^Goals: build$/).waitFor();
    const plan = vscode.page.locator(".view-lines");
    await vscode.keepPicture("measure-plan");
    await plan.getByText(/build\s--nobuild_runfile_links\s.*--\s\/\/:bin_with_data/).waitFor();
    expect(await plan.getByText(/test\s--nobuild_runfile_links/).count()).toBe(0);
    await vscode.lens(/Measure: 16 runs, 12 of them timed/).click();
    const page = vscode.page.frameLocator("iframe.webview").frameLocator("iframe");
    await page.getByRole("table").waitFor({ timeout: 240_000 });
    const row = (name: string) => page.getByRole("row").filter({ hasText: name });
    expect(await row("--nobuild_runfile_links").getByRole("cell").first().textContent()).toBe("0");
    expect(Number(await row("as it is").getByRole("cell").first().textContent())).toBeGreaterThan(1);
    await page.getByText("all of").waitFor();
    await vscode.keepPicture("measure");
  });

  it("can be cancelled, says nothing more, and leaves nothing behind", { timeout: 120_000 }, async () => {
    await openPlan();
    await vscode.page.getByRole("button", { name: "Run This Measurement" }).click();
    const toast = vscode.page.locator(".notification-toast").filter({ hasText: "Measuring" });
    await toast.waitFor();
    await toast.getByRole("button", { name: "Cancel" }).click();
    await toast.waitFor({ state: "detached", timeout: 60_000 });
    expect(await vscode.page.locator(".notification-toast").count()).toBe(0);
    const left = () => readdirSync(join(editor.cacheDirectory, "measure"));
    await expect.poll(left, { timeout: 60_000 }).toEqual([]);
  });
});
