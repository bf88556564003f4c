/** The private builtins of models for what Bazel refuses. */
import { builtin } from "../../../starlark/builtin.ts";
import { StarlarkDict } from "../../../starlark/dict.ts";
import { StarlarkList } from "../../../starlark/list.ts";
import { Unknown } from "../../../starlark/unknown.ts";
import type { Value } from "../../../starlark/value.ts";
import { AttributeError } from "../attributeError.ts";
import { checkExpansion } from "../attributeExpansion.ts";
import { locationMap } from "../locations.ts";
import { contextOf } from "../ruleContext.ts";
import { strings } from "./strings.ts";

export const refuse = builtin({
  name: "refuse",
  doc: "Refuses the target for what an attribute says.",
  params: [
    { name: "attribute", types: ["string"] },
    { name: "problem", types: ["string"] },
  ],
  run: (_thread, [attribute, problem]) => {
    throw new AttributeError(attribute as string, problem as string);
  },
});

export const mayBeRefused = builtin({
  name: "may_be_refused",
  doc: "Says that Bazel may refuse the target, and with it whatever depends on it.",
  params: [{ name: "ctx" }, { name: "why", acceptsUnknown: true }],
  run: (_thread, [ctx, why]) => {
    if (why instanceof Unknown) contextOf(ctx).spec.onDoubt?.(why);
    return null;
  },
});

export const checkExpansionBuiltin = builtin({
  name: "check_expansion",
  doc: "Refuses the target where the text of an attribute names a variable, or a label in $(location), that Bazel does not expand.",
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
    checkExpansion(spec, attribute as string, {
      locations: hasLocations
        ? locationMap(spec, { ...given, files: strings(files), tools: strings(tools) })
        : undefined,
      inStarlark,
      execPaths: inStarlark,
      words: words === "any" || words === "one" ? words : undefined,
      variables: texts(variables),
      refused: texts(refused),
    });
    return null;
  },
});

function texts(value: Value | undefined): ReadonlyMap<string, string> {
  const entries = value instanceof StarlarkDict ? [...value.entries()] : [];
  return new Map(entries.filter((entry): entry is [string, string] => entry.every((item) => typeof item === "string")));
}
