import { expect, test } from "vitest";
import { exitCodeOf, summaryLine, totalsOf } from "../../scripts/testTotals.mjs";

const passedFile = { status: "passed", assertionResults: [{ status: "passed" }, { status: "passed" }] };
const clean = { numPassedTests: 2, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [passedFile] };

test.each([
  { what: "all passed", report: clean, exitCode: 0, line: "2 passed, 0 failed", ends: 0 },
  {
    what: "skipped and planned tests are told",
    report: { ...clean, numPendingTests: 3, numTodoTests: 1 },
    exitCode: 0,
    line: "2 passed, 0 failed, 4 skipped",
    ends: 0,
  },
  {
    what: "a failed test counts once, not its file as well",
    report: {
      ...clean,
      numFailedTests: 1,
      testResults: [passedFile, { status: "failed", assertionResults: [{ status: "failed" }] }],
    },
    exitCode: 1,
    line: "2 passed, 1 failed",
    ends: 1,
  },
  {
    what: "a file that cannot be loaded is a failure",
    report: { ...clean, testResults: [passedFile, { status: "failed", assertionResults: [] }] },
    exitCode: 1,
    line: "2 passed, 1 failed",
    ends: 1,
  },
  {
    what: "an error outside of the tests is a failure",
    report: clean,
    exitCode: 1,
    line: "2 passed, 1 failed",
    ends: 1,
  },
  {
    what: "a run without a report is a failure",
    report: undefined,
    exitCode: null,
    line: "0 passed, 1 failed",
    ends: 1,
  },
  {
    what: "a run of nothing is no success",
    report: { ...clean, numPassedTests: 0, testResults: [] },
    exitCode: 1,
    line: "0 passed, 0 failed",
    ends: 1,
  },
])("$what", ({ report, exitCode, line, ends }) => {
  const totals = totalsOf(report, exitCode);
  expect(summaryLine(totals)).toBe(line);
  expect(exitCodeOf(totals)).toBe(ends);
});
