/** How many files a source directory stands for: what sandboxes and remote execution expand its one link to. */
import type { QueryContext } from "../base/graph.ts";
import { joinPath } from "../base/path.ts";
import type { FileInputs } from "../bazel/inputs.ts";

const MOST = 1_000_000;

export function filesBelow(graph: QueryContext, files: FileInputs, directory: string): number {
  let count = 0;
  const work = [directory];
  const entered = new Set<string>();
  for (let next = work.pop(); next !== undefined && count < MOST; next = work.pop()) {
    graph.checkCancelled();
    const real = graph.input(files.realPath, next) ?? next;
    if (entered.has(real)) continue;
    entered.add(real);
    const listing = graph.input(files.list, next);
    if (listing.kind !== "entries") continue;
    for (const entry of listing.entries) {
      if (entry.kind === "directory") work.push(joinPath(next, entry.name));
      else count++;
    }
  }
  return count;
}
