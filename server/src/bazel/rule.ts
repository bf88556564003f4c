/**
 * Rule classes, attributes, aspects and transitions as .bzl files declare them: `rule()`, `attr.*`, `aspect()`, `transition()`, `provider()`.
 * The loading room makes these values; the analysis room reads them.
 */
import { isBetween, type BazelVersion } from "./workspace/bazelVersion.ts";
import { unhashable } from "../starlark/hash.ts";
import type { Label } from "./label.ts";
import type { Printer } from "../starlark/printer.ts";
import type { Site, Thread } from "../starlark/thread.ts";
import type { StarlarkValue, Value } from "../starlark/value.ts";

export type AttributeType =
  | "bool"
  | "int"
  /** -1, 0 or 1, and True or False for the latter two; only models have such attributes. */
  | "tristate"
  | "int_list"
  | "string"
  | "string_list"
  | "string_dict"
  | "string_list_dict"
  | "label"
  | "label_list"
  | "string_keyed_label_dict"
  | "label_keyed_string_dict"
  | "label_list_dict"
  | "output"
  | "output_list"
  | "license"
  | "distribs";

/** What `cfg` of a dependency attribute says. */
export type AttributeTransition =
  | { readonly kind: "target" }
  | { readonly kind: "exec"; readonly group: string | undefined }
  | { readonly kind: "host" }
  | { readonly kind: "none" } // config.none()
  | { readonly kind: "starlark"; readonly transition: Transition }
  | { readonly kind: "unknown"; readonly value: Value };

export interface AttributeDefinition {
  readonly type: AttributeType;
  /** A value, a computed default (a Starlark function of other attributes), a late-bound `configuration_field`, or a Selector. */
  readonly default: Value;
  readonly mandatory: boolean;
  readonly allowEmpty: boolean;
  /** `allow_files` / `allow_single_file`: true, false, or suffixes. */
  readonly allowFiles: boolean | readonly string[];
  readonly singleFile: boolean;
  /** The flag `SKIP_ANALYSIS_TIME_FILETYPE_CHECK`: what a rule consists of may be of any type. */
  readonly skipFileTypeCheck?: boolean;
  /** The flag `ORDER_INDEPENDENT`: labels are sorted, unless a select gives them. */
  readonly orderIndependent?: boolean;
  /** `allow_rules`: classes of rules that need no providers; undefined where the providers alone decide. */
  readonly allowRules?: readonly string[] | undefined;
  /** Further classes, which Bazel takes with a warning; only models have such attributes. */
  readonly alsoAllowRules?: readonly string[];
  readonly executable: boolean;
  readonly cfg: AttributeTransition;
  /** Alternatives of required providers; empty: none required. */
  readonly providers: readonly (readonly Value[])[];
  readonly aspects: readonly Value[];
  /** Allowed values of string and int attributes; empty: any. */
  readonly values: readonly Value[];
  readonly configurable: boolean;
  readonly doc: string | undefined;
  /** Bazel's `NODEP_LABEL`: labels that are no dependencies; only models have such attributes. */
  readonly nodep?: boolean;
}

/** `transition(implementation, inputs, outputs)`, or a model's native transition. Identity: (.bzl, exported name). */
export class Transition implements StarlarkValue {
  readonly type = "transition";
  readonly implementation: Value;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly site: Site | undefined;
  /** Label text of the .bzl file whose code makes it, where its labels are read; `""` for what Bazel has built in. Another file may export it. */
  readonly module: string;
  /** Of a rule that Bazel has built in: the output directory says by itself what it has changed. */
  readonly isNative: boolean;
  /** Made by `analysis_test_transition()`. */
  readonly isForAnalysisTests: boolean;
  exported: { readonly module: string; readonly name: string } | undefined;

  constructor(spec: {
    readonly implementation: Value;
    readonly inputs: readonly string[];
    readonly outputs: readonly string[];
    readonly site: Site | undefined;
    readonly module: string;
    readonly isNative?: boolean;
    readonly isForAnalysisTests?: boolean;
  }) {
    this.module = spec.module;
    this.isNative = spec.isNative ?? false;
    this.isForAnalysisTests = spec.isForAnalysisTests ?? false;
    this.implementation = spec.implementation;
    this.inputs = spec.inputs;
    this.outputs = spec.outputs;
    this.site = spec.site;
  }

  repr(printer: Printer): void {
    printer.text("<transition object>");
  }

  hashKey(): string {
    throw unhashable(this);
  }

  exportAs(module: string, name: string): void {
    this.exported ??= { module, name };
  }
}

/** A toolchain type that a rule or an aspect asks for. */
export interface RequiredToolchainType {
  readonly type: Label;
  readonly mandatory: boolean;
  /** `incompatible_use_toolchain_transition`: Bazel before 5 looks at it, see toolchains.ts. */
  readonly usesTransition: boolean;
}

/** What `rule()` declares. Callable in BUILD files and macros through `RuleFunction` (loading room). */
export interface RuleClass {
  /** The exported name, `_x` for private ones. */
  readonly name: string;
  /** Label text of the .bzl file that exports it, `""` for what Bazel has built in. */
  readonly module: string;
  readonly implementation: Value;
  /** Declared attributes and those that every rule has, in declaration order. Private ones begin with `_`. */
  readonly attributes: ReadonlyMap<string, AttributeDefinition>;
  readonly executable: boolean;
  readonly test: boolean;
  readonly isAnalysisTest: boolean;
  /** Rule transition (`cfg` of `rule()`). */
  readonly cfg: AttributeTransition;
  readonly toolchains: readonly RequiredToolchainType[];
  readonly execGroups: ReadonlyMap<string, Value>;
  /** Constraint values that an execution platform must have. */
  readonly execCompatibleWith: readonly Label[];
  /** The configuration fragments that the implementation may look at; undefined where they are not known. */
  readonly fragments: readonly Value[] | undefined;
  readonly hostFragments: readonly Value[] | undefined;
  readonly provides: readonly Value[];
  /** Those that the implementation may call. */
  readonly subrules: readonly Value[];
  /** `config.bool(flag = True)` and so on; undefined for ordinary rules. */
  readonly buildSetting:
    | {
        readonly type: "bool" | "int" | "string" | "string_list" | "string_set";
        readonly flag: boolean;
        readonly allowMultiple: boolean;
      }
    | undefined;
  /** Implicit outputs: name template by key (`outputs = {...}`), or a function. */
  readonly outputs: Value;
  readonly outputToGenfiles: boolean;
  readonly initializer: Value;
  readonly parent: RuleClass | undefined;
  readonly doc: string | undefined;
  /** The `rule(...)` call. */
  readonly site: Site | undefined;
  /** Lets a thread run the implementation, where that is not what the .bzl file and the files that it loads define. */
  readonly prepare?: (thread: Thread) => void;
  /** For models: the versions the model was checked for; undefined for evaluated source. */
  readonly model: ModelInfo | undefined;
}

export interface VersionRange {
  readonly from: string;
  readonly to: string;
}

/** Where a model's truth comes from. */
export interface ModelInfo {
  /** File under server/models. */
  readonly file: string;
  /** Module whose versions the range speaks of: `bazel` or a ruleset's name. */
  readonly of: string;
  /** Versions (inclusive `x.y.z` bounds) for which a run of Bazel or its source was consulted. */
  readonly checked: readonly VersionRange[];
  /** Versions that were run. */
  readonly verifiedAgainst: readonly string[];
}

/** Whether a model of what Bazel has built in was checked for a version. */
export function isChecked({ of, checked }: ModelInfo, version: BazelVersion): boolean {
  return of === "bazel" && checked.some(({ from, to }) => isBetween(version, from, to));
}
