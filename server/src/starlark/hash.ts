/**
 * Keys of dicts and sets. Equal Starlark values have the same `HashKey` and unequal ones different keys, so a JavaScript `Map` over them is a Starlark hash table:
 * strings, bools, None and ints stand for themselves, a float for the number it is (an integral float equals that int, NaN equals NaN), and an object for its identity or its `hashKey()`.
 */
import { EvalError, ResourceLimit } from "./errors.ts";
import { Float } from "./float.ts";
import { truncate } from "./integer.ts";
import { isImmutable } from "./immutable.ts";
import { known, Unknown } from "./unknown.ts";
import type { StarlarkValue, Value } from "./value.ts";
import { typeOf } from "./value.ts";

export type HashKey = string | number | bigint | boolean | null | StarlarkValue;

/** First character of the keys that stand for objects; strings that begin with it are escaped by a further one. */
const MARK = "\0";

/** The key of a value. Throws `EvalError` ("unhashable type: 'list'") for a value that cannot be one, `UnknownDecision` for an Unknown. */
export function hashKey(value: Value): HashKey {
  if (typeof value === "string") return value.charCodeAt(0) === 0 ? `${MARK}${value}` : value;
  if (typeof value !== "object" || value === null) return value;
  return objectKey(value);
}

/** The key of a value as a text that can be a part of another key: what `hashKey()` methods of compound values are made of. */
export function hashText(value: Value): string {
  const key = hashKey(value);
  switch (typeof key) {
    case "string":
      return `"${key.length}:${key}`;
    case "object":
      return key === null ? "None" : `@${identityOf(key)}`;
    case "number":
      return Object.is(key, -0) ? "0" : String(key);
    default:
      return String(key);
  }
}

/** Characters of one key: a value that shares parts can have a key exponentially larger than itself. */
const MAX_KEY_LENGTH = 1 << 24;

/** The key of a compound value, made of those of its parts. Throws `ResourceLimit`. */
export function joinHashes(parts: readonly string[]): string {
  const length = parts.reduce((sum, part) => sum + part.length + 1, 0);
  if (length > MAX_KEY_LENGTH) throw new ResourceLimit("memory", "value too large to be hashed");
  return parts.join(",");
}

/** Throws `EvalError` where a value cannot be a key. */
export function checkHashable(value: Value): void {
  hashKey(value);
}

/** What `hashKey()` of an unhashable type throws. */
export function unhashable(value: StarlarkValue): EvalError {
  return new EvalError(`unhashable type: '${typeOf(value)}'`);
}

function objectKey(value: StarlarkValue): HashKey {
  if (value instanceof Float) {
    return Number.isInteger(value.value) ? truncate(value.value) : value.value;
  }
  if (value instanceof Unknown) return known(value);
  if (value.hashKey) return `${MARK}${value.type}:${value.hashKey()}`;
  if (!isImmutable(value)) throw unhashable(value);
  return value;
}

const identities = new WeakMap<StarlarkValue, number>();
let lastIdentity = 0;

function identityOf(value: StarlarkValue): number {
  let identity = identities.get(value);
  if (identity === undefined) {
    identity = ++lastIdentity;
    identities.set(value, identity);
  }
  return identity;
}
