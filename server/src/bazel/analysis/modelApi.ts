/**
 * The private builtins of models (server/models): the little that Bazel's own rules do and Starlark rules cannot. Model files see them as members of `model`.
 */
import { AttributeError } from "./attributeError.ts";
import { checkExpansion } from "./attributeExpansion.ts";
import { locationMap } from "./locations.ts";
import { labelSetting } from "./buildSettings.ts";
import { ConfiguredTarget } from "./configuredTarget.ts";
import { NoExecutable } from "./defaultOutputs.ts";
import { distinctTargets } from "./dependencies.ts";
import { dataRunfiles, mappedRunfiles } from "./runfilesBuiltin.ts";
import {
  ANALYSIS_FAILURE_INFO,
  ANALYSIS_TEST_RESULT_INFO,
  CONFIG_MATCHING_INFO,
  CONSTRAINT_SETTING_INFO,
  CONSTRAINT_VALUE_INFO,
  DECLARED_TOOLCHAIN_INFO,
  DEFAULT_INFO,
  EXECUTION_INFO,
  FEATURE_FLAG_INFO,
  INSTRUMENTED_FILES_INFO,
  OUTPUT_GROUP_INFO,
  PLATFORM_INFO,
  RUN_ENVIRONMENT_INFO,
  TEMPLATE_VARIABLE_INFO,
  TEST_ENVIRONMENT,
  TOOLCHAIN_INFO,
  TOOLCHAIN_TYPE_INFO,
} from "./providers.ts";
import { constraintsOf, targetPlatform } from "./platforms.ts";
import { Artifact, Root } from "../artifact.ts";
import { binDirectory, hasHashedDirectory, nativeOption } from "../configuration/configuration.ts";
import { Depset } from "../depset.ts";
import { Label, parseLabel } from "../label.ts";
import { Provider, Struct } from "../provider.ts";
import { mergeRunfiles, Runfiles, unknownRunfiles } from "../runfiles/runfiles.ts";
import { AttributeSchema } from "../loading/api/attr.ts";
import { nativeTransitionBuiltin } from "../loading/api/transition.ts";
import { scopeOf } from "../loading/moduleScope.ts";
import { isAtLeast } from "../workspace/bazelVersion.ts";
import { builtin, type Builtin } from "../../starlark/builtin.ts";
import { StarlarkDict } from "../../starlark/dict.ts";
import { EvalError } from "../../starlark/errors.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Tuple } from "../../starlark/tuple.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Printer } from "../../starlark/printer.ts";
import type { StarlarkValue, Value } from "../../starlark/value.ts";
import { configSetting, constraintValue, flagValueBuiltin, isDeclared } from "./configSettingModel.ts";
import { contextOf } from "./ruleContext.ts";
import { findTarget } from "./queries.ts";
import { isTest } from "./testSuiteModel.ts";

/** What `alias` returns: the target is its actual one. */
export class Forwarded implements StarlarkValue {
  readonly type = "forwarded";
  readonly target: ConfiguredTarget;

  constructor(target: ConfiguredTarget) {
    this.target = target;
  }

  repr(printer: Printer): void {
    printer.value(this.target);
  }
}

/** Names that .bzl files see. Namespaces of the loading room take these members over. */
export function analysisNames(): ReadonlyMap<string, Value> {
  return new Map<string, Value>([
    ["DefaultInfo", DEFAULT_INFO],
    ["OutputGroupInfo", OUTPUT_GROUP_INFO],
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
    ["config_common", namespace({ FeatureFlagInfo: FEATURE_FLAG_INFO })],
    ["testing", namespace({ ExecutionInfo: EXECUTION_INFO, TestEnvironment: TEST_ENVIRONMENT })],
    [
      "coverage_common",
      namespace({
        instrumented_files_info: builtin({
          name: "instrumented_files_info",
          acceptsUnknown: true,
          params: [{ name: "ctx" }, { name: "kwargs", kind: "kwargs" }],
          run: () => new Struct(new Map(), INSTRUMENTED_FILES_INFO),
        }),
      }),
    ],
  ]);
}

/** Names that only model files see. */
export function modelNames(): ReadonlyMap<string, Value> {
  return new Map<string, Value>([
    [
      "model",
      namespace({
        describe,
        native_transition: nativeTransitionBuiltin,
        nodep,
        tristate,
        also_allow: alsoAllow,
        at_least: atLeast,
        option,
        collect,
        runfiles_of: runfilesOf,
        singleton,
        forward,
        forward_setting: forwardSetting,
        config_setting: configSetting,
        constraint_value: constraintValue,
        label_text: labelText,
        flag_value: flagValueBuiltin,
        with_python_inits: withPythonInits,
        without_inits: withoutInits,
        registered_toolchain: registeredToolchain,
        has_hashed_directory: hasHashedDirectoryBuiltin,
        target_os: targetOs,
        unknown: unknownBuiltin,
        is_declared: isDeclared,
        is_unknown: isUnknown,
        unknown_runfiles: unknownRunfilesBuiltin,
        provided,
        output,
        display_label: displayLabel,
        attribute_label: attributeLabel,
        is_given: isGiven,
        refuse,
        check_expansion: checkExpansionBuiltin,
        by_identity: byIdentity,
        context: contextBuiltin,
        rule_class: ruleClassBuiltin,
        rule_attribute: ruleAttribute,
        declared_attribute: declaredAttribute,
        is_test: isTest,
        no_executable: new NoExecutable(),
        host_os: hostOs,
        host_cpu: hostCpu,
        ConfigMatchingInfo: CONFIG_MATCHING_INFO,
        DeclaredToolchainInfo: DECLARED_TOOLCHAIN_INFO,
        ToolchainTypeInfo: TOOLCHAIN_TYPE_INFO,
      }),
    ],
  ]);
}

function namespace(members: Readonly<Record<string, Value>>): Struct {
  return new Struct(new Map(Object.entries(members)));
}

const describe = builtin({
  name: "describe",
  doc: "Says what the rules of this file mirror: the module, the versions for which its behaviour was checked against a run or the source, and those that were run.",
  params: [
    { name: "of", kind: "named-only", types: ["string"] },
    { name: "checked", kind: "named-only", types: ["tuple"] },
    { name: "verified", kind: "named-only", types: ["list"] },
  ],
  run: (thread, [of, checked, verified]) => {
    const scope = scopeOf(thread);
    if (!scope || !(checked instanceof Tuple)) throw new EvalError("model.describe() is for the top level of a model");
    const [from, to] = checked.items.map(String);
    scope.model = {
      file: scope.file,
      of: of as string,
      checked: { from: from ?? "", to: to ?? "" },
      verifiedAgainst: names(verified),
    };
    return null;
  },
});

const nodep = builtin({
  name: "nodep",
  doc: "Makes a label attribute whose labels are no dependencies.",
  params: [{ name: "attribute", types: ["Attribute"] }],
  run: (_thread, [attribute]) => {
    if (!(attribute instanceof AttributeSchema)) throw new EvalError("expected an attribute");
    return new AttributeSchema(attribute.function, { ...attribute.definition, nodep: true });
  },
});

const tristate = builtin({
  name: "tristate",
  doc: "Makes an int attribute that is -1 (decide by flag), 0 or 1, and takes True and False.",
  params: [{ name: "attribute", types: ["Attribute"] }],
  run: (_thread, [attribute]) => {
    if (!(attribute instanceof AttributeSchema)) throw new EvalError("expected an attribute");
    return new AttributeSchema(attribute.function, { ...attribute.definition, type: "tristate" });
  },
});

const alsoAllow = builtin({
  name: "also_allow",
  doc: "Lets an attribute with allow_rules take further rules, as Bazel does with a warning.",
  params: [
    { name: "attribute", types: ["Attribute"] },
    { name: "rules", types: ["list"] },
  ],
  run: (_thread, [attribute, rules]) => {
    if (!(attribute instanceof AttributeSchema)) throw new EvalError("expected an attribute");
    return new AttributeSchema(attribute.function, { ...attribute.definition, alsoAllowRules: names(rules) });
  },
});

const atLeast = builtin({
  name: "at_least",
  doc: "Whether the Bazel version in force is this one or a later one.",
  params: [{ name: "ctx" }, { name: "version", types: ["string"] }],
  run: (_thread, [ctx, version]) => {
    const { graph, host } = contextOf(ctx).spec;
    return isAtLeast(host.workspace(graph).bazelVersion, version as string);
  },
});

const option = builtin({
  name: "option",
  doc: "The value of a native option (without dashes) in the target's configuration.",
  params: [{ name: "ctx" }, { name: "name", types: ["string"] }],
  run: (_thread, [ctx, name]) => {
    const value = nativeOption(contextOf(ctx).spec.key.configuration, name as string);
    return Array.isArray(value) ? new StarlarkList([...(value as readonly string[])]) : (value as Value);
  },
});

const collect = builtin({
  name: "collect",
  doc: "Runfiles of the targets of attributes: those in `data` as data (files too), then those in `default` by default runfiles and those in `data_of` by data runfiles, files left out.",
  params: [
    { name: "ctx" },
    { name: "data", default: new StarlarkList([]) },
    { name: "default", default: new StarlarkList([]) },
    { name: "data_of", default: new StarlarkList([]) },
  ],
  run: (_thread, [ctx, data, byDefault, dataOf]) => {
    const { spec } = contextOf(ctx);
    return mergeRunfiles([
      ...names(data).flatMap((attribute) => dataRunfiles(spec, attribute)),
      ...names(byDefault).flatMap((attribute) => mappedRunfiles(spec, attribute, "default")),
      ...names(dataOf).flatMap((attribute) => mappedRunfiles(spec, attribute, "data")),
    ]);
  },
});

function names(value: Value | undefined): readonly string[] {
  return value instanceof StarlarkList ? value.items.map(String) : [];
}

const runfilesOf = builtin({
  name: "runfiles_of",
  doc: "Runfiles of depsets of files, one after the other.",
  acceptsUnknown: true,
  params: [{ name: "sets", kind: "args" }],
  run: (_thread, [sets]) => {
    const all = sets instanceof Tuple ? sets.items : [];
    const known = all.filter((set): set is Depset | Unknown => set instanceof Depset || set instanceof Unknown);
    if (known.length < all.length) throw new EvalError("expected depsets");
    return new Runfiles({ artifacts: new Depset("postorder", [], known) });
  },
});

const singleton = builtin({
  name: "singleton",
  doc: "The file of a depset that holds one, None for others.",
  params: [{ name: "files", types: ["depset"] }],
  run: (_thread, [files]) => {
    if (!(files instanceof Depset)) return null;
    const [unknown] = files.unknowns;
    return unknown ?? files.singleton() ?? null;
  },
});

const forward = builtin({
  name: "forward",
  doc: "Makes the target stand for another one, as alias does.",
  params: [{ name: "target" }],
  run: (_thread, [target]) => {
    if (target instanceof ConfiguredTarget) return new Forwarded(target.seenBy(undefined));
    throw new EvalError("alias has no actual target");
  },
});

const forwardSetting = builtin({
  name: "forward_setting",
  doc: "Makes a label_flag or label_setting stand for the target that the configuration chooses.",
  params: [{ name: "ctx" }],
  run: (_thread, [ctx]) => {
    const { graph, host, key, target } = contextOf(ctx).spec;
    const label = labelSetting(target, key.configuration);
    if (label instanceof Unknown) return label;
    if (label === undefined) throw new EvalError("expected a build_setting_default");
    const result = graph.get(host.configuredTarget, { ...key, label, transitioned: false });
    if (result.kind === "rejected") throw new EvalError(result.rejection.message);
    return result.kind === "unknown" ? result.unknown : new Forwarded(result.target);
  },
});

const labelText = builtin({
  name: "label_text",
  doc: "The canonical text of a label, the same for every version.",
  params: [{ name: "label", types: ["Label"] }],
  run: (_thread, [label]) => (label instanceof Label ? label.toString() : null),
});

const provided = builtin({
  name: "provided",
  doc: "The instances of a provider that the targets of an attribute have, an Unknown for each target that may have it.",
  params: [{ name: "ctx" }, { name: "attribute", types: ["string"] }, { name: "provider", types: ["Provider"] }],
  run: (_thread, [ctx, attribute, provider]) => {
    const { spec } = contextOf(ctx);
    const dependencies = spec.dependencies.get(attribute as string);
    if (!dependencies || !(provider instanceof Provider))
      throw new EvalError("expected the name of a dependency attribute and a provider");
    if (dependencies.value instanceof Unknown) return new StarlarkList([dependencies.value]);
    const targets = dependencies.labels.flatMap((label) =>
      label instanceof Unknown ? [label] : distinctTargets(label),
    );
    return new StarlarkList(
      targets
        .map((target) => (target instanceof Unknown ? target : target.seenBy(spec.onEstimate).provider(provider)))
        .filter((value) => value !== undefined),
    );
  },
});

const output = builtin({
  name: "output",
  doc: "An output of the target at a path below the `bin` directory, wherever the target's package is.",
  params: [{ name: "ctx" }, { name: "path", types: ["string"] }],
  run: (_thread, [ctx, path]) => {
    const { target, key } = contextOf(ctx).spec;
    const root = new Root(binDirectory(key.configuration));
    return new Artifact({
      root,
      path: `${root.path}/${path as string}`,
      shortPath: path as string,
      kind: "file",
      owner: target.label,
      configuration: key.configuration.id,
    });
  },
});

const displayLabel = builtin({
  name: "display_label",
  doc: "A label as Bazel writes it where it names files: `//p:n`, `@repo//p:n`.",
  params: [{ name: "label", types: ["Label"] }],
  run: (_thread, [label]) => (label instanceof Label ? label.toString().replace(/^@@/, "@") : null),
});

const attributeLabel = builtin({
  name: "attribute_label",
  doc: "The label that an attribute holds, whatever it stands for.",
  params: [{ name: "ctx" }, { name: "attribute", types: ["string"] }],
  run: (_thread, [ctx, attribute]) => contextOf(ctx).spec.values.get(attribute as string) ?? null,
});

const isGiven = builtin({
  name: "is_given",
  doc: "Whether the BUILD file gives the attribute a value.",
  params: [{ name: "ctx" }, { name: "attribute", types: ["string"] }],
  run: (_thread, [ctx, attribute]) => contextOf(ctx).spec.target.attributes.has(attribute as string),
});

const refuse = builtin({
  name: "refuse",
  doc: "Refuses the target for what an attribute says.",
  params: [
    { name: "attribute", types: ["string"] },
    { name: "problem", types: ["string"] },
  ],
  run: (_thread, [attribute, problem]) => {
    throw new AttributeError(attribute as string, problem as string);
  },
});

const checkExpansionBuiltin = builtin({
  name: "check_expansion",
  doc: "Refuses the target where the text of an attribute names a variable, or a label in $(location), that Bazel does not expand.",
  params: [
    { name: "ctx" },
    { name: "attribute", types: ["string"] },
    { name: "locations", default: true, kind: "named-only", doc: "Whether there is $(location)." },
    { name: "data", default: true, kind: "named-only", doc: "Whether $(location) may name what `data` holds." },
    { name: "files", default: new StarlarkList([]), kind: "named-only", doc: "Further attributes it may name." },
    { name: "tools", default: new StarlarkList([]), kind: "named-only", doc: "The same, by their executables." },
    { name: "words", default: null, kind: "named-only", doc: "`any` or `one`: the words that it has to be." },
    { name: "variables", default: new StarlarkDict(), kind: "named-only", doc: "Further variables." },
    { name: "refused", default: new StarlarkDict(), kind: "named-only", doc: "Variable → why it is refused." },
  ],
  run: (_thread, [ctx, attribute, hasLocations, data, files, tools, words, variables, refused]) => {
    const { spec } = contextOf(ctx);
    checkExpansion(spec, attribute as string, {
      locations: hasLocations
        ? locationMap(spec, { data: data === true, files: names(files), tools: names(tools) })
        : undefined,
      words: words === "any" || words === "one" ? words : undefined,
      variables: texts(variables),
      refused: texts(refused),
    });
    return null;
  },
});

function texts(value: Value | undefined): ReadonlyMap<string, string> {
  const entries = value instanceof StarlarkDict ? [...value.entries()] : [];
  return new Map(entries.filter((entry): entry is [string, string] => entry.every((item) => typeof item === "string")));
}

const byIdentity = builtin({
  name: "by_identity",
  doc: "The provider, of which every instance equals itself only, as objects of Bazel's Java do.",
  params: [{ name: "provider", types: ["Provider"] }],
  run: (_thread, [provider]) => (provider instanceof Provider ? provider.compareByIdentity() : null),
});

const contextBuiltin = builtin({
  name: "context",
  doc: "The rule context that `actions` belong to.",
  params: [{ name: "actions", types: ["actions"] }],
  run: (_thread, [actions]) => contextOf(actions),
});

const ruleClassBuiltin = builtin({
  name: "rule_class",
  doc: "The name of the rule that made a target, or whose context this is; None for files.",
  params: [{ name: "target", types: ["Target", "ctx"] }],
  run: (_thread, [target]) => {
    const rule = target instanceof ConfiguredTarget ? target.rule : contextOf(target).spec.target;
    return rule?.ruleClass.name ?? null;
  },
});

const ruleAttribute = builtin({
  name: "rule_attribute",
  doc: "An attribute of the rule that made a target, as the BUILD file says it or by default.",
  params: [
    { name: "target", types: ["Target"] },
    { name: "name", types: ["string"] },
  ],
  run: (_thread, [target, name]) => {
    if (!(target instanceof ConfiguredTarget) || !target.rule) return null;
    const { attributes, ruleClass } = target.rule;
    return attributes.get(name as string) ?? ruleClass.attributes.get(name as string)?.default ?? null;
  },
});

const declaredAttribute = builtin({
  name: "declared_attribute",
  doc: "An attribute of the rule that a label names, as the BUILD file says it; None where nobody knows it for sure. The rule is no dependency.",
  params: [{ name: "ctx" }, { name: "label", types: ["Label"] }, { name: "name", types: ["string"] }],
  run: (_thread, [ctx, label, name]) => {
    const { graph, host } = contextOf(ctx).spec;
    const found = label instanceof Label ? findTarget(graph, host, label) : undefined;
    if (found?.kind !== "found" || found.target.kind !== "rule" || found.package.doubt) return null;
    return found.target.attributes.get(name as string) ?? null;
  },
});

const hostOs = builtin({
  name: "host_os",
  doc: "linux, macos or windows.",
  params: [{ name: "ctx" }],
  run: (_thread, [ctx]) => contextOf(ctx).spec.key.configuration.top.host.os,
});

const hostCpu = builtin({
  name: "host_cpu",
  doc: "x86_64 or aarch64.",
  params: [{ name: "ctx" }],
  run: (_thread, [ctx]) => contextOf(ctx).spec.key.configuration.top.host.arch,
});

const targetOs = builtin({
  name: "target_os",
  doc: "linux, macos, windows or another value of @platforms//os that the target platform has; None where it has none.",
  params: [{ name: "ctx" }],
  run: (_thread, [ctx]) => {
    const { graph, host, key } = contextOf(ctx).spec;
    const platform = targetPlatform(graph, host, key.configuration);
    if (platform instanceof Unknown) return platform;
    const constraints = constraintsOf(graph, host, platform, key);
    if (constraints instanceof Unknown) return constraints;
    return constraints.get("@@platforms//os:os")?.replace(/^.*:/, "") ?? null;
  },
});

const hasHashedDirectoryBuiltin = builtin({
  name: "has_hashed_directory",
  doc: "Whether the name of the configuration's output directory may hold an `ST-…` hash.",
  params: [{ name: "ctx" }],
  run: (_thread, [ctx]) => hasHashedDirectory(contextOf(ctx).spec.key.configuration),
});

const registeredToolchain = builtin({
  name: "registered_toolchain",
  doc: "The label under which the toolchain in force for a type was registered, by the workspace or by a flag; None where Bazel's own is in force.",
  params: [{ name: "ctx" }, { name: "type", types: ["string"] }],
  run: (_thread, [ctx, type]) => {
    const { graph, host, key } = contextOf(ctx).spec;
    const parsed = parseLabel(type as string, {
      package: { repository: "", path: "" },
      resolveRepository: (apparent) => apparent,
    });
    if (parsed.kind === "error") throw new EvalError(parsed.message);
    const resolved = graph.get(host.toolchains, {
      type: parsed.label,
      configuration: key.configuration,
      order: key.order,
    });
    if (resolved.kind === "toolchain") return resolved.declaredBy;
    return resolved.kind === "unknown" && resolved.registered ? resolved.unknown : null;
  },
});

const unknownBuiltin = builtin({
  name: "unknown",
  doc: "A value that this model does not know, with the reason.",
  params: [
    { name: "name", types: ["string"] },
    { name: "message", types: ["string"] },
  ],
  run: (_thread, [name, message]) =>
    new Unknown({ kind: "model", name: name as string, message: message as string, site: undefined }),
});

const isUnknown = builtin({
  name: "is_unknown",
  doc: "Whether a value is not known: what a model may branch on to keep what it does know.",
  params: [{ name: "value", acceptsUnknown: true }],
  run: (_thread, [value]) => value instanceof Unknown,
});

const unknownRunfilesBuiltin = builtin({
  name: "unknown_runfiles",
  doc: "Runfiles of which only is known that a value keeps them from being known.",
  params: [{ name: "why", acceptsUnknown: true }],
  run: (_thread, [why]) => (why instanceof Unknown ? unknownRunfiles(why) : mergeRunfiles([])),
});

const withPythonInits = initsBuiltin(
  "with_python_inits",
  "python-init",
  "Runfiles whose trees get an empty __init__.py beside Python files.",
);
const withoutInits = initsBuiltin("without_inits", "none", "Runfiles whose trees get no empty files.");

function initsBuiltin(name: string, emptyFiles: "python-init" | "none", doc: string): Builtin {
  return builtin({
    name,
    doc,
    params: [{ name: "runfiles", types: ["runfiles"] }],
    run: (_thread, [runfiles]) => {
      if (!(runfiles instanceof Runfiles)) throw new EvalError("expected runfiles");
      return new Runfiles({
        artifacts: runfiles.artifacts,
        symlinks: runfiles.symlinks,
        rootSymlinks: runfiles.rootSymlinks,
        emptyFiles,
      });
    },
  });
}
