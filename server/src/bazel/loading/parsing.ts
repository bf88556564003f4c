/**
 * From file ids to parsed files. A file id is an absolute path, `model:native/sh.bzl` for a file of the models, or `inline:["<view>","<repository>"]` for a BUILD file that a repository rule was given as text.
 *
 * Evaluation depends on `syntaxTree`, whose answers are equal when the trees are: an edited comment changes positions, which only `parsedFile` knows, and nothing is evaluated again.
 */
import { digestOf } from "../../base/digest.ts";
import type { Query, QueryContext } from "../../base/graph.ts";
import { baseName } from "../../base/path.ts";
import type { Range } from "../../base/text.ts";
import { spanOf, type ParsedFile, type SyntaxTree } from "../../syntax/ast.ts";
import { dialectOfFileName } from "../../syntax/dialect.ts";
import { nodeAt } from "../../syntax/traverse.ts";
import type { Site } from "../../starlark/thread.ts";
import { Unknown } from "../../starlark/unknown.ts";
import { generatedPlaceOf, type GeneratedRepository } from "./generated/files.ts";
import type { LoadingDependencies } from "./settings.ts";

export type ParsedSource =
  | { readonly kind: "parsed"; readonly file: ParsedFile; readonly text: string }
  | { readonly kind: "missing" }
  | { readonly kind: "error"; readonly message: string };

export type TreeSource =
  | { readonly kind: "tree"; readonly tree: SyntaxTree }
  | { readonly kind: "missing" }
  | { readonly kind: "error"; readonly message: string };

export interface ParsingQueries {
  readonly parsedFile: Query<string, ParsedSource>;
  readonly syntaxTree: Query<string, TreeSource>;
  /** Where a site stands in its file; undefined where the file cannot be read. Remembered, since a tree names sites in more files than are held parsed. */
  readonly place: Query<Site, Place | undefined>;
}

export interface Place {
  readonly range: Range;
  /** Of a call, the name of what is called; else the same. */
  readonly callee: Range;
}

const MODEL = "model:";
const INLINE = "inline:";

/** Stands in the place of a repository for the package //external, which no name of a repository can do. */
export const EXTERNAL_PACKAGE = "//external";

export function modelFileId(path: string): string {
  return MODEL + path;
}

/** The path below `server/models` of a model's file id, undefined for other files. */
export function modelPathOf(fileId: string): string | undefined {
  return fileId.startsWith(MODEL) ? fileId.slice(MODEL.length) : undefined;
}

export function inlineFileId(view: string, repository: string): string {
  return INLINE + JSON.stringify([view, repository]);
}

export function parsingQueries(dependencies: LoadingDependencies): ParsingQueries {
  const parsedFile: Query<string, ParsedSource> = {
    name: "parsed file",
    compute: (graph, fileId) => {
      const source = readSource(graph, dependencies, fileId);
      if (source.kind !== "text") return source;
      const file = dependencies.parser.parse(source.text, dialectOfFileName(baseName(fileId)) ?? "build");
      return { kind: "parsed", file: source.isMarked ? withMark(file) : file, text: source.text };
    },
    transient: {
      fingerprint: (source) =>
        source.kind === "parsed" ? `${source.file.tree.digest} ${digestOf(source.text)}` : JSON.stringify(source),
    },
  };
  const syntaxTree: Query<string, TreeSource> = {
    name: "syntax tree",
    compute: (graph, fileId) => {
      const source = graph.get(parsedFile, fileId);
      return source.kind === "parsed" ? { kind: "tree", tree: source.file.tree } : source;
    },
    equals: sameTree,
    transient: { fingerprint: treeFingerprint },
  };
  const place: Query<Site, Place | undefined> = {
    name: "place",
    keyOf: ({ file, node }) => `${String(node)} ${file}`,
    compute: (graph, site) => {
      const source = graph.get(parsedFile, site.file);
      return source.kind === "parsed" ? placeIn(source.file, site.node) : undefined;
    },
  };
  return { parsedFile, syntaxTree, place };
}

/** Bazel takes a byte order mark for characters of the file, with which no token begins (4.2.3 and 7.7.1 asked). */
function withMark(file: ParsedFile): ParsedFile {
  const error = { message: "invalid character: '\uFEFF'", span: { start: 0, end: 0 } };
  return {
    ...file,
    errors: [error, ...file.errors],
    tree: { ...file.tree, hasErrors: true, digest: digestOf("byte order mark", file.tree.digest) },
  };
}

function placeIn(file: ParsedFile, id: number): Place {
  const span = spanOf(file, id);
  const range = file.lines.range(span);
  const node = nodeAt(file, span.start).find((candidate) => candidate.id === id);
  const call = node?.kind === "expression-statement" ? node.expression : node;
  return { range, callee: call?.kind === "call" ? file.lines.range(spanOf(file, call.callee.id)) : range };
}

type SourceText =
  | { readonly kind: "text"; readonly text: string; readonly isMarked?: true }
  | { readonly kind: "missing" }
  | { readonly kind: "error"; readonly message: string };

function readSource(graph: QueryContext, dependencies: LoadingDependencies, fileId: string): SourceText {
  const modelPath = modelPathOf(fileId);
  if (modelPath !== undefined) return textOrMissing(dependencies.models.get(modelPath));
  const place = generatedPlaceOf(fileId);
  if (place) return generatedText(dependencies.generated(graph, place), place.path);
  if (!fileId.startsWith(INLINE)) return graph.input(dependencies.files.text, fileId);
  const [view, repository] = JSON.parse(fileId.slice(INLINE.length)) as [string, string];
  if (repository === EXTERNAL_PACKAGE) {
    const { externalPackage } = dependencies.view(graph, view);
    return textOrMissing(typeof externalPackage === "string" ? externalPackage : undefined);
  }
  const contents = dependencies.view(graph, view).contents(repository);
  const buildFile = contents.kind === "directory" ? contents.buildFile : undefined;
  return textOrMissing(buildFile && "content" in buildFile ? buildFile.content : undefined);
}

function generatedText(made: GeneratedRepository | Unknown, path: string): SourceText {
  if (made instanceof Unknown) return { kind: "error", message: made.reason.message };
  const file = made.files.get(path);
  return textOrMissing(file?.kind === "text" ? file.text : undefined);
}

function textOrMissing(text: string | undefined): SourceText {
  return text === undefined ? { kind: "missing" } : { kind: "text", text };
}

function sameTree(a: TreeSource, b: TreeSource): boolean {
  return treeFingerprint(a) === treeFingerprint(b);
}

function treeFingerprint(source: TreeSource): string {
  return source.kind === "tree" ? `${source.tree.digest} ${String(source.tree.hasErrors)}` : JSON.stringify(source);
}
