/** VS Code in a page, used as a user would: with mouse and keyboard. */
import type { Browser, Locator, Page } from "playwright-core";
import { join } from "node:path";
import { openBrowser } from "./browser.mjs";
import type { Sandbox } from "./editor.ts";
import { extensionPath } from "./editor.ts";
import * as vscodeServer from "../../scripts/vscodeServer.mjs";

export interface EditorOptions {
  /** "ask" is what a user meets: the trust dialog. */
  readonly trust: "ask" | "granted";
  readonly width?: number;
  readonly height?: number;
}

export class EditorPage {
  readonly page: Page;
  readonly #browser: Browser;
  readonly #server: vscodeServer.RunningServer;

  private constructor(page: Page, browser: Browser, server: vscodeServer.RunningServer) {
    this.page = page;
    this.#browser = browser;
    this.#server = server;
  }

  static async open(sandbox: Sandbox, { trust, width = 1280, height = 800 }: EditorOptions): Promise<EditorPage> {
    const server = await vscodeServer.start({ serverDataDir: join(sandbox.directory, "server"), trust });
    const browser = await openBrowser();
    try {
      const page = await browser.newPage({
        viewport: { width, height },
        permissions: ["clipboard-read", "clipboard-write"],
      });
      await page.goto(server.url({ folder: sandbox.workspace, extensionDevelopmentPath: extensionPath }));
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

  squiggles(severity: "warning" | "error" | "info" | "hint"): Locator {
    return this.page.locator(`.monaco-editor .squiggly-${severity}`);
  }

  /** Rests the mouse on the first squiggle, which the text above it hides from Playwright's own `hover`. */
  async hoverSquiggle(severity: "warning" | "error" | "info" | "hint"): Promise<Locator> {
    const squiggle = this.squiggles(severity).first();
    await squiggle.waitFor();
    const box = await squiggle.boundingBox();
    if (box === null) throw new Error("the squiggle is not in view");
    await this.page.mouse.move(box.x + 20, box.y + box.height / 2, { steps: 4 });
    const hover = this.page.locator(".monaco-hover:not(.hidden)").filter({ hasText: "Runfiles Lens" }).first();
    await hover.waitFor();
    return hover;
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

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.stop();
  }
}
