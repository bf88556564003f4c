/** Numbers and nouns as the view, the status item and the reports write them. */

const numbers = new Intl.NumberFormat("en-US");

/** `4,612` */
export function number(value: number): string {
  return numbers.format(value);
}

/** `1 link`, `4,612 links` */
export function count(value: number, singular: string, plural = `${singular}s`): string {
  return `${number(value)} ${value === 1 ? singular : plural}`;
}

/** The last segment of a path; a final `/` is dropped. */
export function baseName(path: string): string {
  const end = path.endsWith("/") ? path.length - 1 : path.length;
  return path.slice(path.lastIndexOf("/", end - 1) + 1, end);
}
