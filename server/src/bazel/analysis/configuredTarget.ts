/**
 * Target × configuration → what the target offers to those that depend on it: Bazel's `ConfiguredTarget`, and Starlark's `Target`.
 */
import { Artifact } from "../artifact.ts";
import { Provider, Struct } from "../provider.ts";
import { DEFAULT_INFO, defaultInfoOf, type DefaultOutputs } from "./defaultInfo.ts";
import { INSTRUMENTED_FILES_INFO } from "./providers.ts";
import { filesToRun } from "./filesToRun.ts";
import { EvalError, RefusedAttribute } from "../../starlark/errors.ts";
import { Unknown, UnknownDecision } from "../../starlark/unknown.ts";
import type { AspectKey } from "./aspectView.ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { Label } from "../label.ts";
import { SEMANTICS } from "../workspace/semantics.ts";
import type { RuleTarget } from "../target.ts";
import type { Printer } from "../../starlark/printer.ts";
import { contextKey, type ContextKey, type Frame, type Site, type Thread } from "../../starlark/thread.ts";
import type { StarlarkValue, Value } from "../../starlark/value.ts";

/** Under which identity a field of a returned struct is kept that is no provider (`target.name`, until Bazel 8). */
export function legacyIdentity(name: string): string {
  return `.${name}`;
}

/** Told when something is read that is only an estimate. */
export type EstimateListener = (why: Unknown) => void;

/** One dependency edge, for provenance. */
export interface DependencyEdge {
  readonly attribute: string;
  /** Key of the split transition's branch, where the attribute splits. */
  readonly branch: string | undefined;
  readonly target: ConfiguredTarget;
}

/** What every target has. */
const FIELDS: readonly string[] = ["label", "files", "default_runfiles", "data_runfiles", "files_to_run"];
const NO_PROVIDERS: ReadonlyMap<string, Value> = new Map();
const NO_ASPECTS: readonly AspectKey[] = [];
const NO_DEPENDENCIES: readonly DependencyEdge[] = [];

/** Rules have it that say nothing of it, too. */
const INSTRUMENTED_FILES = new Unknown({
  kind: "api",
  name: "InstrumentedFilesInfo",
  message: "which files of a target are instrumented is not evaluated",
  site: undefined,
});

/** `MergedConfiguredTarget.addExtraStarlarkKeys` asks what an alias stands for no more. */
const MERGED_FIELDS = new Unknown({
  kind: "api",
  name: "dir",
  message: "which fields of old a target has that aspects see is not evaluated",
  site: undefined,
});

/** Answers `Target.actions`; undefined where a target has no such field. */
export const ACTIONS_OF: ContextKey<(target: ConfiguredTarget) => Value | undefined> =
  contextKey("the actions of a target");

export class ConfiguredTarget implements StarlarkValue {
  readonly type = "Target";
  readonly label: Label;
  readonly configuration: Configuration | undefined;
  readonly outputs: DefaultOutputs;
  /** Provider identity → instance; without DefaultInfo, which is made of the outputs for whoever asks. */
  readonly providers: ReadonlyMap<string, Value>;
  /** Why providers that are not listed may be there all the same. */
  readonly unlisted: Unknown | undefined;
  /** The rule target behind it; undefined for files. */
  readonly rule: RuleTarget | undefined;
  readonly dependencies: readonly DependencyEdge[];
  /** The aspects through which an attribute sees it, first ones first. */
  readonly aspects: readonly AspectKey[];
  /** Why Bazel may refuse the target although nothing in its runfiles is in question, see refusalDoubt.ts. */
  readonly mayBeRefused: Unknown | undefined;
  /** Why what the target offers is only an estimate (a model outside of the versions it was checked for); what reads a provider of it is one too. */
  readonly estimate: Unknown | undefined;
  readonly #onEstimate: EstimateListener | undefined;

  constructor(spec: {
    readonly label: Label;
    readonly configuration: Configuration | undefined;
    readonly outputs: DefaultOutputs;
    readonly providers?: ReadonlyMap<string, Value>;
    readonly unlisted?: Unknown | undefined;
    readonly rule?: RuleTarget | undefined;
    readonly dependencies?: readonly DependencyEdge[];
    readonly aspects?: readonly AspectKey[];
    readonly mayBeRefused?: Unknown | undefined;
    readonly estimate?: Unknown | undefined;
    readonly onEstimate?: EstimateListener | undefined;
  }) {
    this.label = spec.label;
    this.configuration = spec.configuration;
    this.outputs = spec.outputs;
    this.providers = spec.providers ?? NO_PROVIDERS;
    this.unlisted = spec.unlisted;
    this.rule = spec.rule;
    this.dependencies = spec.dependencies?.length ? spec.dependencies.slice() : NO_DEPENDENCIES; // Without the room for more.
    this.aspects = spec.aspects ?? NO_ASPECTS;
    this.mayBeRefused = spec.mayBeRefused;
    this.estimate = spec.estimate;
    this.#onEstimate = spec.onEstimate;
  }

  doubted(mayBeRefused: Unknown): ConfiguredTarget {
    return new ConfiguredTarget({ ...this, mayBeRefused, onEstimate: this.#onEstimate });
  }

  /** The target as a reader sees it who has to know when what it reads is an estimate; undefined takes the reader away. */
  seenBy(onEstimate: EstimateListener | undefined): ConfiguredTarget {
    return this.estimate ? new ConfiguredTarget({ ...this, onEstimate }) : this;
  }

  get isFile(): boolean {
    return this.rule === undefined;
  }

  repr(printer: Printer): void {
    const kind = this.aspects.length > 0 ? "merged target" : this.rule ? "target" : this.#kindOfFile();
    printer.text(`<${kind} ${this.label.toString()}>`);
  }

  #kindOfFile(): string {
    const [file] = this.outputs.files.toList();
    return file instanceof Artifact && !file.isSource ? "output file target" : "input file target";
  }

  /** The instance of a provider, Unknown where it may be there, undefined where it is not. */
  provider(provider: Provider): Value | undefined {
    if (provider === INSTRUMENTED_FILES_INFO) return INSTRUMENTED_FILES;
    this.#tellEstimate();
    return this.#instance(provider.identity) ?? this.unlisted;
  }

  /** Whether an instance of the provider is listed. */
  has(identity: string): boolean {
    return identity === DEFAULT_INFO.identity || this.providers.has(identity);
  }

  #instance(identity: string): Value | undefined {
    return identity === DEFAULT_INFO.identity
      ? defaultInfoOf(this.outputs, this.configuration)
      : this.providers.get(identity);
  }

  getIndex(key: Value): Value {
    if (key instanceof Unknown) return key;
    if (!(key instanceof Provider)) throw new EvalError("Type Target only supports indexing by object constructors");
    // What DefaultInfo holds carries the doubt itself.
    const instance =
      key.identity === DEFAULT_INFO.identity ? defaultInfoOf(this.outputs, this.configuration) : this.provider(key);
    if (instance === undefined)
      throw new EvalError(`${this.describe()} doesn't contain declared provider '${key.name}'`);
    return instance;
  }

  contains(key: Value): boolean {
    if (key instanceof Unknown) throw new UnknownDecision(key);
    if (!(key instanceof Provider)) throw new EvalError("Type Target only supports querying by object constructors");
    if (key.identity === DEFAULT_INFO.identity) return true;
    if (key === INSTRUMENTED_FILES_INFO) throw new UnknownDecision(INSTRUMENTED_FILES);
    this.#tellEstimate();
    if (this.has(key.identity)) return true;
    if (this.unlisted) throw new UnknownDecision(this.unlisted);
    return false;
  }

  /** `AbstractConfiguredTarget.getFieldNames`: fields of a returned struct are among them, files have less. */
  attrNames(): readonly string[] {
    this.#tellEstimate();
    if (this.unlisted) throw new UnknownDecision(this.unlisted);
    const legacy = [...this.providers.keys()]
      .filter((identity) => identity.startsWith("."))
      .map((name) => name.slice(1));
    if (legacy.length > 0 && this.aspects.length > 0) throw new UnknownDecision(MERGED_FIELDS);
    const ofRules = this.isFile ? [] : ["output_groups"];
    const ofRulesAndAspects = this.isFile && this.aspects.length === 0 ? [] : ["actions"];
    return [...FIELDS, ...ofRules, ...ofRulesAndAspects, ...legacy];
  }

  getAttr(name: string, thread?: Thread): Value | undefined {
    switch (name) {
      case "label":
        return this.label;
      case "files":
        return this.outputs.files;
      case "default_runfiles":
        return this.outputs.defaultRunfiles;
      case "data_runfiles":
        return this.outputs.dataRunfiles;
      case "files_to_run":
        return filesToRun(this.outputs, this.configuration);
      case "actions":
        return thread?.get(ACTIONS_OF)?.(this);
      case "output_groups":
        if (this.isFile) return undefined;
        this.#tellEstimate();
        return this.providers.get("%OutputGroupInfo") ?? this.unlisted ?? new Struct(new Map());
      default:
        this.#tellEstimate();
        if (thread?.get(SEMANTICS)?.targetsHaveNoProviderFields) throw this.#withoutFields(name);
        return this.providers.has(legacyIdentity(name)) ? this.providers.get(legacyIdentity(name)) : this.unlisted;
    }
  }

  /** `AbstractConfiguredTarget.getValue` */
  #withoutFields(name: string): EvalError {
    return new RefusedAttribute(
      "Accessing providers via the field syntax on structs is deprecated and will be removed soon. It may be temporarily re-enabled by setting --incompatible_disable_target_provider_fields=false. See https://github.com/bazelbuild/bazel/issues/9014 for details.",
      this.providers.has(legacyIdentity(name)),
    );
  }

  #tellEstimate(): void {
    if (this.estimate) this.#onEstimate?.(this.estimate);
  }

  equals(other: StarlarkValue): boolean {
    return (
      other instanceof ConfiguredTarget &&
      other.label.equals(this.label) &&
      other.configuration?.id === this.configuration?.id
    );
  }

  hashKey(): string {
    return `${this.label.toString()}|${this.configuration?.id ?? ""}`;
  }

  private describe(): string {
    return this.rule
      ? `<target ${this.label.toString()}> (rule '${this.rule.ruleClass.name}')`
      : `<${this.#kindOfFile()} ${this.label.toString()}>`;
  }
}

/** Bazel would refuse the target. */
export interface Rejection {
  /** `incompatible` is a target that a wildcard passes over without a word. `cycle` and `missing` follow from the files alone; the others may rest on how far our evaluation goes. */
  readonly kind: "cycle" | "missing" | "incompatible" | "package" | "analysis";
  readonly message: string;
  readonly site: Site | undefined;
  readonly callStack: readonly Frame[];
}

export type AnalysisResult =
  | { readonly kind: "target"; readonly target: ConfiguredTarget }
  /** Nothing is known of the target, or its implementation could not be followed. */
  | { readonly kind: "unknown"; readonly unknown: Unknown }
  | { readonly kind: "rejected"; readonly rejection: Rejection };
