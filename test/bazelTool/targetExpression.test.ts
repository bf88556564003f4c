import { describe, expect, it } from "vitest";
import { targetSet, topLevelTargets } from "../../server/src/bazelTool/targetExpression.ts";

describe("target expressions", () => {
  it("asks for the configuration of the command line", () => {
    expect(topLevelTargets(["//a:b"])).toBe('config(set("//a:b"), target)');
  });

  it("takes patterns in their order, those with a minus away", () => {
    expect(targetSet(["//a/...", "-//a/b/...", "//c:all", "-//c:d"])).toBe(
      '(((set("//a/...") except set("//a/b/...")) union set("//c:all")) except set("//c:d"))',
    );
  });

  it("quotes names that the language would read otherwise", () => {
    expect(targetSet(["//a:b=c,d +e", '//a:say"hi"'])).toBe(`set("//a:b=c,d +e" '//a:say"hi"')`);
  });

  it("refuses nothing but exclusions", () => {
    expect(() => topLevelTargets(["-//a:b"])).toThrow(RangeError);
  });
});
