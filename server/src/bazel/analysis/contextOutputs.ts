/** `ctx.outputs`: the files of output attributes, implicit outputs and the executable (`StarlarkRuleContext.Outputs`). */
import { declareOutput, type ActionsHost } from "./actions.ts";
import { OutputLedger } from "./outputLedger.ts";
import type { RuleContextSpec } from "./ruleContext.ts";
import type { Artifact } from "../artifact.ts";
import { Label } from "../label.ts";
import { Struct } from "../provider.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";

/** What the implementation did besides returning. */
export interface RuleContextOutputs {
  /** The file that `ctx.outputs.executable` names, for executable rules. It is an output only where the implementation asks for it. */
  readonly implicitExecutable: Artifact | undefined;
  readonly isExecutableAsked: () => boolean;
  readonly ledger: OutputLedger;
  /** Files of output attributes and implicit outputs. */
  readonly declared: readonly Artifact[];
}

/** Declares them; `struct` is what the implementation sees. */
export function declaredOutputs(
  spec: RuleContextSpec,
  host: ActionsHost,
): RuleContextOutputs & { readonly struct: Struct } {
  const { target } = spec;
  const fields = new Map<string, Value>();
  const declared: Artifact[] = [];
  const declare = (label: Label): Artifact => {
    const artifact = declareOutput(host, label.name, "file");
    declared.push(artifact);
    return artifact;
  };
  for (const [name, definition] of target.ruleClass.attributes) {
    if (definition.type !== "output" && definition.type !== "output_list") continue;
    const value = spec.values.get(name) ?? null;
    if (value instanceof Unknown) fields.set(name, value);
    else if (value instanceof Label) fields.set(name, declare(value));
    else if (value instanceof StarlarkList)
      fields.set(name, new StarlarkList(value.items.map((item) => (item instanceof Label ? declare(item) : item))));
    else fields.set(name, definition.type === "output" ? null : new StarlarkList([]));
  }
  for (const [key, label] of target.implicitOutputs) fields.set(key, declare(label));
  const implicitExecutable = target.ruleClass.executable
    ? declareOutput({ ...host, ledger: new OutputLedger() }, target.label.name, "file")
    : undefined;
  const isImplicit = implicitExecutable !== undefined && !fields.has("executable");
  if (isImplicit) fields.set("executable", implicitExecutable);
  const { ledger } = host;
  let isAsked = false;
  const struct = isImplicit
    ? new OutputsWithExecutable(fields, () => {
        isAsked = true;
        ledger.declare(implicitExecutable);
      })
    : new Struct(fields);
  return { struct, declared, implicitExecutable, isExecutableAsked: () => isAsked, ledger };
}

/** `ctx.outputs` of an executable rule: who asks for the executable has declared it (`StarlarkRuleContext.Outputs`). */
class OutputsWithExecutable extends Struct {
  readonly #onExecutable: () => void;

  constructor(fields: ReadonlyMap<string, Value>, onExecutable: () => void) {
    super(fields);
    this.#onExecutable = onExecutable;
  }

  override getAttr(name: string): Value | undefined {
    if (name === "executable") this.#onExecutable();
    return super.getAttr(name);
  }
}
