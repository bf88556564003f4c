/** `ctx.toolchains` (`StarlarkToolchainContext`). */
import { Label, parseLabel } from "../label.ts";
import { EvalError } from "../../starlark/errors.ts";
import { Unknown } from "../../starlark/unknown.ts";
import { str, type Printer } from "../../starlark/printer.ts";
import type { StarlarkValue, Value } from "../../starlark/value.ts";
import type { RuleContextSpec } from "./ruleContext.ts";

/** `ctx.toolchains[type]`. */
export class Toolchains implements StarlarkValue {
  readonly type = "toolchain_context";
  readonly #spec: RuleContextSpec;

  constructor(spec: RuleContextSpec) {
    this.#spec = spec;
  }

  repr(printer: Printer): void {
    printer.text("<toolchain_context>");
  }

  getIndex(key: Value): Value {
    const label = this.#label(key);
    if (label instanceof Unknown) return label;
    const resolved = this.#spec.toolchains.get(label.toString());
    if (!resolved)
      throw new EvalError(
        `In ${this.#spec.target.ruleClass.name} rule ${this.#spec.target.label.toString()}, toolchain type ${label.toString()} was requested but only types [${[...this.#spec.toolchains.keys()].join(", ")}] are configured`,
      );
    switch (resolved.kind) {
      case "toolchain":
        if (resolved.target.estimate) this.#spec.onEstimate?.(resolved.target.estimate);
        return resolved.info;
      case "none":
        return null;
      case "unknown":
        return resolved.unknown;
      case "refused":
        throw new EvalError(resolved.message);
      default:
        return resolved satisfies never;
    }
  }

  contains(key: Value): boolean {
    const label = this.#label(key);
    return !(label instanceof Unknown) && this.#spec.toolchains.has(label.toString());
  }

  #label(key: Value): Label | Unknown {
    if (key instanceof Label || key instanceof Unknown) return key;
    const { repositories } = this.#spec.host.workspace(this.#spec.graph);
    const from = moduleRepository(this.#spec.target.ruleClass.module);
    const parsed = parseLabel(str(key), {
      package: { repository: from, path: "" },
      resolveRepository: (apparent) => repositories.resolve(from, apparent),
    });
    if (parsed.kind === "error") throw new EvalError(parsed.message);
    return parsed.label;
  }
}

/** Repository of a .bzl label text `@@r//p:f.bzl` or `//p:f.bzl`. */
function moduleRepository(module: string): string {
  return module.startsWith("@@") ? module.slice(2, module.indexOf("//")) : "";
}
