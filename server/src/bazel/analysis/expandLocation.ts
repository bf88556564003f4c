/** `ctx.expand_location`: `$(location …)` and its relatives in a text that may hold other references, too (`LocationExpander`). */
import { unknownApi } from "./actions.ts";
import { isLocationFunction, type LocationMap, locationMap, locations } from "./locations.ts";
import { ConfiguredTarget } from "./configuredTarget.ts";
import { requireSequenceOf } from "./argumentChecks.ts";
import { builtin, type Builtin, type ParameterSpec } from "../../starlark/builtin.ts";
import { EvalError } from "../../starlark/errors.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Dependency } from "./dependencies.ts";
import type { RuleContextSpec } from "./ruleContext.ts";
import type { Value } from "../../starlark/value.ts";

const NO_TARGETS = new StarlarkList([]);
NO_TARGETS.freeze();
const SHORT_PATHS: ParameterSpec = { name: "short_paths", default: false, kind: "named-only" };

export function expandLocation(spec: RuleContextSpec): Builtin {
  return builtin({
    name: "expand_location",
    doc: "Expands $(location) references.",
    params: [
      { name: "input", types: ["string"] },
      { name: "targets", default: NO_TARGETS, types: ["sequence"], acceptsUnknown: true },
      ...(spec.host.workspace(spec.graph).bazelVersion.major < 5 ? [] : [SHORT_PATHS]),
    ],
    run: (_thread, [input, targets = null, shortPaths]) => {
      // Bazel lets its own files use it, and a list of rulesets that depends on the version.
      if (shortPaths === true) return unknownApi("ctx.expand_location(short_paths)");
      requireSequenceOf("Target", targets, "targets");
      return expand(spec, input as string, targets);
    },
  });
}

function expand(spec: RuleContextSpec, input: string, targets: Value): Value {
  if (!input.includes("$(")) return input;
  if (targets instanceof Unknown) return targets;
  const given = (targets instanceof StarlarkList ? targets.items : []).filter(
    (item) => item instanceof ConfiguredTarget,
  );
  const map = locationMap(
    spec,
    { data: false },
    given.flatMap((target) => dependenciesOn(spec, target)),
  );
  return expandLocationsIn(spec, input, map);
}

/** A text with paths in place of what it says of locations. Throws an EvalError with Bazel's words where one stands for nothing. */
export function expandLocationsIn(spec: RuleContextSpec, input: string, map: LocationMap): string | Unknown {
  let expanded = "";
  let unknown: Unknown | undefined;
  let at = 0;
  for (let start = input.indexOf("$("); start >= 0; start = input.indexOf("$(", at)) {
    const name = /^[^ ]*(?= )/.exec(input.slice(start + 2))?.[0] ?? "";
    if (!isLocationFunction(spec, name)) {
      expanded += input.slice(at, start + 2);
      at = start + 2;
      continue;
    }
    const argument = start + 2 + name.length;
    const end = input.indexOf(")", argument);
    if (end < 0) throw new EvalError(`unterminated $(${name}) expression`);
    const paths = locations(spec, map, name, input.slice(argument, end).trim(), true);
    if (paths instanceof Unknown) unknown ??= paths;
    else expanded += input.slice(at, start) + paths;
    at = end + 1;
  }
  return unknown ?? expanded + input.slice(at);
}

/** A target may be named by the label that it is known by here, its own or an alias's. One that a provider has brought is no dependency. */
export function dependenciesOn(spec: RuleContextSpec, target: ConfiguredTarget): readonly Dependency[] {
  const { label } = target;
  const found = [...spec.dependencies.values(), ...(spec.ruleDependencies?.values() ?? [])].flatMap(({ labels }) =>
    labels.filter(
      (dependency): dependency is Dependency =>
        !(dependency instanceof Unknown) &&
        dependency.branches.some(({ target: one }) => !(one instanceof Unknown) && one.label.equals(label)),
    ),
  );
  return found.length > 0 ? found : [{ label, branches: [{ key: undefined, target }] }];
}
