/** The order of an experiment's runs, and what they type. */
import { describe, expect, it } from "vitest";
import { bazelWords, freeWords, pantsWords } from "../../server/src/measure/commandLines.ts";
import { variant, type Experiment } from "../../server/src/measure/experiment.ts";
import { planText } from "../../server/src/measure/planText.ts";
import { adjusted, DEFAULTS, pantsExperiment, presetExperiment } from "../../server/src/measure/presets.ts";
import { schedule } from "../../server/src/measure/schedule.ts";

const a = variant("a");
const b = variant("b", { configs: ["ci"], flags: ["--x=1"] });
const experiment: Experiment = { ...DEFAULTS, name: "custom", variants: [a, b], repeat: 2, goals: ["build"] };

function lines(one: Experiment): readonly string[] {
  return schedule(one).map(({ kind, variant: { name }, goal, step, round }) =>
    [round, kind, name, goal, step].join(" "),
  );
}

describe("schedule", () => {
  it("warms up, and begins each round with another variant", () => {
    expect(lines(experiment)).toEqual([
      "0 warm-up a build clean",
      "0 warm-up b build clean",
      "1 timed a build clean",
      "1 timed a build no-op",
      "1 timed a build incremental",
      "1 timed b build clean",
      "1 timed b build no-op",
      "1 timed b build incremental",
      "2 timed b build clean",
      "2 timed b build no-op",
      "2 timed b build incremental",
      "2 timed a build clean",
      "2 timed a build no-op",
      "2 timed a build incremental",
    ]);
  });

  it("prepares what no clean step does", () => {
    expect(lines({ ...experiment, variants: [a], repeat: 1, steps: ["incremental", "no-op"] })).toEqual([
      "0 warm-up a build clean",
      "1 prepare a build no-op",
      "1 timed a build no-op",
      "1 timed a build incremental",
    ]);
  });
});

describe("command lines", () => {
  it("leave the links of the workspace alone", () => {
    expect(bazelWords(experiment, b, "test", null)).toEqual({
      command: "test",
      flags: ["--config=ci", "--x=1", "--symlink_prefix=/"],
      targets: ["//..."],
    });
    expect(bazelWords(experiment, a, "run", "//:one").targets).toEqual(["//:one"]);
  });

  it("fill in a free command without a shell", () => {
    const words = ["make", "{goal}-{variant}", "{targets}", "$(x)"];
    expect(freeWords(words, { ...experiment, targets: ["x y", "z"] }, a, "run")).toEqual([
      "make",
      "run-a",
      "x y",
      "z",
      "$(x)",
    ]);
  });

  it("give Pants caches of its own", () => {
    const pants = pantsExperiment(["app:bin@layout=loose"]);
    const [only] = pants.variants;
    expect(only && pantsWords(pants, only, "package", "/d")).toEqual([
      "--no-pantsd",
      "--local-store-dir=/d/store",
      "--named-caches-dir=/d/caches",
      "--pants-workdir=/d/workdir",
      "--pants-distdir=/d/dist",
      "--pants-subprocessdir=/d/subprocesses",
      "package",
      "app:bin@layout=loose",
    ]);
  });
});

describe("presets", () => {
  it.each([
    ["4.2.3", "--extra_toolchains=@bazel_tools//tools/python:autodetecting_toolchain"],
    ["7.4.0", "--extra_toolchains=@bazel_tools//tools/python:autodetecting_toolchain"],
    ["8.0.0", "--extra_toolchains=@rules_python//python/runtime_env_toolchains:all"],
    [null, "--extra_toolchains=@rules_python//python/runtime_env_toolchains:all"],
  ])("legacy finds the host's interpreter under Bazel %s", (bazelVersion, flag) => {
    const { variants } = presetExperiment("legacy", { hostFlags: [], bazelVersion });
    expect(variants.map(({ flags }) => flags)).toEqual([[flag], [], ["--nolegacy_external_runfiles"]]);
  });

  it("legacy takes other flags for the host", () => {
    const { variants } = presetExperiment("legacy", { hostFlags: ["--//py=host"], bazelVersion: null });
    expect(variants[0]?.flags).toEqual(["--//py=host"]);
  });

  it("are adjusted by the command line, whose flags come before a variant's own", () => {
    const { steps, variants, repeat } = adjusted(experiment, {
      build: { configs: ["dev"], flags: ["--y"] },
      targets: undefined,
      steps: ["no-op"],
      goals: undefined,
      repeat: undefined,
      clean: undefined,
      touch: undefined,
      run: undefined,
    });
    expect({ steps, repeat }).toEqual({ steps: ["no-op"], repeat: 2 });
    expect(variants[1]).toMatchObject({ configs: ["dev", "ci"], flags: ["--y", "--x=1"] });
  });
});

it("a plan says what will run, ready to paste", () => {
  const quoted = variant("7.4.0", { bazel: "7.4.0", flags: ["--a=b c"] });
  expect(planText({ ...experiment, variants: [quoted], steps: ["clean"], repeat: 2, clean: "expunge" })).toBe(
    [
      "1 variant × clean × build, 2 times: 3 runs, 2 of them timed.",
      "  7.4.0",
      "    USE_BAZEL_VERSION=7.4.0 bazel --output_base=OWN build '--a=b c' --symlink_prefix=/ -- //...",
      "  clean: bazel clean --expunge before",
      "Each variant has an output base of its own (OWN above), which is removed in the end.",
      "The workspace, its outputs and its server stay as they are.",
      "",
    ].join("\n"),
  );
});
