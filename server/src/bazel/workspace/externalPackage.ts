/**
 * The package //external, in which `bind` gives targets another name (rules/repository/Bind.java), as a BUILD file of aliases: Bazel 4.2.3 refuses `actual` where //external does not see it, and a binding without one.
 */
import { repr, str } from "../../starlark/printer.ts";
import type { Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";
import { Label } from "../label.ts";
import type { BazelVersion } from "./bazelVersion.ts";
import { isAtLeast } from "./bazelVersion.ts";
import type { WorkspaceDefinitions } from "./repositoryDefinition.ts";

/** What the suffix of every WORKSPACE file binds before Bazel 8, unless the file does: `cc_configure()` (queried of Bazel 4.2.3), and Android's, which stand for what no model describes. */
const BOUND_BY_BAZEL: ReadonlyMap<string, string> = new Map([
  ["cc_toolchain", "@local_config_cc//:toolchain"],
  ...[
    "android/crosstool",
    "android/d8_jar_import",
    "android/dx_jar_import",
    "android/sdk",
    "android_ndk_for_testing",
    "android_sdk_for_testing",
    "databinding_annotation_processor",
    "has_androidsdk",
  ].map((name) => [name, `@bazel_tools//tools/android:${name}`] as const),
]);

/** Unknown where not all bindings are known. */
export function externalPackage({ bindings, open }: WorkspaceDefinitions, version: BazelVersion): string | Unknown {
  if (open) return open;
  const all = new Map<string, Value>([...(isAtLeast(version, "8.0") ? [] : BOUND_BY_BAZEL), ...bindings]);
  return [...all]
    .flatMap(([name, actual]) => {
      const text = actual instanceof Label ? str(actual) : actual;
      return typeof text === "string"
        ? [`alias(name = ${repr(name)}, actual = ${repr(text)}, visibility = ["//visibility:public"])\n`]
        : [];
    })
    .join("");
}
