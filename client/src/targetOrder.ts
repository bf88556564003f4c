/** The order of targets in lists. */

const collator = new Intl.Collator("en", { numeric: true });

/** By label, numbers in it by their value: `//:test_9` comes before `//:test_10`. */
export function targetOrder(a: { readonly label: string }, b: { readonly label: string }): number {
  return collator.compare(a.label, b.label);
}
