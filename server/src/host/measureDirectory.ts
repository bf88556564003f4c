/**
 * Where measurements of a workspace keep what is theirs: the journal of the changed source, the name of who is at work, and the output bases. It outlives a crash: who tidies up then is keeper.ts, or the next measurement.
 */
import { chmod, lstat, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { digestOf } from "../base/digest.ts";
import { keepLockFile, restoreLockFile } from "./lockFile.ts";
import { restoreSource, type Restored } from "./touchedSource.ts";

export interface MeasureDirectory {
  /** Absolute path of the workspace. */
  readonly root: string;
  /** Holds the journal of touchedSource.ts and the copy of lockFile.ts. */
  readonly path: string;
  /** Empty, for output bases and the like. */
  readonly outputs: string;
}

interface Owner {
  readonly pid: number;
  readonly outputs: string;
}

export type OpenedDirectory =
  | {
      readonly kind: "open";
      readonly directory: MeasureDirectory;
      /** What a measurement that was killed had left. */
      readonly restored: Restored;
    }
  | { readonly kind: "inUse"; readonly pid: number };

export interface DirectoryPlaces {
  /** Absolute path of the program's own cache directory. */
  readonly cache: string;
  /** Where outputs are written; null for within `cache`. */
  readonly outputRoot: string | null;
  /** Ends the Bazel server of an output base that was left behind. */
  readonly shutDown: (outputBase: string) => Promise<void>;
}

export async function openMeasureDirectory(root: string, places: DirectoryPlaces): Promise<OpenedDirectory> {
  const path = join(places.cache, "measure", digestOf(root));
  await mkdir(path, { recursive: true });
  const before = await ownerOf(path);
  if (before !== undefined && isAlive(before.pid)) return { kind: "inUse", pid: before.pid };
  await keepLockFile(path, root);
  const restored = await restoreSource(path);
  if (before !== undefined) await removeOutputs(before.outputs, places.shutDown);
  const parent = places.outputRoot ?? path;
  await mkdir(parent, { recursive: true });
  const outputs = await mkdtemp(join(parent, "runfiles-lens-measure-"));
  const directory = { root, path, outputs };
  await own(directory);
  return { kind: "open", directory, restored };
}

/** Removes everything that `openMeasureDirectory` made. The source is put back first, the lock file when no Bazel is left that may write it. */
export async function closeMeasureDirectory(
  { outputs, path, root }: MeasureDirectory,
  shutDown: DirectoryPlaces["shutDown"],
): Promise<Restored> {
  const restored = await restoreSource(path);
  await removeOutputs(outputs, shutDown);
  await restoreLockFile(path, root);
  await rm(path, { recursive: true, force: true });
  return restored;
}

/** Closes the directory of a measurement whose process has gone, unless it was closed, or is another's by now. */
export async function takeOverMeasureDirectory(
  directory: MeasureDirectory,
  shutDown: DirectoryPlaces["shutDown"],
): Promise<void> {
  const owner = await ownerOf(directory.path);
  if (owner?.outputs !== directory.outputs) return;
  // Whoever wants to measure waits until this is done.
  await own(directory);
  await closeMeasureDirectory(directory, shutDown);
}

async function own({ outputs, path }: MeasureDirectory): Promise<void> {
  await writeFile(ownerFile(path), JSON.stringify({ pid: process.pid, outputs } satisfies Owner));
}

async function removeOutputs(outputs: string, shutDown: DirectoryPlaces["shutDown"]): Promise<void> {
  const names = await readdir(outputs).catch(() => []);
  for (const name of names.filter((one) => OUTPUT_BASE.test(one))) await shutDown(join(outputs, name));
  await removeTree(outputs);
}

const OUTPUT_BASE = /^base-\d+$/;

/** The output base of the variant with this index. */
export function outputBaseOf({ outputs }: MeasureDirectory, index: number): string {
  return join(outputs, `base-${index}`);
}

/** Bazel takes the write permission of its output directories away. */
export async function removeTree(path: string): Promise<void> {
  await makeWritable(path);
  await rm(path, { recursive: true, force: true, maxRetries: 3 });
}

async function makeWritable(directory: string): Promise<void> {
  const status = await lstat(directory).catch(() => undefined);
  if (status?.isDirectory() !== true) return;
  if ((status.mode & 0o700) !== 0o700) await chmod(directory, 0o700);
  for (const entry of await readdir(directory, { withFileTypes: true }))
    if (entry.isDirectory()) await makeWritable(join(directory, entry.name));
}

function ownerFile(path: string): string {
  return join(path, "owner.json");
}

async function ownerOf(path: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(ownerFile(path), "utf8")) as Owner;
  } catch {
    return undefined;
  }
}

/** A process that is not ours to signal is alive, too. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
