/** What a node of the Runfiles view looks like, as plain data, and the words that several kinds of nodes share. */
import type { CollisionKind } from "../../server/src/protocol.ts";
import { count } from "./wording.ts";

/** An icon of VS Code's own set, or the file icon that the user's theme has for a name. */
export type Icon =
  | { readonly kind: "codicon"; readonly id: string; readonly color?: string }
  | { readonly kind: "file" }
  | { readonly kind: "folder" };

/** What the decoration of a label says. */
export interface Decoration {
  readonly contended: number;
  readonly legacy: boolean;
}

export interface Presentation {
  readonly label: string;
  readonly description?: string;
  readonly icon: Icon;
  /** Markdown. */
  readonly tooltip?: string;
  /** What a screen reader says. */
  readonly spoken: string;
  readonly expandable: "no" | "collapsed" | "expanded";
  /** Words for the `when` clauses of menus. */
  readonly context: readonly string[];
  /** Path below the private URI scheme, for decorations and file icons. */
  readonly resource?: { readonly path: string; readonly decoration: Decoration };
}

export function plain(
  label: string,
  icon: string,
  more: Partial<Pick<Presentation, "description" | "tooltip" | "spoken" | "context">> & {
    readonly color?: string;
  } = {},
): Presentation {
  const { color, ...rest } = more;
  return { label, icon: codicon(icon, color), spoken: label, expandable: "no", context: [], ...rest };
}

export function codicon(id: string, color?: string): Icon {
  return color === undefined ? { kind: "codicon", id } : { kind: "codicon", id, color };
}

export function code(text: string | null): string {
  return text === null ? "nothing" : `\`${text}\``;
}

export function codeBlock(text: string): string {
  return `\`\`\`text\n${text}\n\`\`\``;
}

export function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}

const collisionCauses = {
  configuration: "One file, built in several configurations.",
  "source-and-generated": "A source file and a generated file of one name.",
  symlink: "Several `symlinks` of one name.",
  root_symlink: "Several `root_symlinks` of one name.",
  obscured: "A link where another has a directory.",
} as const satisfies Record<CollisionKind, string>;

export function contendersTooltip(
  path: string,
  kind: CollisionKind,
  contenders: readonly string[],
  kept: string | null,
): string {
  const list = contenders.map((contender) => `- ${code(contender)}${contender === kept ? " — kept" : ""}`).join("\n");
  const decision =
    kept === null
      ? "Bazel keeps one of these; which one, only a hash decides."
      : "The order of merging decides which one is kept.";
  return [`**${path}**`, collisionCauses[kind], list, decision].join("\n\n");
}

export function contendersSpoken(contenders: readonly string[], kept: string | null): string {
  return `${count(contenders.length, "artifact")} want this path, ${verdict(contenders, kept)}`;
}

export function verdict(contenders: readonly string[], kept: string | null): string {
  return kept === null ? "Bazel keeps one of these" : `kept: ${contenderName(kept, contenders)}`;
}

/** What tells one contender from the others: its configuration, or, where another has the same, its exec path. */
export function contenderName(execPath: string, contenders: readonly string[]): string {
  const configuration = configurationOf(execPath);
  const isTelling = contenders.every((other) => other === execPath || configurationOf(other) !== configuration);
  return configuration !== undefined && isTelling ? configuration : execPath;
}

/** `platforms=//platform:linux_amd64` of `bazel-out/[platforms=//platform:linux_amd64]/bin/x`; undefined for a source file. */
function configurationOf(execPath: string): string | undefined {
  const match: readonly (string | undefined)[] = /^bazel-out\/(?:\[([^\]]*)\]|([^/]*))\//.exec(execPath) ?? [];
  return match[1] ?? match[2];
}
