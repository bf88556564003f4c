/** From samples to tables, files and comparisons. */
import { describe, expect, it, test } from "vitest";
import { readBuildTimes } from "../../server/src/measure/buildEvents.ts";
import { compareMeasurements, comparisonMarkdown, comparisonText } from "../../server/src/measure/comparison.ts";
import { variant, type Goal, type Step } from "../../server/src/measure/experiment.ts";
import { expectedRunfiles } from "../../server/src/measure/expectedRunfiles.ts";
import {
  measurementJson,
  measurementOf,
  readMeasurement,
  type Measurement,
} from "../../server/src/measure/measurement.ts";
import { DEFAULTS } from "../../server/src/measure/presets.ts";
import { statistic } from "../../server/src/measure/statistics.ts";
import { measurementCsv, measurementMarkdown, measurementText } from "../../server/src/measure/tableText.ts";
import { treeDocument } from "../harness/treeDocuments.ts";

const seconds: readonly (readonly [variant: string, step: Step, goal: Goal, values: readonly number[]])[] = [
  ["host", "clean", "build", [1, 3, 2]],
  ["host", "clean", "test", [4, 4, 4]],
  ["host", "no-op", "build", [0.1, 0.3, 0.2]],
  ["host", "no-op", "test", [0.5, 0.5, 0.6]],
  ["hermetic", "clean", "build", [80, 90, 85]],
  ["hermetic", "clean", "test", [100, 110, 120]],
  ["hermetic", "no-op", "build", [0.2, 0.3, 0.4]],
];

function measurement(changes: Partial<Measurement> = {}, times = 1): Measurement {
  const experiment = {
    ...DEFAULTS,
    name: "legacy",
    steps: ["clean", "no-op"] as const,
    variants: [variant("host", { flags: ["--x"] }), variant("hermetic")],
  };
  const outcome = {
    begun: "2026-01-02T03:04:05.000Z",
    touched: null,
    environment: {
      bazelVersions: { host: "4.2.3", hermetic: "4.2.3" },
      system: "linux 6 x64",
      cores: 2,
      memoryMb: 1024,
      fileSystem: "ext4",
      loadBefore: 0.5,
      loadAfter: 9,
    },
    samples: seconds.flatMap(([name, step, goal, values]) =>
      values.map((value, index) => ({
        variant: name,
        goal,
        step,
        round: index + 1,
        seconds: value * times,
        clock: "events" as const,
        actions: 7,
      })),
    ),
    counts: [
      {
        variant: "host",
        goal: "build" as const,
        target: "//:a",
        counted: { links: 4, files: 0 },
        predicted: { links: 4, files: 0 },
      },
      {
        variant: "hermetic",
        goal: "build" as const,
        target: "//:a",
        counted: { links: 4602, files: 80 },
        predicted: { links: 4602, files: 80 },
      },
      {
        variant: "hermetic",
        goal: "build" as const,
        target: "//:b",
        counted: { links: 4600, files: 80 },
        predicted: { links: 4601, files: 80 },
      },
      {
        variant: "hermetic",
        goal: "build" as const,
        target: "//:c",
        counted: { links: 4600, files: 80 },
        predicted: null,
      },
    ],
    failures: [{ variant: "hermetic", goal: "test" as const, message: "it broke" }],
    notes: ["a note"],
  };
  return { ...measurementOf(experiment, outcome, "1.2.3"), ...changes };
}

test("the table as text", () => {
  expect(
    measurementText(measurement())
      .split("\n")
      .map((line) => line.replace(/ {2,}/g, "  ")),
  ).toEqual([
    "  links a target  clean  no-op",
    "  build  build  test  build  test",
    "host  4  2.00 (1.00–3.00)  4.00 (4.00–4.00)  0.20 (0.10–0.30)  0.50 (0.50–0.60)",
    "hermetic  4,600–4,602  85.0 (80.0–90.0)  110.0 (100.0–120.0)  0.30 (0.20–0.40)  –",
    "",
    "Seconds: median of 3 runs, least–most in brackets; Bazel's own time, from its event stream. `clean` is `clean` on a warm server.",
    "Bazel 4.2.3; linux 6 x64, 2 cores, outputs on ext4; load 0.5 before, 9.0 after: the machine was busy with other things, too.",
    "Links are counted on disk; 2 of 3 predicted trees have as many as counted (1 more have no prediction).",
    "//:b (hermetic, build): 4,600 links and 80 files counted, 4,601 and 80 predicted.",
    "hermetic was not measured: test: it broke",
    "a note",
    "",
  ]);
});

test("the table as Markdown", () => {
  expect(measurementMarkdown(measurement()).split("\n").slice(0, 4)).toEqual([
    "| variant | links a target, build | clean build, s | clean test, s | no-op build, s | no-op test, s |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    "| host | 4 | 2.00 (1.00–3.00) | 4.00 (4.00–4.00) | 0.20 (0.10–0.30) | 0.50 (0.50–0.60) |",
    "| hermetic | 4,600–4,602 | 85.0 (80.0–90.0) | 110.0 (100.0–120.0) | 0.30 (0.20–0.40) | – |",
  ]);
});

test("samples and counts as CSV, without formulas", () => {
  const csv = measurementCsv(
    measurement({
      samples: [
        { variant: "--x, y", goal: "build", step: "clean", round: 1, seconds: 1.5, clock: "wall", actions: null },
      ],
      counts: measurement().counts.slice(0, 1),
    }),
  );
  expect(csv.split("\r\n")).toEqual([
    "kind,variant,goal,step,round,seconds,clock,actions,target,links,files,predicted_links,predicted_files",
    'time,"\'--x, y",build,clean,1,1.5,wall,,,,,,',
    "links,host,build,clean,,,,,//:a,4,0,4,0",
    "",
  ]);
});

describe("a saved measurement", () => {
  it("is read again as it was", () => {
    const saved = measurement();
    expect(readMeasurement(measurementJson(saved))).toEqual({ kind: "measurement", measurement: saved });
  });

  test.each([
    ["no JSON", "{", /^is no JSON/],
    ["something else", '{"a":1}', /^was not written by/],
    [
      "of a later version",
      '{"format":"runfiles-lens-measurement","formatVersion":2}',
      /^has format version 2; this program reads 1$/,
    ],
    ["damaged", '{"format":"runfiles-lens-measurement","formatVersion":1}', /^is damaged: variants, /],
  ])("is refused when it is %s", (_what, text, message) => {
    const read = readMeasurement(text);
    expect(read.kind === "fault" && read.message).toMatch(message);
  });
});

describe("a comparison", () => {
  const after = measurement({ variants: [variant("hermetic"), variant("new")] }, 2);

  it("says what lies apart, and what may be chance", () => {
    expect(compareMeasurements(measurement(), after)).toMatchObject({
      onlyBefore: ["host"],
      onlyAfter: ["new"],
      figures: [
        { figure: "links, build", before: "13,802", after: "13,802", ratio: 1, mayBeChance: false },
        {
          figure: "clean build, s",
          before: "85.0 (80.0–90.0)",
          after: "170.0 (160.0–180.0)",
          ratio: 2,
          mayBeChance: false,
        },
        { figure: "clean test, s", ratio: 2, mayBeChance: false },
        { figure: "no-op build, s", ratio: 2, mayBeChance: true },
      ],
    });
  });

  it("is text and Markdown", () => {
    const comparison = compareMeasurements(measurement(), after);
    expect(comparisonText(comparison)).toContain("no-op build, s     0.30 (0.20–0.40)     0.60 (0.40–0.80)  ~2.00");
    expect(comparisonMarkdown(comparison)).toContain(
      "| hermetic | no-op build, s | 0.30 (0.20–0.40) | 0.60 (0.40–0.80) | ~2.00 |",
    );
  });
});

test.each([
  [[], undefined],
  [[3], { count: 1, median: 3, least: 3, most: 3 }],
  [[4, 1, 2], { count: 3, median: 2, least: 1, most: 4 }],
  [[4, 1, 2, 3], { count: 4, median: 2.5, least: 1, most: 4 }],
])("statistic of %j", (values, expected) => {
  expect(statistic(values)).toEqual(expected);
});

test.each([
  [
    '{"id":{"started":{}}}\n{"id":{"buildMetrics":{}},"buildMetrics":{"actionSummary":{"actionsExecuted":"7"},"timingMetrics":{"cpuTimeInMs":"7010","wallTimeInMs":"29791"}}}\n',
    { seconds: 29.791, actions: 7 },
  ],
  ['{"buildMetrics":{"timingMetrics":{"wallTimeInMs":1500}}}', { seconds: 1.5, actions: null }],
  ['{"buildMetrics":{"timingMetrics":{"wallTimeInMs":', undefined],
  ['{"id":{"started":{}}}', undefined],
  ["", undefined],
])("times in the event stream %j", (text, times) => {
  expect(readBuildTimes(text)).toEqual(times);
});

describe("what a goal leaves on the disk", () => {
  const entry = { path: "a", execPath: null, owner: null, legacyCopy: false };
  const tree = treeDocument({
    entries: [
      { ...entry, kind: "file" },
      { ...entry, kind: "empty" },
    ],
  });

  test.each<readonly [readonly string[], Goal, { links: number; files: number } | null]>([
    [[], "build", { links: 1, files: 1 }],
    [["--nobuild_runfile_links"], "build", { links: 0, files: 0 }],
    [["--nobuild_runfile_links"], "test", null],
    [["--nobuild_runfile_links", "--build_runfile_links"], "test", { links: 1, files: 1 }],
    [["--enable_runfiles=no"], "test", { links: 0, files: 0 }],
    [["--nobuild_runfile_manifests"], "build", { links: 0, files: 0 }],
  ])("%j %s", (flags, goal, expected) => {
    expect(expectedRunfiles({ ...tree, flags }, goal)).toEqual(expected);
  });

  it("is not known of a tree that is not complete", () => {
    expect(expectedRunfiles({ ...tree, completeness: "partial" }, "build")).toBeNull();
  });
});
