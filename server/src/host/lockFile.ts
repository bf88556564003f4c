/** `MODULE.bazel.lock`, which Bazel brings up to date whatever it is asked. */
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const NAME = "MODULE.bazel.lock";

/**
 * Runs some work and puts the lock file back as it was. `--lockfile_mode=off` would spare that, but it is another flag than the user's: Bazel would resolve all modules and extensions anew, and once more in the user's
 * next build.
 */
export async function withLockFileKept<T>(root: string, work: () => Promise<T>): Promise<T> {
  const before = await contentOf(join(root, NAME));
  try {
    return await work();
  } finally {
    await putBack(root, before);
  }
}

/** Keeps a copy in a directory, for `restoreLockFile` of this process or of the one that tidies up behind it. */
export async function keepLockFile(directory: string, root: string): Promise<void> {
  const content = await contentOf(join(root, NAME));
  const kept: Kept = { content: content?.toString("base64") ?? null };
  await writeFile(join(directory, `${COPY}.new`), JSON.stringify(kept));
  await rename(join(directory, `${COPY}.new`), join(directory, COPY));
}

/** Puts back what the copy in the directory says; does nothing where there is none. */
export async function restoreLockFile(directory: string, root: string): Promise<void> {
  const text = await contentOf(join(directory, COPY));
  if (text === undefined) return;
  const { content } = JSON.parse(text.toString()) as Kept;
  await putBack(root, content === null ? undefined : Buffer.from(content, "base64"));
}

interface Kept {
  /** In Base64; null where there was no lock file. */
  readonly content: string | null;
}

const COPY = "lock.json";

async function putBack(root: string, before: Buffer | undefined): Promise<void> {
  const path = join(root, NAME);
  const after = await contentOf(path);
  if (before === undefined && after !== undefined) await rm(path, { force: true });
  else if (before !== undefined && !after?.equals(before)) await writeFile(path, before);
}

async function contentOf(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch {
    return undefined;
  }
}
