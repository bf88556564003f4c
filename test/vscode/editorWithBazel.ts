/** An editor on a copy of a test workspace, with a real Bazel behind its commands. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import type { InstalledBazel, WorkspaceOptions } from "../harness/bazel.ts";
import { RealWorkspace } from "../harness/bazel.ts";
import type { EditorOptions } from "./editorPage.ts";
import { EditorPage } from "./editorPage.ts";

export class EditorWithBazel {
  readonly vscode: EditorPage;
  readonly workspace: RealWorkspace;
  readonly #directory: string;

  private constructor(vscode: EditorPage, workspace: RealWorkspace, directory: string) {
    this.vscode = vscode;
    this.workspace = workspace;
    this.#directory = directory;
  }

  static async open(
    installed: InstalledBazel,
    contents: WorkspaceOptions,
    window: Partial<EditorOptions> = {},
  ): Promise<EditorWithBazel> {
    const directory = await mkdtemp(join(tmpdir(), "runfiles-lens-"));
    vi.stubEnv("XDG_CACHE_HOME", join(directory, "cache"));
    const workspace = new RealWorkspace(installed, contents);
    const settings = {
      ...window.settings,
      "runfilesLens.bazel.executable": workspace.script(join(directory, "bazel"), { waitsWhile: barrier(directory) }),
      "runfilesLens.bazel.version": installed.version,
    };
    const place = { directory, workspace: workspace.root };
    const vscode = await EditorPage.open(place, { trust: "granted", ...window, settings });
    return new EditorWithBazel(vscode, workspace, directory);
  }

  /** Where the extension keeps what is no business of the workspace, in place of the user's own. */
  get cacheDirectory(): string {
    return join(this.#directory, "cache/runfiles-lens");
  }

  /** From now on Bazel answers no more, so that what is done meanwhile is done in time. It can still be interrupted. */
  async stall(): Promise<void> {
    await writeFile(barrier(this.#directory), "");
  }

  /** Bazel answers again. */
  async resume(): Promise<void> {
    await rm(barrier(this.#directory));
  }

  async close(): Promise<void> {
    vi.unstubAllEnvs();
    await this.vscode.close();
    await this.workspace.close();
    await rm(this.#directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

function barrier(directory: string): string {
  return join(directory, "barrier");
}
