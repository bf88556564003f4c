/** The actions that a rule implementation asks for, kept where another target reads them (`Target.actions`), see targetActions.ts. */
import type { Action } from "./actionArguments.ts";
import { Args } from "./argsBuiltin.ts";
import type { RuleContext, RuleContextSpec } from "./ruleContext.ts";
import { StarlarkDict } from "../../starlark/dict.ts";
import { StarlarkList } from "../../starlark/list.ts";
import type { Thread } from "../../starlark/thread.ts";
import type { Value } from "../../starlark/value.ts";

export class ActionRecorder {
  readonly actions: Action[] = [];
  /** Functions of Bazel's own were given `ctx.actions`, which models follow without telling what they make of it, or something that is not described made actions. */
  hasOthers = false;
  /** Of the rule whose actions they are; undefined where it made none. */
  spec: RuleContextSpec | undefined;

  /** The implementation has run: what it has declared without saying who makes it, or given to what is not known, others make. */
  finish({ spec, outputs }: RuleContext, thread: Thread): void {
    this.spec = spec;
    if (thread.hasCalledUnknown || outputs.ledger.withoutAction.length > 0) this.hasOthers = true;
  }

  /** `later`: arguments for parameters that only later versions than 4 have. */
  record({ name, arguments: given }: Action, later: StarlarkDict | undefined): void {
    const copies = new Map([...given].map(([parameter, value]) => [parameter, copied(value)]));
    for (const [parameter, value] of later?.entries() ?? [])
      if (typeof parameter === "string") copies.set(parameter, copied(value));
    this.actions.push({ name, arguments: copies });
  }
}

/** Bazel reads the arguments when the action is made: what happens to them later does not count. */
function copied(value: Value): Value {
  if (value instanceof Args) return value.snapshot();
  if (value instanceof StarlarkList) return new StarlarkList(value.items.map(copied));
  if (value instanceof StarlarkDict) return StarlarkDict.from(value.entries());
  return value;
}
