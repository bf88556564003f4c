/**
 * The package //external, in which `bind` gives targets another name (rules/repository/Bind.java), as a BUILD file of aliases: Bazel 4.2.3 refuses `actual` where //external does not see it, and a binding without one.
 */
import { repr, str } from "../../starlark/printer.ts";
import type { Unknown } from "../../starlark/unknown.ts";
import { Label } from "../label.ts";
import type { WorkspaceDefinitions } from "./repositoryDefinition.ts";

/** Unknown where not all bindings are known. */
export function externalPackage({ bindings, open }: WorkspaceDefinitions): string | Unknown {
  if (open) return open;
  return [...bindings]
    .flatMap(([name, actual]) => {
      const text = actual instanceof Label ? str(actual) : actual;
      return typeof text === "string"
        ? [`alias(name = ${repr(name)}, actual = ${repr(text)}, visibility = ["//visibility:public"])\n`]
        : [];
    })
    .join("");
}
