/**
 * What the view's filter box understands: words that must all occur in an entry's path or in its owner's label, without regard to case, and `is:` terms for what has no name.
 */
import type { TreeEntry } from "../../server/src/protocol.ts";
import { isExternal } from "./entryOrigin.ts";

/** Terms that select by property. */
export const filterTerms = {
  "is:collision": "paths that several artifacts want",
  "is:legacy": "legacy copies of external files",
  "is:external": "entries from external repositories",
  "is:empty": "empty files that Bazel makes up",
} as const;

export type EntryPredicate = (entry: TreeEntry) => boolean;

/** The predicate of a filter, or undefined where it lets everything through. `contended` holds the paths with contenders. */
export function entryFilter(text: string, contended: ReadonlySet<string>): EntryPredicate | undefined {
  const terms = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (terms.length === 0) return undefined;
  const predicates = terms.map((term) => predicateOf(term, contended));
  return (entry) => predicates.every((holds) => holds(entry));
}

function predicateOf(term: string, contended: ReadonlySet<string>): EntryPredicate {
  switch (term) {
    case "is:collision":
      return (entry) => contended.has(entry.path);
    case "is:legacy":
      return (entry) => entry.legacyCopy;
    case "is:external":
      return isExternal;
    case "is:empty":
      return (entry) => entry.kind === "empty";
    default:
      return (entry) => entry.path.toLowerCase().includes(term) || (entry.owner?.toLowerCase().includes(term) ?? false);
  }
}
