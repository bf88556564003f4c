/**
 * Runs a rule's implementation on a made-up target: one split attribute holds a file that is built in every branch of its transition, every other dependency is Unknown. What the rule would do to such a file is
 * thereby seen, and not guessed from its text.
 */
import { threadFor } from "./ruleThread.ts";
import { ConfiguredTarget } from "./configuredTarget.ts";
import { defaultOutputs } from "./defaultOutputs.ts";
import { isDependencyType, transitionBranches, type AttributeDependencies } from "./dependencies.ts";
import { DEFAULT_INFO } from "./defaultInfo.ts";
import { RuleContext } from "./ruleContext.ts";
import { Artifact, derivedArtifact } from "../artifact.ts";
import { binRoot, topLevelConfiguration, type TopLevel } from "../configuration/configuration.ts";
import type { TransitionBranch } from "../configuration/transition.ts";
import { Depset } from "../depset.ts";
import { Label } from "../label.ts";
import { Struct } from "../provider.ts";
import type { AttributeDefinition, RuleClass } from "../rule.ts";
import { Runfiles } from "../runfiles/runfiles.ts";
import type { RuleTarget } from "../target.ts";
import { isControlFlow, type QueryContext } from "../../base/graph.ts";
import { EvalError } from "../../starlark/errors.ts";
import { call } from "../../starlark/evaluate.ts";
import { iterate } from "../../starlark/iteration.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Unknown, UnknownDecision } from "../../starlark/unknown.ts";
import type { Site, Thread } from "../../starlark/thread.ts";
import type { Value } from "../../starlark/value.ts";
import type { AnalysisHost, TargetKey } from "./keys.ts";

export interface DryRun {
  /** Files of several branches want one path of the runfiles that the rule returns. */
  readonly collides: boolean;
  readonly branches: number;
  /** The first call of `ctx.runfiles` whose result holds files of several branches at one path. */
  readonly site: Site | undefined;
}

const MADE_UP = new Label("", "runfiles_lens", "made_up");

/** Undefined where the transition does not split, or where the implementation cannot be followed on made-up input. */
export function dryRun(
  graph: QueryContext,
  host: AnalysisHost,
  top: TopLevel,
  ruleClass: RuleClass,
  attribute: string,
): DryRun | undefined {
  const thread = threadFor(graph, host, ruleClass.module);
  try {
    return run(graph, host, top, ruleClass, attribute, thread);
  } catch (error) {
    if (isControlFlow(error)) throw error;
    if (error instanceof EvalError || error instanceof UnknownDecision) return undefined;
    throw error;
  }
}

function run(
  graph: QueryContext,
  host: AnalysisHost,
  top: TopLevel,
  ruleClass: RuleClass,
  attribute: string,
  thread: Thread,
): DryRun | undefined {
  const definition = ruleClass.attributes.get(attribute);
  if (definition?.cfg.kind !== "starlark") return undefined;
  const key: TargetKey = {
    label: MADE_UP,
    configuration: topLevelConfiguration(top),
    order: "forward",
    transitioned: true,
  };
  const values = madeUpValues(ruleClass, attribute);
  const branches = transitionBranches(graph, host, definition.cfg.transition, key, values, thread);
  if (branches instanceof Unknown) return undefined;
  if (new Set(branches.map((branch) => branch.configuration.id)).size < 2) return undefined;

  let site: Site | undefined;
  const context = new RuleContext({
    graph,
    host,
    target: madeUpTarget(ruleClass),
    key,
    values,
    dependencies: madeUpDependencies(ruleClass, attribute, definition, branches, values),
    toolchains: new Map(),
    onRunfiles: (runfiles, where) => {
      if (site === undefined && collides(runfiles)) site = where;
    },
  });
  const returned = call(thread, ruleClass.implementation, [context], new Map());
  const info =
    returned instanceof StarlarkList
      ? [...iterate(returned)].find((value) => value instanceof Struct && value.provider === DEFAULT_INFO)
      : returned;
  if (!(info instanceof Struct)) return undefined;
  const outputs = defaultOutputs({
    info,
    executableRule: ruleClass.executable ? ruleClass.name : undefined,
    isModel: false,
    mayHaveTree: true,
    evaluated: undefined,
    implicitExecutable: context.outputs.implicitExecutable,
    declaredOutputs: [],
  });
  return { collides: collides(outputs.defaultRunfiles), branches: branches.length, site };
}

/** Two artifacts of the made-up dependency at one short path. */
function collides(runfiles: Runfiles): boolean {
  const configurations = new Map<string, string | undefined>();
  for (const artifact of runfiles.artifacts.toList()) {
    if (!(artifact instanceof Artifact)) continue;
    const before = configurations.get(artifact.shortPath);
    if (before !== undefined && before !== artifact.configuration) return true;
    configurations.set(artifact.shortPath, artifact.configuration);
  }
  return false;
}

function madeUpTarget(ruleClass: RuleClass): RuleTarget {
  return {
    kind: "rule",
    label: new Label("", "runfiles_lens", "made_up_target"),
    ruleClass,
    attributes: new Map(),
    callStack: [],
    site: { file: "", node: 0 },
    generatorName: undefined,
    generatorFunction: undefined,
    outputs: [],
    implicitOutputs: new Map(),
  };
}

function madeUpValues(ruleClass: RuleClass, attribute: string): ReadonlyMap<string, Value> {
  return new Map(
    [...ruleClass.attributes].map(([name, definition]): [string, Value] => {
      if (name === attribute) return [name, definition.type === "label" ? MADE_UP : new StarlarkList([MADE_UP])];
      if (definition.mandatory) return [name, unknownAttribute(name)];
      return [name, isDependencyType(definition) ? emptyOf(definition) : definition.default];
    }),
  );
}

function emptyOf(definition: AttributeDefinition): Value {
  return definition.type === "label"
    ? null
    : definition.default instanceof StarlarkList
      ? new StarlarkList([])
      : definition.default;
}

function unknownAttribute(name: string): Unknown {
  return new Unknown({
    kind: "evaluation",
    name,
    message: `the attribute '${name}' of a made-up target is not known`,
    site: undefined,
  });
}

function madeUpDependencies(
  ruleClass: RuleClass,
  attribute: string,
  split: AttributeDefinition,
  branches: readonly TransitionBranch[],
  values: ReadonlyMap<string, Value>,
): ReadonlyMap<string, AttributeDependencies> {
  const dependencies = new Map<string, AttributeDependencies>();
  for (const [name, definition] of ruleClass.attributes) {
    if (!isDependencyType(definition)) continue;
    dependencies.set(name, {
      name,
      definition,
      transitioned: definition.cfg.kind === "starlark",
      labels: [],
      value: values.get(name) ?? null,
    });
  }
  const targets = branches.map((branch) => ({ key: branch.key, target: builtTarget(branch) }));
  dependencies.set(attribute, {
    name: attribute,
    definition: split,
    transitioned: true,
    labels: [{ label: MADE_UP, branches: targets }],
    value: values.get(attribute) ?? null,
  });
  return dependencies;
}

/** The made-up dependency as it is built in one branch. */
function builtTarget({ configuration }: TransitionBranch): ConfiguredTarget {
  const file = derivedArtifact(MADE_UP, "runfiles_lens/made_up.txt", "file", binRoot(configuration), configuration.id);
  const files = new Depset("default", [file]);
  const runfiles = new Runfiles({ artifacts: new Depset("postorder", [file]) });
  const outputs = { files, defaultRunfiles: runfiles, dataRunfiles: runfiles, executable: file, tree: undefined };
  return new ConfiguredTarget({
    label: MADE_UP,
    configuration,
    outputs,
  });
}
