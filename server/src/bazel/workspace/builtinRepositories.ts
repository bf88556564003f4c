/** Repositories that no WORKSPACE file has to define, since Bazel's own suffix does (`jdk.WORKSPACE`, `coverage.WORKSPACE`), and what they are made of. */
const JDK =
  "Bazel makes it from the JDK that JAVA_HOME or PATH names, which is different on every machine; --override_repository=local_jdk=DIR, or a local_repository of that name, says where it is";

const DOWNLOADED: readonly RegExp[] = [
  /^remotejdk\d+_(linux|macos|win)(_\w+)?$/,
  /^remote_java_tools(_\w+)?$/,
  /^remote_coverage_tools$/,
  /^rules_(cc|java|proto)$/,
];

/** Without these Bazel does nothing at all. */
const ALWAYS_THERE = /^(bazel_tools|platforms|local_config_\w+)$/;

/** What Bazel makes of the tools that it finds on the machine, by itself or as an extension of its modules. */
const OF_MACHINE = /^(?:(?:bazel_tools|rules_cc|rules_shell)[~+].*[~+])?local_config_\w+$/;

export function isMadeOfMachine(canonical: string): boolean {
  return OF_MACHINE.test(canonical);
}

export function isAlwaysThere(canonical: string): boolean {
  return ALWAYS_THERE.test(canonical);
}

/** Why nobody knows what is in a repository that Bazel defines by itself; undefined for any other. */
export function whyBuiltinIsNotKnown(canonical: string): string | undefined {
  if (canonical === "local_jdk") return JDK;
  return DOWNLOADED.some((pattern) => pattern.test(canonical))
    ? "Bazel downloads it, and it is not on disk"
    : undefined;
}

/** Whether the suffix of every WORKSPACE file defines it, unless the file does. */
export function isDefinedByBazel(canonical: string): boolean {
  return whyBuiltinIsNotKnown(canonical) !== undefined || isAlwaysThere(canonical);
}
