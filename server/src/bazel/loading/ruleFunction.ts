/** What `rule()` returns: a function of BUILD files and macros that declares a target. After Bazel's `StarlarkRuleClassFunctions.StarlarkRuleFunction`. */
import { EvalError } from "../../starlark/errors.ts";
import type { Printer } from "../../starlark/printer.ts";
import type { Thread } from "../../starlark/thread.ts";
import type { NamedArguments, StarlarkValue, Value } from "../../starlark/value.ts";
import type { RuleClass } from "../rule.ts";
import { instantiateRule } from "./instantiateRule.ts";
import { requirePackage } from "./packageThread.ts";

/** A rule class whose name is not known yet. */
export type UnnamedRuleClass = Omit<RuleClass, "name" | "module">;

export class RuleFunction implements StarlarkValue {
  readonly type = "function";
  readonly #unnamed: UnnamedRuleClass;
  readonly #moduleId: string | undefined;
  #ruleClass: RuleClass | undefined;

  /** `moduleId` replaces the id under which the module exports the rule, for modules that speak for Bazel. */
  constructor(unnamed: UnnamedRuleClass, moduleId?: string) {
    this.#unnamed = unnamed;
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
    if (this.#unnamed.test !== name.endsWith("_test")) {
      throw new EvalError(
        `Invalid rule class name '${name}', test rule class names must end with '_test' and other rule classes must not`,
      );
    }
    this.#ruleClass = { ...this.#unnamed, name, module: this.#moduleId ?? module };
  }

  repr(printer: Printer): void {
    printer.text(this.#ruleClass?.module === "" ? `<built-in rule ${this.name}>` : "<rule>");
  }

  call(thread: Thread, positional: readonly Value[], named: NamedArguments): Value {
    if (positional.length > 0) throw new EvalError("unexpected positional arguments");
    const builder = requirePackage(thread);
    if (!this.#ruleClass) throw new EvalError("Invalid rule class hasn't been exported by a bzl file");
    instantiateRule(thread, builder, this.#ruleClass, named);
    return null;
  }
}
