/** A project over a directory on disk, as the command line would open it, with a fixed environment so that tests do not depend on who runs them. */
import { fileURLToPath } from "node:url";
import { DiskFileSystem } from "../../server/src/host/diskFileSystem.ts";
import { LINTS } from "../../server/src/lints/lints.ts";
import { Project } from "../../server/src/project.ts";
import type { Settings } from "../../server/src/settings.ts";
import { defaultSettings } from "../../server/src/settings.ts";
import { modelFiles } from "./models.ts";
import { testParser } from "./parser.ts";

export const WORKSPACES = fileURLToPath(new URL("../workspaces", import.meta.url));

/** Linux on x86_64, no home directory, no system bazelrc. */
export async function openProject(root: string, settings: Partial<Settings> = {}): Promise<Project> {
  return Project.create({
    root,
    fileSystem: new DiskFileSystem(),
    parser: await testParser(),
    models: modelFiles(),
    environment: {
      platform: { os: "linux", arch: "x86_64" },
      variables: new Map(),
      homeDirectory: undefined,
      systemRc: undefined,
    },
    settings: { ...defaultSettings(LINTS), ...settings },
  });
}
