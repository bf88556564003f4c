/** `ctx.exec_groups` (`ExecGroupCollection`): the toolchains of each group. */
import { Struct } from "../provider.ts";
import { EvalError } from "../../starlark/errors.ts";
import { str, type Printer } from "../../starlark/printer.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { StarlarkValue, Value } from "../../starlark/value.ts";
import { ExecGroup } from "../loading/api/toolchains.ts";
import type { RuleContextSpec } from "./ruleContext.ts";
import { Toolchains } from "./toolchainContext.ts";
import { toolchainsOfGroup } from "./requiredToolchains.ts";

export class ExecGroups implements StarlarkValue {
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
    const { name, execGroups } = target.ruleClass;
    const group = execGroups.get(str(key));
    if (group === undefined)
      throw new EvalError(
        `In ${name} rule ${target.label.toString()}, unrecognized exec group '${str(key)}' requested. Available exec groups: [${this.#names()}]`,
      );
    if (!(group instanceof ExecGroup)) return group;
    const toolchains = toolchainsOfGroup(graph, host, target.label, of, group);
    return new Struct(new Map([["toolchains", new Toolchains({ ...this.#spec, toolchains })]]));
  }

  contains(key: Value): boolean {
    return this.#spec.target.ruleClass.execGroups.has(str(key));
  }

  #names(): string {
    return [...this.#spec.target.ruleClass.execGroups.keys()].join(", ");
  }
}
