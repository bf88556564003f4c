/** Toolchain types and execution groups: `config_common.toolchain_type()`, `exec_group()`, and how `rule(toolchains = ...)` is read. */
import { builtin } from "../../../starlark/builtin.ts";
import { EvalError } from "../../../starlark/errors.ts";
import { unhashable } from "../../../starlark/hash.ts";
import type { Printer } from "../../../starlark/printer.ts";
import type { Thread } from "../../../starlark/thread.ts";
import { Unknown } from "../../../starlark/unknown.ts";
import type { StarlarkValue, Value } from "../../../starlark/value.ts";
import { parseLabel, type Label } from "../../label.ts";
import { BAZEL_VERSION } from "../../workspace/bazelVersion.ts";
import { scopeOf } from "../moduleScope.ts";
import { labelArgument, sequence } from "./arguments.ts";

/** A toolchain type that a rule asks for. */
export class ToolchainTypeRequirement implements StarlarkValue {
  readonly type = "toolchain_type";
  readonly toolchainType: Label;
  readonly mandatory: boolean;

  constructor(toolchainType: Label, mandatory: boolean) {
    this.toolchainType = toolchainType;
    this.mandatory = mandatory;
  }

  repr(printer: Printer): void {
    printer.text(
      `config_common.toolchain_type("${this.toolchainType.toString()}", mandatory = ${this.mandatory ? "True" : "False"})`,
    );
  }

  hashKey(): string {
    throw unhashable(this);
  }

  getAttr(name: string): Value | undefined {
    if (name === "toolchain_type") return this.toolchainType;
    return name === "mandatory" ? this.mandatory : undefined;
  }

  attrNames(): readonly string[] {
    return ["toolchain_type", "mandatory"];
  }
}

/** What `exec_group()` returns. */
export class ExecGroup implements StarlarkValue {
  readonly type = "exec_group";
  readonly toolchains: readonly ToolchainTypeRequirement[];
  readonly execCompatibleWith: readonly Label[];
  /** It has what the rule itself asks for, types and constraints. */
  readonly copiesRule: boolean;

  constructor(
    toolchains: readonly ToolchainTypeRequirement[],
    execCompatibleWith: readonly Label[],
    copiesRule: boolean,
  ) {
    this.toolchains = toolchains;
    this.execCompatibleWith = execCompatibleWith;
    this.copiesRule = copiesRule;
  }

  repr(printer: Printer): void {
    printer.text("<exec_group>");
  }

  hashKey(): string {
    throw unhashable(this);
  }
}

export const toolchainTypeBuiltin = builtin({
  name: "toolchain_type",
  doc: "Declares a rule's dependency on a toolchain type.",
  params: [
    { name: "name", doc: "The toolchain type." },
    {
      name: "mandatory",
      default: true,
      kind: "named-only",
      types: ["bool"],
      doc: "Whether the rule fails without it.",
    },
  ],
  run: (thread, [name, mandatory]) =>
    new ToolchainTypeRequirement(labelArgument(thread, name ?? null, "toolchain_type"), mandatory === true),
});

export const execGroupBuiltin = builtin({
  name: "exec_group",
  doc: "Creates an execution group, whose actions run on a platform of their own.",
  params: [
    {
      name: "toolchains",
      optional: true,
      kind: "named-only",
      types: ["sequence"],
      doc: "Toolchain types of the group.",
    },
    {
      name: "exec_compatible_with",
      optional: true,
      kind: "named-only",
      types: ["sequence"],
      doc: "Constraints on the execution platform.",
    },
    {
      name: "copy_from_rule",
      default: false,
      kind: "named-only",
      types: ["bool"],
      doc: "Whether the rule's own are taken (Bazel 4).",
    },
  ],
  run: (thread, [toolchains, execCompatibleWith, copyFromRule]) => {
    const types = toolchainTypes(thread, toolchains);
    if (types instanceof Unknown) return types;
    const constraints = sequence(execCompatibleWith);
    if (copyFromRule === true && types.length + constraints.length > 0)
      throw new EvalError("An exec group cannot set copy_from_rule=True and declare toolchains or constraints.");
    return new ExecGroup(
      types,
      constraints.map((label) => labelArgument(thread, label, "exec_compatible_with")),
      copyFromRule === true,
    );
  },
});

/** The elements of a `toolchains` argument: labels, label strings or `config_common.toolchain_type(...)`; an Unknown where one of them is. */
export function toolchainTypes(
  thread: Thread,
  value: Value | undefined,
): readonly ToolchainTypeRequirement[] | Unknown {
  if (value instanceof Unknown) return value;
  const result: ToolchainTypeRequirement[] = [];
  for (const [index, element] of sequence(value).entries()) {
    if (element instanceof Unknown) return element;
    if (element instanceof ToolchainTypeRequirement) result.push(element);
    else if (typeof element === "string" || isLabel(element))
      result.push(new ToolchainTypeRequirement(typeLabel(thread, element, index), true));
    else throw new EvalError("Toolchains must be specified by labels, strings or config_common.toolchain_type()");
  }
  return result;
}

/** Bazel 4 takes the strings of absolute labels alone, and without a repository they are the main one's (`StarlarkRuleClassFunctions.parseToolchains`; seen with 4.2.3). */
function typeLabel(thread: Thread, value: Value, index: number): Label {
  const version = thread.get(BAZEL_VERSION);
  const isOfBazel4 = version !== undefined && version.major < 5 && scopeOf(thread)?.model === undefined;
  if (!isOfBazel4) return labelArgument(thread, value, "toolchains");
  if (typeof value !== "string")
    throw new EvalError(`at index ${String(index)} of toolchains, got element of type Label, want string`);
  if (value.startsWith("@")) return labelArgument(thread, value, "toolchains");
  const main = { package: { repository: "", path: "" }, resolveRepository: () => undefined };
  const result = value.startsWith("//") ? parseLabel(value, main) : undefined;
  if (result?.kind !== "label")
    throw new EvalError(`Unable to parse toolchain label '${value}': invalid label: ${value}`);
  return result.label;
}

function isLabel(value: Value): boolean {
  return typeof value === "object" && value?.type === "Label";
}
