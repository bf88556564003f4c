/** Evaluates a module extension (`SingleExtensionEvalFunction`): which repositories it would make, by which rules. */
import type { QueryContext } from "../../../base/graph.ts";
import { builtin } from "../../../starlark/builtin.ts";
import { EvalError } from "../../../starlark/errors.ts";
import { call } from "../../../starlark/evaluate.ts";
import { StarlarkList } from "../../../starlark/list.ts";
import { Thread } from "../../../starlark/thread.ts";
import { unknown, Unknown, UnknownDecision } from "../../../starlark/unknown.ts";
import type { Value } from "../../../starlark/value.ts";
import { Struct } from "../../provider.ts";
import type { ExtensionId, ModuleUsage, RepositoryView } from "../../repositoryView.ts";
import type { AttributeDefinition } from "../../rule.ts";
import { AttributeSchema } from "../api/attr.ts";
import { BzlmodShell, REPOSITORY_RECORDER, type RepositoryDeclaration } from "../api/repositoryRules.ts";
import type { BazelVersion } from "../../workspace/bazelVersion.ts";
import { isAtLeast } from "../../workspace/bazelVersion.ts";
import type { LoadedModule, ModuleResult } from "../bzlModule.ts";
import { useModule } from "../moduleScope.ts";
import type { LoadingDependencies } from "../settings.ts";
import { attributeFields } from "./attributes.ts";
import { ignored, sharedMembers, type ExternalContext } from "./context.ts";

export interface EvaluatedExtension {
  /** The file that exports it. */
  readonly loaded: LoadedModule;
  /** By the names that the extension gives. Where it fails there are none, whatever it has asked for before. */
  readonly repositories: ReadonlyMap<string, RepositoryDeclaration>;
  /** Why it may make others. */
  readonly open: Unknown | undefined;
}

export function evaluateExtension(
  graph: QueryContext,
  dependencies: LoadingDependencies,
  { view, contents }: Pick<ExternalContext, "view" | "contents">,
  extension: ExtensionId,
  loaded: ModuleResult,
): EvaluatedExtension | Unknown {
  const what = `the module extension ${extension.name} of ${extension.file.toString()}`;
  if (loaded.kind === "unknown") return loaded.unknown;
  if (loaded.kind === "error") return failure(what, loaded.message);
  const shell = loaded.module.exported(extension.name);
  if (shell instanceof Unknown) return shell;
  if (!(shell instanceof BzlmodShell)) return failure(what, "its file does not export it");
  const repositories = new Map<string, RepositoryDeclaration>();
  let open: Unknown | undefined;
  const settings = dependencies.settings(graph);
  const thread = new Thread({
    maxSteps: settings.maxSteps,
    isCancelled: settings.isCancelled,
    unknownCalled: (callee) => {
      open ??= callee;
    },
  });
  useModule(thread, loaded);
  thread.set(REPOSITORY_RECORDER, {
    declare: (declaration) => {
      const name = declaration.attributes.get("name");
      if (typeof name === "string") repositories.set(name, declaration);
      else open ??= name instanceof Unknown ? name : failure(what, "a repository has no name");
    },
  });
  try {
    call(thread, shell.implementation, [
      moduleContext(graph, dependencies, { view, contents }, extension, shell, what),
    ]);
  } catch (error) {
    if (error instanceof UnknownDecision) open = error.unknown;
    else if (error instanceof EvalError) return failure(what, error.message);
    else throw error;
  }
  return { loaded, repositories, open };
}

function failure(what: string, why: string): Unknown {
  return unknown({ kind: "evaluation", name: what, message: `${what} failed: ${why}` });
}

function moduleContext(
  graph: QueryContext,
  dependencies: LoadingDependencies,
  { view, contents }: Pick<ExternalContext, "view" | "contents">,
  extension: ExtensionId,
  shell: BzlmodShell,
  what: string,
): Struct {
  const { modules, more } = view.usages(extension);
  const devTags = new Set<Value>();
  const shared = sharedMembers({
    graph,
    dependencies,
    view,
    contents,
    repository: extension.file.repository,
    what,
    ownText: () => undefined,
    ownKind: () => "missing",
  });
  const root = modules.find(({ isRoot }) => isRoot);
  return new Struct(
    new Map<string, Value>([
      ...shared,
      ["modules", more ?? new StarlarkList(modules.map((usage) => moduleValue(view, shell, usage, devTags)))],
      [
        "is_dev_dependency",
        builtin({
          name: "is_dev_dependency",
          params: [{ name: "tag" }],
          run: (_thread, [tag]) => devTags.has(tag ?? null),
        }),
      ],
      ["root_module_has_non_dev_dependency", root?.hasNonDevUsage ?? false],
      ["is_isolated", false],
      ["extension_metadata", ignored("extension_metadata")],
      ...factsOf(dependencies.settings(graph).version, what),
    ]),
  );
}

/** What an extension has asked to be told again, which the lock file keeps (`module_ctx.facts`). It is not read. */
function factsOf(version: BazelVersion, what: string): readonly (readonly [string, Value])[] {
  if (!isAtLeast(version, "8.5")) return [];
  const message = `what the lock file keeps for ${what} is not read`;
  return [["facts", unknown({ kind: "api", name: "module_ctx.facts", message })]];
}

function moduleValue(view: RepositoryView, shell: BzlmodShell, usage: ModuleUsage, devTags: Set<Value>): Struct {
  const { repository } = usage;
  const labels = {
    package: { repository, path: "" },
    resolveRepository: (apparent: string) => view.resolve(repository, apparent),
  };
  const tags = new Map<string, Value>();
  for (const [name, tagClass] of shell.members) {
    if (!(tagClass instanceof BzlmodShell)) continue;
    const definitions = definitionsOf(tagClass);
    const values = usage.tags
      .filter((tag) => tag.tagClass === name)
      .map((tag) => {
        const value = new Struct(attributeFields(`'${name}' tag`, definitions, tag.arguments, labels));
        if (tag.devDependency) devTags.add(value);
        return value;
      });
    tags.set(name, new StarlarkList(values));
  }
  return new Struct(
    new Map<string, Value>([
      ["name", usage.name],
      ["version", usage.version],
      ["is_root", usage.isRoot],
      ["tags", new Struct(tags)],
    ]),
  );
}

function definitionsOf(tagClass: BzlmodShell): ReadonlyMap<string, AttributeDefinition> {
  return new Map(
    [...tagClass.members].flatMap(([name, value]) =>
      value instanceof AttributeSchema ? [[name, value.definition] as const] : [],
    ),
  );
}
