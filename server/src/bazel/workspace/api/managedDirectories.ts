/** `workspace(managed_directories = …)` of Bazel 4 and 5, which fetched repositories into the workspace's own directories: what is refused of it (`WorkspaceGlobals.parseManagedDirectories`; 4.2.3 was asked). */
import { EvalError } from "../../../starlark/errors.ts";
import { str } from "../../../starlark/printer.ts";
import { Unknown } from "../../../starlark/unknown.ts";
import type { Value } from "../../../starlark/value.ts";
import { castEntries, elementsOf } from "../../loading/api/arguments.ts";

/** Throws `EvalError`. `directories`: repository → paths below the workspace's root. */
export function checkManagedDirectories(directories: Value): void {
  const seen: string[] = [];
  for (const [repository, paths] of castEntries(directories, "managed_directories", "unknown")) {
    if (repository instanceof Unknown || paths instanceof Unknown) continue;
    if (!(repository as string).startsWith("@"))
      throw new EvalError(
        `Cannot parse repository name '${repository as string}'. Repository name should start with '@'.`,
      );
    const elements = elementsOf(paths);
    if (!elements)
      throw new EvalError(
        "managed_directories attribute value should be of the type attr.string_list_dict(), mapping repository name to the list of managed directories.",
      );
    for (const element of elements) {
      if (element instanceof Unknown) continue;
      const directory = managedDirectory(element);
      checkDistinct(directory, seen);
      seen.push(directory);
    }
  }
}

function managedDirectory(path: Value): string {
  if (typeof path !== "string")
    throw new EvalError(`Expected managed directory path (as string), but got '${str(path)}'.`);
  if (path === "") throw new EvalError("Expected managed directory path to be non-empty string.");
  if (path.startsWith("/"))
    throw new EvalError(`Expected managed directory path ('${path}') to be relative to the workspace root.`);
  if (path === ".." || path.startsWith("../"))
    throw new EvalError(`Expected managed directory path ('${path}') to be under the workspace root.`);
  return path;
}

function checkDistinct(directory: string, seen: readonly string[]): void {
  for (const other of seen) {
    if (other === directory)
      throw new EvalError(
        `managed_directories attribute should not contain multiple (or duplicate) repository mappings for the same directory ('${directory}').`,
      );
    const [inner, outer] = other.startsWith(`${directory}/`) ? [other, directory] : [directory, other];
    if (inner.startsWith(`${outer}/`))
      throw new EvalError(
        `managed_directories attribute value can not contain nested mappings. '${inner}' is a descendant of '${outer}'.`,
      );
  }
}
