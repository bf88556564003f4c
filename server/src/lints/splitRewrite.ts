/**
 * The refactoring of `ctx.runfiles(files = ctx.files.X)` for a split attribute X: symlinks under a prefix for each branch. Offered for the plain shape alone, since only there the new text says the same about every other
 * entry. Never preferred: what reads the old paths has to follow.
 */
import type { Fix } from "./finding.ts";
import type { LintContext } from "./lint.ts";
import type { RuleClass } from "../bazel/rule.ts";
import type { Site } from "../starlark/thread.ts";
import {
  spanOf,
  type Argument,
  type CallExpression,
  type Expression,
  type Node,
  type ParsedFile,
} from "../syntax/ast.ts";
import { walk } from "../syntax/traverse.ts";

/** `site`: the call of `ctx.runfiles`. `carriers`: targets whose trees have the old paths. */
export function splitRewrite(
  context: LintContext,
  ruleClass: RuleClass,
  attribute: string,
  site: Site | undefined,
  carriers: readonly string[],
): readonly Fix[] {
  if (!site?.file.startsWith(`${context.root}/`)) return [];
  const source = context.graph.get(context.host.loading.parsedFile, site.file);
  if (source.kind !== "parsed" || source.file.errors.length > 0) return [];
  const call = plainCall(source.file, site.node, attribute);
  if (!call) return [];
  const { lines } = source.file;
  const range = lines.range(spanOf(source.file, call.argument.id));
  const indent = /^[ \t]*/.exec(source.text.slice(lines.offset({ line: range.start.line, character: 0 })))?.[0] ?? "";
  const isList = ruleClass.attributes.get(attribute)?.type !== "label";
  return [
    {
      title: `Give each configuration of '${attribute}' a runfiles path of its own`,
      kind: "refactor.rewrite",
      preferred: false,
      tradeOff: `The files move to <package>/<target>.files/<branch>/…; ${readers(source.file, call, attribute, carriers)}`,
      edits: [
        {
          path: site.file,
          create: false,
          edits: [
            {
              range,
              newText: symlinks(call.context, attribute, isList, indent, source.text.includes("\r\n") ? "\r\n" : "\n"),
            },
          ],
        },
      ],
      reveal: { path: site.file, line: range.start.line },
    },
  ];
}

interface PlainCall {
  /** The name of the rule context: `ctx`. */
  readonly context: string;
  readonly argument: Argument;
  /** The expression `ctx.files.X`. */
  readonly files: Expression;
}

/** The call at a node if it is `ctx.runfiles(files = ctx.files.X)` or `ctx.runfiles(ctx.files.X)` with no symlinks of its own. */
function plainCall(file: ParsedFile, node: number, attribute: string): PlainCall | undefined {
  let found: CallExpression | undefined;
  walk(file.tree, (candidate: Node) => {
    if (candidate.id === node && candidate.kind === "call") found = candidate;
  });
  if (found?.callee.kind !== "dot" || found.callee.name !== "runfiles" || found.callee.object.kind !== "identifier")
    return undefined;
  const context = found.callee.object.name;
  if (
    found.args.some(
      (argument) =>
        argument.kind === "star" ||
        argument.kind === "star-star" ||
        (argument.kind === "keyword" && argument.name === "symlinks"),
    )
  )
    return undefined;
  const argument = found.args.find((candidate, index) =>
    candidate.kind === "keyword" ? candidate.name === "files" : index === 0 && candidate.kind === "positional",
  );
  if (!argument || !isFilesOf(argument.value, context, attribute)) return undefined;
  return { context, argument, files: argument.value };
}

function isFilesOf(expression: Expression, context: string, attribute: string): boolean {
  if (expression.kind !== "dot" || expression.name !== attribute || expression.object.kind !== "dot") return false;
  const { object } = expression;
  return object.name === "files" && object.object.kind === "identifier" && object.object.name === context;
}

function symlinks(context: string, attribute: string, isList: boolean, indent: string, newline: string): string {
  const inner = `${indent}    `;
  return [
    "symlinks = {",
    `${inner}"/".join([part for part in [${context}.label.package, ${context}.label.name + ".files", branch, file.short_path] if part]): file`,
    ...(isList
      ? [`${inner}for branch, targets in ${context}.split_attr.${attribute}.items()`, `${inner}for target in targets`]
      : [`${inner}for branch, target in ${context}.split_attr.${attribute}.items()`]),
    `${inner}for file in target[DefaultInfo].files.to_list()`,
    `${indent}}`,
  ].join(newline);
}

/** Who reads the old paths, as far as evaluation and the rule's file show it. */
function readers(file: ParsedFile, call: PlainCall, attribute: string, carriers: readonly string[]): string {
  const lines = new Set<number>();
  walk(file.tree, (node: Node) => {
    if (node.kind === "dot" && node.id !== call.files.id && isFilesOf(node, call.context, attribute))
      lines.add(file.lines.position(spanOf(file, node.id).start).line + 1);
  });
  const uses =
    lines.size === 0
      ? ""
      : ` This file uses ${call.context}.files.${attribute} in line${lines.size === 1 ? "" : "s"} ${[...lines].join(", ")} too.`;
  if (carriers.length === 0) return `no target of this workspace has them yet.${uses}`;
  const shown = carriers.slice(0, 5).join(", ");
  return `these targets have them in their trees and may read the old paths: ${shown}${carriers.length > 5 ? ` and ${String(carriers.length - 5)} more` : ""}.${uses}`;
}
