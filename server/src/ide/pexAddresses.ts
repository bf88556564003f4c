/** What an experiment with Pants is about. */
import type { Snapshot } from "../project.ts";

export function pexAddresses(snapshot: Snapshot, _params: null): readonly string[] {
  return snapshot.pexAddresses();
}
