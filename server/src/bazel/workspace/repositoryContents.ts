/**
 * Where the files of a repository are that a rule defines: on disk for local_repository and new_local_repository, nowhere that we look for all others.
 */
import { isAbsolutePath, joinPath } from "../../base/path.ts";
import { repr } from "../../starlark/printer.ts";
import type { Site } from "../../starlark/thread.ts";
import { unknown, Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";
import { Label, parseLabel } from "../label.ts";
import type { RepositoryContents, SettledContents } from "../repositoryView.ts";
import type { FileReader } from "./fileReader.ts";
import type { RepositoryDefinition } from "./repositoryDefinition.ts";
import { callSite } from "./repositoryDefinition.ts";

/** What the rules need to know of their surroundings. */
export interface ContentsContext {
  readonly reader: FileReader;
  /** Absolute path of the main repository. */
  readonly root: string;
  /** Names as the file sees them that calls the rule, and the canonical name of its repository. */
  readonly repository: string;
  readonly resolve: (apparent: string) => string | undefined;
  readonly contents: (canonical: string) => RepositoryContents;
}

export interface UnknownContents {
  readonly kind: "unknown";
  readonly unknown: Unknown;
}

const LOCAL_RULES_FILE = /^@@?bazel_tools\/\/tools\/build_defs\/repo:local\.bzl$/;

/** Whether a rule makes a repository of a directory. `file`: the .bzl file that exports it, undefined for rules that are built in. */
export function isLocalRule(file: string | undefined, rule: string): boolean {
  const isLocalFile = file === undefined || LOCAL_RULES_FILE.test(file);
  return isLocalFile && (rule === "local_repository" || rule === "new_local_repository");
}

/** The contents of a repository that `isLocalRule`. */
export function localContents(context: ContentsContext, definition: RepositoryDefinition): SettledContents {
  const { name, rule, attributes, callStack } = definition;
  const path = attributes.get("path");
  if (path instanceof Unknown) return { kind: "unknown", unknown: path };
  if (typeof path !== "string") return notKnown(name, `repository @${name} has no path`, callSite(callStack));
  const contents = directoryContents(context, pathFromRoot(context.root, path), name, callSite(callStack));
  if (rule.name === "local_repository" || contents.kind !== "directory") return contents;
  const buildFile = buildFileOf(context, definition);
  return buildFile instanceof Unknown ? { kind: "unknown", unknown: buildFile } : { ...contents, buildFile };
}

export function directoryContents(
  context: Pick<ContentsContext, "reader">,
  path: string,
  name: string,
  site?: Site,
): SettledContents {
  if (context.reader.kind(path) === "directory") return { kind: "directory", path, buildFile: undefined };
  return notKnown(name, `repository @${name} is not on disk: ${path} is not a directory`, site);
}

export function notOnDisk(definition: RepositoryDefinition): UnknownContents {
  return notKnown(definition.name, `repository @${definition.name} is not on disk`, callSite(definition.callStack));
}

export function notKnown(name: string, message: string, site?: Site): UnknownContents {
  return { kind: "unknown", unknown: unknown({ kind: "repository", name, message, site }) };
}

/** A path of a flag or attribute: relative ones start at the root. */
export function pathFromRoot(root: string, path: string): string {
  const written = path.replace(/^%workspace%\/?/, "").replaceAll("\\", "/");
  return isAbsolutePath(written) ? joinPath("", written) : joinPath(root, written);
}

const NONE_GIVEN = "its rule requires a 'build_file' or 'build_file_content' attribute";
const BOTH_GIVEN = "its rule cannot have both a 'build_file' and 'build_file_content' attribute";

function buildFileOf(
  context: ContentsContext,
  { name, rule, attributes }: RepositoryDefinition,
): { readonly path: string } | { readonly content: string } | undefined | Unknown {
  const content = attributes.get("build_file_content") ?? null;
  if (content instanceof Unknown) return content;
  const file = attributes.get("build_file") ?? null;
  // The built-in rule asks what is given (`NewRepositoryFileHandler`), that in Starlark what says anything.
  const hasContent = typeof content === "string" && (content !== "" || rule.module === undefined);
  if (rule.module === undefined && hasContent === (file !== null))
    return notKnown(name, `Bazel refuses repository @${name}: ${hasContent ? BOTH_GIVEN : NONE_GIVEN}`).unknown;
  if (hasContent) return { content };
  if (file === null) return undefined;
  const label = labelOf(context, file);
  if (label instanceof Unknown) return label;
  const contents = context.contents(label.repository);
  if (contents.kind === "unknown") return contents.unknown;
  if (contents.kind === "generated")
    return notKnown(name, `the BUILD file of repository @${name} is made by a rule`).unknown;
  if (contents.kind === "model") return notKnown(name, `the BUILD file of repository @${name} is in a model`).unknown;
  return {
    path: joinPath(contents.path, label.packagePath === "" ? label.name : `${label.packagePath}/${label.name}`),
  };
}

function labelOf(context: ContentsContext, value: Value): Label | Unknown {
  if (value instanceof Label || value instanceof Unknown) return value;
  if (typeof value !== "string") return notKnown(repr(value), `${repr(value)} is not a label`).unknown;
  const labels = { package: { repository: context.repository, path: "" }, resolveRepository: context.resolve };
  const parsed = parseLabel(value, labels);
  return parsed.kind === "label" ? parsed.label : notKnown(value, parsed.message).unknown;
}

/** A repository whose rule is not evaluated: what Bazel has fetched of it, where that is proved, before what stands in for it. What may be out of date only stands in where a model ends. */
export function withoutEvaluation(
  otherwise: SettledContents | undefined,
  fetched: SettledContents | undefined,
): SettledContents | undefined {
  if (fetched?.kind === "directory") {
    const { path, doubt } = fetched;
    return doubt && otherwise?.kind === "model" ? { ...otherwise, disk: path, doubt } : fetched;
  }
  return otherwise && otherwise.kind !== "unknown" ? otherwise : (fetched ?? otherwise);
}
