/** The keys of repository definitions, by which Bazel tells what it has fetched: from the rule as its own file declares it, and from the digests of all .bzl files that this one loads. */
import { CycleError, type Query, type QueryContext } from "../base/graph.ts";
import { joinPath } from "../base/path.ts";
import type { FileInputs } from "../bazel/inputs.ts";
import type { Label } from "../bazel/label.ts";
import { parseLabel } from "../bazel/label.ts";
import { RepositoryRule } from "../bazel/loading/api/repositoryRules.ts";
import { getModule } from "../bazel/loading/bzlModule.ts";
import { moduleLabel } from "../bazel/loading/moduleScope.ts";
import type { LoadingQueries } from "../bazel/loading/queries.ts";
import { generatedRepositoryFiles } from "../bazel/loading/generated/files.ts";
import { fileReader, type EvaluatedContents } from "../bazel/loading/repositoryFiles.ts";
import type { RepositoryView, SettledContents } from "../bazel/repositoryView.ts";
import { externalDirectory } from "../bazel/workspace/fetchedRepository.ts";
import { directoryContents, notKnown } from "../bazel/workspace/repositoryContents.ts";
import type { RepositoryDefinition } from "../bazel/workspace/repositoryDefinition.ts";
import type { KeyedDefinition, KeyForm } from "../bazel/workspace/repositoryKey.ts";
import { languageHash } from "../bazel/workspace/languageFlags.ts";
import { bzlFileDigest, KEYS_OF_4, keysOf7, repositoryKey } from "../bazel/workspace/repositoryKey.ts";
import { loadsOf } from "../starlark/program.ts";
import type { FlagQueries } from "./workspaceFlags.ts";

export interface KeyDependencies {
  readonly files: FileInputs;
  readonly flags: FlagQueries;
  readonly loading: () => LoadingQueries;
  readonly viewOf: (graph: QueryContext, id: string) => RepositoryView;
}

export interface RepositoryKeys {
  /** Undefined where a file is missing, or its place is not known. */
  keyOf(graph: QueryContext, definition: KeyedDefinition, outputBase: string): string | undefined;
  /** Whether a definition's rule is `local`, as far as is known. */
  isLocal(graph: QueryContext, definition: RepositoryDefinition): boolean;
  /** Bazel's own tools, as an output base has them. */
  toolsOf(graph: QueryContext, outputBase: string): SettledContents;
  /** What a repository consists of, where what rules make is evaluated. */
  contentsIn(graph: QueryContext, view: string, repository: string): EvaluatedContents;
  /** The view of a name that this made, in which Bazel's own .bzl files are those on disk; undefined for other names. */
  view(graph: QueryContext, id: string): RepositoryView | undefined;
}

const BAZEL_TOOLS = "bazel_tools";
const TOOLS_VIEW = "bazel_tools of ";

/** A .bzl file as a view sees it, with Bazel's own files as an output base has them. */
interface BzlFileKey {
  readonly label: Label;
  readonly view: string;
  readonly outputBase: string;
}

export function repositoryKeys(dependencies: KeyDependencies): RepositoryKeys {
  const { files, flags } = dependencies;

  /** Undefined where a file is missing, or its place is not known. */
  const bzlDigest: Query<BzlFileKey, Uint8Array | undefined> = {
    name: "digest of a .bzl file",
    keyOf: ({ label, view, outputBase }) => `${outputBase}\0${view}\0${label.toString()}`,
    compute: (graph, { label, view, outputBase }) => {
      const repositories = dependencies.viewOf(graph, view);
      const contents =
        label.repository === BAZEL_TOOLS ? toolsOf(graph, outputBase) : contentsIn(graph, view, label.repository);
      const file = fileIdIn(graph, contents, joinPath(label.packagePath, label.name));
      const source = file === undefined ? undefined : graph.get(dependencies.loading().parsedFile, file);
      if (source?.kind !== "parsed") return undefined;
      const labels = {
        package: label.packageId,
        resolveRepository: (apparent: string) => repositories.resolve(label.repository, apparent),
      };
      const loads: Uint8Array[] = [];
      for (const { module } of loadsOf(source.file.tree.statements)) {
        const loaded = parseLabel(module, labels);
        const digest =
          loaded.kind === "label" ? graph.get(bzlDigest, { label: loaded.label, view, outputBase }) : undefined;
        if (!digest) return undefined;
        loads.push(digest);
      }
      return bzlFileDigest(source.text, loads);
    },
    equals: (a, b) => a?.join() === b?.join(),
  };

  /** The id of a file that lies on disk or that a rule has written. What may be out of date proves nothing: Bazel would load another file. */
  function fileIdIn(graph: QueryContext, contents: EvaluatedContents, path: string): string | undefined {
    if (contents.kind === "directory") return contents.doubt ? undefined : joinPath(contents.path, path);
    if (contents.kind !== "files") return undefined;
    return generatedRepositoryFiles(graph, files, contents.files, contents).fileId(path);
  }

  /** What rules make counts as they would make it: a key with a digest of that proves it. A repository that is asked for while it is made is not known. */
  function contentsIn(graph: QueryContext, view: string, repository: string): EvaluatedContents {
    try {
      return dependencies.loading().contentsWhileMade(graph, { view, repository });
    } catch (error) {
      if (!(error instanceof CycleError)) throw error;
      return notKnown(repository, `repository @${repository} is needed to make itself`);
    }
  }

  function toolsOf(graph: QueryContext, outputBase: string): SettledContents {
    return directoryContents(
      { reader: fileReader(graph, { files }) },
      joinPath(externalDirectory(outputBase), BAZEL_TOOLS),
      BAZEL_TOOLS,
    );
  }

  function formOf(graph: QueryContext): KeyForm | undefined {
    const effective = graph.get(flags.flags, null);
    if (effective.version.major < 7) return KEYS_OF_4;
    const hash = languageHash(effective);
    return hash === undefined ? undefined : keysOf7(hash);
  }

  function keyOf(graph: QueryContext, definition: KeyedDefinition, outputBase: string): string | undefined {
    const { rule, view = "" } = definition;
    if (rule.module === undefined) return undefined;
    const label = moduleLabel(rule.module);
    const declaring = label.repository === BAZEL_TOOLS ? TOOLS_VIEW + outputBase : view;
    const digest = graph.get(bzlDigest, { label, view: declaring, outputBase });
    const schema = digest && schemaOf(graph, label, rule.name, declaring);
    const form = formOf(graph);
    return digest && schema && form ? repositoryKey(definition, schema, digest, form) : undefined;
  }

  /** The rule as its own file declares it: of Bazel's own rules there is a model, too, which declares less, and which their view does not have. */
  function schemaOf(graph: QueryContext, label: Label, name: string, view: string): RepositoryRule | undefined {
    const result = getModule(graph, dependencies.loading(), { label, view });
    if (result.kind !== "module") return undefined;
    const declared = result.module.globals.get(name);
    return declared instanceof RepositoryRule ? declared : undefined;
  }

  /** Bazel's own rules are not looked at. */
  function isLocal(graph: QueryContext, { rule, view = "" }: RepositoryDefinition): boolean {
    if (rule.module === undefined) return false;
    const label = moduleLabel(rule.module);
    return label.repository !== BAZEL_TOOLS && schemaOf(graph, label, rule.name, view)?.local === true;
  }

  return {
    keyOf,
    isLocal,
    toolsOf,
    contentsIn,
    view: (graph, id) => {
      if (!id.startsWith(TOOLS_VIEW)) return undefined;
      const outputBase = id.slice(TOOLS_VIEW.length);
      return {
        id,
        usages: () => ({ uniqueName: "", modules: [], more: undefined }),
        autoloadRepository: () => undefined,
        resolve: (_from, apparent) => apparent,
        contents: (name) =>
          name === BAZEL_TOOLS ? toolsOf(graph, outputBase) : notKnown(name, `bazel_tools does not see @${name}`),
      };
    },
  };
}
