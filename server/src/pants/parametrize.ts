/**
 * `parametrize()` of Pants BUILD files: one declaration that stands for several targets. Mirrors `Parametrize.expand` (pantsbuild/pants, src/python/pants/engine/internals/parametrize.py).
 */
import { StarlarkDict } from "../starlark/dict.ts";
import { EvalError } from "../starlark/errors.ts";
import { str, type Printer } from "../starlark/printer.ts";
import { typeOf, type NamedArguments, type StarlarkValue, type Value } from "../starlark/value.ts";

/** The values that a field takes, or with `**` the values that several fields take together: for that it is a mapping of one entry, as in Pants. */
export class Parametrize extends StarlarkDict {
  readonly positional: readonly Value[];
  readonly named: NamedArguments;

  constructor(positional: readonly Value[], named: NamedArguments) {
    super();
    this.positional = positional;
    this.named = named;
    this.set(`parametrize_${positional.map(str).join("_")}`, new ParametrizeGroup(this));
  }

  /** By alias, in the order in which Pants has them: named ones first. */
  alternatives(): readonly (readonly [alias: string, value: Value])[] {
    return [
      ...this.named,
      ...this.positional.map((value): [string, Value] => {
        if (typeof value !== "string")
          throw new EvalError(`Positional arguments must be strings, but got ${typeOf(value)}`);
        return [value, value];
      }),
    ];
  }
}

/** What `**parametrize(…)` puts among the arguments of a call. */
export class ParametrizeGroup implements StarlarkValue {
  readonly type = "parametrize group";
  readonly values: Parametrize;

  constructor(values: Parametrize) {
    this.values = values;
  }

  repr(printer: Printer): void {
    printer.text("parametrize(…)");
  }
}

/** A target's fields in one of its parametrizations, and what tells it from the others (`execution_mode` → `venv`). */
export interface Parametrized {
  readonly parameters: ReadonlyMap<string, string>;
  readonly fields: ReadonlyMap<string, Value>;
}

/** What stands at a field, and for which values in the address. */
interface Choice {
  readonly parameter: string;
  readonly alias: string;
  readonly fields: ReadonlyMap<string, Value>;
}

/** The cartesian product over all parametrized fields and over the groups; the fields as they are where none is parametrized. */
export function expandParametrize(
  fields: ReadonlyMap<string, Value>,
  groups: readonly Parametrize[],
): readonly Parametrized[] {
  const plain = new Map([...fields].filter(([, value]) => !(value instanceof Parametrize)));
  const axes = [...fields].flatMap(([name, value]) =>
    value instanceof Parametrize ? [fieldChoices(name, value)] : [],
  );
  if (groups.length > 0) axes.push(groups.flatMap(groupChoices));
  let results: readonly Parametrized[] = [{ parameters: new Map(), fields: plain }];
  for (const axis of axes) results = results.flatMap((before) => axis.map((choice) => chosen(before, choice)));
  return results;
}

function fieldChoices(name: string, values: Parametrize): readonly Choice[] {
  return values.alternatives().map(([alias, value]) => ({ parameter: name, alias, fields: new Map([[name, value]]) }));
}

/** `**parametrize("group", layout="loose", …)`: fields within a group may be parametrized again. */
function groupChoices(group: Parametrize): readonly Choice[] {
  const [name, ...more] = group.positional;
  if (typeof name !== "string" || more.length > 0)
    throw new EvalError("A parametrize group must begin with the group name followed by the target field values");
  return expandParametrize(group.named, []).map(({ parameters, fields }) => ({
    parameter: "parametrize",
    alias: [name, ...[...parameters].map(([parameter, alias]) => `${parameter}=${alias}`)].join(","),
    fields,
  }));
}

function chosen({ parameters, fields }: Parametrized, choice: Choice): Parametrized {
  return {
    parameters: new Map([...parameters, [choice.parameter, choice.alias]]),
    fields: new Map([...fields, ...choice.fields]),
  };
}
