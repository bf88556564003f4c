/**
 * Aspects of the command line (`--aspects`) visit every target that is asked for (`ToplevelStarlarkAspectFunction`). What they make is in nobody's runfiles; but where one fails, or what it depends on is not there, Bazel
 * refuses the target (seen with 4.2.3 and 7.7.1). Values of their attributes (`--aspects_parameters`) are not followed: the defaults stand.
 */
import { withAspects } from "./aspectView.ts";
import type { AnalysisResult, ConfiguredTarget, Rejection } from "./configuredTarget.ts";
import { AspectValue } from "../loading/api/aspectValue.ts";
import { getModule } from "../loading/bzlModule.ts";
import { parseLabel, type Label } from "../label.ts";
import { isAtLeast } from "../workspace/bazelVersion.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { QueryContext } from "../../base/graph.ts";
import type { Value } from "../../starlark/value.ts";
import type { AnalysisHost, SplitOrder } from "./keys.ts";

export interface CommandLineAspects {
  /** `//pkg:file.bzl%name`, as written. */
  readonly names: readonly string[];
  /** The target that is asked for, or an alias of `target`. */
  readonly label: Label;
  readonly order: SplitOrder;
}

/** The target as Bazel has it when they have visited it. Before Bazel 7 only builds run them, queries do not: there a failure leaves the target in doubt. */
export function afterCommandLineAspects(
  graph: QueryContext,
  host: AnalysisHost,
  target: ConfiguredTarget,
  visit: CommandLineAspects,
): AnalysisResult {
  const seen = visitedTarget(graph, host, target, visit);
  if (!isRejection(seen)) return { kind: "target", target: seen };
  if (isAtLeast(host.workspace(graph).bazelVersion, "7.0")) return { kind: "rejected", rejection: seen };
  return { kind: "target", target: target.mayBeRefused ? target : target.doubted(inBuildsOnly(seen)) };
}

function visitedTarget(
  graph: QueryContext,
  host: AnalysisHost,
  target: ConfiguredTarget,
  { names, label, order }: CommandLineAspects,
): ConfiguredTarget | Rejection {
  const aspects: Value[] = [];
  for (const name of names) {
    const aspect = loadedAspect(graph, host, name);
    if (isRejection(aspect)) return aspect;
    aspects.push(aspect);
  }
  return withAspects(graph, host, target, label, { aspects, parameters: new Map(), order, isTopLevel: true });
}

function inBuildsOnly({ message }: Rejection): Unknown {
  return new Unknown({
    kind: "evaluation",
    name: "--aspects",
    message: `Bazel queries the target, but does not build it, for an aspect of the command line: ${message}`,
    site: undefined,
  });
}

function isRejection(value: Value | ConfiguredTarget | Rejection): value is Rejection {
  return typeof value === "object" && value !== null && "message" in value;
}

function loadedAspect(graph: QueryContext, host: AnalysisHost, name: string): AspectValue | Unknown | Rejection {
  const [file = "", exportedName] = name.split("%");
  // Those that Bazel has built in have no file.
  if (exportedName === undefined) return notKnown(name, "it is one of Bazel's own");
  const { repositories, view } = host.workspace(graph);
  const parsed = parseLabel(file, {
    package: { repository: "", path: "" },
    resolveRepository: (apparent) => repositories.resolve("", apparent),
  });
  if (parsed.kind === "error") return refused(name, parsed.message);
  const loaded = getModule(graph, host.loading, { label: parsed.label, view });
  if (loaded.kind === "unknown") return loaded.unknown;
  if (loaded.kind === "error") return refused(name, loaded.message);
  const value = loaded.module.globals.get(exportedName);
  if (value instanceof AspectValue || value instanceof Unknown) return value;
  return refused(name, `${exportedName} is no aspect that ${parsed.label.toString()} exports`);
}

function refused(name: string, why: string): Rejection {
  return { kind: "analysis", message: `--aspects=${name}: ${why}`, site: undefined, callStack: [] };
}

function notKnown(name: string, why: string): Unknown {
  const message = `what the aspect ${name} of the command line does is not known: ${why}`;
  return new Unknown({ kind: "evaluation", name, message, site: undefined });
}
