/** `ctx.exec_groups` (`ExecGroupCollection`): the toolchains of each group. */
import { unknownApi } from "./actions.ts";
import { Struct } from "../provider.ts";
import { EvalError } from "../../starlark/errors.ts";
import { str, type Printer } from "../../starlark/printer.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { StarlarkValue, Value } from "../../starlark/value.ts";
import { executionGroups, type ExecutionGroups } from "./declaredGroups.ts";
import type { RuleContextSpec } from "./ruleContext.ts";
import { Toolchains } from "./toolchainContext.ts";
import { toolchainsOfGroup } from "./requiredToolchains.ts";

/** Of aspects nobody has looked before Bazel 7. */
export function execGroups(spec: RuleContextSpec): Value {
  const isOfOldAspect = spec.rule !== undefined && spec.key.configuration.top.major < 7;
  return isOfOldAspect ? unknownApi("ctx.exec_groups of an aspect") : new ExecGroups(spec);
}

class ExecGroups implements StarlarkValue {
  readonly type = "ExecGroupCollection";
  readonly #spec: RuleContextSpec;

  constructor(spec: RuleContextSpec) {
    this.#spec = spec;
  }

  repr(printer: Printer): void {
    printer.text(`<ctx.exec_groups: ${this.#names()}>`);
  }

  getIndex(key: Value): Value {
    if (key instanceof Unknown) return key;
    const { graph, host, target, key: of } = this.#spec;
    const { name } = target.ruleClass;
    const group = this.#groups().get(str(key));
    if (group === undefined)
      throw new EvalError(
        `In ${name} rule ${target.label.toString()}, unrecognized exec group '${str(key)}' requested. Available exec groups: [${this.#names()}]`,
      );
    if (group instanceof Unknown) return group;
    const toolchains = toolchainsOfGroup(graph, host, target.label, of, target, group);
    return new Struct(new Map([["toolchains", new Toolchains({ ...this.#spec, toolchains })]]));
  }

  contains(key: Value): boolean {
    return this.#groups().has(str(key));
  }

  #names(): string {
    return [...this.#groups().keys()].join(", ");
  }

  #groups(): ExecutionGroups["named"] {
    return executionGroups(this.#spec.key, this.#spec.target).named;
  }
}
