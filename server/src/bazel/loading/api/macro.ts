/**
 * `macro()`: symbolic macros (Bazel 8; `MacroClass.java`, `MacroFunction`). A call is noted, and the implementation runs when the BUILD file has been evaluated, finalizers last.
 */
import { builtin } from "../../../starlark/builtin.ts";
import { EvalError } from "../../../starlark/errors.ts";
import { call } from "../../../starlark/evaluate.ts";
import { repr } from "../../../starlark/printer.ts";
import type { Printer } from "../../../starlark/printer.ts";
import type { Thread } from "../../../starlark/thread.ts";
import { Unknown } from "../../../starlark/unknown.ts";
import type { NamedArguments, StarlarkValue, Value } from "../../../starlark/value.ts";
import { typeOf } from "../../../starlark/value.ts";
import { Label, targetNameProblem } from "../../label.ts";
import type { AttributeDefinition } from "../../rule.ts";
import { Selector } from "../../selector.ts";
import { convertConfigurable, describeAttribute } from "../attributeConversion.ts";
import { commonAttributes, isCommonAttribute } from "../commonAttributes.ts";
import type { ModuleScope } from "../moduleScope.ts";
import { scopeOf } from "../moduleScope.ts";
import type { PackageBuilder } from "../packageBuilder.ts";
import { requirePackage } from "../packageThread.ts";
import { RuleFunction } from "../ruleFunction.ts";
import { stringEntries } from "./arguments.ts";
import { AttributeSchema } from "./attr.ts";

type Inherited = "nothing" | "common" | RuleFunction | SymbolicMacro;

interface MacroSpec {
  readonly implementation: Value;
  /** None removes an inherited attribute. */
  readonly attributes: ReadonlyMap<string, AttributeDefinition | null>;
  readonly inherited: Inherited;
  readonly finalizer: boolean;
  readonly scope: ModuleScope | undefined;
}

const DEFAULT_CONDITION = new Label("", "conditions", "default");

/** What `macro()` returns. */
export class SymbolicMacro implements StarlarkValue {
  readonly type = "macro";
  readonly #spec: MacroSpec;
  #name: string | undefined;

  constructor(spec: MacroSpec) {
    this.#spec = spec;
  }

  exportAs(_module: string, name: string): void {
    this.#name ??= name;
  }

  repr(printer: Printer): void {
    printer.text(`<macro ${this.#name ?? ""}>`);
  }

  call(thread: Thread, positional: readonly Value[], named: NamedArguments): Value {
    if (positional.length > 0) throw new EvalError("unexpected positional arguments");
    const name = this.#name;
    if (name === undefined)
      throw new EvalError(
        "Cannot instantiate a macro that has not been exported (assign it to a global variable in the .bzl where it's defined)",
      );
    const builder = requirePackage(thread);
    const instance = instanceName(builder, name, named.get("name"));
    if (instance === undefined) return null;
    const args = this.#arguments(builder, name, instance, named);
    const callStack = builder.callStackOf(thread);
    const { scope } = this.#spec;
    const pending = this.#spec.finalizer ? builder.pendingFinalizers : builder.pendingMacros;
    pending.push((later) => {
      builder.inMacro(
        { callStack, name: instance, package: scope?.label.packageId },
        () => void call(later, this.#spec.implementation, [], args),
      );
    });
    return null;
  }

  /** The attributes in force, own ones first. */
  attributes(builder: PackageBuilder): ReadonlyMap<string, AttributeDefinition> {
    const result = new Map<string, AttributeDefinition>();
    for (const [name, definition] of this.#spec.attributes) if (definition) result.set(name, definition);
    for (const [name, definition] of inheritedAttributes(builder, this.#spec.inherited)) {
      if (!this.#spec.attributes.has(name) && name !== "name" && name !== "visibility")
        result.set(name, withoutDefault(definition));
    }
    return result;
  }

  #arguments(builder: PackageBuilder, macroName: string, instance: string, named: NamedArguments): NamedArguments {
    const attributes = this.attributes(builder);
    const args = new Map<string, Value>([
      ["name", instance],
      ["visibility", visibilityArgument(builder, macroName, named.get("visibility"))],
    ]);
    for (const name of named.keys()) {
      if (name === "name" || name === "visibility" || attributes.has(name)) continue;
      throw new EvalError(`no such attribute '${name}' in '${macroName}' macro`);
    }
    for (const [name, definition] of attributes) {
      const given = named.get(name) ?? null;
      if (given === null && definition.mandatory)
        throw new EvalError(`missing value for mandatory attribute '${name}' in '${macroName}' macro`);
      const value = given === null ? definition.default : converted(builder, macroName, name, definition, given);
      args.set(name, definition.configurable ? wrapped(value) : value);
    }
    return args;
  }
}

function converted(
  builder: PackageBuilder,
  macroName: string,
  name: string,
  definition: AttributeDefinition,
  value: Value,
): Value {
  if (!definition.configurable && value instanceof Selector)
    throw new EvalError(`attribute "${name}" is not configurable`);
  return convertConfigurable(
    definition.type,
    value,
    describeAttribute(name, macroName).replace(/rule$/, "macro"),
    builder.labels,
  );
}

/** Macros see every configurable value as a select, so that they cannot depend on its being plain. */
function wrapped(value: Value): Value {
  if (value === null || value instanceof Selector || value instanceof Unknown) return value;
  return new Selector([
    { kind: "select", conditions: [{ condition: DEFAULT_CONDITION, value }], noMatchError: "", site: undefined },
  ]);
}

function visibilityArgument(builder: PackageBuilder, macroName: string, value: Value | undefined): Value {
  if (value === undefined || value === null) return builder.defaults.visibility;
  return convertConfigurable(
    "label_list",
    value,
    describeAttribute("visibility", macroName).replace(/rule$/, "macro"),
    builder.labels,
  );
}

function instanceName(builder: PackageBuilder, macroName: string, name: Value | undefined): string | undefined {
  if (name instanceof Unknown) {
    builder.openBy(name.reason);
    return undefined;
  }
  if (typeof name !== "string")
    throw new EvalError(
      name === undefined ? `macro requires a \`name\` attribute` : `${macroName} 'name' attribute must be a string`,
    );
  const problem = targetNameProblem(name);
  if (problem !== undefined)
    throw new EvalError(`illegal macro name: ${name}: invalid target name '${name}': ${problem}`);
  return name;
}

function inheritedAttributes(builder: PackageBuilder, inherited: Inherited): ReadonlyMap<string, AttributeDefinition> {
  if (inherited === "nothing") return new Map();
  if (inherited === "common")
    return commonAttributes(builder.host.settings.version, { executable: false, test: false });
  if (inherited instanceof SymbolicMacro) return inherited.attributes(builder);
  const attributes = inherited.ruleClass?.attributes ?? new Map<string, AttributeDefinition>();
  return new Map([...attributes].filter(([name]) => !/^[_$:]/.test(name) && !isGeneratorAttribute(name)));
}

function isGeneratorAttribute(name: string): boolean {
  return name.startsWith("generator_") || name === "transitive_configs" || name === "expect_failure";
}

/** An inherited attribute that is not given is None, so that the macro can tell and pass it on. */
function withoutDefault(definition: AttributeDefinition): AttributeDefinition {
  return definition.mandatory ? definition : { ...definition, default: null };
}

export const macroBuiltin = builtin({
  name: "macro",
  doc: "Defines a symbolic macro, which can be called from a BUILD file or another macro to create targets.",
  params: [
    {
      name: "implementation",
      kind: "named-only",
      types: ["callable"],
      acceptsUnknown: true,
      doc: "The function that declares the targets.",
    },
    {
      name: "attrs",
      kind: "named-only",
      optional: true,
      types: ["dict"],
      doc: "The attributes by name; None removes an inherited one.",
    },
    {
      name: "inherit_attrs",
      kind: "named-only",
      default: null,
      doc: 'A rule or macro whose attributes are taken over, or "common".',
    },
    {
      name: "finalizer",
      kind: "named-only",
      default: false,
      types: ["bool"],
      doc: "Whether it runs after everything else.",
    },
    { name: "doc", kind: "named-only", default: null, types: ["string", "None"], acceptsUnknown: true },
  ],
  run: (thread, [implementation, attrs, inherit, finalizer]) => {
    const attributes = new Map<string, AttributeDefinition | null>();
    for (const [name, value] of stringEntries(attrs, "attrs")) {
      if (value instanceof Unknown) return value;
      if (value !== null && !(value instanceof AttributeSchema))
        throw new EvalError(`got dict<string, ${typeOf(value)}> for 'attrs', want dict<string, Attribute|NoneType>`);
      if (value !== null && isCommonAttribute(name) && (name === "name" || name === "visibility"))
        throw new EvalError(`Cannot declare a macro attribute named '${name}'`);
      attributes.set(name, value === null ? null : value.definition);
    }
    return new SymbolicMacro({
      implementation: implementation ?? null,
      attributes,
      inherited: inheritedFrom(inherit ?? null),
      finalizer: finalizer === true,
      scope: scopeOf(thread),
    });
  },
});

function inheritedFrom(value: Value): Inherited {
  if (value === null) return "nothing";
  if (value === "common" || value instanceof RuleFunction || value instanceof SymbolicMacro) return value;
  throw new EvalError(`Invalid 'inherit_attrs' value ${repr(value)}; expected a rule, a macro, or "common"`);
}
