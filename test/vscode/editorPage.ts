/** VS Code in a page, used as a user would: with mouse and keyboard. */
import type { Browser, Locator, Page } from "playwright-core";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../../scripts/root.mjs";
import { openBrowser } from "./browser.mjs";
import { extensionPath } from "./editor.ts";
import * as vscodeServer from "../../scripts/vscodeServer.mjs";

/** Where the editor keeps its own files, and the folder it opens. */
export interface EditorPlace {
  readonly directory: string;
  readonly workspace: string;
}

export interface EditorOptions {
  /** "ask" is what a user meets: the trust dialog. */
  readonly trust: "ask" | "granted";
  readonly width?: number;
  readonly height?: number;
  /** VS Code settings of the machine. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** In ms. On a busy machine an editor takes long to start; what never comes fails all the same. */
const PATIENCE = 90_000;

export class EditorPage {
  readonly page: Page;
  readonly #browser: Browser;
  readonly #server: vscodeServer.RunningServer;

  private constructor(page: Page, browser: Browser, server: vscodeServer.RunningServer) {
    this.page = page;
    this.#browser = browser;
    this.#server = server;
  }

  static async open(
    { directory, workspace }: EditorPlace,
    { trust, width = 1280, height = 800, settings = {} }: EditorOptions,
  ): Promise<EditorPage> {
    const serverDataDir = join(directory, "server");
    await mkdir(join(serverDataDir, "data/Machine"), { recursive: true });
    await writeFile(join(serverDataDir, "data/Machine/settings.json"), JSON.stringify(settings));
    const server = await vscodeServer.start({ serverDataDir, trust });
    const browser = await openBrowser();
    try {
      const page = await browser.newPage({
        viewport: { width, height },
        permissions: ["clipboard-read", "clipboard-write"],
      });
      page.setDefaultTimeout(PATIENCE);
      await page.goto(server.url({ folder: workspace, extensionDevelopmentPath: extensionPath }));
      await page.locator(".monaco-workbench").waitFor();
      return new EditorPage(page, browser, server);
    } catch (error) {
      await browser.close();
      await server.stop();
      throw error;
    }
  }

  /** Answers the dialog "Do you trust the authors of the files in this folder?". */
  async answerTrust(answer: "Yes, I trust the authors" | "No, I don't trust the authors"): Promise<void> {
    const dialog = this.page.locator(".monaco-dialog-box");
    await dialog.waitFor();
    await dialog.getByRole("button", { name: answer }).click();
    await dialog.waitFor({ state: "detached" });
  }

  /** Opens a file of the workspace's top directory from the explorer. */
  async openFromExplorer(name: string): Promise<void> {
    await this.page
      .locator(".explorer-folders-view .monaco-list-row")
      .getByText(name, { exact: true })
      .first()
      .dblclick();
    await this.tab(name).waitFor();
  }

  tab(name: string): Locator {
    return this.page.getByRole("tab", { name: new RegExp(`^${name.replaceAll(".", "\\.")}`) });
  }

  /** Puts the cursor at the start of a line, one-based. */
  async goToLine(line: number): Promise<void> {
    await this.page.keyboard.press("Control+G");
    const input = this.page.locator(".quick-input-widget input");
    await input.waitFor();
    await this.page.keyboard.type(`:${line}`.slice(1));
    await this.page.keyboard.press("Enter");
    await input.waitFor({ state: "hidden" });
  }

  /** Runs a command by its title. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press("F1");
    const entry = this.page.locator(".quick-input-list .monaco-list-row").filter({ hasText: title }).first();
    await this.page.locator(".quick-input-widget input").fill(`>${title}`);
    await entry.click();
  }

  /** Chooses a colour theme by its title; this VS Code does not follow the setting. */
  async chooseTheme(title: string): Promise<void> {
    await this.command("Preferences: Color Theme");
    await this.page.locator(".quick-input-list .monaco-list-row").filter({ hasText: "Light Modern" }).first().waitFor();
    await this.page.keyboard.type(title);
    await this.page.locator(".quick-input-list .monaco-list-row.focused").filter({ hasText: title }).waitFor();
    await this.page.keyboard.press("Enter");
  }

  /** Chooses a target in the picker, by keyboard. */
  async pickTarget(label: string): Promise<void> {
    await this.command("Runfiles Lens: Select Target…");
    // Keys that come before the picker would land in the editor.
    await this.page.locator(".quick-input-title").getByText("Show Runfiles Tree").waitFor();
    await this.page.keyboard.type(label);
    const row = this.page.locator(".quick-input-list .monaco-list-row.focused").filter({ hasText: label });
    await row.waitFor();
    await this.page.keyboard.press("Enter");
  }

  /** What is underlined in the visible editor, whatever its severity. */
  get squiggles(): Locator {
    return this.page
      .locator(".monaco-editor")
      .locator(".squiggly-warning, .squiggly-error, .squiggly-info, .squiggly-hint");
  }

  /** Rests the mouse on the first squiggle, which the text above it hides from Playwright's own `hover`. */
  async hoverSquiggle(): Promise<Locator> {
    await this.#moveToSquiggle();
    const hover = this.page.locator(".monaco-hover:not(.hidden)").filter({ hasText: "Runfiles Lens" }).first();
    await hover.waitFor();
    return hover;
  }

  /** Puts the cursor into the first squiggle. */
  async clickSquiggle(): Promise<void> {
    const { x, y } = await this.#moveToSquiggle();
    await this.page.mouse.click(x, y);
  }

  async #moveToSquiggle(): Promise<{ readonly x: number; readonly y: number }> {
    const squiggle = this.squiggles.first();
    await squiggle.waitFor();
    const box = await squiggle.boundingBox();
    if (box === null) throw new Error("the squiggle is not in view");
    const place = { x: box.x + Math.min(20, box.width / 2), y: box.y + box.height / 2 };
    await this.page.mouse.move(place.x, place.y, { steps: 4 });
    return place;
  }

  /**
   * Clicks the light bulb at the cursor, once it is there, and chooses an entry of its menu by its title.
   * VS Code asks for actions 250 ms after the cursor has moved and forgets the commands of those it had: a person is slower than that.
   */
  async quickFix(title: string | RegExp): Promise<void> {
    await this.page.waitForTimeout(1_000);
    await this.page.locator(".monaco-editor .lightBulbWidget").click();
    const action = this.page.locator(".action-widget .monaco-list-row").filter({ hasText: title }).first();
    const box = await action.boundingBox();
    if (box === null) throw new Error(`no action ${String(title)}`);
    // The menu takes clicks only after the mouse has moved.
    await this.page.mouse.move(box.x + 40, box.y + 4);
    await this.page.mouse.move(box.x + 50, box.y + box.height / 2);
    await action.click();
  }

  lens(title: RegExp): Locator {
    return this.page.locator(".codelens-decoration a").filter({ hasText: title }).first();
  }

  /** Rows of the Runfiles view. */
  rows(name: string | RegExp): Locator {
    return this.page.locator(".pane-body").getByRole("treeitem", { name });
  }

  /** The view's entry in the activity bar. */
  get activityBarItem(): Locator {
    return this.page.locator(".activitybar").getByRole("tab", { name: "Runfiles" });
  }

  /** Drags the border between side bar and editor to `x` pixels from the left. */
  async widenSideBar(x: number): Promise<void> {
    const box = await this.page.locator(".part.sidebar").boundingBox();
    if (box === null) throw new Error("the side bar is not open");
    await this.page.mouse.move(box.x + box.width, 400);
    await this.page.mouse.down();
    await this.page.mouse.move(x, 400, { steps: 5 });
    await this.page.mouse.up();
  }

  /** Keeps what a failed test saw, under .cache/vscode-tests. */
  async keepPicture(name: string): Promise<void> {
    const file = `${name.replaceAll(/[^\w]+/g, "-").slice(0, 60)}.png`;
    await this.page.screenshot({ path: join(root, ".cache/vscode-tests", file) });
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.stop();
  }
}
