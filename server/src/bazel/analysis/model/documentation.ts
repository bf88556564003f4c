/** The private builtin of the model of starlark_doc_extract: what Bazel refuses to document (rules/starlarkdocextract/StarlarkDocExtract.java, ModuleInfoExtractor.java; each refusal was asked of 7.7.1). */
import { builtin } from "../../../starlark/builtin.ts";
import { EvalError } from "../../../starlark/errors.ts";
import { StarlarkFunction } from "../../../starlark/function.ts";
import type { Module } from "../../../starlark/module.ts";
import { unknown, Unknown } from "../../../starlark/unknown.ts";
import type { Value } from "../../../starlark/value.ts";
import { Artifact } from "../../artifact.ts";
import { AspectValue } from "../../loading/api/aspectValue.ts";
import { elementsOf } from "../../loading/api/arguments.ts";
import { getModule } from "../../loading/bzlModule.ts";
import type { ModuleScope } from "../../loading/moduleScope.ts";
import { BUILTINS_REPOSITORY } from "../../loading/repositoryFiles.ts";
import { RuleFunction } from "../../loading/ruleFunction.ts";
import { Provider, Struct } from "../../provider.ts";
import { AttributeError } from "../attributeError.ts";
import { contextOf } from "../ruleContext.ts";
import { docstringProblems } from "./docstring.ts";
import { strings } from "./strings.ts";

export const checkDocumentation = builtin({
  name: "check_documentation",
  doc: "Refuses the target where the documentation of a .bzl file cannot be extracted.",
  params: [
    { name: "ctx" },
    { name: "src", types: ["File"] },
    { name: "deps", doc: "The files that it may load." },
    { name: "symbol_names", doc: "What is documented; none for everything." },
  ],
  run: (_thread, [ctx, src, deps, names]) => {
    if (!(src instanceof Artifact)) throw new EvalError("expected a file");
    if (!src.isSource)
      throw new AttributeError("src", `${src.shortPath} is not a source file and cannot be loaded in Starlark`);
    const { spec } = contextOf(ctx);
    const { view } = spec.host.workspace(spec.graph);
    const loaded = getModule(spec.graph, spec.host.loading, { label: src.owner, view });
    if (loaded.kind === "error") throw new AttributeError("src", loaded.message);
    if (loaded.kind === "unknown") {
      spec.onDoubt?.(loaded.unknown);
      return null;
    }
    const known = (elementsOf(deps ?? null) ?? []).flatMap((file) =>
      file instanceof Artifact && file.isSource ? [file.owner.toString()] : [],
    );
    const missing = missingLoads(loaded.scope, new Set(known));
    if (missing.length > 0)
      throw new AttributeError("deps", `missing bzl_library targets for Starlark module(s) ${missing.join(", ")}`);
    const documented = documentedValues(loaded.module, new Set(strings(names)));
    for (const [name, value] of documented) checkFunction(name, value);
    const why = documented.map(([name, value]) => whyNotKnown(name, value)).find((found) => found !== undefined);
    if (why) spec.onDoubt?.(why);
    return null;
  },
});

/** The topmost modules that are loaded and not known. What models load of the models of Bazel's own rules is nothing that Bazel loads. */
function missingLoads({ loads }: ModuleScope, known: ReadonlySet<string>, seen = new Set<string>()): readonly string[] {
  return loads.flatMap((scope) => {
    if (scope.label.repository === BUILTINS_REPOSITORY) return [];
    const name = scope.label.toString();
    if (seen.has(name)) return [];
    seen.add(name);
    return known.has(name) ? missingLoads(scope, known, seen) : [name];
  });
}

type Documented = readonly [name: string, value: Value];

/** The public values of a module and, by their qualified names, those in its structs. `wanted`: names of which those are documented, and what is in them; all where there is none. */
function documentedValues(module: Module, wanted: ReadonlySet<string>): readonly Documented[] {
  const visit = (name: string, value: Value, isWanted: boolean): readonly Documented[] => {
    const isOwn = isWanted || wanted.has(name);
    const own: readonly Documented[] = isOwn ? [[name, value]] : [];
    const below =
      value instanceof Struct
        ? publicOf(value.fields).flatMap(([field, inner]) => visit(`${name}.${field}`, inner, isOwn))
        : [];
    return [...own, ...below];
  };
  return publicOf(module.globals).flatMap(([name, value]) => visit(name, value, wanted.size === 0));
}

function publicOf(values: ReadonlyMap<string, Value>): readonly Documented[] {
  return [...values].filter(([name]) => !name.startsWith("_"));
}

function checkFunction(name: string, value: Value): void {
  const documented = value instanceof Provider ? value.init : value;
  if (!(documented instanceof StarlarkFunction) || documented.doc === undefined) return;
  const problems = docstringProblems(documented.doc);
  if (problems.length === 0) return;
  const lines = problems.map((problem) => `\n  ${problem}`).join("");
  throw new EvalError(
    `Unable to generate documentation for function ${name} due to malformed docstring. Parse errors:${lines}`,
  );
}

/** What has no name of its own makes Bazel 7.7.1 crash. */
function whyNotKnown(name: string, value: Value): Unknown | undefined {
  if (value instanceof Unknown) return value;
  const isNamed =
    value instanceof RuleFunction
      ? value.ruleClass !== undefined
      : value instanceof AspectValue
        ? value.exported !== undefined
        : value instanceof Provider
          ? value.isExported
          : true;
  return isNamed
    ? undefined
    : unknown({
        kind: "api",
        name: "starlark_doc_extract",
        message: `Bazel may be unable to document ${name}, which no file exports`,
      });
}
