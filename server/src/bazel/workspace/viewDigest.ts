/** The id of a view of repositories: a digest of all that decides what others make of it. */
import { digestOf } from "../../base/digest.ts";
import { StarlarkDict } from "../../starlark/dict.ts";
import { repr, str } from "../../starlark/printer.ts";
import type { Value } from "../../starlark/value.ts";
import type { RepositoryContents } from "../repositoryView.ts";
import type { UsageOfModule } from "./extensionUsages.ts";
import type { Registration, WorkspaceDefinitions } from "./repositoryDefinition.ts";

export interface ViewDigestInput {
  readonly contents: ReadonlyMap<string, RepositoryContents>;
  /** By canonical name: apparent → canonical. */
  readonly mappings: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** By the prefix of the names of what an extension makes. */
  readonly usages: ReadonlyMap<string, readonly UsageOfModule[]>;
  readonly workspace: WorkspaceDefinitions | undefined;
  readonly registrations: readonly Registration[];
  /** All else, as plain data. */
  readonly rest: readonly unknown[];
}

export function viewDigest(input: ViewDigestInput): string {
  const { workspace, rest } = input;
  const contents = [...input.contents].map(([name, value]) => [name, digested(value)]);
  const mappings = [...input.mappings].map(([name, mapping]) => [name, [...mapping]]);
  const usages = [...input.usages].map(([prefix, ofModules]) => [prefix, ofModules.map(usageData)]);
  const registered = input.registrations.map((registration) =>
    registration.kind === "unknown" ? registration.unknown.reason : registration,
  );
  const ofWorkspace = workspace && [workspace.name, workspace.open?.reason, repositoryMappings(workspace)];
  return digestOf(JSON.stringify([contents, mappings, usages, registered, ofWorkspace, rest]));
}

function usageData({ module, usage }: UsageOfModule): unknown {
  const tags = usage.tags.map((tag) => [tag.tagClass, [...tag.arguments].map(([name, value]) => [name, str(value)])]);
  return [module.repository, usage.devDependency, tags];
}

function repositoryMappings({ repositories }: WorkspaceDefinitions): unknown {
  return [...repositories.values()].flatMap(({ name, attributes }) => {
    const mapping = attributes.get("repo_mapping");
    return mapping instanceof StarlarkDict ? [[name, [...mapping.entries()].map(String)]] : [];
  });
}

/** What of a repository's contents decides that, as plain data. */
function digested(contents: RepositoryContents): unknown {
  if (contents.kind === "unknown") return contents.unknown.reason;
  if (contents.kind !== "generated") return contents;
  const { maker, otherwise } = contents;
  const made =
    maker.kind === "extension"
      ? [maker.extension.file.toString(), maker.extension.name, maker.name]
      : [maker.file.toString(), maker.view, maker.rule, maker.name, argumentTexts(maker.attributes)];
  return [made, otherwise && digested(otherwise)];
}

function argumentTexts(attributes: ReadonlyMap<string, Value>): unknown {
  return [...attributes].map(([name, value]) => [name, repr(value)]);
}
