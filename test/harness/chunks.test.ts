import { describe, expect, test } from "vitest";
import { checkReported, parseChunks, withCrlf } from "./chunks.ts";

const source = `# option:dialect=build
# option:recursion
a = 1
b = boom  ### "undefined: \\"boom\\""
---
c = "open  ### \`unclosed [a-z]+\` ### "second"
`;

describe("parseChunks", () => {
  const [first, second] = parseChunks(source, "x.star");

  test("reads options, cuts expectations off and keeps line numbers", () => {
    expect(first?.name).toBe("x.star:1");
    expect([...(first?.options ?? [])]).toEqual([
      ["dialect", "build"],
      ["recursion", ""],
    ]);
    expect(first?.text.split("\n")[3]).toBe("b = boom");
    expect(first?.expectations).toEqual([{ line: 4, pattern: /undefined: "boom"/ }]);
    expect(second?.name).toBe("x.star:6");
    expect(second?.text.split("\n")[5]).toBe('c = "open');
    expect(second?.expectations.map((e) => e.pattern.source)).toEqual(["unclosed [a-z]+", "second"]);
  });

  test("an error that is missing and one that is not expected both fail", () => {
    expect(() => {
      checkReported(first!, [{ line: 4, message: 'undefined: "boom"' }]);
    }).not.toThrow();
    expect(() => {
      checkReported(first!, []);
    }).toThrow(/line 4: expected an error/);
    expect(() => {
      checkReported(first!, [
        { line: 4, message: 'undefined: "boom"' },
        { line: 3, message: "surprise" },
      ]);
    }).toThrow(/line 3: unexpected error: surprise/);
    expect(() => {
      checkReported(first!, [{ line: 3, message: 'undefined: "boom"' }]);
    }).toThrow(/line 4: expected[^]*line 3: unexpected/);
  });

  test("CRLF changes line endings only", () => {
    expect(withCrlf(first!).text.replaceAll("\r\n", "\n")).toBe(first!.text);
  });
});
