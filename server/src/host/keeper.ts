/** What is left of a measurement whose process has gone, and who removes it. The next measurement does the same, should nobody else have (measureDirectory.ts). */
import { startDetached, type DetachedProcess } from "../bazelTool/detachedProcess.ts";
import { runProcess } from "../bazelTool/process.ts";
import { takeOverMeasureDirectory, type MeasureDirectory } from "./measureDirectory.ts";

export interface Kept {
  readonly directory: MeasureDirectory;
  /** Absolute path of any Bazel of the measurement; empty where there is none, as it travels as an argument. */
  readonly bazel: string;
}

export function keptFromArguments([path = "", outputs = "", root = "", bazel = ""]: readonly string[]): Kept {
  return { directory: { path, outputs, root }, bazel };
}

/** `script` is the bundle of keeper.ts beside this program's. */
export function startKeeper(
  script: string,
  { bazel, directory }: Kept,
  environment?: Readonly<Record<string, string>>,
): DetachedProcess {
  const args = [script, "start", directory.path, directory.outputs, directory.root, bazel];
  return startDetached({ executable: process.execPath, args, environment });
}

export async function tidyUpAfter({ bazel, directory }: Kept): Promise<void> {
  await takeOverMeasureDirectory(directory, async (outputBase) => {
    if (bazel !== "")
      await endServer(outputBase, (args) => runProcess({ executable: bazel, args, cwd: directory.root }));
  });
}

/** A client that is interrupted while its server starts leaves that server behind, and `shutdown` knows only of servers that answer: another command waits for it, or ends it. */
export async function endServer(outputBase: string, run: (args: readonly string[]) => Promise<unknown>): Promise<void> {
  for (const command of [["info", "server_pid"], ["shutdown"]]) await run([`--output_base=${outputBase}`, ...command]);
}
