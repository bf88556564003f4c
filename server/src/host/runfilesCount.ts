/** Counts what stands in runfiles directories on the disk: links are never followed. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { RunfilesCount } from "../measure/measurement.ts";

/** What Bazel keeps in the directory for itself. */
const BOOKKEEPING = "MANIFEST";

/** Nothing where there is no such directory. */
export async function countRunfiles(directory: string): Promise<RunfilesCount> {
  let links = 0;
  let files = 0;
  const waiting = [directory];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const entry of await entriesOf(next)) {
      if (entry.isSymbolicLink()) links += next === directory && entry.name === BOOKKEEPING ? 0 : 1;
      else if (entry.isDirectory()) waiting.push(join(next, entry.name));
      else if (next !== directory || entry.name !== BOOKKEEPING) files++;
    }
  }
  return { links, files };
}

async function entriesOf(directory: string) {
  try {
    return await readdir(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}
