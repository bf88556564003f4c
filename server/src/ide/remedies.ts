/**
 * What would mend a reason of a `partial` tree: one sentence for people, by the kind of what is not known.
 */
import type { UnknownKind } from "../starlark/unknown.ts";

/** A sentence, or null where there is nothing that the reader could do. */
export function remedyOf(kind: UnknownKind): string | null {
  switch (kind) {
    case "repository":
      return "Let Bazel fetch the repository (`bazel fetch`, or any build), or point at a copy on disk with `--override_repository`.";
    case "file":
      return "Make the file readable, or create it.";
    case "rule":
      return "Bring the source of the rule onto disk: let Bazel fetch its repository, or vendor it.";
    case "select":
    case "configuration":
      return "Say which build is meant: choose the command and its configs in the status bar, or set `runfilesLens.flags`.";
    case "version":
      return "Name the Bazel version in `.bazelversion`, or set `runfilesLens.bazel.version`.";
    case "syntax":
      return "Mend the syntax error.";
    case "evaluation":
      return "Mend the error; if Bazel accepts the code, `Resolve with Bazel` gives its tree.";
    case "limit":
      return "Raise `runfilesLens.maxSteps` or `runfilesLens.maxMemoryMb`, or let `Resolve with Bazel` answer.";
    case "api":
    case "model":
      return "`Resolve with Bazel` gives the exact tree.";
    default:
      return kind satisfies never;
  }
}
