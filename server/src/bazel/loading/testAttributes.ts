/** What Bazel demands of the attributes that tests have in common (`RuleClass.checkForValidSizeAndTimeoutValues`, `TestActionBuilder`). */
import type { Value } from "../../starlark/value.ts";

const SIZES: readonly Value[] = ["small", "medium", "large", "enormous"];
const TIMEOUTS: readonly Value[] = ["short", "moderate", "long", "eternal"];
const MAX_SHARDS = 50;

/** How long a test of a size may take that does not say (`TestTimeout.getTestTimeout`); null where the size is none. */
export function defaultTimeout(size: Value): Value {
  return TIMEOUTS[SIZES.indexOf(size)] ?? null;
}

/** When a target named `name` is declared. */
export function testProblem(name: string, attributes: ReadonlyMap<string, Value>): string | undefined {
  const [size, timeout] = [attributes.get("size"), attributes.get("timeout")];
  if (typeof size === "string" && !SIZES.includes(size))
    return `In rule '${name}', size '${size}' is not a valid size.`;
  if (typeof timeout === "string" && !TIMEOUTS.includes(timeout))
    return `In rule '${name}', timeout '${timeout}' is not a valid timeout.`;
  return undefined;
}

/** When a target is analysed. A number that nobody gives is -1. */
export function shardCountProblem(shards: Value | undefined, isGiven: boolean): string | undefined {
  if (typeof shards !== "number" || !isGiven) return undefined;
  if (shards < 0) return "Must not be negative.";
  if (shards > MAX_SHARDS)
    return `Having more than ${String(MAX_SHARDS)} shards is indicative of poor test organization. Please reduce the number of shards.`;
  return undefined;
}
