/**
 * `ctx`: what a rule implementation sees (`StarlarkRuleContext`). Everything in it is derived from resolved dependencies; nothing in it has effects but `ctx.actions`, which records.
 */
import { AttributeError } from "./attributeError.ts";
import { templateContext } from "./attributeExpansion.ts";
import { OutputLedger } from "./outputLedger.ts";
import { ActionsModule, unknownApi, type ActionsHost } from "./actions.ts";
import { settingValue } from "./buildSettings.ts";
import { contextConfiguration, contextHostConfiguration, coverage, option } from "./contextConfiguration.ts";
import { declaredOutputs, type RuleContextOutputs } from "./contextOutputs.ts";
import type { EstimateListener } from "./configuredTarget.ts";
import type { AttributeDependencies } from "./dependencies.ts";
import { expandLocation } from "./expandLocation.ts";
import { makeVariables } from "./makeVariables.ts";
import { expandTemplate, shellWords } from "./templateExpansion.ts";
import { fragments, hostFragments } from "./fragments.ts";
import { platformConstraint } from "./platforms.ts";
import { CONSTRAINT_VALUE_INFO } from "./providers.ts";
import { runfilesBuiltin } from "./runfilesBuiltin.ts";
import { Artifact, Root } from "../artifact.ts";
import { binRoot } from "../configuration/configuration.ts";
import { Label } from "../label.ts";
import { Struct } from "../provider.ts";
import { resolveCommand, resolveTools } from "./resolveCommand.ts";
import { builtin } from "../../starlark/builtin.ts";
import { StarlarkDict } from "../../starlark/dict.ts";
import { EvalError } from "../../starlark/errors.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { freezeAll } from "../../starlark/mutability.ts";
import { type DoubtPolicy, Unknown } from "../../starlark/unknown.ts";
import type { QueryContext } from "../../base/graph.ts";
import type { Runfiles } from "../runfiles/runfiles.ts";
import type { RuleTarget } from "../target.ts";
import type { Printer } from "../../starlark/printer.ts";
import type { Site, Thread } from "../../starlark/thread.ts";
import type { StarlarkValue, Value } from "../../starlark/value.ts";
import type { AnalysisHost, TargetKey } from "./keys.ts";
import type { ResolvedToolchains } from "./toolchains.ts";
import { attributesOf, executableOf, filesOf, mapDependencies, singleFile, splitAttributes } from "./attributeViews.ts";
import type { ActionRecorder } from "./actionRecorder.ts";
import { execGroups } from "./execGroupContext.ts";
import { hasExecGroup } from "./executionGroups.ts";
import { Toolchains } from "./toolchainContext.ts";

export interface RuleContextSpec {
  readonly graph: QueryContext;
  readonly host: AnalysisHost;
  readonly target: RuleTarget;
  readonly key: TargetKey;
  readonly values: ReadonlyMap<string, Value>;
  readonly dependencies: ReadonlyMap<string, AttributeDependencies>;
  readonly toolchains: ReadonlyMap<string, ResolvedToolchains>;
  /** `ctx.rule`, for aspects. */
  readonly rule?: Struct;
  /** What `ctx.rule.attr` holds, for aspects. */
  readonly ruleDependencies?: ReadonlyMap<string, AttributeDependencies>;
  /** `ctx.aspect_ids`, for aspects. */
  readonly aspectIds?: Value;
  /** Told of an estimate among the dependencies of which the implementation reads something. */
  readonly onEstimate?: EstimateListener;
  /** Told why Bazel may refuse the target although its implementation was followed. */
  readonly onDoubt?: (why: Unknown) => void;
  /** How doubts among files are taken where they are listed. */
  readonly doubts?: DoubtPolicy | undefined;
  /** Keeps the actions, where somebody asks for them. */
  readonly recorder?: ActionRecorder | undefined;
  /** Told of every runfiles object that the implementation makes, and where. */
  readonly onRunfiles?: (runfiles: Runfiles, site: Site | undefined) => void;
}

export class RuleContext implements StarlarkValue {
  readonly type = "ctx";
  readonly spec: RuleContextSpec;
  readonly outputs: RuleContextOutputs;
  readonly #members = new Map<string, Value>();
  readonly #compute: ReadonlyMap<string, () => Value>;
  #isOpen = true;

  constructor(spec: RuleContextSpec) {
    this.spec = spec;
    const workspace = spec.host.workspace(spec.graph);
    const actionsHost: ActionsHost = {
      label: spec.target.label,
      binDirectory: binRoot(spec.key.configuration),
      configuration: spec.key.configuration.id,
      ledger: new OutputLedger(),
      recorder: spec.recorder,
      major: workspace.bazelVersion.major,
      semantics: workspace.semantics,
      hasExecGroup: (name) => hasExecGroup(spec, name),
    };
    const outputs = declaredOutputs(spec, actionsHost);
    this.outputs = outputs;
    this.#compute = members(this, outputs.struct, actionsHost);
  }

  repr(printer: Printer): void {
    printer.text(`<rule context for ${this.spec.target.label.toString()}>`);
  }

  isImmutable(): boolean {
    return false;
  }

  attrNames(): readonly string[] {
    return [...this.#compute.keys()];
  }

  /** The implementation has come to an end: whoever has kept the context cannot read it any more. */
  close(): void {
    this.#isOpen = false;
  }

  /** Throws in Bazel's words (`StarlarkRuleContext.checkMutable`). */
  requireOpen(member: string): void {
    if (this.#isOpen) return;
    throw new EvalError(
      `cannot access field or method '${member}' of rule context for '${this.spec.target.label.toString()}' outside of its own rule implementation function`,
    );
  }

  getAttr(name: string): Value | undefined {
    if (!this.#isOpen && this.#compute.has(name) && !READ_ANY_TIME.has(name)) this.requireOpen(name);
    const known = this.#members.get(name);
    if (known !== undefined) return known;
    const compute = this.#compute.get(name);
    if (name === "rule" && this.spec.rule) return this.spec.rule;
    if (name === "aspect_ids" && this.spec.aspectIds) return this.spec.aspectIds;
    if (OF_ASPECTS.has(name) && !this.spec.rule)
      throw new EvalError(`'${name}' is only available in aspect implementations`);
    if (!compute) return UNMODELLED.has(name) ? unknownApi(`ctx.${name}`) : undefined;
    const value = compute();
    freezeAll([value]);
    this.#members.set(name, value);
    return value;
  }
}

/** What Bazel does not check: of `actions` each method does. */
const READ_ANY_TIME: ReadonlySet<string> = new Set(["actions", "build_setting_value", "exec_groups"]);

const OF_ASPECTS: ReadonlySet<string> = new Set(["rule", "aspect_ids"]);

/** Members that Bazel has and that never decide runfiles. */
const UNMODELLED: ReadonlySet<string> = new Set([
  "created_actions",
  "rule",
  "super",
  "aspect_ids",
  "check_placeholders",
  "expand",
  "package_relative_label",
]);

function members(context: RuleContext, outputs: Struct, actionsHost: ActionsHost): ReadonlyMap<string, () => Value> {
  const { spec } = context;
  const { graph, host, target, key } = spec;
  const workspace = host.workspace(graph);
  return new Map<string, () => Value>([
    ["attr", () => attributesOf(spec)],
    ["split_attr", () => splitAttributes(spec)],
    ["files", () => mapDependencies(spec, (attribute) => filesOf(attribute, spec, actionsHost.major))],
    [
      "file",
      () =>
        mapDependencies(spec, (attribute) =>
          attribute.definition.singleFile ? singleFile(attribute, spec) : undefined,
        ),
    ],
    [
      "executable",
      () =>
        mapDependencies(spec, (attribute) => (attribute.definition.executable ? executableOf(attribute) : undefined)),
    ],
    ["outputs", () => outputs],
    ["label", () => target.label],
    ["workspace_name", () => workspace.runfilesPrefix],
    ["build_file_path", () => buildFilePath(spec)],
    ["actions", () => new Actions(context, new ActionsModule(actionsHost))],
    ["runfiles", () => runfilesBuiltin(spec)],
    ["bin_dir", () => actionsHost.binDirectory],
    ["genfiles_dir", () => actionsHost.binDirectory],
    ["configuration", () => contextConfiguration(spec)],
    ["host_configuration", () => contextHostConfiguration(spec)],
    ["fragments", () => fragments(spec)],
    ["host_fragments", () => hostFragments(spec)],
    ["var", () => variables(spec)],
    ["features", () => featureList(spec, (feature) => !feature.startsWith("-"))],
    ["disabled_features", () => featureList(spec, (feature) => feature.startsWith("-"))],
    ["info_file", () => statusFile("stable-status.txt", target.label)],
    ["version_file", () => statusFile("volatile-status.txt", target.label)],
    [
      "build_setting_value",
      () =>
        target.ruleClass.buildSetting
          ? settingValue(target, target.ruleClass.buildSetting, key.configuration)
          : notBuildSetting(target.label),
    ],
    ["toolchains", () => new Toolchains(spec)],
    ["exec_groups", () => execGroups(spec)],
    ["target_platform_has_constraint", () => hasConstraintBuiltin(spec)],
    [
      "coverage_instrumented",
      () =>
        builtin({
          name: "coverage_instrumented",
          params: [{ name: "target", default: null, types: ["Target", "None"], acceptsUnknown: true }],
          run: () => coverage(spec),
        }),
    ],
    ["expand_location", () => expandLocation(spec)],
    ["resolve_tools", () => resolveTools(spec)],
    ["resolve_command", () => resolveCommand(spec)],
    [
      "expand_make_variables",
      () =>
        builtin({
          name: "expand_make_variables",
          params: [
            { name: "attribute_name", kind: "positional-only", types: ["string"] },
            { name: "command", kind: "positional-only", types: ["string"] },
            { name: "additional_substitutions", kind: "positional-only", types: ["dict"] },
          ],
          run: (_thread, [attribute, command, additional = null]) =>
            expandMake(spec, attribute as string, command as string, additional),
        }),
    ],
    [
      "tokenize",
      () =>
        builtin({
          name: "tokenize",
          params: [{ name: "option", types: ["string"] }],
          run: (_thread, [option]) => tokenize(option as string),
        }),
    ],
  ]);
}

function notBuildSetting(label: Label): never {
  throw new EvalError(`attempting to access 'build_setting_value' of non-build setting ${label.toString()}`);
}

function buildFilePath(spec: RuleContextSpec): Value {
  const { label } = spec.target;
  const result = spec.graph.get(spec.host.loading.package, {
    id: label.packageId,
    view: spec.host.workspace(spec.graph).view,
  });
  if (result.kind !== "package") return unknownApi("ctx.build_file_path");
  const name = result.package.buildFile.slice(result.package.buildFile.lastIndexOf("/") + 1);
  return label.packagePath === "" ? name : `${label.packagePath}/${name}`;
}

/** Words as a shell splits them. */
function tokenize(text: string): Value {
  try {
    return new StarlarkList([...shellWords(text)]);
  } catch (error) {
    throw error instanceof EvalError ? new EvalError(`${error.message} while tokenizing '${text}'`) : error;
  }
}

/** `ctx.var`. */
function variables(spec: RuleContextSpec): Value {
  const { known, unread } = makeVariables(spec);
  if (unread) return unread;
  return StarlarkDict.from([...known]);
}

function expandMake(spec: RuleContextSpec, attribute: string, command: string, additional: Value): Value {
  const given = additional instanceof StarlarkDict ? [...additional.entries()] : [];
  const variables = new Map(
    given.filter((entry): entry is [string, string] => entry.every((item) => typeof item === "string")),
  );
  try {
    return expandTemplate(command, templateContext(spec, { locations: undefined, variables }));
  } catch (error) {
    throw error instanceof EvalError ? new AttributeError(attribute, error.message) : error;
  }
}

function featureList(spec: RuleContextSpec, keep: (feature: string) => boolean): Value {
  const own = spec.values.get("features") ?? null;
  const command = option(spec, "features");
  if (own instanceof Unknown) return own;
  if (command instanceof Unknown) return command;
  const all = [
    ...(command instanceof StarlarkList ? command.items : []),
    ...(own instanceof StarlarkList ? own.items : []),
  ].filter((item): item is string => typeof item === "string");
  return new StarlarkList(all.filter(keep).map((feature) => feature.replace(/^-/, "")));
}

function statusFile(name: string, owner: Label): Artifact {
  return new Artifact({
    root: new Root("bazel-out"),
    path: `bazel-out/${name}`,
    shortPath: name,
    kind: "file",
    owner,
    configuration: "workspace status",
  });
}

function hasConstraintBuiltin(spec: RuleContextSpec): Value {
  return builtin({
    name: "target_platform_has_constraint",
    params: [{ name: "constraintValue" }],
    run: (_thread, [info]) => {
      if (!(info instanceof Struct) || info.provider !== CONSTRAINT_VALUE_INFO)
        throw new EvalError("expected value of type 'ConstraintValueInfo'");
      const label = info.fields.get("label");
      if (!(label instanceof Label)) return unknownApi("ctx.target_platform_has_constraint");
      return platformConstraint(spec.graph, spec.host, spec.key, label, info);
    },
  });
}

/** `ctx.actions`; Bazel's own functions that take it (`cc_common.compile`) find the context by it. */
class Actions implements StarlarkValue {
  readonly type = "actions";
  readonly context: RuleContext;
  readonly #module: StarlarkValue;

  constructor(context: RuleContext, module: StarlarkValue) {
    this.context = context;
    this.#module = module;
  }

  repr(printer: Printer): void {
    printer.text("<actions>");
  }

  isImmutable(): boolean {
    return false;
  }

  getAttr(name: string, thread: Thread): Value | undefined {
    if (name !== "args") this.context.requireOpen(`actions.${name}`);
    return this.#module.getAttr?.(name, thread);
  }

  attrNames(): readonly string[] {
    return this.#module.attrNames?.() ?? [];
  }
}

/** The rule context that a private builtin of models was given, or that its `actions` belong to. */
export function contextOf(value: Value | undefined): RuleContext {
  if (value instanceof RuleContext) return value;
  if (value instanceof Actions) return value.context;
  throw new EvalError("expected a rule context");
}
