/**
 * "Did you mean": the nearest of some names by edit distance, with the thresholds of Bazel's `net.starlark.java.spelling.SpellChecker`, so that our messages suggest what Bazel's would.
 */

/** Levenshtein distance between two strings, or undefined where it would exceed `limit`. */
export function editDistance(a: string, b: string, limit: number): number | undefined {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > limit) return undefined;
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let best = i;
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1);
      const distance = Math.min(replaced, (row[j - 1] ?? 0) + 1, (previous[j] ?? 0) + 1);
      row.push(distance);
      best = Math.min(best, distance);
    }
    if (best > limit) return undefined;
    previous = row;
  }
  const distance = previous[b.length] ?? 0;
  return distance <= limit ? distance : undefined;
}

/** The candidate most like `word`, case ignored; the first of equals. Undefined where none is near enough to be a typing error. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let limit = Math.min(5, Math.floor((word.length + 1) / 2));
  let best: string | undefined;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, candidate.toLowerCase(), limit);
    if (distance === undefined || distance >= limit) continue;
    limit = distance;
    best = candidate;
  }
  return best;
}

/** What Bazel appends to a message about an unknown name: ` (did you mean 'x'?)`, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const suggestion = nearest(word, candidates);
  return suggestion === undefined ? "" : ` (did you mean '${suggestion}'?)`;
}
