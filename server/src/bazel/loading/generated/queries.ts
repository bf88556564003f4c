/** The queries of what module extensions make: an extension is evaluated once, and each of its repositories when somebody looks at it. */
import type { Query, QueryContext } from "../../../base/graph.ts";
import { unknown, Unknown } from "../../../starlark/unknown.ts";
import type { ExtensionId } from "../../repositoryView.ts";
import type { ModuleResult } from "../bzlModule.ts";
import type { Label } from "../../label.ts";
import type { LoadingDependencies, RepositoryKey } from "../settings.ts";
import { evaluateExtension, type EvaluatedExtension } from "./extension.ts";
import type { GeneratedFiles } from "./files.ts";
import { evaluateRepositoryRule } from "./repositoryRule.ts";

export interface GeneratedHost {
  readonly dependencies: () => LoadingDependencies;
  readonly module: (graph: QueryContext, label: Label, view: string) => ModuleResult;
}

interface ExtensionKey {
  readonly view: string;
  readonly extension: ExtensionId;
}

export function generatedQuery(host: GeneratedHost): Query<RepositoryKey, GeneratedFiles | Unknown> {
  const extensions: Query<ExtensionKey, EvaluatedExtension | Unknown> = {
    name: "module extension",
    keyOf: ({ view, extension }) => `${view}\0${extension.file.toString()}%${extension.name}`,
    compute: (graph, { view, extension }) => {
      const dependencies = host.dependencies();
      const loaded = host.module(graph, extension.file, view);
      return evaluateExtension(graph, dependencies, dependencies.view(graph, view), extension, loaded);
    },
  };
  return {
    name: "generated repository",
    keyOf: ({ view, repository }) => `${view}\0${repository}`,
    compute: (graph, { view, repository }) => {
      const dependencies = host.dependencies();
      const repositories = dependencies.view(graph, view);
      const contents = repositories.contents(repository);
      if (contents.kind !== "generated")
        return contents.kind === "unknown" ? contents.unknown : notMade(repository, "no extension makes it");
      const { extension, name } = contents;
      const evaluated = graph.get(extensions, { view, extension });
      if (evaluated instanceof Unknown) return evaluated;
      const declaration = evaluated.repositories.get(name);
      if (!declaration)
        return evaluated.open ?? notMade(name, `the module extension ${extension.name} does not make it`);
      return evaluateRepositoryRule({
        graph,
        dependencies,
        view: repositories,
        loaded: evaluated.loaded,
        declaration,
        canonicalName: repository,
        name,
      });
    },
    equals: (a, b) =>
      !(a instanceof Unknown) && !(b instanceof Unknown) && JSON.stringify([...a]) === JSON.stringify([...b]),
  };
}

function notMade(name: string, why: string): Unknown {
  return unknown({ kind: "repository", name, message: `repository @${name} is not on disk: ${why}` });
}
