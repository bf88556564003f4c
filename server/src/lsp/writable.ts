/** Whether a fix can be written at all; said before anything is changed. */
import { accessSync, constants, existsSync } from "node:fs";
import { baseName } from "../base/path.ts";
import type { FileEdit } from "../lints/finding.ts";

/** Why the edits cannot be written, as a sentence; undefined where they can. */
export function obstacleTo(edits: readonly FileEdit[]): string | undefined {
  const locked = edits.map((edit) => edit.path).find((path) => existsSync(path) && !isWritable(path));
  return locked === undefined ? undefined : `${baseName(locked)} is read-only.`;
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
