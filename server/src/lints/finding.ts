/**
 * What a lint says. One cause is one finding, however many targets it hits.
 */
import type { Location, Range } from "../base/text.ts";

export type Severity = "error" | "warning" | "information" | "hint";

export interface RelatedLocation {
  readonly location: Location;
  readonly message: string;
}

/** Edits of one file; `create` when the file does not exist yet. */
export interface FileEdit {
  readonly path: string;
  readonly create: boolean;
  readonly edits: readonly { readonly range: Range; readonly newText: string }[];
}

export interface Fix {
  readonly title: string;
  /** LSP's code action kind. */
  readonly kind: "quickfix" | "refactor.rewrite";
  readonly preferred: boolean;
  /** One sentence: what it costs or changes besides. */
  readonly tradeOff: string;
  readonly edits: readonly FileEdit[];
  /** Where the result is to be shown after the edit. */
  readonly reveal: { readonly path: string; readonly line: number } | undefined;
}

export interface Finding {
  /** The lint's id, for instance `runfiles-collision`. */
  readonly lint: string;
  readonly severity: Severity;
  readonly location: Location;
  readonly message: string;
  /** The target it is shown for, as Bazel writes its label; undefined where it concerns a file. */
  readonly target: string | undefined;
  readonly related: readonly RelatedLocation[];
  readonly fixes: readonly Fix[];
  /** Plain JSON; `targets` lists every target that shares the cause. */
  readonly data: { readonly targets: readonly string[]; readonly [key: string]: unknown };
}
