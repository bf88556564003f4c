/** What can be clicked in the report of `Verify`: labels in backticks, and places (`pkg/BUILD:3`). */

export type LinkTarget =
  | { readonly kind: "target"; readonly label: string }
  /** `line` is one-based. */
  | { readonly kind: "place"; readonly file: string; readonly line: number };

export interface ReportLink {
  /** Offsets into the report. */
  readonly start: number;
  readonly end: number;
  readonly to: LinkTarget;
}

export function reportLinks(text: string): readonly ReportLink[] {
  const labels = [...text.matchAll(/`((?:@@?[^`/\s]*)?\/\/[^`:\s]*:[^`\n]+)`/g)].map((match) => {
    return link(match.index + 1, match[1] ?? "", { kind: "target", label: match[1] ?? "" });
  });
  const places = [...text.matchAll(/\(([^()`\n]+):(\d+)\)$/gm)].map((match) => {
    const file = match[1] ?? "";
    return link(match.index + 1, `${file}:${match[2] ?? ""}`, { kind: "place", file, line: Number(match[2]) });
  });
  return [...labels, ...places].sort((a, b) => a.start - b.start);
}

function link(start: number, text: string, to: LinkTarget): ReportLink {
  return { start, end: start + text.length, to };
}
