/** Source files that exist because a rule of the package, or a symbolic macro that the BUILD file calls, names them (Bazel's `Package.Builder.createAssumedInputFiles`). */
import { StarlarkDict } from "../../starlark/dict.ts";
import { StarlarkList } from "../../starlark/list.ts";
import type { Value } from "../../starlark/value.ts";
import { Label } from "../label.ts";
import { Selector } from "../selector.ts";
import type { RuleTarget, SourceFileTarget } from "../target.ts";
import type { PackageBuilder } from "./packageBuilder.ts";

/** Targets for the labels of the package itself that nothing declares, in the order in which they are named. */
export function implicitSourceFiles(
  builder: PackageBuilder,
  isSourceFile: (name: string) => boolean,
): readonly SourceFileTarget[] {
  const found = new Map<string, SourceFileTarget>();
  const assume = (label: Label): void => {
    const { name } = label;
    if (!builder.isLocal(label) || builder.targets.has(name) || builder.macros.has(name) || found.has(name)) return;
    if (isSourceFile(name)) found.set(name, { kind: "source-file", label, exported: false, visibility: undefined });
  };
  for (const target of builder.targets.values()) {
    if (target.kind === "rule" && !target.macro) [...labelsOf(target), ...defaultLabels(target)].forEach(assume);
  }
  for (const { parent, passed } of builder.macros.instances) if (!parent) [...passed.values()].forEach(assume);
  return [...found.values()];
}

/** Labels in the defaults of attributes that the target does not give: they name source files of the package as well. */
function defaultLabels({ ruleClass, attributes }: RuleTarget): readonly Label[] {
  const labels: Label[] = [];
  for (const [name, definition] of ruleClass.attributes) if (!attributes.has(name)) collect(definition.default, labels);
  return labels;
}

/** Every label in the values of a rule's attributes that speak of dependencies, all branches of selects included. */
export function labelsOf({ ruleClass, attributes }: RuleTarget): readonly Label[] {
  const labels: Label[] = [];
  for (const [name, value] of attributes)
    if (name !== "visibility" && !ruleClass.attributes.get(name)?.nodep) collect(value, labels);
  return labels;
}

/** Adds every label in a value. */
export function collect(value: Value, labels: Label[]): void {
  if (value instanceof Label) labels.push(value);
  else if (value instanceof StarlarkList) for (const item of value.items) collect(item, labels);
  else if (value instanceof StarlarkDict) {
    for (const [key, element] of value.entries()) {
      collect(key, labels);
      collect(element, labels);
    }
  } else if (value instanceof Selector) {
    for (const part of value.parts) {
      if (part.kind === "plain") collect(part.value, labels);
      else for (const { value: branch } of part.conditions) collect(branch, labels);
    }
  }
}
