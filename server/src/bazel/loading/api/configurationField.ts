/** `configuration_field(fragment, name)`: a label that a fragment of the configuration decides (Bazel's `StarlarkLateBoundDefault`). */
import { builtin } from "../../../starlark/builtin.ts";
import { EvalError } from "../../../starlark/errors.ts";
import type { Printer } from "../../../starlark/printer.ts";
import type { StarlarkValue } from "../../../starlark/value.ts";
import { BAZEL_VERSION, type BazelVersion } from "../../workspace/bazelVersion.ts";
import { isModelSpeaking } from "../moduleScope.ts";
import { requireInitialization } from "../phase.ts";

export class ConfigurationField implements StarlarkValue {
  readonly type = "LateBoundDefault";
  readonly fragment: string;
  readonly name: string;

  constructor(fragment: string, name: string) {
    this.fragment = fragment;
    this.name = name;
  }

  repr(printer: Printer): void {
    printer.text("<late-bound default>");
  }

  equals(other: StarlarkValue): boolean {
    return other instanceof ConfigurationField && other.fragment === this.fragment && other.name === this.name;
  }
}

export const configurationFieldBuiltin = builtin({
  name: "configuration_field",
  doc: "References a late-bound default value for an attribute of type label.",
  params: [
    { name: "fragment", types: ["string"], doc: "The name of a configuration fragment." },
    { name: "name", types: ["string"], doc: "The name of the value in the fragment." },
  ],
  run: (thread, [fragment, name]) => {
    requireInitialization(thread, "configuration_field");
    const field = new ConfigurationField(fragment as string, name as string);
    if (!isModelSpeaking(thread)) checkField(field, thread.get(BAZEL_VERSION));
    return field;
  },
});

/** The methods with `@StarlarkConfigurationField`, by fragment. */
type Fields = Readonly<Record<string, readonly string[]>>;

const FIELDS_IN_4: Fields = {
  android: ["android_sdk_label", "legacy_main_dex_list_generator"],
  apple: ["xcode_config_label"],
  cpp: ["cc_toolchain", "custom_malloc"],
  j2objc: ["dead_code_report"],
  java: ["java_toolchain", "proguard_top"],
};

const FIELDS_IN_7: Fields = {
  android: ["android_sdk_label", "legacy_main_dex_list_generator", "optimizing_dexer"],
  apple: ["xcode_config_label"],
  bazel_py: ["python_top"],
  coverage: ["output_generator"],
  cpp: [
    ...["cc_toolchain", "custom_malloc", "default_zipper", "libc_top", "zipper"],
    ...["cs_fdo_profile", "fdo_optimize", "fdo_prefetch_hints", "fdo_profile", "memprof_profile", "xbinary_fdo"],
    ...["propeller_optimize", "target_libc_top_DO_NOT_USE_ONLY_FOR_CC_TOOLCHAIN"],
  ],
  j2objc: ["dead_code_report"],
  java: [
    ...["bytecode_optimizer", "java_toolchain_bytecode_optimizer", "launcher"],
    ...["local_java_optimization_configuration", "proguard_top"],
  ],
  proto: [
    ...["proto_compiler", "proto_toolchain_for_cc", "proto_toolchain_for_j2objc"],
    ...["proto_toolchain_for_java", "proto_toolchain_for_java_lite"],
  ],
  py: ["native_rules_allowlist"],
};

/** Of Bazel 4.2.3 and 7.7.1; those of other versions were not looked at. */
function checkField({ fragment, name }: ConfigurationField, version: BazelVersion | undefined): void {
  const fields = version?.major === 4 ? FIELDS_IN_4 : version?.major === 7 ? FIELDS_IN_7 : undefined;
  if (!fields || fields[fragment]?.includes(name)) return;
  if (fields[fragment]) throw new EvalError(`invalid configuration field name '${name}' on fragment '${fragment}'`);
  throw new EvalError(`invalid configuration fragment name '${fragment}'`);
}
