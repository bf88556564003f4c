/** The queries of what repository rules make: an extension is evaluated once, and each repository when somebody looks at it. */
import type { Query, QueryContext } from "../../../base/graph.ts";
import { unknown, Unknown } from "../../../starlark/unknown.ts";
import type {
  ExtensionId,
  ExtensionRepository,
  GeneratedContents,
  RepositoryRuleCall,
  SettledContents,
} from "../../repositoryView.ts";
import { RepositoryRule } from "../api/repositoryRules.ts";
import type { ModuleResult } from "../bzlModule.ts";
import type { Label } from "../../label.ts";
import type { LoadingDependencies, RepositoryKey } from "../settings.ts";
import { evaluateExtension, type EvaluatedExtension } from "./extension.ts";
import { unmappedContentsOf, type EvaluatedContents } from "../repositoryFiles.ts";
import type { GeneratedRepository } from "./files.ts";
import { evaluateRepositoryRule, type RuleEvaluation } from "./repositoryRule.ts";

export interface GeneratedHost {
  readonly dependencies: () => LoadingDependencies;
  readonly module: (graph: QueryContext, label: Label, view: string) => ModuleResult;
}

interface ExtensionKey {
  readonly view: string;
  readonly extension: ExtensionId;
}

export interface GeneratedQueries {
  /** The files of a repository that a rule makes. */
  readonly files: Query<RepositoryKey, GeneratedRepository | Unknown>;
  /** Whether an extension makes a repository that it calls so, as far as is known. */
  readonly makes: LoadingDependencies["makes"];
  readonly unmapped: LoadingDependencies["unmapped"];
  /** What Bazel has fetched of a repository that a module asks for; undefined where it has not. */
  readonly fetched: Query<RepositoryKey, SettledContents | undefined>;
}

export function generatedQueries(host: GeneratedHost): GeneratedQueries {
  const extensions: Query<ExtensionKey, EvaluatedExtension | Unknown> = {
    name: "module extension",
    keyOf: ({ view, extension }) => `${view}\0${extension.file.toString()}%${extension.name}`,
    compute: (graph, { view, extension }) => {
      const dependencies = host.dependencies();
      const loaded = host.module(graph, extension.file, view);
      const seen = { view: dependencies.view(graph, view), contents: contentsIn(graph, view) };
      return evaluateExtension(graph, dependencies, seen, extension, loaded);
    },
  };

  function contentsIn(graph: QueryContext, view: string): (repository: string) => EvaluatedContents {
    return (repository) => unmappedContentsOf(graph, host.dependencies(), view, repository);
  }

  /** The call that makes a repository, the file whose functions run, and why Bazel may not come to that call. */
  type Made = Pick<RuleEvaluation, "declaration" | "loaded" | "labelsFrom" | "name"> & {
    readonly absent: Unknown | undefined;
    /** Why that call is only a guess. */
    readonly assumed?: Unknown | undefined;
  };

  function madeByExtension(
    graph: QueryContext,
    view: string,
    { extension, name }: ExtensionRepository,
  ): Made | Unknown {
    const evaluated = graph.get(extensions, { view, extension });
    if (evaluated instanceof Unknown) return evaluated;
    const { repositories, loaded, open, assumed } = evaluated;
    const declaration = repositories.get(name);
    if (declaration)
      return {
        declaration,
        loaded,
        labelsFrom: extension.file.repository,
        name,
        absent: open ?? loaded.scope.absence,
        assumed,
      };
    return open ?? assumed ?? notMade(name, `the module extension ${extension.name} does not make it`);
  }

  function madeByCall(graph: QueryContext, view: string, call: RepositoryRuleCall): Made | Unknown {
    const { file, name, attributes, caller } = call;
    const loaded = host.module(graph, file, call.view ?? view);
    if (loaded.kind === "unknown") return loaded.unknown;
    if (loaded.kind === "error") return notMade(name, loaded.message);
    const rule = loaded.module.globals.get(call.rule);
    if (!(rule instanceof RepositoryRule)) return notMade(name, `${file.toString()} has no rule ${call.rule}`);
    const declaration = { rule, attributes: withoutMapping(attributes), site: undefined };
    return { declaration, loaded, labelsFrom: caller, name, absent: loaded.scope.absence };
  }

  function madeBy(graph: QueryContext, view: string, { maker }: GeneratedContents): Made | Unknown {
    return maker.kind === "extension" ? madeByExtension(graph, view, maker) : madeByCall(graph, view, maker);
  }

  const files: GeneratedQueries["files"] = {
    name: "generated repository",
    keyOf: ({ view, repository }) => `${view}\0${repository}`,
    compute: (graph, { view, repository }) => {
      const dependencies = host.dependencies();
      const repositories = dependencies.view(graph, view);
      const contents = repositories.contents(repository);
      if (contents.kind !== "generated")
        return contents.kind === "unknown" ? contents.unknown : notMade(repository, "no rule makes it");
      const made = madeBy(graph, view, contents);
      if (made instanceof Unknown) return made;
      if (made.assumed) return notMade(repository, made.assumed.reason.message);
      const files = evaluateRepositoryRule({
        graph,
        dependencies,
        view: repositories,
        contents: contentsIn(graph, view),
        canonicalName: repository,
        ...made,
      });
      return files instanceof Unknown ? files : { files, absent: made.absent };
    },
    equals: (a, b) => !(a instanceof Unknown) && !(b instanceof Unknown) && digestOfMade(a) === digestOfMade(b),
  };

  const fetched: GeneratedQueries["fetched"] = {
    name: "fetched repository of a module",
    keyOf: ({ view, repository }) => `${view}\0${repository}`,
    compute: (graph, { view, repository }) => {
      const dependencies = host.dependencies();
      const contents = dependencies.view(graph, view).contents(repository);
      if (contents.kind !== "generated" || contents.isLookedFor) return undefined;
      const made = madeBy(graph, view, contents);
      if (made instanceof Unknown) return dependencies.fetchedUnasked?.(graph, repository, made.reason.message);
      const { declaration, labelsFrom, name, assumed } = made;
      const asked = dependencies.fetchedOfExtension?.(graph, {
        canonical: repository,
        name,
        declaration,
        labelsFrom,
        view,
      });
      // What Bazel has fetched for the very call that was guessed proves the guess.
      if (!assumed || (asked?.kind === "directory" && !asked.doubt)) return asked;
      return dependencies.fetchedUnasked?.(graph, repository, assumed.reason.message);
    },
    equals: sameContents,
  };

  const makes: GeneratedQueries["makes"] = (graph, view, { extension, name }) => {
    const evaluated = graph.get(extensions, { view, extension });
    return !(evaluated instanceof Unknown) && evaluated.repositories.has(name);
  };

  const unmapped: GeneratedQueries["unmapped"] = (graph, view, extension) => {
    const evaluated = graph.get(extensions, { view, extension });
    return evaluated instanceof Unknown ? evaluated : (evaluated.open ?? evaluated.loaded.scope.absence);
  };

  return { files, makes, unmapped, fetched };
}

function sameContents(a: SettledContents | undefined, b: SettledContents | undefined): boolean {
  if (a?.kind !== "directory" || b?.kind !== "directory") return a === b;
  return a.path === b.path && a.doubt?.reason.message === b.doubt?.reason.message;
}

function digestOfMade({ files, absent }: GeneratedRepository): string {
  return JSON.stringify([[...files], absent?.reason]);
}

/** WORKSPACE takes `repo_mapping` away before it calls the rule (`WorkspaceFactoryHelper.addRepoMappings`). */
function withoutMapping(attributes: RepositoryRuleCall["attributes"]): RepositoryRuleCall["attributes"] {
  return new Map([...attributes].filter(([name]) => name !== "repo_mapping"));
}

function notMade(name: string, why: string): Unknown {
  return unknown({ kind: "repository", name, message: `repository @${name} is not on disk: ${why}` });
}
