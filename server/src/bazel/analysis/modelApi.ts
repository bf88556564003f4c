/**
 * The private builtins of models (server/models): the little that Bazel's own rules do and Starlark rules cannot. Model files see them as members of `model`.
 */
import { labelSetting, settingValue } from "./buildSettings.ts";
import { ConfiguredTarget } from "./configuredTarget.ts";
import { distinctTargets } from "./dependencies.ts";
import { knownTargets, RuleContext } from "./ruleContext.ts";
import { dataRunfiles, mappedRunfiles } from "./runfilesBuiltin.ts";
import { constraintValueOf, platformConstraint } from "./platforms.ts";
import {
  ANALYSIS_FAILURE_INFO,
  ANALYSIS_TEST_RESULT_INFO,
  CONFIG_MATCHING_INFO,
  CONSTRAINT_SETTING_INFO,
  CONSTRAINT_VALUE_INFO,
  DECLARED_TOOLCHAIN_INFO,
  DEFAULT_INFO,
  EXECUTION_INFO,
  INSTRUMENTED_FILES_INFO,
  OUTPUT_GROUP_INFO,
  PLATFORM_INFO,
  RUN_ENVIRONMENT_INFO,
  TEMPLATE_VARIABLE_INFO,
  TEST_ENVIRONMENT,
  TOOLCHAIN_INFO,
  TOOLCHAIN_TYPE_INFO,
} from "./providers.ts";
import { Artifact, Root } from "../artifact.ts";
import { binDirectory, nativeOption } from "../configuration/configuration.ts";
import { Depset } from "../depset.ts";
import { Label, parseLabel } from "../label.ts";
import { Provider, Struct } from "../provider.ts";
import { mergeRunfiles, Runfiles, unknownRunfiles } from "../runfiles/runfiles.ts";
import { AttributeSchema } from "../loading/api/attr.ts";
import { scopeOf } from "../loading/moduleScope.ts";
import { isAtLeast } from "../workspace/bazelVersion.ts";
import { builtin, type Builtin } from "../../starlark/builtin.ts";
import { StarlarkDict } from "../../starlark/dict.ts";
import { EvalError } from "../../starlark/errors.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Tuple } from "../../starlark/tuple.ts";
import { Unknown } from "../../starlark/unknown.ts";
import { str, type Printer } from "../../starlark/printer.ts";
import type { StarlarkValue, Value } from "../../starlark/value.ts";

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
        nodep,
        tristate,
        at_least: atLeast,
        option,
        collect,
        runfiles_of: runfilesOf,
        forward,
        forward_setting: forwardSetting,
        config_setting: configSetting,
        constraint_value: constraintValue,
        label_text: labelText,
        flag_value: flagValueBuiltin,
        with_python_inits: withPythonInits,
        without_inits: withoutInits,
        unknown: unknownBuiltin,
        is_unknown: isUnknown,
        unknown_runfiles: unknownRunfilesBuiltin,
        provided,
        output,
        display_label: displayLabel,
        rule_class: ruleClassBuiltin,
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

function contextOf(value: Value | undefined): RuleContext {
  if (value instanceof RuleContext) return value;
  throw new EvalError("expected a rule context");
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
  doc: "Runfiles of a depset of files.",
  params: [{ name: "files", types: ["depset"], acceptsUnknown: true }],
  run: (_thread, [files]) =>
    new Runfiles({
      artifacts: new Depset("postorder", [], files instanceof Depset || files instanceof Unknown ? [files] : []),
    }),
});

const forward = builtin({
  name: "forward",
  doc: "Makes the target stand for another one, as alias does.",
  params: [{ name: "target" }],
  run: (_thread, [target]) => {
    if (target instanceof ConfiguredTarget) return new Forwarded(target);
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
    const dependencies = contextOf(ctx).spec.dependencies.get(attribute as string);
    if (!dependencies || !(provider instanceof Provider))
      throw new EvalError("expected the name of a dependency attribute and a provider");
    if (dependencies.value instanceof Unknown) return new StarlarkList([dependencies.value]);
    const targets = dependencies.labels.flatMap((label) =>
      label instanceof Unknown ? [label] : distinctTargets(label),
    );
    return new StarlarkList(
      targets
        .map((target) => (target instanceof Unknown ? target : target.provider(provider)))
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

const ruleClassBuiltin = builtin({
  name: "rule_class",
  doc: "The name of the rule that made a target; None for files.",
  params: [{ name: "target", types: ["Target"] }],
  run: (_thread, [target]) => (target instanceof ConfiguredTarget ? (target.rule?.ruleClass.name ?? null) : null),
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

const flagValueBuiltin = builtin({
  name: "flag_value",
  doc: "The value of a build setting target, as text, in the configuration of ctx.",
  params: [{ name: "ctx" }, { name: "target", types: ["Target"] }],
  run: (_thread, [ctx, target]) => flagText(contextOf(ctx), target),
});

function flagText(context: RuleContext, target: Value | undefined): Value {
  if (!(target instanceof ConfiguredTarget) || !target.rule?.ruleClass.buildSetting) {
    return new Unknown({
      kind: "configuration",
      name: target instanceof ConfiguredTarget ? target.label.toString() : "flag_value",
      message: "a flag of a config_setting is not a build setting",
      site: undefined,
    });
  }
  return settingValue(target.rule, target.rule.ruleClass.buildSetting, context.spec.key.configuration);
}

const constraintValue = builtin({
  name: "constraint_value",
  doc: "The ConstraintValueInfo of a constraint_value rule.",
  params: [{ name: "ctx" }, { name: "setting", types: ["Target"] }],
  run: (_thread, [ctx, setting]) => {
    if (!(setting instanceof ConfiguredTarget)) throw new EvalError("constraint_setting is not a target");
    const info = setting.provider(CONSTRAINT_SETTING_INFO);
    if (info instanceof Unknown) return info;
    const fallback = info instanceof Struct ? (info.fields.get("default_value") ?? null) : null;
    return new Struct(
      new Map<string, Value>([
        ["label", contextOf(ctx).spec.target.label],
        ["constraint_setting", setting.label.toString()],
        ["default_value", fallback],
      ]),
      CONSTRAINT_VALUE_INFO,
    );
  },
});

/** `ConfigSetting.java`: matches when every value, define, flag and constraint does. */
const configSetting = builtin({
  name: "config_setting",
  doc: "The ConfigMatchingInfo of a config_setting rule.",
  params: [{ name: "ctx" }],
  run: (_thread, [ctx]) => {
    const context = contextOf(ctx);
    const settings: string[] = [];
    let unknown: Unknown | undefined;
    let matches = true;
    for (const check of [...nativeChecks(context), ...flagChecks(context), ...constraintChecks(context)]) {
      settings.push(check.setting);
      if (check.matches instanceof Unknown) unknown ??= check.matches;
      else if (!check.matches) matches = false;
    }
    return new Struct(
      new Map<string, Value>([
        ["matches", matches && unknown ? unknown : matches],
        ["settings", new StarlarkList(settings)],
      ]),
      CONFIG_MATCHING_INFO,
    );
  },
});

interface Check {
  /** `name=value`, for specialisation. */
  readonly setting: string;
  readonly matches: boolean | Unknown;
}

function entriesOf(context: RuleContext, attribute: string): readonly (readonly [Value, Value])[] {
  const value = context.spec.values.get(attribute);
  return value instanceof StarlarkDict ? [...value.entries()] : [];
}

/** A value as text, as a flag or a key has it. */
function textOf(value: Value): string {
  return typeof value === "string" ? value : str(value);
}

/** The checks of a dictionary of texts, or the one Unknown that keeps them from being known. */
function checksOf(
  context: RuleContext,
  attribute: string,
  check: (name: string, wanted: string) => Check,
): readonly Check[] {
  const value = context.spec.values.get(attribute);
  if (value instanceof Unknown) return [{ setting: attribute, matches: value }];
  return entriesOf(context, attribute).map(([name, wanted]) => {
    const unknown = [name, wanted].find((text) => text instanceof Unknown);
    return unknown instanceof Unknown ? { setting: attribute, matches: unknown } : check(textOf(name), textOf(wanted));
  });
}

function nativeChecks(context: RuleContext): readonly Check[] {
  const { configuration } = context.spec.key;
  const define = (wanted: string): Check => ({
    setting: `define=${wanted}`,
    matches: hasDefine(configuration, wanted),
  });
  const values = checksOf(context, "values", (name, wanted) => {
    if (name === "define") return define(wanted);
    return {
      setting: `${name}=${wanted}`,
      matches: matchesOption(nativeOption(configuration, name), canonicalOption(context, name, wanted)),
    };
  });
  return [...values, ...checksOf(context, "define_values", (name, wanted) => define(`${name}=${wanted}`))];
}

/** An option's text as the configuration keeps it: labels in canonical form. */
function canonicalOption({ spec }: RuleContext, name: string, text: string): string {
  const type = spec.key.configuration.top.definitions.get(name)?.type;
  if (type !== "label" && type !== "label_list") return text;
  const { label } = spec.target;
  const { repositories } = spec.host.workspace(spec.graph);
  const canonical = (one: string): string => {
    const parsed = parseLabel(one, {
      package: label.packageId,
      resolveRepository: (apparent) => repositories.resolve(label.repository, apparent),
    });
    return parsed.kind === "label" ? parsed.label.toString() : one;
  };
  return text === "" ? text : text.split(",").map(canonical).join(",");
}

type Option = ReturnType<typeof nativeOption>;

function hasDefine(configuration: Parameters<typeof nativeOption>[0], wanted: string): boolean | Unknown {
  const defines = nativeOption(configuration, "define");
  if (defines instanceof Unknown) return defines;
  const name = wanted.split("=")[0] ?? "";
  const last = Array.isArray(defines)
    ? (defines as readonly string[]).filter((define) => define.split("=")[0] === name).at(-1)
    : undefined;
  return last === wanted;
}

/** A list option matches when it contains the value; others when they equal it. */
function matchesOption(value: Option, wanted: string): boolean | Unknown {
  if (value instanceof Unknown) return value;
  if (Array.isArray(value)) return wanted.split(",").every((item) => (value as readonly string[]).includes(item));
  if (typeof value === "boolean") return value === ["true", "1", "yes"].includes(wanted.toLowerCase());
  return value === null ? wanted === "" || wanted === "null" : value === wanted;
}

function flagChecks(context: RuleContext): readonly Check[] {
  const attribute = context.spec.dependencies.get("flag_values");
  if (!attribute) return [];
  const targets = knownTargets(attribute);
  if (targets instanceof Unknown) return [{ setting: "flag_values", matches: targets }];
  const wanted = entriesOf(context, "flag_values");
  return targets.map((target, index) => {
    const text = textOf(wanted[index]?.[1] ?? null);
    const value = flagText(context, target);
    return { setting: `${target.label.toString()}=${text}`, matches: matchesFlag(value, text) };
  });
}

function matchesFlag(value: Value, wanted: string): boolean | Unknown {
  if (value instanceof Unknown) return value;
  if (typeof value === "boolean") return value === ["true", "1", "yes", "t", "y"].includes(wanted.toLowerCase());
  if (value instanceof StarlarkList) return value.items.includes(wanted);
  return textOf(value) === wanted;
}

function constraintChecks(context: RuleContext): readonly Check[] {
  const attribute = context.spec.dependencies.get("constraint_values");
  if (!attribute) return [];
  const targets = knownTargets(attribute);
  if (targets instanceof Unknown) return [{ setting: "constraint_values", matches: targets }];
  return targets.map((target) => {
    const info = constraintValueOf(target);
    const setting = `constraint ${target.label.toString()}`;
    if (!info || info instanceof Unknown)
      return {
        setting,
        matches:
          info ??
          new Unknown({
            kind: "configuration",
            name: target.label.toString(),
            message: `${target.label.toString()} is not a constraint value`,
            site: undefined,
          }),
      };
    return {
      setting,
      matches: platformConstraint(context.spec.graph, context.spec.host, context.spec.key, target.label, info),
    };
  });
}
