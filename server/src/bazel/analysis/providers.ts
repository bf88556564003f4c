/** The providers that Bazel itself knows, and what becomes of them when a rule returns them. */
import { Depset } from "../depset.ts";
import { BAZEL_VERSION } from "../workspace/bazelVersion.ts";
import { requireDictOf } from "./argumentChecks.ts";
import { Provider, Struct } from "../provider.ts";

import { builtin } from "../../starlark/builtin.ts";
import { StarlarkDict } from "../../starlark/dict.ts";
import { EvalError } from "../../starlark/errors.ts";
import { call } from "../../starlark/evaluate.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { str } from "../../starlark/printer.ts";
import { Tuple } from "../../starlark/tuple.ts";
import { Unknown, UnknownDecision } from "../../starlark/unknown.ts";
import { typeOf, type Value } from "../../starlark/value.ts";

/** `OutputGroupInfo(**groups)`: groups are fields, and keys too. */
export const OUTPUT_GROUP_INFO: Provider = new Provider({
  builtin: "OutputGroupInfo",
  construct: (_thread, _positional, named) =>
    new OutputGroups(new Map([...named].map(([name, group]) => [name, depsetOfGroup(name, group)]))),
});

/** The old way of returning them: `struct(output_groups = {…})`. */
export function outputGroups(groups: StarlarkDict): Struct {
  return new OutputGroups(
    new Map([...groups.entries()].map(([name, group]) => [str(name), depsetOfGroup(str(name), group)])),
  );
}

/** A list of files becomes a depset (`StarlarkRuleConfiguredTargetUtil.convertToOutputGroupValue`). */
function depsetOfGroup(name: string, group: Value): Value {
  if (group instanceof Unknown) return group;
  const files = group instanceof StarlarkList || group instanceof Tuple ? new Depset("default", group.items) : group;
  if (!(files instanceof Depset) || (files.elementType ?? "File") !== "File")
    throw new EvalError(`for output group '${name}', got ${typeOf(group)}, want a depset of File`);
  return files;
}

/** What is built with a target and not told of: objects, what stands for the runfiles of a program (`OutputGroupInfo.HIDDEN_TOP_LEVEL`). */
const HIDDEN = "_hidden_top_level_INTERNAL_";

class OutputGroups extends Struct {
  constructor(groups: ReadonlyMap<string, Value>) {
    super(groups, OUTPUT_GROUP_INFO);
  }

  override getAttr(name: string): Value | undefined {
    return super.getAttr(name) ?? (name === HIDDEN ? INTERNAL_GROUPS : undefined);
  }

  contains(key: Value): boolean {
    if (key === HIDDEN) throw new UnknownDecision(INTERNAL_GROUPS);
    return typeof key === "string" && this.fields.has(key);
  }

  getIndex(key: Value): Value {
    const group = typeof key === "string" ? this.fields.get(key) : undefined;
    if (group === undefined && key === HIDDEN) return INTERNAL_GROUPS;
    if (group === undefined) throw new EvalError(`Output group ${str(key)} not present`);
    return group;
  }

  /** Bazel has groups of its own among them. */
  iterate(): Iterable<Value> {
    throw new UnknownDecision(INTERNAL_GROUPS);
  }
}

const INTERNAL_GROUPS = new Unknown({
  kind: "api",
  name: "OutputGroupInfo",
  message: "which output groups of its own Bazel adds to a target is not modelled",
  site: undefined,
});

/** What a target has beside what an aspect adds (`OutputGroupInfo.merge`). */
export function mergedOutputGroups(own: Value | undefined, added: Value | undefined): Value | undefined {
  if (!(own instanceof OutputGroups) || !(added instanceof OutputGroups)) return added ?? own;
  const twice = [...added.fields.keys()].find((name) => own.fields.has(name));
  if (twice !== undefined) throw new EvalError(`Output group ${twice} provided twice`);
  return new OutputGroups(new Map([...own.fields, ...added.fields]));
}

/** Every target of a rule has output groups. Bazel's own, whose names begin with an underscore, are left out. */
export const NO_OUTPUT_GROUPS: Struct = new OutputGroups(new Map());

/** A provider of Bazel's Java, whose fields can also be given by their position. */
function javaProvider(name: string, defaults: Readonly<Record<string, Value>>): Provider {
  const fields = Object.keys(defaults);
  const params = fields.map((field) => ({ name: field, default: defaults[field] ?? null, acceptsUnknown: true }));
  const construct = builtin({
    name,
    params,
    run: (_thread, values) => new Struct(new Map(fields.map((field, i) => [field, values[i] ?? null])), provider),
  });
  const provider: Provider = new Provider({
    builtin: name,
    construct: (thread, positional, named) => call(thread, construct, positional, named),
  });
  return provider;
}

const NO_ENVIRONMENT = new StarlarkDict();
NO_ENVIRONMENT.freeze();
const NO_ELEMENTS = StarlarkList.of();
NO_ELEMENTS.freeze();

export const RUN_ENVIRONMENT_INFO = javaProvider("RunEnvironmentInfo", {
  environment: NO_ENVIRONMENT,
  inherited_environment: NO_ELEMENTS,
});
export const EXECUTION_INFO = javaProvider("ExecutionInfo", { requirements: NO_ENVIRONMENT, exec_group: "test" });
/** The RunEnvironmentInfo that `testing.TestEnvironment` makes. Bazel 7.7.1 takes it from rules that are not executable, of which it refuses others. */
export class TestEnvironment extends Struct {}

const TEST_ENVIRONMENT_OF_4 = javaProvider("TestEnvironment", {
  environment: NO_ENVIRONMENT,
  inherited_environment: NO_ELEMENTS,
});

/** Since Bazel 5 another way to a RunEnvironmentInfo. */
export const TEST_ENVIRONMENT = builtin({
  name: "TestEnvironment",
  params: [
    { name: "environment", types: ["dict"], acceptsUnknown: true },
    { name: "inherited_environment", default: NO_ELEMENTS, types: ["sequence"], acceptsUnknown: true },
  ],
  run: (thread, [environment = null, inherited = null]) => {
    const version = thread.get(BAZEL_VERSION);
    const fields = new Map([
      ["environment", environment],
      ["inherited_environment", inherited],
    ]);
    return version?.major === 4
      ? new Struct(fields, TEST_ENVIRONMENT_OF_4)
      : new TestEnvironment(fields, RUN_ENVIRONMENT_INFO);
  },
});
/** `AnalysisTestResultInfo(success, message)`, which an analysis test returns. */
export const ANALYSIS_TEST_RESULT_INFO: Provider = new Provider({
  builtin: "AnalysisTestResultInfo",
  construct: (thread, positional, named) => testResult.call(thread, positional, named),
});
const testResult = builtin({
  name: "AnalysisTestResultInfo",
  params: [
    { name: "success", types: ["bool"], acceptsUnknown: true },
    { name: "message", types: ["string"], acceptsUnknown: true },
  ],
  run: (_thread, [success = null, message = null]) =>
    new Struct(
      new Map([
        ["success", success],
        ["message", message],
      ]),
      ANALYSIS_TEST_RESULT_INFO,
    ),
});
/** What stands for a target that fails where `--allow_analysis_failures` is set: `causes`, a depset of structs with `label` and `message`. */
export const ANALYSIS_FAILURE_INFO = new Provider({ builtin: "AnalysisFailureInfo", construct: notCallable });
/** What a package_group offers: `contains(label)`. */
export const PACKAGE_SPECIFICATION_INFO = new Provider({ builtin: "PackageSpecificationInfo" });
export const INSTRUMENTED_FILES_INFO = new Provider({ builtin: "InstrumentedFilesInfo" });
export const TEMPLATE_VARIABLE_INFO: Provider = new Provider({
  builtin: "TemplateVariableInfo",
  construct: (_thread, [variables = null]) => {
    requireDictOf(variables, "vars", "string");
    return new Struct(new Map([["variables", variables]]), TEMPLATE_VARIABLE_INFO);
  },
});

/** Of a provider that only Bazel makes. */
function notCallable(): never {
  throw new EvalError("'Provider' object is not callable");
}

export const TOOLCHAIN_INFO = new Provider({ builtin: "ToolchainInfo" });
export const CONSTRAINT_SETTING_INFO = new Provider({ builtin: "ConstraintSettingInfo" });
export const CONSTRAINT_VALUE_INFO = new Provider({ builtin: "ConstraintValueInfo" });
export const PLATFORM_INFO = new Provider({ builtin: "PlatformInfo" });
export const DECLARED_TOOLCHAIN_INFO = new Provider({ builtin: "DeclaredToolchainInfo" });
export const TOOLCHAIN_TYPE_INFO = new Provider({ builtin: "ToolchainTypeInfo" });
/** `FeatureFlagInfo(value)`: a flag whose value a rule computes. A model adds `among` to a value that is not known: the values it may have; `allowed` are those that it may be compared with. */
export const FEATURE_FLAG_INFO = new Provider({ builtin: "FeatureFlagInfo" });
/** What a config_setting answers: `matches` (bool) and `settings` (list of strings, for specialisation). */
export const CONFIG_MATCHING_INFO = new Provider({ builtin: "ConfigMatchingInfo" });
