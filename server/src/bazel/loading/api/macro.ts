/**
 * `macro()`: symbolic macros (Bazel 8; `MacroClass.java`, `MacroFunction`). The implementation runs where the macro is called; that of a finalizer, and what it calls, when the BUILD file has been evaluated.
 */
import { didYouMean } from "../../../base/spelling.ts";
import { builtin } from "../../../starlark/builtin.ts";
import { EvalError, ResourceLimit } from "../../../starlark/errors.ts";
import { call } from "../../../starlark/evaluate.ts";
import { StarlarkFunction } from "../../../starlark/function.ts";
import { repr } from "../../../starlark/printer.ts";
import type { Printer } from "../../../starlark/printer.ts";
import type { Site, Thread } from "../../../starlark/thread.ts";
import { Unknown, UnknownDecision } from "../../../starlark/unknown.ts";
import type { NamedArguments, StarlarkValue, Value } from "../../../starlark/value.ts";
import { isObject, typeOf } from "../../../starlark/value.ts";
import { Label, packageText, targetNameProblem } from "../../label.ts";
import type { MacroClass, MacroInstance } from "../../macro.ts";
import type { AttributeDefinition } from "../../rule.ts";
import { Selector } from "../../selector.ts";
import { noteAbort } from "../aborts.ts";
import { convertConfigurable, describeAttribute } from "../attributeConversion.ts";
import { commonAttributes } from "../commonAttributes.ts";
import { collect } from "../implicitSources.ts";
import { recursionProblem } from "../macros.ts";
import type { ModuleScope } from "../moduleScope.ts";
import { scopeOf } from "../moduleScope.ts";
import type { PackageBuilder } from "../packageBuilder.ts";
import { requirePackage } from "../packageThread.ts";
import { RuleFunction } from "../ruleFunction.ts";
import { PRIVATE, visibleAlsoTo } from "../visibilityLabels.ts";
import { stringEntries } from "./arguments.ts";
import { AttributeSchema } from "./attr.ts";
import { ConfigurationField } from "./configurationField.ts";

type Inherited = "nothing" | "common" | RuleFunction | SymbolicMacro;

interface MacroSpec {
  readonly implementation: Value;
  /** None removes an inherited attribute. */
  readonly attributes: ReadonlyMap<string, AttributeDefinition | null>;
  readonly inherited: Inherited;
  readonly finalizer: boolean;
  readonly scope: ModuleScope | undefined;
  /** Where `macro()` was called. */
  readonly site: Site | undefined;
}

const DEFAULT_CONDITION = new Label("", "conditions", "default");

/** What `macro()` returns. */
class SymbolicMacro implements StarlarkValue {
  readonly type = "macro";
  readonly #spec: MacroSpec;
  #macroClass: MacroClass | undefined;

  constructor(spec: MacroSpec) {
    this.#spec = spec;
  }

  get isExported(): boolean {
    return this.#macroClass !== undefined;
  }

  exportAs(module: string, name: string): void {
    const { scope, finalizer } = this.#spec;
    const definitionPackage = scope?.label.packageId ?? { repository: "", path: "" };
    this.#macroClass ??= { name, module, definitionPackage, finalizer };
  }

  repr(printer: Printer): void {
    printer.text(this.#macroClass ? `<macro ${this.#macroClass.name}>` : "<macro>");
  }

  call(thread: Thread, positional: readonly Value[], named: NamedArguments): Value {
    const builder = requirePackage(thread);
    const macroClass = this.#macroClass;
    if (!macroClass)
      throw new EvalError(
        "Cannot instantiate a macro that has not been exported (assign it to a global variable in the .bzl where it's defined)",
      );
    if (macroClass.finalizer && builder.macros.isInOrdinaryMacro)
      throw new EvalError(
        "Cannot instantiate a rule finalizer within a non-finalizer symbolic macro. Rule finalizers may only be instantiated while evaluating a BUILD file, a legacy macro called from a BUILD file, or another rule finalizer.",
      );
    if (positional.length > 0) throw new EvalError("unexpected positional arguments");
    const attributes = this.attributes(builder);
    const args = macroArguments(builder, macroClass.name, attributes, named);
    if (args instanceof Unknown) {
      builder.openBy(args.reason);
      return null;
    }
    const instance: MacroInstance = {
      macroClass,
      name: args.get("name") as string,
      parent: builder.macros.running,
      passed: passedLabels(attributes, args),
    };
    builder.addMacro(instance);
    const expand = this.#expansion(thread, builder, instance, args);
    if (macroClass.finalizer || builder.macros.isInFinalizer) builder.macros.defer(expand);
    else expand();
    return null;
  }

  /** Runs the implementation. What goes wrong in there is an error of the package, and whoever called the macro goes on. */
  #expansion(thread: Thread, builder: PackageBuilder, instance: MacroInstance, args: NamedArguments): () => void {
    const { implementation, site } = this.#spec;
    const callSite = thread.currentSite();
    const callStack = [...builder.callStackOf(thread), { name: instance.macroClass.name, site }];
    const recursion = recursionProblem(instance, packageText(builder.id));
    return () => {
      if (recursion !== undefined) {
        builder.addError({ message: recursion, site: callSite, callStack });
        return;
      }
      try {
        builder.macros.run(instance, callStack, () => {
          const returned = thread.withEmptyCallStack(() => call(thread, implementation, [], args));
          if (returned instanceof Unknown) builder.openBy(returned.reason);
          else if (returned !== null)
            throw new EvalError(`macro '${instance.name}' may not return a non-None value (got ${repr(returned)})`);
        });
      } catch (error) {
        const isOwn = error instanceof UnknownDecision || error instanceof EvalError;
        if (!isOwn || error instanceof ResourceLimit) throw error;
        noteAbort(builder, callSite ?? { file: builder.buildFile, node: 0 }, error);
      }
    };
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
}

/** The arguments of the implementation; an Unknown name is the answer where it is one. */
function macroArguments(
  builder: PackageBuilder,
  macroName: string,
  attributes: ReadonlyMap<string, AttributeDefinition>,
  named: NamedArguments,
): Map<string, Value> | Unknown {
  for (const [name, value] of named) {
    if (name === "name" || name === "visibility") continue;
    if (!attributes.has(name)) {
      const candidates = ["name", "visibility", ...attributes.keys()];
      throw new EvalError(`no such attribute '${name}' in '${macroName}' macro${didYouMean(name, candidates)}`);
    }
    if (value !== null && name.startsWith("_")) throw new EvalError(`cannot set value of implicit attribute '${name}'`);
  }
  const name = instanceName(macroName, named.get("name") ?? null);
  if (name instanceof Unknown) return name;
  const args = new Map<string, Value>([
    ["name", name],
    ["visibility", visibilityArgument(builder, macroName, named.get("visibility") ?? null)],
  ]);
  for (const [attribute, definition] of attributes) {
    const given = named.get(attribute) ?? null;
    if (given === null && definition.mandatory)
      throw new EvalError(`missing value for mandatory attribute '${attribute}' in '${macroName}' macro`);
    const value = given === null ? definition.default : converted(builder, macroName, attribute, definition, given);
    args.set(attribute, definition.configurable ? wrapped(value) : value);
  }
  return args;
}

const NO_DEPENDENCIES: ReadonlySet<string> = new Set(["output", "output_list"]);

/** The labels of attributes that name dependencies and that the caller may set (`MacroInstance.visitExplicitAttributeLabels`). */
function passedLabels(
  attributes: ReadonlyMap<string, AttributeDefinition>,
  args: NamedArguments,
): ReadonlyMap<string, Label> {
  const labels: Label[] = [];
  for (const [name, { type, nodep }] of attributes) {
    if (name.startsWith("_") || nodep === true || NO_DEPENDENCIES.has(type)) continue;
    collect(args.get(name) ?? null, labels);
  }
  return new Map(labels.map((label) => [label.toString(), label]));
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

/** What the macro is called with, or the package's default (within a macro: nobody), and where it is called. */
function visibilityArgument(builder: PackageBuilder, macroName: string, given: Value): Value {
  const caller = builder.macros.running;
  const unset = caller ? PRIVATE : builder.defaults.visibility;
  const what = describeAttribute("visibility", macroName).replace(/rule$/, "macro");
  const declared = given === null ? unset : convertConfigurable("label_list", given, what, builder.labels);
  return visibleAlsoTo(declared, caller?.macroClass.definitionPackage ?? builder.id);
}

function instanceName(macroName: string, name: Value): string | Unknown {
  if (name instanceof Unknown) return name;
  if (name === null) throw new EvalError(`missing value for mandatory attribute 'name' in '${macroName}' macro`);
  if (typeof name !== "string")
    throw new EvalError(
      `expected value of type 'string' for attribute 'name' of '${macroName}', but got ${repr(name)} (${typeOf(name)})`,
    );
  const problem = targetNameProblem(name);
  if (problem !== undefined)
    throw new EvalError(`illegal macro name: ${name}: invalid target name '${name}': ${problem}`);
  return name;
}

function inheritedAttributes(builder: PackageBuilder, inherited: Inherited): ReadonlyMap<string, AttributeDefinition> {
  if (inherited === "nothing") return new Map();
  if (inherited === "common")
    return commonAttributes(builder.host.settings.version, { executable: false, test: false, native: false });
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
      if (name === "name" || name === "visibility")
        throw new EvalError(`Cannot declare a macro attribute named '${name}'`);
      if (value !== null && !isDirect(value.definition.default))
        throw new EvalError(
          `In macro attribute '${name}': Macros do not support computed defaults or late-bound defaults`,
        );
      attributes.set(name, value === null ? null : value.definition);
    }
    const inherited = inheritedFrom(inherit ?? null);
    if (inherited !== "nothing" && implementation instanceof StarlarkFunction && !implementation.code.hasKwargs)
      throw new EvalError("If inherit_attrs is set, implementation function must have a **kwargs parameter");
    return new SymbolicMacro({
      implementation: implementation ?? null,
      attributes,
      inherited,
      finalizer: finalizer === true,
      scope: scopeOf(thread),
      site: thread.currentSite(),
    });
  },
});

function isDirect(defaultValue: Value): boolean {
  return !(defaultValue instanceof ConfigurationField || (isObject(defaultValue) && defaultValue.call !== undefined));
}

function inheritedFrom(value: Value): Inherited {
  if (value === null) return "nothing";
  if (value === "common") return value;
  const isExported =
    value instanceof RuleFunction ? value.ruleClass !== undefined : value instanceof SymbolicMacro && value.isExported;
  if ((value instanceof RuleFunction || value instanceof SymbolicMacro) && !isExported)
    throw new EvalError(
      "Invalid 'inherit_attrs' value: a rule or macro callable must be assigned to a global variable in a .bzl file before it can be inherited from",
    );
  if (value instanceof RuleFunction || value instanceof SymbolicMacro) return value;
  throw new EvalError(`Invalid 'inherit_attrs' value ${repr(value)}; expected a rule, a macro, or "common"`);
}
