import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { base64, concatBytes, hex, md5Hex, sha256, utf8 } from "../../server/src/base/hashes.ts";

/** Lengths around the ends of blocks, where padding goes wrong. */
const LENGTHS = [0, 1, 3, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000, 65_537];

describe.each(LENGTHS)("%i bytes", (length) => {
  const bytes = Uint8Array.from({ length }, (_, i) => (i * 31 + 7) % 256);

  test("SHA-256", () => {
    expect(hex(sha256(bytes))).toBe(createHash("sha256").update(bytes).digest("hex"));
    expect(base64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
  });

  test("MD5", () => {
    expect(md5Hex(bytes)).toBe(createHash("md5").update(bytes).digest("hex"));
  });
});

test("text is UTF-8", () => {
  expect(md5Hex(utf8("/home/ü"))).toBe(createHash("md5").update("/home/ü").digest("hex"));
  expect([...concatBytes([utf8("a"), utf8(""), utf8("ü")])]).toEqual([0x61, 0xc3, 0xbc]);
});
