/**
 * How many files and links the runfiles tree of a minimal program holds on Linux, by interpreter version, for the interpreters that rules_python 0.27 registers. With the legacy copies.
 * Source: the measurements of github.com/martis42/show_hermetic_python_overhead (Bazel 7.0.0, rules_python 0.27.0); a tree without the copies has half.
 */
const LINKS_WITH_LEGACY_COPIES: ReadonlyMap<string, number> = new Map([
  ["3.8", 4532],
  ["3.9", 4564],
  ["3.10", 4584],
  ["3.11", 4654],
  ["3.12", 4600],
]);

export interface InterpreterEstimate {
  /** The version that the figure was measured for. */
  readonly version: string;
  readonly withLegacyCopies: number;
  readonly withoutLegacyCopies: number;
}

/** The figure for a version as written (`3.10`, `3.10.13`); the newest measured one for versions that were not measured. */
export function interpreterEstimate(version: string | undefined): InterpreterEstimate {
  const minor = /^\d+\.\d+/.exec(version ?? "")?.[0];
  const measured = minor !== undefined && LINKS_WITH_LEGACY_COPIES.has(minor) ? minor : "3.12";
  const links = LINKS_WITH_LEGACY_COPIES.get(measured) ?? 0;
  return { version: measured, withLegacyCopies: links, withoutLegacyCopies: links / 2 };
}
