/** What the Runfiles view can show, and what it says above that. */
import type { RunfilesModel } from "./runfilesModel.ts";
import { count, number } from "./wording.ts";

/** A target of a workspace. */
export interface Subject {
  readonly root: string;
  readonly target: string;
}

/** The `kind` is the value of the context key `runfilesLens.view`, by which the welcome texts are chosen. */
export type ViewContent =
  | { readonly kind: "starting" }
  | { readonly kind: "failed" }
  | { readonly kind: "no-root" }
  | { readonly kind: "nothing" }
  | { readonly kind: "loading"; readonly subject: Subject }
  /** The server has no tree for the target and says why. */
  | { readonly kind: "none"; readonly subject: Subject; readonly message: string }
  | { readonly kind: "tree"; readonly subject: Subject; readonly model: RunfilesModel };

/** The line above the nodes; empty where the nodes, or the welcome text, say enough. */
export function messageOf(content: ViewContent): string {
  switch (content.kind) {
    case "none":
      return content.message;
    case "loading":
      return `Predicting the runfiles of ${content.subject.target} …`;
    case "tree":
      return content.model.filter === ""
        ? ""
        : `Filter “${content.model.filter}”: ${number(content.model.matching)} of ${count(content.model.shown.tree.entries.length, "entry", "entries")}`;
    case "starting":
    case "failed":
    case "no-root":
    case "nothing":
      return "";
    default:
      return content satisfies never;
  }
}

export function sameSubject(a: Subject, b: Subject | undefined): boolean {
  return a.root === b?.root && a.target === b.target;
}
