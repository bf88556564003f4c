/** Structs as keys: what is not equal must not be taken for the same. */
import { expect, test } from "vitest";
import { Struct } from "../../server/src/bazel/provider.ts";
import { hashKey } from "../../server/src/starlark/hash.ts";
import type { StarlarkValue, Value } from "../../server/src/starlark/value.ts";

/** Equal to nothing but itself. */
function thing(): StarlarkValue {
  return {
    type: "thing",
    repr: (printer) => {
      printer.text("thing");
    },
  };
}

function struct(field: Value): Struct {
  return new Struct(new Map([["field", field]]));
}

test("structs of different objects have different keys", () => {
  const [one, other] = [thing(), thing()];
  expect(hashKey(struct(one))).toBe(hashKey(struct(one)));
  expect(hashKey(struct(one))).not.toBe(hashKey(struct(other)));
});

test("a text is not the number that it spells", () => {
  expect(hashKey(struct("1"))).not.toBe(hashKey(struct(1)));
});
