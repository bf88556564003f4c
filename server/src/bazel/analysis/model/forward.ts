/** What alias, label_flag and label_setting are: targets that stand for another one. */
import { builtin } from "../../../starlark/builtin.ts";
import { EvalError } from "../../../starlark/errors.ts";
import type { Printer } from "../../../starlark/printer.ts";
import { Unknown } from "../../../starlark/unknown.ts";
import type { StarlarkValue } from "../../../starlark/value.ts";
import { labelSetting } from "../buildSettings.ts";
import { ConfiguredTarget } from "../configuredTarget.ts";
import { contextOf } from "../ruleContext.ts";

/** What `alias` returns: the target is its actual one. */
export class Forwarded implements StarlarkValue {
  readonly type = "forwarded";
  readonly target: ConfiguredTarget;

  constructor(target: ConfiguredTarget) {
    this.target = target;
  }

  repr(printer: Printer): void {
    printer.value(this.target);
  }
}

export const forward = builtin({
  name: "forward",
  doc: "Makes the target stand for another one, as alias does.",
  params: [{ name: "target" }],
  run: (_thread, [target]) => {
    if (target instanceof ConfiguredTarget) return new Forwarded(target.seenBy(undefined));
    throw new EvalError("alias has no actual target");
  },
});

export const forwardSetting = builtin({
  name: "forward_setting",
  doc: "Makes a label_flag or label_setting stand for the target that the configuration chooses.",
  params: [{ name: "ctx" }],
  run: (_thread, [ctx]) => {
    const { graph, host, key, target } = contextOf(ctx).spec;
    const label = labelSetting(target, key.configuration, host.workspace(graph));
    if (label instanceof Unknown) return label;
    if (label === undefined) throw new EvalError("expected a build_setting_default");
    const result = graph.get(host.configuredTarget, { ...key, label, transitioned: false });
    if (result.kind === "rejected") throw new EvalError(result.rejection.message);
    return result.kind === "unknown" ? result.unknown : new Forwarded(result.target);
  },
});
