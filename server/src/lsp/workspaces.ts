/** The Bazel workspaces of the editor's folders, with the settings and the build that are in force for each. */
import type { FileSystem } from "../base/fileSystem.ts";
import { pathBelow } from "../base/path.ts";
import { rootOfFile, rootsOfFolder } from "../host/bazelRoots.ts";
import type { ProjectConfiguration } from "../host/evaluatorMessages.ts";
import type { BuildRequest } from "../project.ts";
import type { Settings } from "../settings.ts";

interface Workspace {
  readonly root: string;
  settings: Settings;
  /** What the user selected for this session, undefined for the settings' own. */
  selected: BuildRequest | undefined;
}

export class Workspaces {
  readonly #disk: FileSystem;
  readonly #defaults: Settings;
  readonly #workspaces = new Map<string, Workspace>();
  readonly #selected = new Map<string, BuildRequest>();
  readonly #cacheDirectory: string | undefined;
  #folders: readonly string[] = [];

  constructor(disk: FileSystem, defaults: Settings, cacheDirectory?: string) {
    this.#disk = disk;
    this.#defaults = defaults;
    this.#cacheDirectory = cacheDirectory;
  }

  /** Looks for the workspaces of these folders, and of the open files. Answers whether the roots are others than before. */
  discover(folders: readonly string[], openPaths: readonly string[]): boolean {
    this.#folders = folders;
    const before = this.roots();
    const roots = new Set(folders.flatMap((folder) => rootsOfFolder(this.#disk, folder)));
    for (const root of before) if (!roots.has(root)) this.#workspaces.delete(root);
    for (const root of roots) this.#add(root);
    for (const path of openPaths) this.admit(path);
    return this.roots().join("\0") !== before.join("\0");
  }

  /** Takes in the workspace of an opened file. Answers whether it is a new one. */
  admit(path: string): boolean {
    if (this.rootOf(path) !== undefined) return false;
    const folder = this.#folders.find((one) => pathBelow(one, path) !== undefined);
    if (folder === undefined && this.#folders.length > 0) return false; // A file from elsewhere, an external repository's perhaps.
    const root = rootOfFile(this.#disk, path, folder);
    if (root === undefined) return false;
    this.#add(root);
    return true;
  }

  roots(): readonly string[] {
    return [...this.#workspaces.keys()].sort();
  }

  /** The innermost known workspace that holds a path. */
  rootOf(path: string): string | undefined {
    return this.roots()
      .filter((root) => pathBelow(root, path) !== undefined)
      .sort((a, b) => b.length - a.length)[0];
  }

  settingsOf(root: string): Settings {
    return this.#workspaces.get(root)?.settings ?? this.#defaults;
  }

  configure(root: string, settings: Settings): void {
    const workspace = this.#workspaces.get(root);
    if (workspace) workspace.settings = settings;
  }

  /** Null returns to the settings; holds for workspaces that appear later, too. */
  selectBuild(root: string, build: BuildRequest | null): void {
    if (build) this.#selected.set(root, build);
    else this.#selected.delete(root);
    const workspace = this.#workspaces.get(root);
    if (workspace) workspace.selected = build ?? undefined;
  }

  buildOf(root: string): BuildRequest {
    const { command, configs, flags } = this.settingsOf(root);
    return this.#workspaces.get(root)?.selected ?? { command, configs, flags };
  }

  projects(): readonly ProjectConfiguration[] {
    return this.roots().map((root) => {
      const settings = this.settingsOf(root);
      return { root, settings, cacheDirectory: settings.cacheEnabled ? this.#cacheDirectory : undefined };
    });
  }

  #add(root: string): void {
    if (this.#workspaces.has(root)) return;
    this.#workspaces.set(root, { root, settings: this.#defaults, selected: this.#selected.get(root) });
  }
}
