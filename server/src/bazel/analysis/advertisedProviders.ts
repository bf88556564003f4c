/** What rules and aspects promise with `provides` (`AdvertisedProviderSet`): aspects choose by it whom they visit (`RequiredProviders.isSatisfiedBy`), and an implementation must return it. */
import { legacyIdentity } from "./configuredTarget.ts";
import { DEFAULT_INFO } from "./defaultInfo.ts";
import { INSTRUMENTED_FILES_INFO, OUTPUT_GROUP_INFO } from "./providers.ts";
import { Provider } from "../provider.ts";
import { EvalError } from "../../starlark/errors.ts";
import { str } from "../../starlark/printer.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";

/** Whether all providers of one of the lists are among those that `has` tells of; an Unknown where nothing decides that but a provider that is not known. */
export function isSatisfied(
  alternatives: readonly (readonly Value[])[],
  has: (identity: string) => boolean,
): boolean | Unknown {
  let doubt: Unknown | undefined;
  for (const all of alternatives) {
    if (!all.every((provider) => provider instanceof Unknown || has(identityOf(provider)))) continue;
    const unknown = all.find((provider) => provider instanceof Unknown);
    if (!unknown) return true;
    doubt ??= unknown;
  }
  return doubt ?? false;
}

/** What `provides` names, by identity. */
export function advertised(provides: readonly Value[]): ReadonlySet<string> {
  return new Set(provides.filter((provider) => !(provider instanceof Unknown)).map(identityOf));
}

/** Throws where an implementation has not returned what was promised (`checkDeclaredProviders`); where that is not known, tells why. */
export function requireAdvertised(
  kind: "rule" | "aspect",
  provides: readonly Value[],
  { providers, unlisted }: { readonly providers: ReadonlyMap<string, Value>; readonly unlisted: Unknown | undefined },
): Unknown | undefined {
  for (const provider of provides) {
    if (provider instanceof Unknown) return provider;
    const identity = identityOf(provider);
    if (ALWAYS_THERE.has(identity) || providers.has(identity)) continue;
    if (unlisted) return unlisted;
    const name = provider instanceof Provider ? provider.name : str(provider);
    throw new EvalError(`${kind} advertised the '${name}' provider, but this provider was not among those returned`);
  }
  return undefined;
}

/** Every target has them, whether its rule returns them or not. */
const ALWAYS_THERE: ReadonlySet<string> = new Set([
  DEFAULT_INFO.identity,
  OUTPUT_GROUP_INFO.identity,
  INSTRUMENTED_FILES_INFO.identity,
]);

/** A provider, or the name of a field of a struct that a rule may return in old versions. */
function identityOf(provider: Value): string {
  return provider instanceof Provider ? provider.identity : legacyIdentity(str(provider));
}
