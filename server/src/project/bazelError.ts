/** A finding that says what Bazel itself would. */
import type { Finding } from "../lints/finding.ts";

/** The id under which these findings are shown and suppressed. */
export const BAZEL_ERROR = "bazel-error";

export function bazelError(location: Finding["location"], message: string): Finding {
  return {
    lint: BAZEL_ERROR,
    severity: "error",
    location,
    message,
    target: undefined,
    related: [],
    fixes: [],
    data: { targets: [] },
  };
}
