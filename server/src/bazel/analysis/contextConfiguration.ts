/** `ctx.configuration` (`BuildConfigurationValue`), and options as values. */
import { unknownApi, type ActionsHost } from "./actions.ts";
import type { RuleContextSpec } from "./ruleContext.ts";
import { shellEnvironment, testEnvironment } from "./shellEnvironment.ts";
import { nativeOption } from "../configuration/configuration.ts";
import { Struct } from "../provider.ts";
import { builtin } from "../../starlark/builtin.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";

/** `ctx.configuration`; what is not modelled of it is Unknown. */
export function configurationStruct(spec: RuleContextSpec, actionsHost: ActionsHost): Struct {
  return new Struct(
    new Map<string, Value>([
      ["bin_dir", actionsHost.binDirectory],
      ["genfiles_dir", actionsHost.binDirectory],
      ["coverage_enabled", coverage(spec)],
      ["host_path_separator", spec.key.configuration.top.host.os === "windows" ? ";" : ":"],
      ["default_shell_env", shellEnvironment(spec)],
      ["test_env", testEnvironment(spec)],
      ["stamp_binaries", builtin({ name: "stamp_binaries", params: [], run: () => option(spec, "stamp") })],
      ["stamp_binaries_experimental", unknownApi("ctx.configuration.stamp_binaries_experimental")],
      ["short_id", unknownApi("ctx.configuration.short_id")],
      [
        "is_tool_configuration",
        builtin({ name: "is_tool_configuration", params: [], run: () => spec.key.configuration.isExec }),
      ],
      [
        "has_separate_genfiles_directory",
        builtin({ name: "has_separate_genfiles_directory", params: [], run: () => false }),
      ],
      ["is_sibling_repository_layout", builtin({ name: "is_sibling_repository_layout", params: [], run: () => false })],
      ["runfiles_enabled", builtin({ name: "runfiles_enabled", params: [], run: () => runfilesEnabled(spec) })],
    ]),
  );
}

function runfilesEnabled(spec: RuleContextSpec): Value {
  const value = option(spec, "enable_runfiles");
  return value === "auto" ? spec.key.configuration.top.host.os !== "windows" : value;
}

/** A native option as Starlark sees it: lists are lists; Unknown where it is not known. */
export function option(spec: RuleContextSpec, name: string): Value {
  const value = nativeOption(spec.key.configuration, name);
  return typeof value === "object" && value !== null && !(value instanceof Unknown)
    ? new StarlarkList([...value])
    : value;
}

/** `--collect_code_coverage`, a bool. */
export function coverage(spec: RuleContextSpec): Value {
  return option(spec, "collect_code_coverage");
}
