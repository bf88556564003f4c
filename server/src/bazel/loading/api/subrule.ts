/** `subrule()`: a part of a rule implementation with attributes of its own (Bazel 7.3 and later, `StarlarkSubrule.java`). */
import { builtin } from "../../../starlark/builtin.ts";
import { EvalError } from "../../../starlark/errors.ts";
import type { Printer } from "../../../starlark/printer.ts";
import { contextKey, type ContextKey, type Thread } from "../../../starlark/thread.ts";
import { Unknown } from "../../../starlark/unknown.ts";
import type { NamedArguments, StarlarkValue, Value } from "../../../starlark/value.ts";
import type { AttributeDefinition } from "../../rule.ts";
import { sequence, stringEntries } from "./arguments.ts";
import { AttributeSchema } from "./attr.ts";
import type { ToolchainTypeRequirement } from "./toolchains.ts";
import { toolchainTypes } from "./toolchains.ts";

/** Runs a subrule for the rule or aspect whose implementation calls it. */
export type SubruleCaller = (
  thread: Thread,
  subrule: Subrule,
  positional: readonly Value[],
  named: NamedArguments,
) => Value;

export const SUBRULE_CALLER: ContextKey<SubruleCaller> = contextKey("subrule caller");

export class Subrule implements StarlarkValue {
  readonly type = "subrule";
  readonly implementation: Value;
  readonly attributes: ReadonlyMap<string, AttributeDefinition>;
  readonly toolchains: readonly ToolchainTypeRequirement[];
  readonly fragments: readonly Value[];
  readonly subrules: readonly Subrule[];
  exported: { readonly module: string; readonly name: string } | undefined;

  constructor(spec: {
    readonly implementation: Value;
    readonly attributes: ReadonlyMap<string, AttributeDefinition>;
    readonly toolchains: readonly ToolchainTypeRequirement[];
    readonly fragments: readonly Value[];
    readonly subrules: readonly Subrule[];
  }) {
    this.implementation = spec.implementation;
    this.attributes = spec.attributes;
    this.toolchains = spec.toolchains;
    this.fragments = spec.fragments;
    this.subrules = spec.subrules;
  }

  get name(): string {
    return this.exported?.name ?? "unexported subrule";
  }

  /** The name under which a rule that uses the subrule carries one of its attributes: it cannot clash with another's. */
  attributeName(attribute: string): string {
    return `_${this.exported?.module ?? ""}%${this.exported?.name ?? ""}%${attribute}`;
  }

  /** Its attributes as those of a rule that uses it. */
  hiddenAttributes(): readonly (readonly [string, AttributeDefinition])[] {
    return [...this.attributes].map(([name, definition]) => [this.attributeName(name), definition] as const);
  }

  exportAs(module: string, name: string): void {
    this.exported ??= { module, name };
  }

  repr(printer: Printer): void {
    printer.text(`<subrule ${this.name}>`);
  }

  call(thread: Thread, positional: readonly Value[], named: NamedArguments): Value {
    if (!this.exported) throw new EvalError("Invalid subrule hasn't been exported by a bzl file");
    const caller = thread.get(SUBRULE_CALLER);
    if (!caller) throw new EvalError(`${this.name} can only be called from a rule or aspect implementation`);
    return caller(thread, this, positional, named);
  }
}

/** The subrules of a `subrules` argument. */
export function declaredSubrules(value: Value | undefined): readonly Subrule[] {
  return sequence(value).filter((item): item is Subrule => item instanceof Subrule);
}

/** Subrules and those that they call in turn: what a rule that declares the first takes over. */
export function transitiveSubrules(subrules: readonly Subrule[]): ReadonlySet<Subrule> {
  return new Set(subrules.flatMap((subrule) => [subrule, ...transitiveSubrules(subrule.subrules)]));
}

export const subruleBuiltin = builtin({
  name: "subrule",
  doc: "Constructs a new instance of a subrule.",
  params: [
    { name: "implementation", kind: "named-only", types: ["callable"], acceptsUnknown: true },
    { name: "attrs", optional: true, kind: "named-only", types: ["dict"] },
    { name: "toolchains", optional: true, kind: "named-only", types: ["sequence"] },
    { name: "fragments", optional: true, kind: "named-only", types: ["sequence"] },
    { name: "subrules", optional: true, kind: "named-only", types: ["sequence"] },
  ],
  run: (thread, [implementation, attrs, toolchains, usedFragments, subrules]) => {
    const attributes = new Map<string, AttributeDefinition>();
    for (const [name, value] of stringEntries(attrs, "attrs")) {
      if (value instanceof Unknown) return value;
      if (!(value instanceof AttributeSchema))
        throw new EvalError(`attribute '${name}' of a subrule is not an Attribute`);
      attributes.set(name, value.definition);
    }
    const types = toolchainTypes(thread, toolchains);
    if (types instanceof Unknown) return types;
    return new Subrule({
      implementation: implementation ?? null,
      attributes,
      toolchains: types,
      fragments: sequence(usedFragments),
      subrules: declaredSubrules(subrules),
    });
  },
});
