/** Where an entry of a runfiles tree comes from: this repository or another. */
import type { TreeEntry } from "../../server/src/protocol.ts";

/**
 * Whether an external repository brings the entry: its owner's label names one (`@@rules_python+//…`; `@//` and `@@//` are the main repository), or, where nobody owns it, its exec path lies under
 * `external/`, as a source or below an output directory.
 */
export function isExternal(entry: TreeEntry): boolean {
  if (entry.owner !== null) return /^@@?[^/]/.test(entry.owner);
  return entry.execPath !== null && /^(bazel-out\/[^/]*\/[^/]*\/)?external\//.test(entry.execPath);
}
