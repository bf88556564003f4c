/**
 * The predeclared names of each dialect. What Bazel has and nobody here supplies is an Unknown that says its name; what Bazel's version lacks is not there.
 */
import type { Query, QueryContext } from "../../base/graph.ts";
import { intOfBazel4 } from "../../starlark/conversions.ts";
import { JSON_MODULE } from "../../starlark/json.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";
import { depsetBuiltin } from "../depset.ts";
import { Label } from "../label.ts";
import { Struct } from "../provider.ts";
import { nativeWorkspaceFunctions } from "../workspace/api/workspaceFunctions.ts";
import type { BazelVersion } from "../workspace/bazelVersion.ts";
import { isAtLeast, saidVersion } from "../workspace/bazelVersion.ts";
import { analysisTestBuiltin } from "./api/analysisTest.ts";
import { aspectBuiltin } from "./api/aspect.ts";
import { attrNamespace } from "./api/attr.ts";
import { configNamespace } from "./api/buildSetting.ts";
import { configurationFieldBuiltin } from "./api/configurationField.ts";
import { existingRuleBuiltin, existingRulesBuiltin } from "./api/existingRules.ts";
import { globBuiltin, subpackagesBuiltin } from "./api/globFunctions.ts";
import { builtin } from "../../starlark/builtin.ts";
import { asInBazel4, asInBazel7, depsetInBazel4 } from "./byVersion.ts";
import { labelBuiltin } from "./api/label.ts";
import { macroBuiltin } from "./api/macro.ts";
import { Namespace, namespaceOf } from "./api/namespace.ts";
import { NativeNamespace } from "./api/nativeNamespace.ts";
import { encodeTextBuiltin } from "./api/proto.ts";
import {
  distribsBuiltin,
  environmentGroupBuiltin,
  exportsFilesBuiltin,
  licensesBuiltin,
  moduleNameBuiltin,
  moduleVersionBuiltin,
  packageBuiltin,
  packageDefaultVisibilityBuiltin,
  packageGroupBuiltin,
  packageNameBuiltin,
  packageRelativeLabelBuiltin,
  repoNameBuiltin,
  repositoryNameBuiltin,
} from "./api/packageFunctions.ts";
import { providerBuiltin, structBuiltin } from "./api/provider.ts";
import { moduleExtensionBuiltin, repositoryRuleBuiltin, tagClassBuiltin } from "./api/repositoryRules.ts";
import { ruleBuiltin } from "./api/rule.ts";
import { selectBuiltin } from "./api/select.ts";
import { subruleBuiltin } from "./api/subrule.ts";
import { execGroupBuiltin, toolchainTypeBuiltin } from "./api/toolchains.ts";
import { analysisTestTransitionBuiltin, transitionBuiltin } from "./api/transition.ts";
import { visibilityBuiltin } from "./api/visibility.ts";
import {
  buildFunctionNames,
  bzlNames,
  functionNames,
  hiddenUniverse,
  isInternal,
  isOpenNamespace,
  namespaceMembers,
  ruleNames,
  type NameScope,
} from "./bazelNames.ts";
import { namesWithAutoloads, namesWithoutAutoloads } from "./autoloads.ts";
import type { ModuleResult } from "./bzlModule.ts";
import { isChecked } from "../rule.ts";
import { BUILTINS_REPOSITORY } from "./repositoryFiles.ts";
import type { Semantics } from "../workspace/semantics.ts";
import type { AnalysisApi, LoadingDependencies, LoadingSettings, Machine } from "./settings.ts";

/** The predeclared names of BUILD and .bzl files. */
export interface DialectNames {
  readonly build: ReadonlyMap<string, Value>;
  readonly bzl: ReadonlyMap<string, Value>;
}

export interface Environment extends DialectNames {
  /** What WORKSPACE files see beside their own functions (4.2.3 and 7.7.1 were asked). */
  readonly workspace: ReadonlyMap<string, Value>;
  /** Of repositories for which nothing is loaded automatically. */
  readonly withoutAutoloads: DialectNames;
  /** Model files: what .bzl files see, and the private builtins. */
  readonly models: ReadonlyMap<string, Value>;
  /** BUILD files of models. */
  readonly modelBuild: ReadonlyMap<string, Value>;
  /** Names of the universe that this version of Bazel lacks. */
  readonly hidden: ReadonlySet<string>;
  /** Whether .bzl files may nest functions; models always may. */
  readonly allowNestedFunctions: boolean;
  /** Models of what is built in that could not be evaluated: a fault of ours. */
  readonly failures: readonly string[];
}

export interface EnvironmentQueries {
  /** What the models of the built-in rules themselves see. */
  readonly baseEnvironment: Query<null, Environment>;
  readonly environment: Query<null, Environment>;
}

/** `module` loads a model of what Bazel has built in. */
export function environmentQueries(
  dependencies: LoadingDependencies,
  module: (graph: QueryContext, label: Label) => ModuleResult,
): EnvironmentQueries {
  return {
    baseEnvironment: {
      name: "base environment",
      compute: (graph) =>
        makeEnvironment(dependencies.settings(graph), dependencies, {
          values: new Map(),
          removed: new Map(),
          unchecked: new Set(),
          failures: [],
        }),
    },
    environment: {
      name: "environment",
      compute: (graph) =>
        makeEnvironment(dependencies.settings(graph), dependencies, nativeValues(graph, dependencies, module)),
    },
  };
}

/** `native/python/defs.bzl` is `@@_builtins//python:defs.bzl`. */
function builtinsLabel(modelPath: string): Label {
  const path = modelPath.replace(/^native\//, "");
  const slash = path.lastIndexOf("/");
  return new Label(BUILTINS_REPOSITORY, slash < 0 ? "" : path.slice(0, slash), path.slice(slash + 1));
}

interface NativeValues {
  readonly values: ReadonlyMap<string, Value>;
  /** What names of rules mean that Bazel 9 has no more. */
  readonly removed: ReadonlyMap<string, Value>;
  /** Names of what a model says of other versions only. */
  readonly unchecked: ReadonlySet<string>;
  readonly failures: readonly string[];
}

/** Everything that the models of what Bazel has built in export. */
function nativeValues(
  graph: QueryContext,
  dependencies: LoadingDependencies,
  module: (graph: QueryContext, label: Label) => ModuleResult,
): NativeValues {
  const values = new Map<string, Value>();
  const removed = new Map<string, Value>();
  const unchecked = new Set<string>();
  const failures: string[] = [];
  const { version } = dependencies.settings(graph);
  for (const path of dependencies.nativeModels) {
    const result = module(graph, builtinsLabel(path));
    if (result.kind === "error") failures.push(`${path}: ${result.message}`);
    else if (result.kind === "unknown") failures.push(`${path}: ${result.unknown.reason.message}`);
    else {
      const target = path.startsWith("native/removed/") ? removed : values;
      const { model } = result.scope;
      for (const [name, value] of result.module.globals) {
        if (name.startsWith("_")) continue;
        target.set(name, value);
        if (model && !isChecked(model, version)) unchecked.add(name);
      }
    }
  }
  return { values, removed, unchecked, failures };
}

const COMMON: readonly (readonly [string, Value])[] = [
  ["depset", depsetBuiltin],
  ["json", JSON_MODULE],
  ["select", selectBuiltin],
];

const WORKSPACE_NAMES: ReadonlySet<string> = new Set(["depset", "json", "proto", "select"]);

const PACKAGE_FUNCTIONS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["distribs", distribsBuiltin],
  ["environment_group", environmentGroupBuiltin],
  ["existing_rule", existingRuleBuiltin],
  ["existing_rules", existingRulesBuiltin],
  ["exports_files", exportsFilesBuiltin],
  ["glob", globBuiltin],
  ["licenses", licensesBuiltin],
  ["module_name", moduleNameBuiltin],
  ["module_version", moduleVersionBuiltin],
  ["package", packageBuiltin],
  ["package_default_visibility", packageDefaultVisibilityBuiltin],
  ["package_group", packageGroupBuiltin],
  ["package_name", packageNameBuiltin],
  ["package_relative_label", packageRelativeLabelBuiltin],
  ["repo_name", repoNameBuiltin],
  ["repository_name", repositoryNameBuiltin],
  ["subpackages", subpackagesBuiltin],
]);

function bzlBuiltins({ version, semantics }: DialectScope): ReadonlyMap<string, Value> {
  return new Map<string, Value>([
    ...COMMON,
    ["Label", labelBuiltin],
    ["analysis_test_transition", analysisTestTransitionBuiltin],
    ["aspect", aspectBuiltin],
    ["attr", attrNamespace],
    ["config", configNamespace(version)],
    ["config_common", namespaceOf("config_common", [toolchainTypeBuiltin])],
    ["configuration_field", configurationFieldBuiltin],
    ["exec_group", execGroupBuiltin],
    ["macro", macroBuiltin],
    ["module_extension", moduleExtensionBuiltin],
    ["proto", namespaceOf("proto", [encodeTextBuiltin])],
    ["provider", providerBuiltin(version, semantics)],
    ["repository_rule", repositoryRuleBuiltin(version)],
    ["rule", ruleBuiltin(version)],
    ["struct", structBuiltin(version, semantics)],
    ["subrule", subruleBuiltin],
    ["tag_class", tagClassBuiltin],
    ["testing", namespaceOf("testing", [analysisTestBuiltin(version)])],
    ["transition", transitionBuiltin],
    ["visibility", visibilityBuiltin],
  ]);
}

function makeEnvironment(
  { version, isVersionKnown, autoloads, semantics }: LoadingSettings,
  { analysis, machine }: LoadingDependencies,
  native: NativeValues,
): Environment {
  const own = makeDialects({ version, semantics, withRemoved: !isVersionKnown }, analysis, native);
  const ofModels = makeDialects({ version, semantics, withRemoved: true }, analysis, native);
  return {
    ...namesWithAutoloads(own, autoloads, version),
    workspace: new Map([...own.bzl].filter(([name]) => WORKSPACE_NAMES.has(name))),
    withoutAutoloads: namesWithoutAutoloads(own, autoloads, version),
    models: new Map<string, Value>([
      ...ofModels.supplied,
      ...ofModels.bzl,
      ...analysis.models,
      ["host_machine", hostMachine(machine)],
      ["bazel_at_least", bazelAtLeast(version)],
      ["semantics", new Struct(new Map(Object.entries(semantics)))],
    ]),
    modelBuild: ofModels.build,
    hidden: hiddenUniverse(version),
    allowNestedFunctions: isAtLeast(version, "5.0"),
    failures: native.failures,
  };
}

/** For what a model file decides when it is loaded. */
function bazelAtLeast(inForce: BazelVersion): Value {
  return builtin({
    name: "bazel_at_least",
    doc: "Whether the Bazel version in force is this one or a later one.",
    params: [{ name: "version", types: ["string"] }],
    run: (_thread, [version]) => isAtLeast(inForce, version as string),
  });
}

/** What `repository_ctx.os` says. */
function hostMachine({ os, arch }: Machine): Struct {
  return new Struct(new Map(Object.entries({ name: os, arch })));
}

type DialectScope = NameScope & { readonly semantics: Semantics };

interface Dialects {
  readonly build: ReadonlyMap<string, Value>;
  readonly bzl: ReadonlyMap<string, Value>;
  /** Everything that is evaluated, in whatever version. */
  readonly supplied: ReadonlyMap<string, Value>;
}

function makeDialects(scope: DialectScope, analysis: AnalysisApi, native: NativeValues): Dialects {
  const { version, semantics } = scope;
  const functionOf = (name: string) => [name, PACKAGE_FUNCTIONS.get(name) ?? lacking(name, "api")] as const;
  const functions = new Map(functionNames(scope).map(functionOf));
  const rules = new Map<string, Value>([
    ...(scope.withRemoved || !isAtLeast(version, "9.0") ? [] : native.removed),
    ...ruleNames(scope).map((name) => [name, native.values.get(name) ?? lacking(name, "rule")] as const),
  ]);
  const nativeNamespace = new NativeNamespace(new Map([...rules, ...functions]), workspaceMembers(version));
  const supplied = withAnalysis(
    version,
    bzlBuiltins(scope),
    new Map([...analysis.bzl, ...namespacesOf(version, native)]),
  );
  supplied.set("native", nativeNamespace);
  const bzl = new Map(
    bzlNames(scope).map((name) => [name, supplied.get(name) ?? internalsOf(native.values.get(name), name)]),
  );
  const build = new Map<string, Value>([
    ...COMMON,
    ...rules,
    ...functions,
    ...buildFunctionNames(scope).map(functionOf),
  ]);
  if (version.major < 5 && !scope.withRemoved) {
    for (const [name, value] of bzl) bzl.set(name, asInBazel4(name, value, semantics));
    build.set("depset", depsetInBazel4(semantics));
    for (const names of [build, bzl]) names.set("int", builtin(intOfBazel4));
  }
  if (version.major === 7 && !scope.withRemoved)
    for (const [name, value] of bzl) bzl.set(name, asInBazel7(name, value, semantics));
  return { build, bzl, supplied };
}

/** What a model has of Bazel's inner names is never all of them. */
function internalsOf(value: Value | undefined, name: string): Value {
  if (value instanceof Struct && isInternal(name)) return opened(new Namespace(name, value.fields));
  return value ?? lacking(name, "api");
}

/** The namespaces that models describe as structs (`cc_common`, `java_common`), in the versions for which they do. */
function namespacesOf(version: BazelVersion, native: NativeValues): readonly (readonly [string, Value])[] {
  const known = namespaceMembers(version);
  return [...native.values].filter(
    ([name, value]) => known.has(name) && value instanceof Struct && !native.unchecked.has(name),
  );
}

/** What only macros called from a WORKSPACE file may use of `native`. */
function workspaceMembers(version: BazelVersion): ReadonlyMap<string, Value> {
  const functions = isAtLeast(version, "9.0") ? [] : nativeWorkspaceFunctions(version);
  return new Map<string, Value>([
    ...functions.map((function_) => [function_.name, function_] as const),
    ["bazel_version", saidVersion(version)],
  ]);
}

/** Adds the analysis room's names; namespaces of one name are merged, and complete: a member that nobody supplies is Unknown. */
function withAnalysis(
  version: BazelVersion,
  own: ReadonlyMap<string, Value>,
  analysis: ReadonlyMap<string, Value>,
): Map<string, Value> {
  const result = merged(own, analysis);
  for (const [name, members] of namespaceMembers(version)) {
    const lacked = new Namespace(name, new Map(members.map((member) => [member, lacking(`${name}.${member}`, "api")])));
    const have = result.get(name);
    const whole = have instanceof Namespace ? lacked.mergedWith(have) : lacked;
    result.set(name, isOpenNamespace(name, version) ? opened(whole) : whole);
  }
  return result;
}

function opened({ name, members, type }: Namespace): Namespace {
  return new Namespace(name, members, type, (member) => lacking(`${name}.${member}`, "api"));
}

function merged(own: ReadonlyMap<string, Value>, analysis: ReadonlyMap<string, Value>): Map<string, Value> {
  const result = new Map(own);
  for (const [name, value] of analysis) {
    const mine = own.get(name);
    const members = value instanceof Struct ? value.fields : value instanceof Namespace ? value.members : undefined;
    if (!members) result.set(name, value);
    else
      result.set(
        name,
        mine instanceof Namespace ? mine.mergedWith(new Namespace(name, members)) : new Namespace(name, members),
      );
  }
  return result;
}

function lacking(name: string, kind: "api" | "rule"): Unknown {
  const what = kind === "rule" ? `no model describes the rule ${name}` : `${name} is not evaluated`;
  return new Unknown({ kind, name, message: what, site: undefined });
}
