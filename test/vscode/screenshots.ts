/** Takes the pictures of the README from the real editor, and draws the extension's icon: `npm run screenshots` writes media/screenshots/ and media/icon.png. Look at them before you commit them. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, it } from "vitest";
import { root } from "../../scripts/root.mjs";
import { installedBazel } from "../harness/bazel.ts";
import { makeInterpreter } from "../workspaces/hermetic-python/makeInterpreter.mjs";
import { openBrowser } from "./browser.mjs";
import { Sandbox } from "./editor.ts";
import { EditorPage } from "./editorPage.ts";
import { EditorWithBazel } from "./editorWithBazel.ts";
import { makeShop } from "./shop.ts";

const pictures = join(root, "media/screenshots");
const window = {
  trust: "granted",
  width: 1280,
  height: 720,
  settings: {
    "editor.minimap.enabled": false,
    "editor.fontSize": 13,
    "editor.occurrencesHighlight": "off",
    "editor.hover.above": false,
    "editor.stickyScroll.enabled": false,
    "breadcrumbs.enabled": false,
  },
} as const;

let editor: EditorPage | undefined;
let sandbox: Sandbox | undefined;
let withBazel: EditorWithBazel | undefined;

afterEach(async () => {
  await editor?.close();
  await sandbox?.dispose();
  await withBazel?.close();
  editor = sandbox = withBazel = undefined;
});

async function open(contents: string): Promise<EditorPage> {
  mkdirSync(pictures, { recursive: true });
  sandbox = await Sandbox.create(contents);
  if (contents.startsWith("hermetic-python")) makeInterpreter(join(sandbox.workspace, "interpreter"));
  editor = await EditorPage.open(sandbox, window);
  return editor;
}

async function take({ page }: EditorPage, name: string): Promise<void> {
  await page.waitForTimeout(1_000);
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}

it("a collision: squiggle, hover, lens and tree", async () => {
  const vscode = await open("split-transition/bzlmod");
  await vscode.openFromExplorer("BUILD.bazel");
  await vscode.lens(/1 collision/).click();
  await vscode.rows("Runfiles of //:bin_with_data").waitFor();
  await vscode.widenSideBar(470);
  await vscode.goToLine(26);
  await vscode.hoverSquiggle();
  await take(vscode, "collision");
});

it("an explosion: links per test, legacy copies, and the way out", async () => {
  const vscode = await open("hermetic-python/local");
  await vscode.openFromExplorer("BUILD.bazel");
  await vscode.lens(/links each/).waitFor({ timeout: 120_000 });
  await vscode.pickTarget("//:test_7");
  await vscode.rows("Runfiles of //:test_7").waitFor();
  await vscode.widenSideBar(470);
  await vscode.page.getByRole("tab", { name: /^Explorer/ }).click();
  await vscode.openFromExplorer("WORKSPACE");
  await vscode.activityBarItem.click();
  await vscode.rows(/^hermetic_python, folder/).click();
  await vscode.rows(/^external, folder/).click();
  await vscode.hoverSquiggle();
  await take(vscode, "explosion");
});

it(
  "an experiment: what a hermetic interpreter costs, with the Bazel that is installed",
  { timeout: 900_000 },
  async () => {
    const installed = await installedBazel();
    if (installed === undefined) throw new Error("there is no Bazel to measure");
    withBazel = await EditorWithBazel.open(
      installed,
      {
        source: "hermetic-python/local",
        prepare: (directory) => {
          makeInterpreter(join(directory, "interpreter"));
          writeFileSync(join(directory, "size.bzl"), "TESTS = 4\n");
        },
      },
      { ...window, height: 860 },
    );
    const { vscode } = withBazel;
    const { page } = vscode;
    const choose = (text: string) =>
      page.locator(".quick-input-list .monaco-list-row").filter({ hasText: text }).first().click();
    await vscode.openFromExplorer("BUILD.bazel");
    await vscode.lens(/links each/).waitFor();
    await vscode.command("Runfiles Lens: Measure Runfiles Cost…");
    await choose("interpreter of the host");
    await vscode.lens(/of them timed/).click();
    const table = page.frameLocator("iframe.webview").frameLocator("iframe").getByRole("table");
    await table.waitFor({ timeout: 840_000 });
    await page.keyboard.press("Control+B");
    await take(vscode, "measure");
  },
);

it("what trees cost: the report of a workspace, and one tree's share of it", async () => {
  mkdirSync(pictures, { recursive: true });
  sandbox = await Sandbox.create({});
  await makeShop(join(sandbox.directory, "shop"));
  editor = await EditorPage.open({ directory: sandbox.directory, workspace: join(sandbox.directory, "shop") }, window);
  const vscode = editor;
  await vscode.openFromExplorer("WORKSPACE");
  await vscode.squiggles.first().waitFor({ timeout: 120_000 });
  await vscode.pickTarget("//search:search_test");
  await vscode.rows(/^Cost by contributor/).click();
  await vscode.widenSideBar(420);
  await vscode.command("Show Workspace Report");
  const page = vscode.page.frameLocator("iframe.webview").frameLocator("iframe");
  await page.getByRole("heading", { name: "Runfiles of shop" }).waitFor();
  await take(vscode, "report");
});

it("the icon, from its drawing", async () => {
  const browser = await openBrowser();
  const page = await browser.newPage({ viewport: { width: 128, height: 128 } });
  const drawing = readFileSync(join(root, "media/icon.svg"), "utf8");
  await page.setContent(`<body style="margin: 0">${drawing}</body>`);
  await page.screenshot({ path: join(root, "media/icon.png"), omitBackground: true });
  await browser.close();
});
