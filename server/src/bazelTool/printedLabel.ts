/** Labels as Bazel prints them, by version and repository, and as people type them. */

/** One spelling for a label that is printed with one at sign or two. */
export function comparable(label: string): string {
  return label.replace(/^@@/, "@");
}

/** As `comparable`; in errors the main repository has a name, too: `@//a:b`. */
export function comparableInErrors(label: string): string {
  return comparable(label.replace(/^@@?\/\//, "//"));
}
