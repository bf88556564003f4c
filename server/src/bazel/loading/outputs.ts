/** The output files that a target declares: output attributes, and the implicit outputs of its rule (`outputs = {...}` of `rule()`; Bazel's `ImplicitOutputsFunction.java`). */
import { StarlarkDict } from "../../starlark/dict.ts";
import { EvalError } from "../../starlark/errors.ts";
import { call } from "../../starlark/evaluate.ts";
import { StarlarkFunction } from "../../starlark/function.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { str } from "../../starlark/printer.ts";
import type { Thread } from "../../starlark/thread.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";
import { baseName, parentPath } from "../../base/path.ts";
import { Label, targetNameProblem } from "../label.ts";
import type { RuleClass } from "../rule.ts";
import { Selector } from "../selector.ts";
import type { PackageBuilder } from "./packageBuilder.ts";

export interface DeclaredOutputs {
  readonly all: readonly Label[];
  readonly implicit: ReadonlyMap<string, Label>;
}

type Attributes = ReadonlyMap<string, Value>;

export function declaredOutputs(
  thread: Thread,
  builder: PackageBuilder,
  ruleClass: RuleClass,
  name: string,
  attributes: Attributes,
  report: (message: string) => void,
): DeclaredOutputs {
  const all: Label[] = [];
  for (const [attribute, definition] of ruleClass.attributes) {
    if (definition.type !== "output" && definition.type !== "output_list") continue;
    addOutputs(builder, attributes.get(attribute) ?? null, all);
  }
  const implicit = new Map<string, Label>();
  for (const [key, template] of implicitTemplates(thread, builder, ruleClass, name, attributes)) {
    const label = implicitOutput(builder, ruleClass, name, attributes, template, report);
    if (!label) continue;
    implicit.set(key, label);
    all.push(label);
  }
  if (all.length === 0) return NO_OUTPUTS;
  return { all, implicit: implicit.size === 0 ? NO_OUTPUTS.implicit : implicit };
}

const NO_OUTPUTS: DeclaredOutputs = { all: [], implicit: new Map() };

function addOutputs(builder: PackageBuilder, value: Value, all: Label[]): void {
  if (value instanceof Label) all.push(value);
  else if (value instanceof Unknown) builder.openBy(value.reason);
  else if (value instanceof StarlarkList) for (const item of value.items) addOutputs(builder, item, all);
}

function implicitTemplates(
  thread: Thread,
  builder: PackageBuilder,
  ruleClass: RuleClass,
  name: string,
  attributes: Attributes,
): readonly (readonly [string, Value])[] {
  let templates = ruleClass.outputs;
  if (templates instanceof StarlarkFunction) {
    const args = new Map(
      templates.parameterNames.map((parameter): [string, Value] => [
        parameter,
        attributeValue(ruleClass, name, attributes, parameter),
      ]),
    );
    templates = call(thread, templates, [], args);
  }
  if (templates instanceof Unknown) {
    builder.openBy(templates.reason);
    return [];
  }
  if (templates === null) return [];
  if (!(templates instanceof StarlarkDict)) throw new EvalError("got a value for outputs that is not a dict");
  return [...templates.entries()].map(([key, template]) => [str(key), template]);
}

/** The label that a template makes; undefined where an Unknown reaches it (then the package is open) or it is wrong (then it is reported). */
function implicitOutput(
  builder: PackageBuilder,
  ruleClass: RuleClass,
  name: string,
  attributes: Attributes,
  template: Value,
  report: (message: string) => void,
): Label | undefined {
  if (template instanceof Unknown) {
    builder.openBy(template.reason);
    return undefined;
  }
  let unknown: Unknown | undefined;
  let problem: string | undefined;
  const path = str(template).replaceAll(/%\{(\w+)\}/g, (_match, placeholder: string) => {
    const value = placeholderValue(ruleClass, name, attributes, placeholder);
    if (value instanceof Unknown) unknown ??= value;
    else if (value instanceof Selector)
      problem ??= `Attribute ${placeholder} is configurable and cannot be used in outputs`;
    else if (value === undefined)
      problem ??= `For attribute '${placeholder}' in outputs: Attribute '${placeholder}' either doesn't exist or uses a select() (i.e. could have multiple values)`;
    return typeof value === "string" ? value : "";
  });
  problem ??= unknown ? undefined : invalidOutput(path);
  if (unknown) builder.openBy(unknown.reason);
  else if (problem !== undefined) report(problem);
  else return builder.localLabel(path);
  return undefined;
}

function invalidOutput(path: string): string | undefined {
  const problem = targetNameProblem(path);
  return problem === undefined ? undefined : `illegal output file name '${path}': ${problem}`;
}

function placeholderValue(
  ruleClass: RuleClass,
  name: string,
  attributes: Attributes,
  placeholder: string,
): Value | undefined {
  if (placeholder === "name") return name;
  if (placeholder === "basename") return baseName(name);
  if (placeholder === "dirname") return name.includes("/") ? `${parentPath(name) ?? ""}/` : "";
  if (!ruleClass.attributes.has(placeholder)) return undefined;
  const value = attributeValue(ruleClass, name, attributes, placeholder);
  if (value instanceof Label) return value.name;
  if (typeof value === "string" || value instanceof Unknown || value instanceof Selector) return value;
  return undefined;
}

function attributeValue(ruleClass: RuleClass, name: string, attributes: Attributes, attribute: string): Value {
  if (attribute === "name") return name;
  return attributes.get(attribute) ?? ruleClass.attributes.get(attribute)?.default ?? null;
}
