import { describe, expect, it } from "vitest";
import { LineIndex } from "../../server/src/base/text.ts";
import { TextShift } from "../../server/src/ide/textShift.ts";

const evaluated = 'a(name = "a")\nb(name = "b")\nc(name = "c")\n';
const shown = 'a(name = "a")\nb(name = \nnew\nc(name = "c")\n';

describe("TextShift", () => {
  const shift = new TextShift(evaluated, shown);

  it("leaves what stands before the change where it is", () => {
    const range = rangeOf(evaluated, 'a(name = "a")');
    expect(shift.toShown(range)).toEqual(range);
    expect(shift.toEvaluated(3)).toBe(3);
  });

  it("moves what stands behind the change", () => {
    expect(shift.toShown(rangeOf(evaluated, 'c(name = "c")'))).toEqual(rangeOf(shown, 'c(name = "c")'));
    expect(shift.toEvaluated(shown.indexOf("c(name"))).toBe(evaluated.indexOf("c(name"));
  });

  it("knows nothing of what has changed", () => {
    expect(shift.toShown(rangeOf(evaluated, 'b(name = "b")'))).toBeUndefined();
    expect(shift.toEvaluated(shown.indexOf("new"))).toBeUndefined();
  });

  it("maps every offset to itself between equal texts", () => {
    const same = new TextShift(evaluated, evaluated);
    for (let offset = 0; offset <= evaluated.length; offset++) expect(same.toEvaluated(offset)).toBe(offset);
    expect(same.toShown(rangeOf(evaluated, evaluated))).toEqual(rangeOf(evaluated, evaluated));
  });
});

function rangeOf(text: string, part: string) {
  const start = text.indexOf(part);
  return new LineIndex(text).range({ start, end: start + part.length });
}
