/** Paths as the command line prints them: relative to the workspace where they lie in it. */
import { pathBelow } from "../base/path.ts";

export function relativePath(root: string, path: string): string {
  const below = pathBelow(root, path);
  return below === undefined || below === "" ? path : below;
}
