/** What `aspect()` returns (Bazel's `StarlarkDefinedAspect.java`). */
import type { Printer } from "../../../starlark/printer.ts";
import type { Site } from "../../../starlark/thread.ts";
import type { StarlarkValue, Value } from "../../../starlark/value.ts";
import type { Label } from "../../label.ts";
import type { AttributeDefinition } from "../../rule.ts";
import type { Subrule } from "./subrule.ts";
import type { ToolchainTypeRequirement } from "./toolchains.ts";

interface AspectSpec {
  readonly implementation: Value;
  /** Attributes along which it propagates; `*` for all. */
  readonly attrAspects: readonly string[];
  readonly attributes: ReadonlyMap<string, AttributeDefinition>;
  /** Alternatives of providers that a target must advertise to be visited; empty: every target is. */
  readonly requiredProviders: readonly (readonly Value[])[];
  /** Providers of which aspects that run before must declare all of one list, to be seen. */
  readonly requiredAspectProviders: readonly (readonly Value[])[];
  /** Aspects that run before. */
  readonly requires: readonly Value[];
  readonly toolchains: readonly ToolchainTypeRequirement[];
  readonly usesToolchainTransition: boolean;
  readonly execGroups: ReadonlyMap<string, Value>;
  /** Constraint values that an execution platform must have. */
  readonly execCompatibleWith: readonly Label[];
  /** The configuration fragments that the implementation may look at; undefined where they are not known. */
  readonly fragments: readonly Value[] | undefined;
  readonly hostFragments: readonly Value[] | undefined;
  readonly provides: readonly Value[];
  /** Those that the implementation may call. */
  readonly subrules: readonly Subrule[];
  /** Output files lead to their rule. */
  readonly appliesToGeneratingRules: boolean;
  readonly site: Site | undefined;
  readonly moduleId: string | undefined;
}

export class AspectValue implements StarlarkValue {
  readonly type = "Aspect";
  readonly spec: AspectSpec;
  exported: { readonly module: string; readonly name: string } | undefined;

  constructor(spec: AspectSpec) {
    this.spec = spec;
  }

  exportAs(module: string, name: string): void {
    this.exported ??= { module: this.spec.moduleId ?? module, name };
  }

  repr(printer: Printer): void {
    printer.text("<aspect>");
  }
}
