/** Files that describe experiments, right and wrong. */
import { describe, expect, it, test } from "vitest";
import { readExperimentFile } from "../../server/src/measure/experimentFile.ts";

const TOML = `
targets = ["//app/..."]
goals = ["test", "build"]
steps = ["incremental", "clean"]
repeat = 5
clean = "expunge"
touch = "app/main.py"

[[variant]]
name = "make"
command = ["make", "{goal}"]
clean_command = ["make", "clean"]

[axes]
bazel = ["7.4.0", "bazel-next"]
flags = [[], ["--nobuild_runfile_links"]]
`;

describe("an experiment file", () => {
  it("holds variants one by one, and those of all combinations of axes", () => {
    const read = readExperimentFile("a.toml", TOML);
    if (read.kind === "faults") throw new Error(read.messages.join("\n"));
    const { goals, steps, repeat, clean, touch, targets, variants } = read.experiment;
    expect({ goals, steps, repeat, clean, touch, targets }).toEqual({
      goals: ["build", "test"],
      steps: ["clean", "incremental"],
      repeat: 5,
      clean: "expunge",
      touch: "app/main.py",
      targets: ["//app/..."],
    });
    expect(variants.map(({ name, bazel, flags }) => [name, bazel, flags])).toEqual([
      ["make", null, []],
      ["7.4.0", "7.4.0", []],
      ["7.4.0 --nobuild_runfile_links", "7.4.0", ["--nobuild_runfile_links"]],
      ["bazel-next", "bazel-next", []],
      ["bazel-next --nobuild_runfile_links", "bazel-next", ["--nobuild_runfile_links"]],
    ]);
    expect(variants[0]?.command).toEqual({ words: ["make", "{goal}"], clean: ["make", "clean"] });
  });

  it("may be JSON", () => {
    const read = readExperimentFile("a.JSON", '{ "variant": [{ "name": "a" }] }');
    expect(read).toMatchObject({ kind: "experiment", experiment: { variants: [{ name: "a" }], repeat: 3 } });
  });

  test.each([
    ["a.toml", "repeat = ", ["1:10: invalid value"]],
    ["a.json", "{", [expect.stringContaining("JSON")]],
    ["a.json", "[]", ["the file is not a table of names and values"]],
    ["a.toml", "", ["there is no variant"]],
    ["a.toml", "variants = []", [expect.stringContaining("'variants' is not known here; there are tool, targets,")]],
    ["a.toml", "[variant]", ["variant is a list of tables ([[variant]])"]],
    [
      "a.toml",
      "[[variant]]\nflag = []",
      [expect.stringContaining("variant 1: 'flag' is not known here"), "variant 1 has no name"],
    ],
    ["a.toml", '[[variant]]\nname = "a"\nflags = "--x"', ["variant 1: flags is a list of texts"]],
    ["a.toml", '[[variant]]\nname = "a"\n[[variant]]\nname = "a"', ["two variants are called 'a'"]],
    ["a.toml", '[[variant]]\nname = "a"\nclean_command = ["x"]', ["variant 1 has a clean_command and no command"]],
    [
      "a.toml",
      '[[variant]]\nname = "a"\ncommand = ["x"]',
      ["the command of 'a' needs a clean command, or the step 'clean' must go"],
    ],
    ["a.toml", 'goals = ["build", "fly"]\n[[variant]]\nname = "a"', ["goals are among build, run, test, not 'fly'"]],
    ["a.toml", 'clean = "wipe"\n[[variant]]\nname = "a"', ["clean is one of clean, expunge, not 'wipe'"]],
    ["a.toml", 'repeat = 0\n[[variant]]\nname = "a"', ["repeat is a whole number from 1 on"]],
    ["a.toml", 'repeat = "3"\n[[variant]]\nname = "a"', ["repeat is a number"]],
    ["a.toml", '[axes]\nflags = ["--x"]', ['axes: flags is a list of lists of texts, as in [[], ["--flag"]]']],
  ])("says what is wrong: %s %j", (name, text, messages) => {
    expect(readExperimentFile(name, text)).toEqual({ kind: "faults", messages });
  });
});
