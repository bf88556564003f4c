/** `rule()`: declares a rule class. After Bazel's `StarlarkRuleClassFunctions.rule`. */
import type { ParameterSpec } from "../../../starlark/builtin.ts";
import { builtin } from "../../../starlark/builtin.ts";
import { StarlarkDict } from "../../../starlark/dict.ts";
import { EvalError } from "../../../starlark/errors.ts";
import { isIdentifier } from "../../../starlark/identifier.ts";
import { repr } from "../../../starlark/printer.ts";
import type { Thread } from "../../../starlark/thread.ts";
import { Unknown } from "../../../starlark/unknown.ts";
import type { Value } from "../../../starlark/value.ts";
import { typeOf } from "../../../starlark/value.ts";
import {
  Transition,
  type AttributeDefinition,
  type AttributeTransition,
  type RequiredToolchainType,
  type RuleClass,
} from "../../rule.ts";
import type { BazelVersion } from "../../workspace/bazelVersion.ts";
import { commonAttributes } from "../commonAttributes.ts";
import { BAZEL_VERSION } from "../../workspace/bazelVersion.ts";
import { isModelSpeaking, scopeOf, type ModuleScope } from "../moduleScope.ts";
import { requireInitialization } from "../phase.ts";
import type { UnnamedRuleClass } from "../ruleFunction.ts";
import { RuleFunction } from "../ruleFunction.ts";
import { castStrings, firstUnknown, labelArgument, sequence, stringEntries } from "./arguments.ts";
import { AttributeSchema, attributeTransition } from "./attr.ts";
import { checkAttribute } from "./attributeDeclarations.ts";
import { BuildSettingDescriptor } from "./buildSetting.ts";
import { declaredSubrules, transitiveSubrules } from "./subrule.ts";
import { advertisedProviders } from "./dependencyRequirements.ts";
import { ToolchainTypeRequirement, toolchainTypes } from "./toolchains.ts";

const PARAMS: readonly ParameterSpec[] = [
  {
    name: "implementation",
    optional: true,
    types: ["function", "None"],
    acceptsUnknown: true,
    doc: "The function that analyses a target of the rule; it gets ctx.",
  },
  { name: "test", optional: true, types: ["bool"], doc: "Whether targets are tests." },
  { name: "attrs", default: null, types: ["dict", "None"], doc: "The attributes by name." },
  {
    name: "outputs",
    default: null,
    types: ["dict", "None", "function"],
    acceptsUnknown: true,
    doc: "Deprecated: implicit outputs.",
  },
  { name: "executable", optional: true, types: ["bool"], doc: "Whether targets can be run." },
  { name: "output_to_genfiles", default: false, types: ["bool"], doc: "Whether outputs lie in genfiles." },
  {
    name: "fragments",
    optional: true,
    types: ["sequence"],
    acceptsUnknown: true,
    doc: "Configuration fragments of the target.",
  },
  {
    name: "host_fragments",
    optional: true,
    types: ["sequence"],
    acceptsUnknown: true,
    doc: "Configuration fragments of the host.",
  },
  { name: "_skylark_testable", default: false, types: ["bool"] },
  {
    name: "toolchains",
    optional: true,
    types: ["sequence"],
    acceptsUnknown: true,
    doc: "Toolchain types that the rule needs.",
  },
  {
    name: "incompatible_use_toolchain_transition",
    default: false,
    types: ["bool"],
    doc: "Whether toolchains are analysed as what uses them is; ignored from Bazel 5 on.",
  },
  { name: "doc", default: null, types: ["string", "None"], acceptsUnknown: true, doc: "Description of the rule." },
  {
    name: "provides",
    optional: true,
    kind: "named-only",
    types: ["sequence"],
    acceptsUnknown: true,
    doc: "Providers that the implementation must return.",
  },
  {
    name: "dependency_resolution_rule",
    default: false,
    kind: "named-only",
    types: ["bool"],
    doc: "Whether materializers may use the rule.",
  },
  {
    name: "exec_compatible_with",
    optional: true,
    kind: "named-only",
    types: ["sequence"],
    acceptsUnknown: true,
    doc: "Constraints on the execution platform.",
  },
  {
    name: "analysis_test",
    default: false,
    kind: "named-only",
    types: ["bool"],
    doc: "Whether the rule is an analysis test.",
  },
  {
    name: "build_setting",
    default: null,
    kind: "named-only",
    acceptsUnknown: true,
    doc: "Makes the rule a build setting: config.bool() and so on.",
  },
  {
    name: "cfg",
    default: null,
    kind: "named-only",
    acceptsUnknown: true,
    doc: "A transition applied to every target of the rule.",
  },
  {
    name: "exec_groups",
    default: null,
    kind: "named-only",
    types: ["dict", "None"],
    acceptsUnknown: true,
    doc: "Execution groups by name.",
  },
  { name: "compile_one_filetype", default: null, kind: "named-only" },
  {
    name: "name",
    default: null,
    kind: "named-only",
    types: ["string", "None"],
    doc: "The rule's name, where it is not assigned to a global.",
  },
  {
    name: "initializer",
    default: null,
    kind: "named-only",
    types: ["callable", "None"],
    acceptsUnknown: true,
    doc: "A function that changes the attributes of each target.",
  },
  { name: "parent", default: null, kind: "named-only", doc: "The rule that is extended." },
  { name: "extendable", default: null, kind: "named-only", doc: "Who may extend the rule." },
  {
    name: "subrules",
    optional: true,
    kind: "named-only",
    types: ["sequence"],
    doc: "Subrules that the implementation calls.",
  },
];

type Arguments = ReadonlyMap<string, Value | undefined>;

export function ruleBuiltin(version: BazelVersion): Value {
  return builtin({
    name: "rule",
    doc: "Creates a new rule, which can be called from a BUILD file or a macro to create targets.",
    params: PARAMS,
    run: (thread, args) => {
      requireInitialization(thread, "rule");
      return makeRule(thread, version, new Map(PARAMS.map((param, index) => [param.name, args[index]])));
    },
  });
}

/** `scope`: of the file that the rule belongs to; the one that is speaking where absent. */
export function makeRule(
  thread: Thread,
  version: BazelVersion,
  args: Arguments,
  scope: ModuleScope | undefined = scopeOf(thread),
  prepare?: RuleClass["prepare"],
): Value {
  const parent = parentOf(args.get("parent") ?? null);
  if (args.get("implementation") === undefined && (args.get("parent") ?? null) === null)
    throw new EvalError("rule() missing 1 required positional argument: implementation");
  const isAnalysisTest = args.get("analysis_test") === true;
  const test = isAnalysisTest || (args.get("test") === undefined ? (parent?.test ?? false) : args.get("test") === true);
  const executable =
    test || (args.get("executable") === undefined ? (parent?.executable ?? false) : args.get("executable") === true);
  const declared = declaredAttributes(thread, args);
  if (declared instanceof Unknown) return declared;
  const toolchains = toolchainTypes(thread, args.get("toolchains"));
  const ruleClass: UnnamedRuleClass = {
    implementation: implementationOf(args, parent, toolchains instanceof Unknown ? toolchains : undefined),
    attributes: new Map([
      ...commonAttributes(version, { executable, test, native: scope?.model?.of === "bazel" }),
      ...(parent?.attributes ?? []),
      ...declared,
    ]),
    executable,
    test,
    isAnalysisTest,
    cfg: ruleTransition(args, parent, isModelSpeaking(thread) ? undefined : version),
    toolchains: [
      ...(parent?.toolchains ?? []),
      ...subruleToolchains(args),
      ...(toolchains instanceof Unknown ? [] : toolchains),
    ].map((required) => requirement(required, args.get("incompatible_use_toolchain_transition") === true)),
    execGroups: new Map([...(parent?.execGroups ?? []), ...execGroups(args.get("exec_groups"))]),
    execCompatibleWith: [
      ...(parent?.execCompatibleWith ?? []),
      ...sequence(args.get("exec_compatible_with")).flatMap((label) =>
        label instanceof Unknown ? [] : [labelArgument(thread, label, "exec_compatible_with")],
      ),
    ],
    fragments: fragmentsOf(args.get("fragments"), parent?.fragments),
    hostFragments: fragmentsOf(args.get("host_fragments"), parent?.hostFragments),
    subrules: [...(parent?.subrules ?? []), ...declaredSubrules(args.get("subrules"))],
    provides: [...(parent?.provides ?? []), ...advertisedProviders(sequence(args.get("provides")))],
    buildSetting: buildSettingOf(args.get("build_setting") ?? null),
    outputs: args.get("outputs") ?? null,
    outputToGenfiles: args.get("output_to_genfiles") === true,
    initializer: args.get("initializer") ?? null,
    parent,
    doc: typeof args.get("doc") === "string" ? (args.get("doc") as string) : undefined,
    site: thread.currentSite(),
    model: scope?.model,
    ...(prepare && { prepare }),
  };
  const rule = new RuleFunction(ruleClass, version, scope?.moduleId === "" ? "" : undefined);
  const name = args.get("name");
  if (typeof name === "string") rule.exportAs(scope?.moduleId ?? "", name);
  return rule;
}

/** An Unknown in what decides how the rule is analysed makes the analysis Unknown, not the declaration. */
function implementationOf(
  args: Arguments,
  parent: RuleClass | undefined,
  unknownToolchain: Unknown | undefined,
): Value {
  const blocking =
    unknownToolchain ?? firstUnknown([args.get("exec_groups"), args.get("provides"), args.get("build_setting")]);
  return blocking ?? args.get("implementation") ?? parent?.implementation ?? null;
}

/** The names of fragments; undefined where one of them is not known. */
export function fragmentsOf(value: Value | undefined, ofParent: readonly Value[] = []): readonly Value[] | undefined {
  if (value instanceof Unknown) return undefined;
  const own = sequence(value);
  if (firstUnknown(own)) return undefined;
  return [...ofParent, ...castStrings(value, "fragments")];
}

function parentOf(value: Value): RuleClass | undefined {
  if (value === null) return undefined;
  if (!(value instanceof RuleFunction)) throw new EvalError("Parent needs to be a Starlark rule, was " + typeOf(value));
  if (!value.ruleClass) throw new EvalError("Parent rule must be exported");
  return value.ruleClass;
}

/** The rule's own attributes, and the hidden ones of its subrules. An Unknown among them leaves the whole rule Unknown: its calls cannot be checked. */
function declaredAttributes(thread: Thread, args: Arguments): ReadonlyMap<string, AttributeDefinition> | Unknown {
  const result = new Map<string, AttributeDefinition>();
  const attrs = args.get("attrs") ?? null;
  for (const [name, value] of attrs instanceof StarlarkDict ? attrs.entries() : []) {
    if (typeof name !== "string") throw new EvalError(`got ${repr(name)} for an attribute's name, want string`);
    if (value instanceof Unknown) return value;
    if (value === null) continue;
    if (!(value instanceof AttributeSchema)) {
      throw new EvalError(`got dict<string, ${typeOf(value)}> for 'attrs', want dict<string, Attribute|NoneType>`);
    }
    if (name === "name")
      throw new EvalError(
        "cannot add attribute: There is already a built-in attribute 'name' which cannot be overridden.",
      );
    checkAttribute(name, value.definition);
    result.set(name, value.definition);
  }
  for (const subrule of transitiveSubrules(declaredSubrules(args.get("subrules"))))
    for (const [name, definition] of subrule.hiddenAttributes()) result.set(name, definition);
  const type = buildSettingOf(args.get("build_setting") ?? null)?.type;
  if (type) {
    result.set("build_setting_default", buildSettingDefault(type));
    // 4.2.3 has none; between it and 7 nobody has looked.
    if (thread.get(BAZEL_VERSION)?.major !== 4)
      result.set("help", { ...buildSettingDefault("string"), default: "", mandatory: false });
  }
  return result;
}

function buildSettingDefault(type: NonNullable<RuleClass["buildSetting"]>["type"]): AttributeDefinition {
  return {
    type: type === "string_set" ? "string_list" : type,
    default: null,
    mandatory: true,
    allowEmpty: true,
    allowFiles: false,
    singleFile: false,
    executable: false,
    cfg: { kind: "target" },
    providers: [],
    aspects: [],
    values: [],
    configurable: false,
    doc: undefined,
  };
}

function subruleToolchains(args: Arguments): readonly ToolchainTypeRequirement[] {
  return [...transitiveSubrules(declaredSubrules(args.get("subrules")))].flatMap((subrule) => subrule.toolchains);
}

function requirement(
  required: ToolchainTypeRequirement | RequiredToolchainType,
  usesTransition: boolean,
): RequiredToolchainType {
  return required instanceof ToolchainTypeRequirement
    ? { type: required.toolchainType, mandatory: required.mandatory, usesTransition }
    : required;
}

/** `version`: undefined for models, which may say more than .bzl files. */
function ruleTransition(
  args: Arguments,
  parent: RuleClass | undefined,
  version: BazelVersion | undefined,
): AttributeTransition {
  const cfg = args.get("cfg") ?? null;
  if (cfg === null) return parent?.cfg ?? { kind: "target" };
  if (version && (args.get("build_setting") ?? null) !== null)
    throw new EvalError("Build setting rules cannot use the `cfg` param to apply transitions to themselves.");
  if (version && version.major < 8 && !(cfg instanceof Unknown || cfg instanceof Transition))
    throw new EvalError("`cfg` must be set to a transition object initialized by the transition() function.");
  return attributeTransition(cfg);
}

function execGroups(value: Value | undefined): ReturnType<typeof stringEntries> {
  const entries = stringEntries(value, "exec_groups");
  const wrong = entries.find(([name]) => !isIdentifier(name));
  if (wrong) throw new EvalError(`Exec group name '${wrong[0]}' is not a valid name.`);
  return entries;
}

function buildSettingOf(value: Value): RuleClass["buildSetting"] {
  if (value === null || value instanceof Unknown) return undefined;
  if (!(value instanceof BuildSettingDescriptor))
    throw new EvalError(
      `in call to rule(), parameter 'build_setting' got value of type '${typeOf(value)}', want 'BuildSetting or NoneType'`,
    );
  const { settingType, flag, allowMultiple } = value;
  return { type: settingType, flag, allowMultiple };
}
