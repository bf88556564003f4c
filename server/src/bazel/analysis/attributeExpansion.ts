/** Attributes whose text Bazel expands (`Expander`): it refuses what the text names and nothing stands for. What is not known refuses nothing. */
import { AttributeError } from "./attributeError.ts";
import { isLocationFunction, locations, type LocationMap } from "./locations.ts";
import { makeVariable, makeVariables } from "./makeVariables.ts";
import { expandInStarlark, expandTemplate, shellWords, type TemplateContext } from "./templateExpansion.ts";
import { StarlarkDict } from "../../starlark/dict.ts";
import { EvalError } from "../../starlark/errors.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { RuleContextSpec } from "./ruleContext.ts";
import type { Value } from "../../starlark/value.ts";

export interface Expansion {
  /** What `$(location)` may name; undefined where there is no such function. */
  readonly locations: LocationMap | undefined;
  /** `$(location)` is a path below the execution root, not below the runfiles root. */
  readonly execPaths?: boolean;
  /** Further variables. */
  readonly variables?: ReadonlyMap<string, string | Unknown>;
  /** Variables that are refused, with these words. */
  readonly refused?: ReadonlyMap<string, string>;
  /** Expanded as Bazel's own rules in Starlark do it, not as its Java does. */
  readonly inStarlark?: boolean;
  /** What the expanded text has to be: the words of a command line, a single word, or anything. */
  readonly words?: "any" | "one" | undefined;
}

/** The texts of an attribute, expanded, or the words of all of them. Throws an AttributeError for the first that Bazel refuses. */
export function expandAttribute(
  spec: RuleContextSpec,
  attribute: string,
  expansion: Expansion,
): readonly (string | Unknown)[] {
  const texts = textsOf(spec.values.get(attribute) ?? null);
  const plain = expansion.words === undefined ? PLAIN_TEXT : PLAIN_WORD;
  if (texts.every((text) => plain.test(text))) return texts;
  const context = templateContext(spec, expansion);
  try {
    return texts.flatMap((text) => (plain.test(text) ? [text] : expandText(text, context, expansion)));
  } catch (error) {
    // A rule in Starlark fails without naming the attribute.
    throw error instanceof EvalError && !expansion.inStarlark ? new AttributeError(attribute, error.message) : error;
  }
}

/** What stands for itself. */
const PLAIN_TEXT = /^[^$]*$/;
const PLAIN_WORD = /^[^$'"\\ \t]+$/;

function expandText(
  text: string,
  context: TemplateContext,
  { words, inStarlark }: Expansion,
): readonly (string | Unknown)[] {
  const expanded = inStarlark ? expandInStarlark(text, context) : expandTemplate(text, context);
  if (expanded instanceof Unknown || words === undefined) return [expanded];
  const found = shellWords(expanded);
  if (words === "any" || found.length === 1) return found;
  throw new EvalError(
    found.length === 0
      ? "empty definition not allowed"
      : `definition contains too many tokens (found ${String(found.length)}, expecting exactly one)`,
  );
}

function textsOf(value: Value): readonly string[] {
  if (typeof value === "string") return [value];
  if (value instanceof StarlarkList) return value.items.filter((item) => typeof item === "string");
  return value instanceof StarlarkDict ? [...value.entries()].flatMap(([, text]) => textsOf(text)) : [];
}

export function templateContext(spec: RuleContextSpec, expansion: Expansion): TemplateContext {
  const variables = makeVariables(spec);
  return {
    variable: (name) => {
      const problem = expansion.refused?.get(name);
      if (problem !== undefined) throw new EvalError(problem);
      return expansion.variables?.get(name) ?? makeVariable(variables, name);
    },
    call: (name, argument) => {
      const map = isLocationFunction(spec, name) ? expansion.locations : undefined;
      if (map) return locations(spec, map, name, argument, expansion.execPaths ?? false);
      if (expansion.inStarlark) return `$(${name} ${argument})`;
      throw new EvalError(`$(${name}) not defined`);
    },
  };
}
