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

/** The same targets in whichever configuration. Patterns act in their order: what was taken away may be named again. */
export function targetSet(patterns: readonly string[]): string {
  let expression = "";
  for (const { isNegative, names } of runs(patterns)) {
    if (expression === "") expression = isNegative ? "" : set(names);
    else expression = `(${expression} ${isNegative ? "except" : "union"} ${set(names)})`;
  }
  if (expression === "") throw new RangeError("no target pattern");
  return expression;
}

/** Neighbours of one sign together. */
function runs(patterns: readonly string[]): { readonly isNegative: boolean; readonly names: string[] }[] {
  const all: { isNegative: boolean; names: string[] }[] = [];
  for (const pattern of patterns) {
    const isNegative = pattern.startsWith("-");
    const name = isNegative ? pattern.slice(1) : pattern;
    const last = all.at(-1);
    if (last?.isNegative === isNegative) last.names.push(name);
    else all.push({ isNegative, names: [name] });
  }
  return all;
}

function set(patterns: readonly string[]): string {
  return `set(${patterns.map(quote).join(" ")})`;
}

/** The language has no escapes; names may hold either quote. */
function quote(pattern: string): string {
  return pattern.includes('"') ? `'${pattern}'` : `"${pattern}"`;
}
