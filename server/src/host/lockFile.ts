/** `MODULE.bazel.lock`, which Bazel brings up to date whatever it is asked. */
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Runs some work and puts the lock file back as it was. `--lockfile_mode=off` would spare that, but it is another flag than the user's: Bazel would resolve all modules and extensions anew, and once more in the user's
 * next build.
 */
export async function withLockFileKept<T>(root: string, work: () => Promise<T>): Promise<T> {
  const path = join(root, "MODULE.bazel.lock");
  const before = await contentOf(path);
  try {
    return await work();
  } finally {
    const after = await contentOf(path);
    if (before === undefined && after !== undefined) await rm(path, { force: true });
    else if (before !== undefined && !after?.equals(before)) await writeFile(path, before);
  }
}

async function contentOf(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch {
    return undefined;
  }
}
