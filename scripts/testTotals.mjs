/** From vitest's JSON report to the totals that `npm test` ends with. */

/** @typedef {{ passed: number, failed: number, skipped: number }} Totals */

/**
 * The part of vitest's JSON report that counts.
 * @typedef {object} Report
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {readonly { status: string, assertionResults: readonly { status: string }[] }[]} testResults one a file
 */

/**
 * @param {Report | undefined} report undefined: the run ended without one
 * @param {number | null} exitCode of vitest
 * @returns {Totals}
 */
export function totalsOf(report, exitCode) {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  // A file that could not be loaded, or whose set-up failed, counts as one failure: its tests never ran.
  const brokenFiles = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  ).length;
  const totals = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  const anythingRan = totals.passed + totals.failed + totals.skipped > 0;
  // A run can fail outside of its tests: an unhandled rejection, a crash. That is a failure with no test to its name.
  return exitCode !== 0 && totals.failed === 0 && anythingRan ? { ...totals, failed: 1 } : totals;
}

/** @param {Totals} totals */
export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** Zero only when something passed and nothing failed. @param {Totals} totals */
export function exitCodeOf({ passed, failed }) {
  return failed > 0 || passed === 0 ? 1 : 0;
}
