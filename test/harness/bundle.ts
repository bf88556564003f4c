/** The built programs, as users run them. `npm test` builds them first. */
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const dist = join(import.meta.dirname, "../../dist");

/** Path of a bundle; throws where it was not built. */
export function bundle(name: "cli" | "evaluator" | "server"): string {
  const path = join(dist, `${name}.cjs`);
  if (!existsSync(path)) throw new Error(`${path} is missing: run npm run build`);
  return path;
}

/** A copy of a test workspace that a test may change; `remove` deletes it. */
export function copyOfWorkspace(name: string): { readonly root: string; readonly remove: () => void } {
  const root = mkdtempSync(join(tmpdir(), "runfiles-lens-workspace-"));
  cpSync(join(import.meta.dirname, "../workspaces", name), root, { recursive: true });
  return {
    root,
    remove: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}
