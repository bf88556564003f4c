/** `ctx.configuration` (`BuildConfigurationValue`), and options as values. */
import { unknownApi } from "./actions.ts";
import type { RuleContextSpec } from "./ruleContext.ts";
import { shellEnvironment, testEnvironment } from "./shellEnvironment.ts";
import { binRoot, hostConfiguration, nativeOption } from "../configuration/configuration.ts";
import { builtin } from "../../starlark/builtin.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Printer } from "../../starlark/printer.ts";
import type { StarlarkValue, Value } from "../../starlark/value.ts";

/** `ctx.configuration`; what is not modelled of it is Unknown. */
export function contextConfiguration(spec: RuleContextSpec): StarlarkValue {
  return new ConfigurationValue(spec);
}

/** `ctx.host_configuration`, until Bazel 6 the one of `cfg = "host"`. */
export function contextHostConfiguration(spec: RuleContextSpec): Value {
  if (spec.key.configuration.top.major >= 6) return unknownApi("ctx.host_configuration");
  const configuration = hostConfiguration(spec.key.configuration);
  return new ConfigurationValue({ ...spec, key: { ...spec.key, configuration } });
}

class ConfigurationValue implements StarlarkValue {
  readonly type = "configuration";
  readonly #spec: RuleContextSpec;

  constructor(spec: RuleContextSpec) {
    this.#spec = spec;
  }

  repr(printer: Printer): void {
    printer.text("<configuration>");
  }

  equals(other: StarlarkValue): boolean {
    return other instanceof ConfigurationValue && other.hashKey() === this.hashKey();
  }

  hashKey(): string {
    return this.#spec.key.configuration.id;
  }

  attrNames(): readonly string[] {
    return Object.keys(MEMBERS);
  }

  /** Made anew each time: what is a Java collection in Bazel comes as a copy that may be changed (`Starlark.fromJava`). */
  getAttr(name: string): Value | undefined {
    return Object.hasOwn(MEMBERS, name) ? MEMBERS[name]?.(this.#spec) : undefined;
  }
}

const MEMBERS: Readonly<Record<string, (spec: RuleContextSpec) => Value>> = {
  bin_dir: (spec) => binRoot(spec.key.configuration),
  genfiles_dir: (spec) => binRoot(spec.key.configuration),
  coverage_enabled: coverage,
  host_path_separator: (spec) => (spec.key.configuration.top.host.os === "windows" ? ";" : ":"),
  default_shell_env: shellEnvironment,
  test_env: testEnvironment,
  stamp_binaries: method("stamp_binaries", (spec) => option(spec, "stamp")),
  stamp_binaries_experimental: () => unknownApi("ctx.configuration.stamp_binaries_experimental"),
  short_id: () => unknownApi("ctx.configuration.short_id"),
  is_tool_configuration: method("is_tool_configuration", (spec) => spec.key.configuration.isExec),
  has_separate_genfiles_directory: method("has_separate_genfiles_directory", () => false),
  is_sibling_repository_layout: method("is_sibling_repository_layout", () => false),
  runfiles_enabled: method("runfiles_enabled", runfilesEnabled),
};

function method(name: string, run: (spec: RuleContextSpec) => Value): (spec: RuleContextSpec) => Value {
  return (spec) => builtin({ name, params: [], run: () => run(spec) });
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
