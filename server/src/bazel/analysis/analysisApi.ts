/** The names of analysis that .bzl files see: providers that Bazel has built in, and the namespaces that hold them. */
import { builtin } from "../../starlark/builtin.ts";
import type { Value } from "../../starlark/value.ts";
import { Struct } from "../provider.ts";
import {
  ANALYSIS_FAILURE_INFO,
  ANALYSIS_TEST_RESULT_INFO,
  CONSTRAINT_SETTING_INFO,
  CONSTRAINT_VALUE_INFO,
  EXECUTION_INFO,
  FEATURE_FLAG_INFO,
  INSTRUMENTED_FILES_INFO,
  OUTPUT_GROUP_INFO,
  PACKAGE_SPECIFICATION_INFO,
  PLATFORM_INFO,
  RUN_ENVIRONMENT_INFO,
  TEMPLATE_VARIABLE_INFO,
  TEST_ENVIRONMENT,
  TOOLCHAIN_INFO,
} from "./providers.ts";
import { joinPaths } from "./commandHelper.ts";
import { DEFAULT_INFO } from "./defaultInfo.ts";

/** Namespaces of the loading room take these members over. */
export function analysisNames(): ReadonlyMap<string, Value> {
  return new Map<string, Value>([
    ["DefaultInfo", DEFAULT_INFO],
    ["OutputGroupInfo", OUTPUT_GROUP_INFO],
    ["InstrumentedFilesInfo", INSTRUMENTED_FILES_INFO],
    ["PackageSpecificationInfo", PACKAGE_SPECIFICATION_INFO],
    ["RunEnvironmentInfo", RUN_ENVIRONMENT_INFO],
    ["AnalysisTestResultInfo", ANALYSIS_TEST_RESULT_INFO],
    ["AnalysisFailureInfo", ANALYSIS_FAILURE_INFO],
    [
      "platform_common",
      namespace({
        ToolchainInfo: TOOLCHAIN_INFO,
        TemplateVariableInfo: TEMPLATE_VARIABLE_INFO,
        PlatformInfo: PLATFORM_INFO,
        ConstraintSettingInfo: CONSTRAINT_SETTING_INFO,
        ConstraintValueInfo: CONSTRAINT_VALUE_INFO,
      }),
    ],
    ["cmd_helper", namespace({ join_paths: joinPaths })],
    ["config_common", namespace({ FeatureFlagInfo: FEATURE_FLAG_INFO })],
    ["testing", namespace({ ExecutionInfo: EXECUTION_INFO, TestEnvironment: TEST_ENVIRONMENT })],
    [
      "coverage_common",
      namespace({
        instrumented_files_info: builtin({
          name: "instrumented_files_info",
          acceptsUnknown: true,
          params: [
            { name: "ctx" },
            { name: "source_attributes", optional: true, kind: "named-only", types: ["sequence"] },
            { name: "dependency_attributes", optional: true, kind: "named-only", types: ["sequence"] },
            { name: "coverage_support_files", optional: true, kind: "named-only", types: ["sequence", "depset"] },
            { name: "coverage_environment", optional: true, kind: "named-only", types: ["dict"] },
            { name: "extensions", optional: true, kind: "named-only", types: ["sequence", "None"] },
            { name: "metadata_files", optional: true, kind: "named-only", types: ["sequence"] },
            { name: "reported_to_actual_sources", optional: true, kind: "named-only", types: ["depset", "None"] },
          ],
          run: () => new Struct(new Map(), INSTRUMENTED_FILES_INFO),
        }),
      }),
    ],
  ]);
}

function namespace(members: Readonly<Record<string, Value>>): Struct {
  return new Struct(new Map(Object.entries(members)));
}
