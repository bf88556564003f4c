/**
 * `configuration_field(fragment, name)`: labels that options decide (methods of configuration fragments with `@StarlarkConfigurationField`: ProtoConfiguration, PythonConfiguration, JavaConfiguration, CoverageConfiguration). Models name
 * what only Bazel's own rules may ask for the same way (`java.javabase`).
 */
import { nativeOption, type Configuration } from "../configuration/configuration.ts";
import { hostCpu } from "../configuration/options.ts";
import { parseLabel, type Label } from "../label.ts";
import type { ConfigurationField } from "../loading/api/configurationField.ts";
import { Unknown } from "../../starlark/unknown.ts";

const OPTIONS: ReadonlyMap<string, string> = new Map([
  ["cpp.cc_toolchain", "crosstool_top"],
  ["cpp.named_cc_toolchain", "crosstool_top"],
  ["cpp.workspace_cc_toolchain", "crosstool_top"],
  ["cpp.custom_malloc", "custom_malloc"],
  ["java.javabase", "javabase"],
  ["java.java_toolchain", "java_toolchain"],
  ["java.launcher", "java_launcher"],
  ["py.python_top", "python_top"],
  ["py.native_rules_allowlist", "python_native_rules_allowlist"],
  ["proto.proto_compiler", "proto_compiler"],
  ["proto.proto_toolchain_for_java", "proto_toolchain_for_java"],
  ["proto.proto_toolchain_for_java_lite", "proto_toolchain_for_javalite"],
  ["proto.proto_toolchain_for_cc", "proto_toolchain_for_cc"],
]);

/** The label that the configuration gives the attribute, None where it gives none. */
export function lateBoundLabel(
  { fragment, name }: ConfigurationField,
  configuration: Configuration,
): Label | null | Unknown {
  const field = `${fragment}.${name}`;
  if (field === "coverage.output_generator" && nativeOption(configuration, "collect_code_coverage") === false)
    return null;
  if (field === "cpp.named_cc_toolchain" && findsToolchain(configuration)) return null;
  if (field === "cpp.workspace_cc_toolchain" && !namesToolchain(configuration)) return null;
  const option = OPTIONS.get(field);
  const value = option === undefined ? undefined : nativeOption(configuration, option);
  if (value instanceof Unknown || value === null) return value;
  // An option holds its label in canonical form.
  const canonical = { package: { repository: "", path: "" }, resolveRepository: (repository: string) => repository };
  const parsed = typeof value === "string" ? parseLabel(value, canonical) : undefined;
  if (parsed?.kind === "label") return parsed.label;
  return new Unknown({
    kind: "configuration",
    name: field,
    message: `the default configuration_field(${fragment}, ${name}) is not known`,
    site: undefined,
  });
}

/**
 * Whether `--crosstool_top` names a C++ toolchain that rules depend on. The one that Bazel configures for the machine is described by models, where it is one for this machine; later versions find theirs by platforms.
 */
function namesToolchain(configuration: Configuration): boolean {
  if (configuration.top.major >= 5 || findsToolchain(configuration)) return false;
  if (nativeOption(configuration, "crosstool_top") !== OWN_TOOLCHAIN) return true;
  return nativeOption(configuration, "cpu") !== hostCpu(configuration.top.host);
}

/** Whether C++ toolchains are found by platforms. */
function findsToolchain(configuration: Configuration): boolean {
  return nativeOption(configuration, "incompatible_enable_cc_toolchain_resolution") !== false;
}

const OWN_TOOLCHAIN = "@@bazel_tools//tools/cpp:toolchain";
