/** The model files of the server, as a host reads them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const MODELS = join(import.meta.dirname, "../../server/models");

/** The text of every model file by its path below `server/models`. */
export function modelFiles(): ReadonlyMap<string, string> {
  const paths = readdirSync(MODELS, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    paths.map((path) => [path.slice(MODELS.length + 1).replaceAll("\\", "/"), readFileSync(path, "utf8")]),
  );
}
