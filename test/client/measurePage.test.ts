/** The page of a measurement: what it shows is in the table, and it lets nothing in. */
import { describe, expect, it } from "vitest";
import { measurePage } from "../../client/src/measurePage.ts";
import type { MeasuredTable } from "../../server/src/protocol.ts";

const measured: MeasuredTable = {
  experiment: "legacy",
  begun: "2026-01-02T03:04:05.678Z",
  table: {
    columns: [
      { step: "clean", goal: "build" },
      { step: "clean", goal: "test" },
      { step: "no-op", goal: "build" },
      { step: "no-op", goal: "test" },
    ],
    rows: [
      {
        variant: "host",
        links: [{ goal: "build", targets: 50, least: 4, most: 4, sum: 200, files: 0, predicted: 50, equal: 50 }],
        cells: [
          { count: 3, median: 1.5, least: 0.5, most: 2 },
          { count: 1, median: 12, least: 12, most: 12 },
          undefined,
          undefined,
        ],
        failures: [],
      },
      {
        variant: "<script>alert(1)</script>",
        links: [{ goal: "build", targets: 50, least: 4602, most: 9202, sum: 1, files: 0, predicted: 50, equal: 50 }],
        cells: [{ count: 3, median: 30, least: 20, most: 40 }, undefined, undefined, undefined],
        failures: [],
      },
    ],
  },
  remarks: ["Seconds: `clean` is <b>cold</b>."],
  json: "",
  markdown: "",
  csv: "",
};

const page = measurePage(measured, "N0NCE");

/** The text of the cells, row by row. */
function cells(): readonly (readonly string[])[] {
  const table = /<table>([\s\S]*)<\/table>/.exec(page)?.[1] ?? "";
  return [...table.matchAll(/<tr>(.*)<\/tr>/g)].map(([, row = ""]) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell = ""]) => cell.replace(/<[^>]+>/g, "")),
  );
}

describe("the page of a measurement", () => {
  it("has a table that says all", () => {
    expect(cells()).toEqual([
      ["variant", "links a target", "clean, s", "no-op, s"],
      ["build", "build", "test", "build", "test"],
      ["host", "4", "1.50 (0.50–2.00)", "12.0", "–", "–"],
      ["&#60;script&#62;alert(1)&#60;/script&#62;", "4,602–9,202", "30.0 (20.0–40.0)", "–", "–", "–"],
    ]);
  });

  it("draws a bar for each figure, the longest of a panel for the largest", () => {
    const widths = [...page.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width));
    expect(widths).toHaveLength(5);
    const [few, many, short, long] = widths as [number, number, number, number, number];
    expect(few / many).toBeLessThan(0.01);
    expect(short / long).toBeCloseTo(1.5 / 30, 1);
    expect([...page.matchAll(/<path class="spread"/g)].length).toBe(3);
    // Nothing was measured of the others.
    expect([...page.matchAll(/<figcaption>(.*?)<\/figcaption>/g)].map(([, title]) => title)).toEqual([
      "Links a target, build",
      "Clean build, seconds",
      "Clean test, seconds",
    ]);
  });

  it("lets no script in, and escapes what variants and remarks say", () => {
    expect(page).toContain("default-src 'none'; style-src 'nonce-N0NCE';");
    expect(page).not.toMatch(/<script|<b>| style="| on\w+="/);
    expect(page).toContain("<code>clean</code> is &#60;b&#62;cold&#60;/b&#62;.");
  });
});
