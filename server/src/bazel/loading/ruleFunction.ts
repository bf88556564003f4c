/** What `rule()` returns: a function of BUILD files and macros that declares a target. After Bazel's `StarlarkRuleClassFunctions.StarlarkRuleFunction`. */
import { EvalError } from "../../starlark/errors.ts";
import type { Printer } from "../../starlark/printer.ts";
import type { Thread } from "../../starlark/thread.ts";
import type { NamedArguments, StarlarkValue, Value } from "../../starlark/value.ts";
import type { RuleClass } from "../rule.ts";
import type { BazelVersion } from "../workspace/bazelVersion.ts";
import { instantiateRule } from "./instantiateRule.ts";
import { requireAspectParameters } from "./api/aspectParameters.ts";
import { requirePackage } from "./packageThread.ts";
import { checkExport } from "./ruleChecks.ts";

/** Bazel's own rules that are written in Starlark since Bazel 7, and print as others do. */
const STARLARK_OF_BAZEL = /^(cc|j2objc|java|objc|proto)_/;

/** Since when rules print their names: 7.7.1 does, 4.2.3 does not. */
const NAMED = 6;

/** A rule class whose name is not known yet. */
export type UnnamedRuleClass = Omit<RuleClass, "name" | "module">;

export class RuleFunction implements StarlarkValue {
  readonly type = "rule";
  readonly #unnamed: UnnamedRuleClass;
  readonly #moduleId: string | undefined;
  readonly #version: BazelVersion;
  #ruleClass: RuleClass | undefined;

  /** `moduleId` replaces the id under which the module exports the rule, for modules that speak for Bazel. */
  constructor(unnamed: UnnamedRuleClass, version: BazelVersion, moduleId?: string) {
    this.#unnamed = unnamed;
    this.#version = version;
    this.#moduleId = moduleId;
  }

  /** Undefined until a top-level assignment has named the rule. */
  get ruleClass(): RuleClass | undefined {
    return this.#ruleClass;
  }

  /** What it is called in call stacks. */
  get name(): string {
    return this.#ruleClass?.name ?? "rule";
  }

  exportAs(module: string, name: string): void {
    if (this.#ruleClass) return;
    checkExport(this.#unnamed, name, this.#version);
    this.#ruleClass = { ...this.#unnamed, name, module: this.#moduleId ?? module };
  }

  repr(printer: Printer): void {
    const { major } = this.#version;
    const isBuiltin = this.#ruleClass?.module === "";
    if (isBuiltin && !(major >= 7 && STARLARK_OF_BAZEL.test(this.name))) printer.text(`<built-in rule ${this.name}>`);
    else printer.text(this.#ruleClass && major >= NAMED ? `<rule ${this.name}>` : "<rule>");
  }

  call(thread: Thread, positional: readonly Value[], named: NamedArguments): Value {
    if (positional.length > 0) throw new EvalError("unexpected positional arguments");
    const builder = requirePackage(thread);
    if (!this.#ruleClass) throw new EvalError("Invalid rule class hasn't been exported by a bzl file");
    requireAspectParameters(this.#ruleClass);
    instantiateRule(thread, builder, this.#ruleClass, named);
    return null;
  }
}
