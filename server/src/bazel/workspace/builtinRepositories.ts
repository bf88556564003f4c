/** Repositories that no WORKSPACE file has to define, since Bazel's own suffix does (`jdk.WORKSPACE`, `coverage.WORKSPACE`), and what they are made of. */
import type { PackageId } from "../label.ts";

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

/** Packages of `bazel_tools` that no model describes and both 4.2.3 and 7.7.1 have. */
const TOOLS = new Set(
  `platforms src/conditions src/main/cpp/util src/main/native src/main/protobuf src/tools/launcher third_party/def_parser third_party/ijar third_party/py/abseil third_party/zlib tools tools/allowlists tools/android
  tools/build_defs tools/build_defs/hash tools/build_defs/pkg tools/build_rules tools/buildstamp tools/config tools/coverage tools/def_parser tools/genrule tools/j2objc tools/objc tools/osx tools/osx/crosstool
  tools/runfiles tools/whitelists`.split(/\s+/),
);

export function isPackageOfTools({ repository, path }: PackageId): boolean {
  return repository === "bazel_tools" && TOOLS.has(path);
}

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
