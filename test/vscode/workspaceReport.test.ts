/** The workspace report in a real editor: the picture, the table that says the same, keyboard, themes, and the costs in hover, lens and view. */
import type { FrameLocator } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { EditorPage } from "./editorPage.ts";
import { Sandbox } from "./editor.ts";
import { makeShop } from "./shop.ts";

let vscode: EditorPage;
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await Sandbox.create({});
  await makeShop(sandbox.workspace);
  vscode = await EditorPage.open(sandbox, { trust: "granted", width: 1400, height: 1000 });
});

afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await vscode.keepPicture(task.name);
});

afterAll(async () => {
  await vscode.close();
  await sandbox.dispose();
});

/** A new report in an editor without other tabs. */
async function openReport(): Promise<FrameLocator> {
  await vscode.command("View: Close All Editors");
  await vscode.command("View: Show Explorer");
  await vscode.openFromExplorer("WORKSPACE");
  await vscode.squiggles.first().waitFor();
  await vscode.command("Show Workspace Report");
  const page = vscode.page.frameLocator("iframe.webview").frameLocator("iframe");
  await page.getByRole("heading", { name: "Runfiles of workspace" }).waitFor();
  return page;
}

describe("the report", () => {
  it("shows what the command line counts, by contributor and by target, and opens what is clicked", async () => {
    const page = await openReport();
    const row = page.getByRole("row", { name: /^Python 3\.11 interpreter/ });
    await expect
      .poll(() => row.getByRole("cell").allInnerTexts())
      .toEqual(["124,200", "62,100", "124,200", "124,200", expect.stringMatching(/^[\d.]+ [kM]B$/), "27"]);
    expect(await page.getByRole("img").getAttribute("aria-label")).toMatch(
      /^Treemap of links\. Python 3\.11 interpreter: 124,200 links, 41\.8 %/,
    );
    expect(await page.locator("canvas").count()).toBeGreaterThan(0);

    await page.getByRole("button", { name: "By target" }).click();
    await page.getByRole("button", { name: "//deploy:deploy" }).click();
    await vscode.rows("Runfiles of //deploy:deploy").waitFor();
    await vscode.rows(/^Cost by contributor/).waitFor();

    await page.getByRole("button", { name: "By contributor" }).click();
    await page.getByRole("button", { name: "Python 3.11 interpreter" }).click();
    await vscode.tab("WORKSPACE").waitFor();
    await expect
      .poll(() => vscode.page.locator(".editor-statusbar-item, .statusbar-item").filter({ hasText: "Ln 8" }).count())
      .toBeGreaterThan(0);
  });

  it("the keyboard alone sorts the table and reaches every row", async () => {
    const page = await openReport();
    await page.getByRole("button", { name: "By contributor" }).focus();
    await vscode.page.keyboard.press("Tab");
    await vscode.page.keyboard.press("Enter");
    await expect.poll(() => page.getByRole("button", { name: "By target" }).getAttribute("aria-pressed")).toBe("true");
    await page.getByRole("button", { name: "Target", exact: true }).focus();
    await vscode.page.keyboard.press("Enter");
    const first = page.locator("tbody tr").first();
    const header = page.getByRole("columnheader", { name: "Target" });
    await expect.poll(() => header.getAttribute("aria-sort")).toBe("ascending");
    await expect.poll(() => first.innerText()).toMatch(/^\/\/catalogue:part_0_test/);
    await vscode.page.keyboard.press("Enter");
    await expect.poll(() => first.innerText()).toMatch(/^\/\/web:server/);
  });

  it("follows the files: without legacy copies there are fewer links, and the table stays as it was sorted", async () => {
    const page = await openReport();
    await page.getByText("of them legacy copies").waitFor();
    const header = page.getByRole("columnheader", { name: "Contributor" });
    await header.getByRole("button").click();
    await expect.poll(() => header.getAttribute("aria-sort")).toBe("ascending");
    await vscode.tab("WORKSPACE").click();
    await vscode.hoverSquiggle();
    await vscode.page.keyboard.press("Escape");
    await sandbox.write(".bazelrc", "common --nolegacy_external_runfiles\n");
    await vscode.tab("Runfiles of workspace").click();
    const row = page.getByRole("row", { name: /^Python 3\.11 interpreter/ });
    await expect.poll(() => row.getByRole("cell").first().innerText()).toBe("62,100");
    expect(await header.getAttribute("aria-sort")).toBe("ascending");
  });
});

describe("the report's colours", () => {
  let page: FrameLocator;

  beforeAll(async () => {
    page = await openReport();
  });

  it.each([
    { theme: "Dark Modern", kind: "vscode-dark" },
    { theme: "Light Modern", kind: "vscode-light" },
    { theme: "Dark High Contrast", kind: "vscode-high-contrast" },
    { theme: "Light High Contrast", kind: "vscode-high-contrast-light" },
  ])("are those of $theme", async ({ theme, kind }) => {
    await vscode.chooseTheme(theme);
    await page.locator(`body.${kind}`).waitFor();
    // Checked as a program of Node, this file knows no DOM: hence the text.
    const colors: unknown = await page
      .locator("body")
      .evaluate(
        "((style) => [style.backgroundColor, style.color, style.getPropertyValue('--vscode-editor-background')])(getComputedStyle(document.body))",
      );
    const [shown, ink, editor] = colors as readonly string[];
    expect(hex(shown!)).toBe(editor!.trim().toLowerCase());
    expect(ink).not.toBe(shown);
    await vscode.page.waitForTimeout(500);
    await vscode.keepPicture(`report ${theme}`);
  });
});

function hex(color: string): string {
  const channels = (color.match(/\d+/g) ?? []).slice(0, 3).map(Number);
  return `#${channels.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}
