/** Symbolic macros as a package keeps them: what was called, from where, with which labels. After Bazel's `MacroClass.java` and `MacroInstance.java`. */
import type { Label, PackageId } from "./label.ts";

/** What `macro()` declares; one object a declaration. */
export interface MacroClass {
  readonly name: string;
  /** The label of the .bzl file that exports it, as text. */
  readonly module: string;
  /** The package of that file: from there the macro's code sees targets. */
  readonly definitionPackage: PackageId;
  /** Finalizers run when everything else has been declared. */
  readonly finalizer: boolean;
}

/** One call of a symbolic macro. */
export interface MacroInstance {
  readonly macroClass: MacroClass;
  readonly name: string;
  /** The macro whose implementation made the call. */
  readonly parent: MacroInstance | undefined;
  /** The labels that explicit attributes were given, by their text: whoever called the macro is asked whether it may see them. */
  readonly passed: ReadonlyMap<string, Label>;
}

export const MACRO_NAMING_RULES =
  "Name must be the same as the macro's name, or the macro's name followed by '_' (recommended), '-', or '.', and a non-empty string.";

/** Whether a name belongs to a macro: `foo` owns `foo`, `foo_x`, `foo-x` and `foo.x`. */
export function isWithinMacroNamespace(name: string, macroName: string): boolean {
  if (!name.startsWith(macroName)) return false;
  const suffix = name.slice(macroName.length);
  return suffix === "" || (suffix.length >= 2 && /^[_.-]/.test(suffix));
}
