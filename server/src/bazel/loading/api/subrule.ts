/** `subrule()`: a part of a rule implementation with attributes of its own (Bazel 7.3 and later, `StarlarkSubrule.java`). */
import { builtin } from "../../../starlark/builtin.ts";
import { EvalError } from "../../../starlark/errors.ts";
import type { Printer } from "../../../starlark/printer.ts";
import { Unknown } from "../../../starlark/unknown.ts";
import type { StarlarkValue, Value } from "../../../starlark/value.ts";
import type { AttributeDefinition } from "../../rule.ts";
import { sequence, stringEntries } from "./arguments.ts";
import { AttributeSchema } from "./attr.ts";
import type { ToolchainTypeRequirement } from "./toolchains.ts";
import { toolchainTypes } from "./toolchains.ts";

export class Subrule implements StarlarkValue {
  readonly type = "subrule";
  readonly implementation: Value;
  readonly attributes: ReadonlyMap<string, AttributeDefinition>;
  readonly toolchains: readonly ToolchainTypeRequirement[];
  readonly subrules: readonly Subrule[];
  exported: { readonly module: string; readonly name: string } | undefined;

  constructor(spec: {
    readonly implementation: Value;
    readonly attributes: ReadonlyMap<string, AttributeDefinition>;
    readonly toolchains: readonly ToolchainTypeRequirement[];
    readonly subrules: readonly Subrule[];
  }) {
    this.implementation = spec.implementation;
    this.attributes = spec.attributes;
    this.toolchains = spec.toolchains;
    this.subrules = spec.subrules;
  }

  /** The name under which a rule that uses the subrule carries one of its attributes: it cannot clash with another's. */
  attributeName(attribute: string): string {
    return `_${this.exported?.module ?? ""}%${this.exported?.name ?? ""}%${attribute}`;
  }

  /** Attributes of this subrule and of those that it calls. */
  hiddenAttributes(): readonly (readonly [string, AttributeDefinition])[] {
    const own = [...this.attributes].map(([name, definition]) => [this.attributeName(name), definition] as const);
    return [...own, ...this.subrules.flatMap((subrule) => subrule.hiddenAttributes())];
  }

  exportAs(module: string, name: string): void {
    this.exported ??= { module, name };
  }

  repr(printer: Printer): void {
    printer.text(`<subrule ${this.exported?.name ?? ""}>`);
  }

  call(): Value {
    return new Unknown({
      kind: "api",
      name: "subrule",
      message: "what a subrule returns is not evaluated",
      site: undefined,
    });
  }
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
  run: (thread, [implementation, attrs, toolchains, , subrules]) => {
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
      subrules: sequence(subrules).filter((value): value is Subrule => value instanceof Subrule),
    });
  },
});
