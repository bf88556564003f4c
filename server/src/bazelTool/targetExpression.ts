/** Target patterns as an expression of Bazel's query language. */

/**
 * The targets that the patterns name, in the configuration in which a build of them would have them: without `config` the answer holds every configuration in which another target of the set
 * depends on them, too. A pattern that begins with `-` takes away, as on the command line of a build.
 *
 * Throws a RangeError where no pattern is positive.
 */
export function topLevelTargets(patterns: readonly string[]): string {
  return `config(${targetSet(patterns)}, target)`;
}

/** The same targets in whichever configuration. */
export function targetSet(patterns: readonly string[]): string {
  const wanted = patterns.filter((pattern) => !pattern.startsWith("-"));
  const unwanted = patterns.filter((pattern) => pattern.startsWith("-")).map((pattern) => pattern.slice(1));
  if (wanted.length === 0) throw new RangeError("no target pattern");
  return unwanted.length === 0 ? set(wanted) : `(${set(wanted)} except ${set(unwanted)})`;
}

function set(patterns: readonly string[]): string {
  return `set(${patterns.map(quote).join(" ")})`;
}

/** The language has no escapes; names may hold either quote. */
function quote(pattern: string): string {
  return pattern.includes('"') ? `'${pattern}'` : `"${pattern}"`;
}
