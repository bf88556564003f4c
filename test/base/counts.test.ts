import { expect, it } from "vitest";
import { counted, grouped } from "../../server/src/base/counts.ts";

it("groups digits and forms plurals", () => {
  expect([0, 999, 1000, 4_612, 1_234_567].map(grouped)).toEqual(["0", "999", "1,000", "4,612", "1,234,567"]);
  expect([counted(1, "link"), counted(2, "link"), counted(0, "copy", "copies")]).toEqual([
    "1 link",
    "2 links",
    "0 copies",
  ]);
});
