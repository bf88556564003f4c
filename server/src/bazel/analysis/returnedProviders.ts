/** What a rule implementation returns, sorted: providers by identity, DefaultInfo, and the old way of returning a struct (`StarlarkRuleConfiguredTargetUtil`). */
import { legacyIdentity } from "./configuredTarget.ts";
import { DEFAULT_INFO } from "./defaultInfo.ts";
import { Struct } from "../provider.ts";
import { EvalError } from "../../starlark/errors.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { freezeAll } from "../../starlark/mutability.ts";
import { Tuple } from "../../starlark/tuple.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";

/** What an implementation returned. */
export interface Returned {
  /** By identity. */
  readonly providers: Map<string, Value>;
  /** The DefaultInfo. */
  info: Struct | undefined;
  /** Why providers that are not listed may be there all the same. */
  unlisted: Unknown | undefined;
}

/** What an implementation has returned cannot be changed afterwards. */
export function sortProviders(returned: Value): Returned {
  freezeAll([returned]);
  const sorted: Returned = { providers: new Map(), info: undefined, unlisted: undefined };
  for (const value of returnedProviders(returned)) addProvider(sorted, value);
  return sorted;
}

function addProvider(sorted: Returned, value: Value): void {
  if (value instanceof Unknown) sorted.unlisted = value;
  else if (!(value instanceof Struct))
    throw new EvalError("expected a list of Info or a single Info instance, and got an element of another type");
  else if (value.provider === DEFAULT_INFO) sorted.info = value;
  else if (value.provider) {
    if (sorted.providers.has(value.provider.identity))
      throw new EvalError(`Multiple conflicting returned providers with key ${value.provider.name}`);
    sorted.providers.set(value.provider.identity, value);
  } else addLegacyStruct(sorted, value);
}

const DEFAULT_INFO_FIELDS: ReadonlySet<string> = new Set([
  "files",
  "runfiles",
  "data_runfiles",
  "default_runfiles",
  "executable",
]);

/** The old way of returning providers: `struct(files = …, runfiles = …, providers = […], other = …)`; `other` is a field of the target then. */
function addLegacyStruct(sorted: Returned, { fields }: Struct): void {
  for (const value of returnedProviders(fields.get("providers") ?? null)) addProvider(sorted, value);
  const ofDefaultInfo = [...fields].filter(([name]) => DEFAULT_INFO_FIELDS.has(name));
  if (ofDefaultInfo.length > 0 || !sorted.info) sorted.info = new Struct(new Map(ofDefaultInfo), DEFAULT_INFO);
  for (const [name, value] of fields) {
    if (!DEFAULT_INFO_FIELDS.has(name) && name !== "providers") sorted.providers.set(legacyIdentity(name), value);
  }
}

function returnedProviders(returned: Value): readonly Value[] {
  if (returned === null) return [];
  if (returned instanceof StarlarkList || returned instanceof Tuple)
    return returned.items.flatMap((item) => returnedProviders(item));
  return [returned];
}
