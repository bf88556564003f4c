/** What of a repository's contents decides what others make of it: for the id of a view. */
import { repr } from "../../starlark/printer.ts";
import type { Value } from "../../starlark/value.ts";
import type { RepositoryContents } from "../repositoryView.ts";

/** Plain data. */
export function digested(contents: RepositoryContents): unknown {
  if (contents.kind === "unknown") return contents.unknown.reason;
  if (contents.kind !== "generated") return contents;
  const { maker, otherwise } = contents;
  const made =
    maker.kind === "extension"
      ? [maker.extension.file.toString(), maker.extension.name, maker.name]
      : [maker.file.toString(), maker.view, maker.rule, maker.name, argumentTexts(maker.attributes)];
  return [made, otherwise && digested(otherwise)];
}

function argumentTexts(attributes: ReadonlyMap<string, Value>): unknown {
  return [...attributes].map(([name, value]) => [name, repr(value)]);
}
