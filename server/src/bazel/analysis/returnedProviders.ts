/** What a rule implementation returns, sorted: providers by identity, DefaultInfo, and the old way of returning a struct (`StarlarkRuleConfiguredTargetUtil`). */
import { legacyIdentity } from "./configuredTarget.ts";
import { requireSequenceOf } from "./argumentChecks.ts";
import { DEFAULT_INFO } from "./defaultInfo.ts";
import { outputGroups } from "./providers.ts";
import { Struct, type Provider } from "../provider.ts";
import { StarlarkDict } from "../../starlark/dict.ts";
import { EvalError } from "../../starlark/errors.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { freezeAll } from "../../starlark/mutability.ts";
import { Tuple } from "../../starlark/tuple.ts";
import { Unknown } from "../../starlark/unknown.ts";
import { typeOf, type Value } from "../../starlark/value.ts";

/** What an implementation returned. */
export interface Returned {
  /** By identity. */
  readonly providers: Map<string, Value>;
  /** The DefaultInfo. */
  info: Struct | undefined;
  /** Why providers that are not listed may be there all the same. */
  unlisted: Unknown | undefined;
}

/** What an implementation has returned cannot be changed afterwards. Mirrors `StarlarkRuleConfiguredTargetUtil.addProviders`, but lets models say it as they like. */
export function sortProviders(returned: Value, isLenient = true): Returned {
  freezeAll([returned]);
  const sorted: Returned = { providers: new Map(), info: undefined, unlisted: undefined };
  if (isLenient) for (const value of flattened(returned)) addProvider(sorted, value);
  else if (returned instanceof StarlarkList || returned instanceof Tuple)
    addAll(sorted, returned, "result of rule implementation function");
  else if (returned !== null && !(returned instanceof StarlarkDict)) addProvider(sorted, returned, addLegacyStruct);
  return sorted;
}

/** `--incompatible_disallow_struct_provider_syntax` */
export function requireNoStruct(returned: Value): void {
  if (returned instanceof Struct && !returned.provider)
    throw new EvalError(
      "Returning a struct from a rule implementation function is deprecated and will be removed soon. It may be temporarily re-enabled by setting --incompatible_disallow_struct_provider_syntax=false . See https://github.com/bazelbuild/bazel/issues/7347 for details.",
    );
}

function addAll(sorted: Returned, values: Value | undefined, what: string): void {
  if (values instanceof Unknown) sorted.unlisted = values;
  if (values === undefined || values instanceof Unknown) return;
  if (!(values instanceof StarlarkList || values instanceof Tuple))
    throw new EvalError(`for ${what}, got ${typeOf(values)}, want sequence`);
  values.items.forEach((value, index) => {
    if (!(value instanceof Struct || value instanceof Unknown))
      throw new EvalError(`at index ${String(index)} of ${what}, got element of type ${typeOf(value)}, want Info`);
    if (value instanceof Struct && value.provider === DEFAULT_INFO && sorted.info) throw conflicting(DEFAULT_INFO);
    if (value instanceof Struct && value.provider?.isExported === false)
      throw new EvalError("The rule implementation function returned an instance of an unnamed provider.");
    // A struct in a list is nothing that anybody could ask for.
    addProvider(sorted, value, () => undefined);
  });
}

function addProvider(sorted: Returned, value: Value, ofStruct = addLenientStruct): void {
  if (value instanceof Unknown) sorted.unlisted = value;
  else if (!(value instanceof Struct))
    throw new EvalError(`Rule should return a struct or a list, but got ${typeOf(value)}`);
  else if (value.provider === DEFAULT_INFO) sorted.info = value;
  else if (value.provider) {
    if (sorted.providers.has(value.provider.identity)) throw conflicting(value.provider);
    sorted.providers.set(value.provider.identity, value);
  } else ofStruct(sorted, value);
}

function conflicting({ name }: Provider): EvalError {
  return new EvalError(`Multiple conflicting returned providers with key ${name}`);
}

/** Fields that are those of DefaultInfo, with the words for what they must be; Bazel takes no None for one, as DefaultInfo does. */
const DEFAULT_INFO_FIELDS: ReadonlyMap<string, string> = new Map([
  ["files", "files, got NoneType, want a depset of File"],
  ["runfiles", "runfiles field, got NoneType, want runfiles"],
  ["data_runfiles", "data_runfiles field, got NoneType, want runfiles"],
  ["default_runfiles", "default_runfiles field, got NoneType, want runfiles"],
  ["executable", "executable field, got NoneType, want File"],
]);

/** The old way of returning providers: `struct(files = …, runfiles = …, providers = […], other = …)`; `other` is a field of the target then. */
function addLegacyStruct(sorted: Returned, { fields }: Struct): void {
  addAll(sorted, fields.get("providers"), "providers");
  for (const [name, problem] of DEFAULT_INFO_FIELDS) {
    if (!fields.has(name)) continue;
    if (sorted.info)
      throw new EvalError(`Provider '${name}' should be specified in DefaultInfo if it's provided explicitly.`);
    if (fields.get(name) === null) throw new EvalError(`for ${problem}`);
  }
  checkInstrumentedFiles(fields.get("instrumented_files"));
  addFields(sorted, fields);
}

function checkInstrumentedFiles(value: Value | undefined): void {
  if (value === undefined || value instanceof Unknown) return;
  if (!(value instanceof Struct))
    throw new EvalError(`for instrumented_files field, got ${typeOf(value)}, want struct`);
  for (const name of ["source_attributes", "dependency_attributes"])
    requireSequenceOf("string", value.fields.get(name), name);
}

function addLenientStruct(sorted: Returned, { fields }: Struct): void {
  for (const value of flattened(fields.get("providers") ?? null)) addProvider(sorted, value);
  addFields(sorted, fields);
}

function addFields(sorted: Returned, fields: ReadonlyMap<string, Value>): void {
  const ofDefaultInfo = [...fields].filter(([name]) => DEFAULT_INFO_FIELDS.has(name));
  if (ofDefaultInfo.length > 0 || !sorted.info) sorted.info = new Struct(new Map(ofDefaultInfo), DEFAULT_INFO);
  for (const [name, value] of fields) {
    if (DEFAULT_INFO_FIELDS.has(name) || name === "providers" || name === "instrumented_files") continue;
    if (name === "output_groups") {
      if (value instanceof StarlarkDict) addProvider(sorted, outputGroups(value));
      continue;
    }
    sorted.providers.set(legacyIdentity(name), value);
    // `addProviderFromLegacySyntax`: who asks for it by its provider finds it, too.
    if (!(value instanceof Struct) || !value.provider?.isExported || value.provider === DEFAULT_INFO) continue;
    if (!sorted.providers.has(value.provider.identity)) sorted.providers.set(value.provider.identity, value);
  }
}

function flattened(returned: Value): readonly Value[] {
  if (returned === null) return [];
  if (returned instanceof StarlarkList || returned instanceof Tuple)
    return returned.items.flatMap((item) => flattened(item));
  return [returned];
}
