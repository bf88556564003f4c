/** The gap list: what is not known in a workspace, package by package, and counted by reason. */
import type { Snapshot } from "../project.ts";
import type { Gap, PackageGaps } from "../project/gaps.ts";

export function packagePaths(snapshot: Snapshot, _params: null): readonly string[] {
  return snapshot.packagePaths();
}

export function packageGaps(snapshot: Snapshot, params: { readonly path: string }): PackageGaps {
  return snapshot.packageGaps(params.path);
}

/** One line of the gap list. Stable: printed by `gaps --format json`. */
export interface CountedGap {
  readonly kind: Gap["kind"];
  /** The name of an API, a repository, a rule, …; where there is none, the message with its labels, names and numbers taken out. */
  readonly name: string;
  /** Targets that it touches, those of packages that it leaves open not counted. */
  readonly targets: number;
  /** Packages that it touches: in their targets, or themselves. */
  readonly packages: number;
  /** The first one's words. */
  readonly message: string;
  readonly firstTarget: string | null;
  readonly file: string | null;
  readonly line: number | null;
}

export interface GapTotals {
  readonly packages: number;
  readonly open: number;
  readonly unknown: number;
  readonly targets: number;
  readonly complete: number;
  readonly partial: number;
  readonly rejected: number;
}

interface Tally {
  readonly first: Pick<CountedGap, "message" | "firstTarget" | "file" | "line">;
  readonly kind: Gap["kind"];
  readonly name: string;
  readonly targets: Set<string>;
  readonly packages: Set<string>;
}

/** Counts packages one after the other, so that no package has to wait for the others. */
export class GapCounter {
  readonly #tallies = new Map<string, Tally>();
  #totals: GapTotals = { packages: 0, open: 0, unknown: 0, targets: 0, complete: 0, partial: 0, rejected: 0 };

  get totals(): GapTotals {
    return this.#totals;
  }

  add(path: string, { own, state, targets }: PackageGaps): void {
    const of = (completeness: string) => targets.filter((target) => target.completeness === completeness).length;
    const totals = this.#totals;
    this.#totals = {
      packages: totals.packages + 1,
      open: totals.open + (state === "open" ? 1 : 0),
      unknown: totals.unknown + (state === "unknown" ? 1 : 0),
      targets: totals.targets + targets.length,
      complete: totals.complete + of("complete"),
      partial: totals.partial + of("partial"),
      rejected: totals.rejected + of("rejected"),
    };
    for (const gap of own) this.#tally(gap, path, undefined);
    for (const { target, gaps } of targets) for (const gap of gaps) this.#tally(gap, path, target);
  }

  /** The most frequent first. */
  gaps(): readonly CountedGap[] {
    return [...this.#tallies.values()]
      .map(({ kind, name, first, targets, packages }) => ({
        kind,
        name,
        targets: targets.size,
        packages: packages.size,
        ...first,
      }))
      .sort((a, b) => b.targets - a.targets || b.packages - a.packages || (a.name < b.name ? -1 : 1));
  }

  #tally({ kind, name, message, place }: Gap, path: string, target: string | undefined): void {
    const shown = name === "" ? pattern(message) : name;
    const key = `${kind}\0${shown}`;
    let tally = this.#tallies.get(key);
    if (!tally) {
      const first = { message, firstTarget: target ?? null, file: place?.file ?? null, line: place?.line ?? null };
      tally = { kind, name: shown, first, targets: new Set(), packages: new Set() };
      this.#tallies.set(key, tally);
    }
    tally.packages.add(path);
    if (target !== undefined) tally.targets.add(target);
  }
}

/** Messages of one cause differ in what they name. */
function pattern(message: string): string {
  return (message.split("\n")[0] ?? "")
    .replace(/@?@?[\w.~+-]*\/\/[^\s'",)]*/g, "LABEL")
    .replace(/'[^']*'|"[^"]*"/g, "'…'")
    .replace(/\d+/g, "N");
}
