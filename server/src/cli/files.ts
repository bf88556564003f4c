/** The files that a command line names: read and written with a word for people where that fails. */
import { accessSync, constants, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { getSystemErrorMap } from "node:util";
import { UsageError } from "./usage.ts";

/** Throws with what the system says, as in `no such file or directory`. */
export function readTextFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Error(systemReason(error), { cause: error });
  }
}

/** For what takes long to come by: throws `UsageError` where a file could not be written in the end. `shown`: as typed. */
export function checkWritable(path: string, shown: string): void {
  try {
    accessSync(dirname(path), constants.W_OK);
    writeFileSync(path, "", { flag: "a" });
  } catch (error) {
    throw new UsageError(`${shown} cannot be written: ${systemReason(error)}`);
  }
}

function systemReason(error: unknown): string {
  const code = error instanceof Error && "errno" in error ? Number(error.errno) : NaN;
  return getSystemErrorMap().get(code)?.[1] ?? String(error);
}
