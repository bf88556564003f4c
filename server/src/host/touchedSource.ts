/**
 * A source file that a measurement changes for a while. What it was is written into a journal first, so that it comes back after an interruption and, at the next start, after a crash.
 */
import { readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";

interface Journal {
  readonly path: string;
  /** Milliseconds with fractions. */
  readonly accessed: number;
  readonly modified: number;
  /** How many line ends were added. */
  readonly added: number;
}

export type Restored =
  | { readonly kind: "nothing" }
  | { readonly kind: "restored"; readonly path: string }
  /** Somebody has changed the file in the meantime: it is left as it is. */
  | { readonly kind: "edited"; readonly path: string };

const JOURNAL = "touched.json";
const CONTENT = "touched.content";

/**
 * Adds `count` line ends to a file: no compiler minds, and the content is another for each count, so that no cache knows it. `directory` holds the journal, and holds none before.
 */
export async function touchSource(directory: string, path: string, count: number): Promise<void> {
  const content = await readFile(path);
  const { atimeMs, mtimeMs } = await stat(path);
  const journal: Journal = { path, accessed: atimeMs, modified: mtimeMs, added: count };
  await writeFile(join(directory, CONTENT), content);
  await writeFile(join(directory, `${JOURNAL}.new`), JSON.stringify(journal));
  await rename(join(directory, `${JOURNAL}.new`), join(directory, JOURNAL));
  await writeFile(path, touched(content, count));
}

/** Puts content and times back. Node sets times to the microsecond. */
export async function restoreSource(directory: string): Promise<Restored> {
  const journal = await journalIn(directory);
  if (journal === undefined) return { kind: "nothing" };
  const { path, accessed, modified, added } = journal;
  const content = await readFile(join(directory, CONTENT));
  const present = await readFile(path).catch(() => undefined);
  const isOurs = present?.equals(touched(content, added)) === true || isCutShort(present, content, added);
  const isSame = present?.equals(content) === true;
  if (isOurs) await writeFile(path, content);
  if (isOurs || isSame) await utimes(path, accessed / 1000, modified / 1000);
  await rm(join(directory, JOURNAL));
  await rm(join(directory, CONTENT));
  return { kind: isOurs || isSame ? "restored" : "edited", path };
}

function touched(content: Buffer, count: number): Buffer {
  return Buffer.concat([content, Buffer.from("\n".repeat(count))]);
}

/** A crash in the midst of writing leaves a beginning of what was to be written. */
function isCutShort(present: Buffer | undefined, content: Buffer, count: number): boolean {
  if (present === undefined) return false;
  return touched(content, count).subarray(0, present.length).equals(present);
}

async function journalIn(directory: string): Promise<Journal | undefined> {
  try {
    return JSON.parse(await readFile(join(directory, JOURNAL), "utf8")) as Journal;
  } catch {
    return undefined;
  }
}
