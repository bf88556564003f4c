/** `model.expand`: the texts of attributes that Bazel expands. */
import { builtin } from "../../../starlark/builtin.ts";
import { StarlarkDict } from "../../../starlark/dict.ts";
import { StarlarkList } from "../../../starlark/list.ts";
import { Unknown } from "../../../starlark/unknown.ts";
import type { Value } from "../../../starlark/value.ts";
import { expandAttribute } from "../attributeExpansion.ts";
import { locationMap } from "../locations.ts";
import { contextOf } from "../ruleContext.ts";
import { strings } from "./strings.ts";

export const expandBuiltin = builtin({
  name: "expand",
  doc: "The texts of an attribute as Bazel expands them. Refuses the target where one names a variable, or a label in $(location), that Bazel does not expand.",
  params: [
    { name: "ctx" },
    { name: "attribute", types: ["string"] },
    { name: "locations", default: true, kind: "named-only", doc: "Whether there is $(location)." },
    { name: "data", default: true, kind: "named-only", doc: "Whether $(location) may name what `data` holds." },
    { name: "files", default: new StarlarkList([]), kind: "named-only", doc: "Further attributes it may name." },
    { name: "tools", default: new StarlarkList([]), kind: "named-only", doc: "The same, by their executables." },
    {
      name: "targets",
      default: null,
      kind: "named-only",
      doc: "Expanded as Bazel's rules in Starlark do it, with ctx.expand_location: the attributes whose targets it is given.",
    },
    { name: "words", default: null, kind: "named-only", doc: "`any` or `one`: the words that it has to be." },
    { name: "variables", default: new StarlarkDict(), kind: "named-only", doc: "Further variables." },
    { name: "refused", default: new StarlarkDict(), kind: "named-only", doc: "Variable → why it is refused." },
  ],
  run: (_thread, [ctx, attribute, hasLocations, data, files, tools, targets, words, variables, refused]) => {
    const { spec } = contextOf(ctx);
    const inStarlark = targets !== null && targets !== undefined;
    const given = inStarlark ? { data: false, targets: strings(targets) } : { data: data === true };
    const expanded = expandAttribute(spec, attribute as string, {
      locations: hasLocations
        ? locationMap(spec, { ...given, files: strings(files), tools: strings(tools) })
        : undefined,
      inStarlark,
      execPaths: inStarlark,
      words: words === "any" || words === "one" ? words : undefined,
      variables: known(variables),
      refused: texts(refused),
    });
    return new StarlarkList([...expanded]);
  },
});

function texts(value: Value | undefined): ReadonlyMap<string, string> {
  return new Map([...known(value)].filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

function known(value: Value | undefined): ReadonlyMap<string, string | Unknown> {
  const entries = value instanceof StarlarkDict ? [...value.entries()] : [];
  return new Map(
    entries.filter(
      (entry): entry is [string, string | Unknown] =>
        typeof entry[0] === "string" && (typeof entry[1] === "string" || entry[1] instanceof Unknown),
    ),
  );
}
