/** `ctx.expand_location`: `$(location …)` and its relatives (`LocationExpander`). The text never decides runfiles by itself; it is expanded so that implementations that look at it go on. */
import type { RuleContextSpec } from "./ruleContext.ts";
import { knownTargets } from "./attributeViews.ts";
import { unknownApi } from "./actions.ts";
import { Artifact } from "../artifact.ts";
import { parseLabel } from "../label.ts";
import { builtin, type Builtin } from "../../starlark/builtin.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";
import type { ConfiguredTarget } from "./configuredTarget.ts";

const REFERENCE =
  /\$\((location|locations|execpath|execpaths|rootpath|rootpaths|rlocationpath|rlocationpaths) ([^)]+)\)/g;

export function expandLocation(spec: RuleContextSpec): Builtin {
  return builtin({
    name: "expand_location",
    doc: "Expands $(location) references.",
    params: [
      { name: "input", types: ["string"] },
      { name: "targets", default: null, acceptsUnknown: true },
      { name: "short_paths", default: false, kind: "named-only" },
    ],
    run: (_thread, [input]) => expand(spec, input as string),
  });
}

function expand(spec: RuleContextSpec, input: string): Value {
  if (!input.includes("$(")) return input;
  let unknown: Unknown | undefined;
  const text = input.replace(REFERENCE, (all, kind: string, reference: string) => {
    const paths = pathsOf(spec, kind, reference.trim());
    if (!(paths instanceof Unknown)) return paths.join(" ");
    unknown = paths;
    return all;
  });
  return unknown ?? text;
}

function pathsOf(spec: RuleContextSpec, kind: string, reference: string): readonly string[] | Unknown {
  const { label } = spec.target;
  const workspace = spec.host.workspace(spec.graph);
  const parsed = parseLabel(reference, {
    package: label.packageId,
    resolveRepository: (apparent) => workspace.repositories.resolve(label.repository, apparent),
  });
  if (parsed.kind === "error") return unknownApi(`$(${kind} ${reference})`);
  const target = findTarget(spec, parsed.label.toString());
  if (!target) return unknownApi(`$(${kind} ${reference})`);
  const [missing] = target.outputs.files.unknowns;
  if (missing) return missing;
  const files = target.outputs.files.toList().filter((file): file is Artifact => file instanceof Artifact);
  if (kind.startsWith("rlocation"))
    return files.map((file) =>
      file.shortPath.startsWith("../") ? file.shortPath.slice(3) : `${workspace.runfilesPrefix}/${file.shortPath}`,
    );
  return files.map((file) => (kind.startsWith("rootpath") ? file.shortPath : file.path));
}

function findTarget(spec: RuleContextSpec, label: string): ConfiguredTarget | undefined {
  for (const attribute of spec.dependencies.values()) {
    for (const dependency of attribute.labels) {
      if (dependency instanceof Unknown || dependency.label.toString() !== label) continue;
      const targets = knownTargets({ ...attribute, value: null, labels: [dependency] });
      if (!(targets instanceof Unknown)) return targets[0];
    }
  }
  return undefined;
}
