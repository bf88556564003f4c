/** The variables that `$(NAME)` may name (`ConfigurationMakeVariableContext`). */
import { unknownApi } from "./actions.ts";
import { knownTargets } from "./attributeViews.ts";
import type { ConfiguredTarget } from "./configuredTarget.ts";
import { TEMPLATE_VARIABLE_INFO } from "./providers.ts";
import { binRoot, nativeOption } from "../configuration/configuration.ts";
import { Struct } from "../provider.ts";
import { StarlarkDict } from "../../starlark/dict.ts";
import { EvalError } from "../../starlark/errors.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { RuleContextSpec } from "./ruleContext.ts";
import type { Value } from "../../starlark/value.ts";

export interface MakeVariables {
  readonly known: ReadonlyMap<string, Value>;
  /** Why there may be others: something that brings variables is not known, or its model leaves them out. */
  readonly others: Unknown | undefined;
  /** The first of these that the target itself names. */
  readonly unread: Unknown | undefined;
}

export function makeVariables(spec: RuleContextSpec): MakeVariables {
  const { configuration } = spec.key;
  const bin = binRoot(configuration).path;
  const known = new Map<string, Value>([
    ["TARGET_CPU", configured(spec, "cpu")],
    ["COMPILATION_MODE", configured(spec, "compilation_mode")],
    ["BINDIR", bin],
    ["GENDIR", bin],
  ]);
  const attribute = spec.dependencies.get("toolchains");
  const given = attribute ? knownTargets(attribute) : [];
  const defines = nativeOption(configuration, "define");
  let others = [given, defines].find((value) => value instanceof Unknown);
  const unread = others;
  for (const target of given instanceof Unknown ? [] : given) if (isIncomplete(target)) others ??= unmodelled(target);
  for (const target of [...(given instanceof Unknown ? [] : given), ...resolvedToolchains(spec)]) {
    const variables = target instanceof Unknown ? target : variablesOf(target);
    if (variables instanceof Unknown) others ??= variables;
    else for (const [name, value] of variables) known.set(name, value);
  }
  if (Array.isArray(defines)) for (const define of defines as readonly string[]) known.set(...nameAndValue(define));
  return { known, others, unread };
}

function configured(spec: RuleContextSpec, option: string): Value {
  const value = nativeOption(spec.key.configuration, option);
  return Array.isArray(value) ? "" : (value as Value);
}

function nameAndValue(define: string): [string, string] {
  const equals = define.indexOf("=");
  return equals < 0 ? [define, ""] : [define.slice(0, equals), define.slice(equals + 1)];
}

function resolvedToolchains({ toolchains }: RuleContextSpec): readonly (ConfiguredTarget | Unknown)[] {
  return [...toolchains.values()].flatMap((toolchain): readonly (ConfiguredTarget | Unknown)[] => {
    if (toolchain.kind === "toolchain") return [toolchain.target];
    // A type for which Bazel registers toolchains of its own: their variables are among those that the rules' models know.
    return toolchain.kind === "unknown" && toolchain.registered ? [toolchain.unknown] : [];
  });
}

/** Models leave out the variables that nothing in runfiles needs. */
function isIncomplete(target: ConfiguredTarget): boolean {
  return target.rule?.ruleClass.model !== undefined && target.provider(TEMPLATE_VARIABLE_INFO) === undefined;
}

function unmodelled({ label }: ConfiguredTarget): Unknown {
  return unknownApi(`the variables of ${label.toString()}`);
}

function variablesOf(target: ConfiguredTarget): Iterable<[string, Value]> | Unknown {
  const info = target.provider(TEMPLATE_VARIABLE_INFO);
  if (info instanceof Unknown) return info;
  const variables = info instanceof Struct ? info.fields.get("variables") : undefined;
  if (variables instanceof Unknown) return variables;
  if (!(variables instanceof StarlarkDict)) return [];
  return [...variables.entries()].flatMap(([name, value]): [string, Value][] =>
    typeof name === "string" ? [[name, value]] : [],
  );
}

/** The value of a variable. Throws an EvalError where nothing defines it. */
export function makeVariable({ known, others }: MakeVariables, name: string): string | Unknown {
  const value = known.get(name);
  if (typeof value === "string") return value;
  if (value instanceof Unknown) return value;
  if (others) return others;
  throw new EvalError(`$(${name}) not defined`);
}
