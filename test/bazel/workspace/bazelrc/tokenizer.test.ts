import { describe, expect, test } from "vitest";
import { tokenizeRc } from "../../../../server/src/bazel/workspace/bazelrc/tokenizer.ts";

function words(text: string): string[][] {
  return tokenizeRc(text).map((line) => line.words.map((word) => word.text));
}

describe("lines and words", () => {
  test.each<[string, string, string[][]]>([
    ["blanks of all kinds part words", "build\t--a  --b \r\n", [["build", "--a", "--b"]]],
    ["empty lines and comments are nothing", "\n  \n# x\n  # y\nbuild --a\n", [["build", "--a"]]],
    ["a comment begins within a word", "build --a=1#2 --b\n", [["build", "--a=1"]]],
    ["a quoted # is none", "build '--a=1#2' \"#\"\n", [["build", "--a=1#2", "#"]]],
    ["quotes abut other text", `build --a="b c"'d e'f\n`, [["build", "--a=b cd ef"]]],
    ["the other quote is text", `build "it's" 'say "x"'\n`, [["build", "it's", 'say "x"']]],
    [
      "a backslash keeps the next character, in single quotes too",
      String.raw`build \# a\ b 'c\'d' \\`,
      [["build", "#", "a b", "c'd", "\\"]],
    ],
    [
      "empty words are dropped",
      `build "" '' --a\n"" test --b\n`,
      [
        ["build", "--a"],
        ["test", "--b"],
      ],
    ],
    ["a backslash at a line's end joins without a blank", "build --a\\\nb \\\r\n  --c\n", [["build", "--ab", "--c"]]],
    ["also in a comment", "#c \\\nbuild --a\nbuild --b\n", [["build", "--b"]]],
    ["joining comes before escaping", "build a\\\\\nb\n", [["build", "ab"]]],
    ["joining may make a joint", "build a\\\\\r\n\nb\n", [["build", "ab"]]],
    [
      "what is unclosed is closed",
      "build 'a b\ntest \"c\nrun d\\",
      [
        ["build", "a b"],
        ["test", "c"],
        ["run", "d"],
      ],
    ],
    ["a command alone is a line", "build\n", [["build"]]],
  ])("%s", (_, text, expected) => {
    expect(words(text)).toEqual(expected);
  });
});

test("a span holds what was written", () => {
  const text = "  build --a='b c' --d\\\ne # f\r\ntest \"--g\"\r\n";
  const written = tokenizeRc(text).map((line) => ({
    line: text.slice(line.span.start, line.span.end),
    words: line.words.map((word) => text.slice(word.span.start, word.span.end)),
  }));
  expect(written).toEqual([
    { line: "build --a='b c' --d\\\ne # f", words: ["build", "--a='b c'", "--d\\\ne"] },
    { line: 'test "--g"', words: ["test", '"--g"'] },
  ]);
});
