/**
 * What `module_ctx` and `repository_ctx` share (`StarlarkBaseExternalContext`): the host, the environment, paths and files that are read. Whatever would start a process or use the network ends the evaluation: what
 * it would have made is not known.
 */
import { toBytes } from "../../../base/byteString.ts";
import type { QueryContext } from "../../../base/graph.ts";
import { joinPath } from "../../../base/path.ts";
import { builtin } from "../../../starlark/builtin.ts";
import { StarlarkDict } from "../../../starlark/dict.ts";
import { EvalError } from "../../../starlark/errors.ts";
import type { Unknown } from "../../../starlark/unknown.ts";
import { unknown, UnknownDecision } from "../../../starlark/unknown.ts";
import type { StarlarkValue, Value } from "../../../starlark/value.ts";
import { Label, parseLabel } from "../../label.ts";
import { Struct } from "../../provider.ts";
import type { RepositoryView } from "../../repositoryView.ts";
import type { EvaluatedContents } from "../repositoryFiles.ts";
import type { LoadingDependencies } from "../settings.ts";
import type { GeneratedFile } from "./files.ts";
import { executeBuiltin, whichBuiltin } from "./programs.ts";
import { PathValue, placeOfText, type PathReader, type Place } from "./pathValue.ts";

/** The surroundings of an evaluation. */
export interface ExternalContext {
  readonly graph: QueryContext;
  readonly dependencies: LoadingDependencies;
  readonly variables: ReadonlyMap<string, string>;
  readonly view: RepositoryView;
  /** What a repository consists of. */
  readonly contents: (repository: string) => EvaluatedContents;
  /** Canonical name of the repository whose names label strings use. */
  readonly repository: string;
  /** What is evaluated, for people: `repository @x`, `the module extension y`. */
  readonly what: string;
  /** Where the working directory is on disk; undefined where that is not known. */
  readonly directory: () => string | undefined;
  /** Text of a file in it. */
  readonly ownText: (path: string) => string | undefined;
  readonly ownKind: PathReader["kind"];
  readonly write: (path: string, file: GeneratedFile) => void;
  /** Told why what follows is a guess; where none is allowed, this ends the evaluation. By a guess what Bazel has fetched can be proved. */
  readonly assume: (why: Unknown) => void;
}

const PROCESSES = ["download", "download_and_extract", "extract", "patch", "rename"] as const;

export function sharedMembers(context: ExternalContext): ReadonlyMap<string, Value> {
  const { dependencies, variables } = context;
  const { os, arch } = dependencies.machine;
  const environ = new StarlarkDict();
  for (const [name, value] of variables) environ.set(name, value);
  environ.freeze();
  return new Map<string, Value>([
    ["os", new Struct(new Map<string, Value>(Object.entries({ name: os, arch, environ })))],
    ["getenv", getenv(variables)],
    ["path", pathBuiltin(context)],
    ["read", readBuiltin(context)],
    ["watch", ignored("watch")],
    ["watch_tree", ignored("watch_tree")],
    ["report_progress", ignored("report_progress")],
    ["which", whichBuiltin(context, readerOf(context), needed(context, "which"))],
    ["execute", executeBuiltin(context, needed(context, "execute"))],
    ...PROCESSES.map((name) => [name, refused(context, name)] as const),
  ]);
}

/** A download that may fail: the evaluation goes on as if it had (rules_go: the list of all releases, of which its toolchains need nothing). */
export function failingDownload(context: ExternalContext): Value {
  return builtin({
    name: "download",
    acceptsUnknown: true,
    params: [
      { name: "args", kind: "args" },
      { name: "kwargs", kind: "kwargs" },
    ],
    run: (_thread, [, options]) => {
      const why = needed(context, "download");
      if (!(options instanceof StarlarkDict) || options.get("allow_fail") !== true) throw new UnknownDecision(why);
      context.assume(why);
      return new Struct(new Map([["success", false]]));
    },
  });
}

/** The sentence for what cannot be evaluated. */
function needed({ what }: ExternalContext, name: string): Unknown {
  return unknown({
    kind: "repository",
    name: what.replace(/^repository @/, ""),
    message: what.startsWith("repository")
      ? `${what} is not on disk, and to make it needs ${name}()`
      : `${what} cannot be followed: it needs ${name}()`,
  });
}

function refused(context: ExternalContext, name: string): Value {
  return builtin({
    name,
    acceptsUnknown: true,
    params: [
      { name: "args", kind: "args" },
      { name: "kwargs", kind: "kwargs" },
    ],
    run: () => {
      throw new UnknownDecision(needed(context, name));
    },
  });
}

/** A builtin that takes anything and does nothing. */
export function ignored(name: string, result: Value = null): StarlarkValue {
  return builtin({
    name,
    acceptsUnknown: true,
    params: [
      { name: "args", kind: "args" },
      { name: "kwargs", kind: "kwargs" },
    ],
    run: () => result,
  });
}

function getenv(variables: ReadonlyMap<string, string>): Value {
  return builtin({
    name: "getenv",
    params: [
      { name: "name", types: ["string"] },
      { name: "default", default: null },
    ],
    run: (_thread, [name, otherwise]) => variables.get(name as string) ?? otherwise ?? null,
  });
}

function pathBuiltin(context: ExternalContext): Value {
  return builtin({
    name: "path",
    params: [{ name: "path" }],
    run: (_thread, [path]) => new PathValue(placeOf(context, path ?? null), readerOf(context)),
  });
}

/** `repository_ctx.workspace_root`: where the main repository is. */
export function workspaceRoot(context: ExternalContext): Value {
  const main = context.contents("");
  return main.kind === "directory"
    ? new PathValue({ kind: "disk", path: main.path }, readerOf(context))
    : needed(context, "workspace_root");
}

/** A path below the output base, where it is known which one Bazel uses. */
export function inOutputBase(graph: QueryContext, dependencies: LoadingDependencies, path: string): string | undefined {
  const outputBase = dependencies.outputBase?.(graph);
  return outputBase === undefined ? undefined : joinPath(outputBase, path);
}

function readBuiltin(context: ExternalContext): Value {
  return builtin({
    name: "read",
    params: [{ name: "path" }, { name: "watch", default: "auto", kind: "named-only" }],
    run: (_thread, [path]) => toBytes(textAt(context, placeOf(context, path ?? null))),
  });
}

export function textAt(context: ExternalContext, place: Place): string {
  if (place.kind === "repository") {
    const own = context.ownText(place.path);
    if (own === undefined) throw new EvalError(`cannot read ${place.path}: it does not exist`);
    return own;
  }
  if (place.kind === "made") return place.text;
  const read = context.graph.input(context.dependencies.files.text, place.path);
  if (read.kind !== "text") throw new EvalError(`cannot read ${place.path}`);
  return read.text;
}

function readerOf({ graph, dependencies, directory, ownKind }: ExternalContext): PathReader {
  return {
    directory,
    realPath: (path) => graph.input(dependencies.files.realPath, path),
    names: (path) => {
      const listed = graph.input(dependencies.files.list, path);
      return listed.kind === "entries" ? listed.entries.map(({ name }) => name).sort() : undefined;
    },
    kind: (place) => {
      if (place.kind === "repository") return ownKind(place);
      if (place.kind === "made") return "file";
      const found = graph.input(dependencies.files.kind, place.path);
      return found === "file" || found === "directory" ? found : "missing";
    },
  };
}

/** What a path argument names: a path, a label of a file, or text, absolute or relative to the working directory. */
export function placeOf(context: ExternalContext, value: Value): Place {
  if (value instanceof PathValue) return value.place;
  if (value instanceof Label) return placeOfLabel(context, value);
  if (typeof value !== "string") throw new EvalError("path() can only take a string or a label");
  if (/^(@|\/\/)/.test(value)) return placeOfLabel(context, labelOf(context, value));
  return placeOfText(value, context.directory());
}

function labelOf({ repository, view }: ExternalContext, text: string): Label {
  const parsed = parseLabel(text, {
    package: { repository, path: "" },
    resolveRepository: (apparent) => view.resolve(repository, apparent),
  });
  if (parsed.kind === "error") throw new EvalError(parsed.message);
  return parsed.label;
}

function placeOfLabel(context: ExternalContext, label: Label): Place {
  const contents = context.contents(label.repository);
  const path = joinPath(label.packagePath, label.name);
  switch (contents.kind) {
    case "directory":
      if (contents.doubt) throw new UnknownDecision(contents.doubt);
      return { kind: "disk", path: joinPath(contents.path, path) };
    case "files": {
      const file = contents.files.get(path);
      if (file?.kind === "link") return { kind: "disk", path: file.path };
      if (file?.kind === "text") return { kind: "made", path, text: file.text };
      throw new EvalError(`${label.toString()} does not exist`);
    }
    case "model":
    case "unknown": {
      const why = contents.kind === "model" ? "it is described by a model" : contents.unknown.reason.message;
      const message = `${label.toString()} cannot be read: ${why}`;
      throw new UnknownDecision(unknown({ kind: "repository", name: label.toString(), message }));
    }
  }
}
