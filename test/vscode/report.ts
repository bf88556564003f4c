/** What a suite in the extension host and the test that started it agree on. */

/** Environment variable with the path of the file to which outcomes are appended, one JSON object a line. */
export const reportVariable = "RUNFILES_LENS_TEST_REPORT";

export interface Outcome {
  readonly name: string;
  /** Null where the test passed. */
  readonly error: string | null;
}
