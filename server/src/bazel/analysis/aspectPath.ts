/** Which aspects come before which, and which of those before an aspect sees (`AspectCollection`). */
import { advertised, isSatisfied } from "./advertisedProviders.ts";
import { AspectValue } from "../loading/api/aspectValue.ts";
import type { Value } from "../../starlark/value.ts";

/** The .bzl file that exports an aspect and its name there; `?` for one that is not exported. */
export function identity(aspect: AspectValue): string {
  return aspect.exported ? `${aspect.exported.module}%${aspect.exported.name}` : "?";
}

/** What an aspect requires comes before it. */
export function inOrder(aspects: readonly Value[]): readonly Value[] {
  const ordered: Value[] = [];
  for (const aspect of aspects) {
    if (aspect instanceof AspectValue)
      for (const required of inOrder(aspect.spec.requires)) if (!ordered.includes(required)) ordered.push(required);
    if (!ordered.includes(aspect)) ordered.push(aspect);
  }
  return ordered;
}

/** Those of the aspects before that an aspect is built on, and what these are (`AspectCollection`). */
export function pathTo(aspect: AspectValue, before: readonly AspectValue[]): readonly AspectValue[] {
  const path: AspectValue[] = [];
  for (const earlier of [...before].reverse())
    if ([aspect, ...path].some((later) => sees(later, earlier))) path.unshift(earlier);
  return path;
}

/** An aspect sees what aspects before it add where it names them, or where they declare what it asks for; also where that is not known. */
export function sees({ spec }: AspectValue, earlier: AspectValue): boolean {
  if (spec.requires.some((one) => one instanceof AspectValue && identity(one) === identity(earlier))) return true;
  const declared = advertised(earlier.spec.provides);
  return isSatisfied(spec.requiredAspectProviders, (provider) => declared.has(provider)) !== false;
}
