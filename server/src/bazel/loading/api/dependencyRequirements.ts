/** What an attribute asks of its dependencies: the providers that they must have, and the aspects that visit them (`StarlarkAttrModule.buildProviderPredicate`, `AspectsList.Builder.addAspect`). */
import { EvalError } from "../../../starlark/errors.ts";
import { Unknown } from "../../../starlark/unknown.ts";
import type { Value } from "../../../starlark/value.ts";
import { typeOf } from "../../../starlark/value.ts";
import { Provider } from "../../provider.ts";
import { elementsOf } from "./arguments.ts";
import { AspectValue } from "./aspectValue.ts";

/** `providers = [A, B]` (both) or `[[A], [B, C]]` (alternatives), as alternatives. */
export function requiredProviders(elements: readonly Value[]): readonly (readonly Value[])[] {
  if (elements.length === 0) return [];
  const nested = elements.map(elementsOf);
  const [first] = nested;
  const stray = elements.find((element, i) =>
    first ? !nested[i] && !(element instanceof Unknown) : nested[i] !== undefined || !mayBeProvider(element),
  );
  if (stray !== undefined) throw unexpectedProvider("an element", stray);
  for (const element of nested.flatMap((alternative, i) => alternative ?? [elements[i] ?? null]))
    if (element instanceof Provider) requireTopLevel(element.isExported, "Providers");
  if (!first) return [elements];
  return nested.map((alternative, i) => {
    const wrong = alternative?.find((element) => !mayBeProvider(element));
    if (wrong !== undefined) throw unexpectedProvider("list with an element", wrong);
    return alternative ?? [elements[i] ?? null];
  });
}

/** What `provides` names (`StarlarkAttrModule.getStarlarkProviderIdentifiers`). */
export function advertisedProviders(elements: readonly Value[]): readonly Value[] {
  const wrong = elements.find((element) => !mayBeProvider(element));
  if (wrong === undefined) return elements;
  throw new EvalError(
    `Illegal argument: element in 'provides' is of unexpected type. Should be list of providers, but got item of type ${typeOf(wrong)}.`,
  );
}

/** A provider, or the name of one in the old way. */
function mayBeProvider(value: Value): boolean {
  return value instanceof Provider || value instanceof Unknown || typeof value === "string";
}

function unexpectedProvider(what: string, value: Value): EvalError {
  return new EvalError(
    `Illegal argument: element in 'providers' is of unexpected type. Either all elements should be providers, or all elements should be lists of providers, but got ${what} of type ${typeOf(value)}.`,
  );
}

/** The elements of `aspects`. */
export function declaredAspects(elements: readonly Value[]): readonly Value[] {
  const added = new Set<AspectValue>();
  const required = new Set<Value>();
  for (const [index, element] of elements.entries())
    if (element instanceof AspectValue) {
      requireTopLevel(element.exported !== undefined, "Aspects");
      requireOnce(element, added, required);
    } else if (!(element instanceof Unknown))
      throw new EvalError(`at index ${String(index)} of aspects, got element of type ${typeOf(element)}, want Aspect`);
  return elements;
}

/** An aspect is named once, and not after one that requires it. */
function requireOnce(aspect: AspectValue, added: Set<AspectValue>, required: Set<Value>): void {
  const name = `${aspect.exported?.module ?? ""}%${aspect.exported?.name ?? ""}`;
  if (added.has(aspect)) throw new EvalError(`aspect ${name} added more than once`);
  if (required.has(aspect)) throw new EvalError(`aspect ${name} was added before as a required aspect`);
  added.add(aspect);
  for (const one of allRequired(aspect)) required.add(one);
}

function allRequired({ spec }: AspectValue): readonly Value[] {
  return spec.requires.flatMap((one) => (one instanceof AspectValue ? [one, ...allRequired(one)] : [one]));
}

function requireTopLevel(isExported: boolean, what: string): void {
  if (!isExported) throw new EvalError(`${what} should be top-level values in extension files that define them.`);
}
