/** Evaluates a repository rule that only writes files (`StarlarkRepositoryFunction`): what the repository would hold. */
import type { QueryContext } from "../../../base/graph.ts";
import { EvalError } from "../../../starlark/errors.ts";
import { call } from "../../../starlark/evaluate.ts";
import { Thread } from "../../../starlark/thread.ts";
import type { Unknown } from "../../../starlark/unknown.ts";
import { unknown, UnknownDecision } from "../../../starlark/unknown.ts";
import type { Value } from "../../../starlark/value.ts";
import { Struct } from "../../provider.ts";
import type { RepositoryView } from "../../repositoryView.ts";
import type { RepositoryDeclaration } from "../api/repositoryRules.ts";
import type { LoadedModule } from "../bzlModule.ts";
import { frozenList } from "../frozenList.ts";
import { moduleLabel, useModule } from "../moduleScope.ts";
import type { LoadingDependencies } from "../settings.ts";
import { attributeFields } from "./attributes.ts";
import { ignored, inOutputBase, sharedMembers, workspaceRoot, type ExternalContext } from "./context.ts";
import type { EvaluatedContents } from "../repositoryFiles.ts";
import type { GeneratedFile, GeneratedFiles } from "./files.ts";
import { deleteBuiltin, fileBuiltin, ownFiles, symlinkBuiltin, templateBuiltin } from "./writing.ts";

/** A repository and who asks for it. */
export interface RuleEvaluation {
  readonly graph: QueryContext;
  readonly dependencies: LoadingDependencies;
  readonly view: RepositoryView;
  /** What a repository consists of, as that view sees it. */
  readonly contents: (repository: string) => EvaluatedContents;
  /** The file whose functions run. */
  readonly loaded: LoadedModule;
  /** Canonical name of the repository whose names label strings use. */
  readonly labelsFrom: string;
  readonly declaration: RepositoryDeclaration;
  readonly canonicalName: string;
  readonly name: string;
}

export function evaluateRepositoryRule(evaluation: RuleEvaluation): GeneratedFiles | Unknown {
  const { graph, dependencies, loaded, declaration, name } = evaluation;
  const what = `repository @${name}`;
  if (isOfModel(declaration, evaluation.contents))
    return unknown({ kind: "repository", name, message: `${what} is not on disk` });
  const files = new Map<string, GeneratedFile>();
  const settings = dependencies.settings(graph);
  let called: Unknown | undefined;
  const thread = new Thread({
    maxSteps: settings.maxSteps,
    isCancelled: settings.isCancelled,
    unknownCalled: (callee) => {
      called ??= callee;
    },
  });
  useModule(thread, loaded);
  try {
    call(thread, declaration.rule.implementation, [repositoryContext(evaluation, what, files)]);
  } catch (error) {
    if (error instanceof UnknownDecision) return error.unknown;
    if (!(error instanceof EvalError)) throw error;
    return unknown({ kind: "evaluation", name, message: `${what} could not be made: ${error.message}` });
  }
  return called ?? files;
}

/** Rules of a model are names without functions. */
export function isOfModel({ rule }: RepositoryDeclaration, contents: RuleEvaluation["contents"]): boolean {
  return rule.exported !== undefined && contents(moduleLabel(rule.exported.module).repository).kind === "model";
}

const NONE = frozenList([]);

/** What every repository rule has beside its own attributes (`BaseRuleClasses.commonCoreAndStarlarkAttributes`; seen with 4.2.3 and 7.7.1). */
const COMMON_DEFAULTS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["applicable_licenses", NONE],
  ["aspect_hints", NONE],
  ["compatible_with", NONE],
  ["deprecation", ""],
  ["expect_failure", ""],
  ["features", NONE],
  ["generator_function", ""],
  ["generator_location", ""],
  ["generator_name", ""],
  ["restricted_to", NONE],
  ["tags", NONE],
  ["testonly", false],
  ["transitive_configs", NONE],
  ["visibility", NONE],
]);

/** The values of the attributes; an error where the rule's call does not fit its declaration. */
export function repositoryAttributes(
  what: string,
  { rule, attributes }: RepositoryDeclaration,
  view: RepositoryView,
  labelsFrom: string,
): Map<string, Value> {
  const given = new Map([...attributes].filter(([key]) => key !== "name"));
  const common = new Map<string, Value>();
  for (const [name, initial] of COMMON_DEFAULTS) {
    if (rule.attributes.has(name)) continue;
    common.set(name, given.get(name) ?? initial);
    given.delete(name);
  }
  const own = attributeFields(what, rule.attributes, given, {
    package: { repository: labelsFrom, path: "" },
    resolveRepository: (apparent) => view.resolve(labelsFrom, apparent),
  });
  return new Map([...common, ...own]);
}

function repositoryContext(evaluation: RuleEvaluation, what: string, files: Map<string, GeneratedFile>): Struct {
  const { graph, dependencies, view, contents, labelsFrom: repository, declaration, canonicalName, name } = evaluation;
  const context: ExternalContext = {
    graph,
    dependencies,
    variables: dependencies.variables(graph),
    view,
    contents,
    repository,
    what,
    ...ownFiles(() => context, files),
    directory: () => inOutputBase(graph, dependencies, `external/${canonicalName}`),
    assume: (why) => {
      throw new UnknownDecision(why);
    },
  };
  const attributes = repositoryAttributes(what, declaration, view, repository);
  attributes.set("name", canonicalName);
  return new Struct(
    new Map<string, Value>([
      ...sharedMembers(context),
      ["attr", new Struct(attributes)],
      ["name", canonicalName],
      ["original_name", name],
      ["workspace_root", workspaceRoot(context)],
      ["file", fileBuiltin(context, files)],
      ["template", templateBuiltin(context, files)],
      ["symlink", symlinkBuiltin(context, files)],
      ["delete", deleteBuiltin(context, files)],
      ["repo_metadata", ignored("repo_metadata")],
    ]),
  );
}
