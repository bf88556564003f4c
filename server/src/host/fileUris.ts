/**
 * `file:` URIs and paths. A client may spell the URI of a file in several ways (VS Code writes `file:///c%3A/x`), and wants its own spelling back for documents that it has open.
 */
import { fileURLToPath, pathToFileURL } from "node:url";
import { normalizePath } from "../base/path.ts";
import { slashed } from "./diskFileSystem.ts";

/** The normalised absolute path of a `file:` URI; undefined for other schemes and for what cannot be a path. */
export function pathOfUri(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  try {
    const path = normalizePath(slashed(fileURLToPath(uri)));
    return path.replace(/^[a-z]:/, (drive) => drive.toUpperCase());
  } catch {
    return undefined;
  }
}

export function uriOfPath(path: string): string {
  return pathToFileURL(path).href;
}
