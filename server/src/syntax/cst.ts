/** The nodes of tree-sitter-starlark that have a meaning in Starlark. Comments and line continuations, which may stand anywhere, are `extra`; every other named node is `refused`, every other token `token`. */
import type { Language } from "web-tree-sitter";
import { unmasked } from "./masking.ts";

const namedKinds = [
  // Statements and their parts.
  ...["module", "block", "expression_statement", "assignment", "augmented_assignment", "return_statement"],
  ...["pass_statement", "break_statement", "continue_statement", "if_statement", "elif_clause", "else_clause"],
  ...["for_statement", "while_statement", "function_definition", "parameters", "lambda_parameters"],
  ...["default_parameter", "list_splat_pattern", "dictionary_splat_pattern", "keyword_separator"],
  // Expressions and their parts.
  ...["identifier", "true", "false", "none", "string", "integer", "float", "list", "tuple", "dictionary", "pair"],
  ...["parenthesized_expression", "list_comprehension", "dictionary_comprehension", "for_in_clause", "if_clause"],
  ...["call", "argument_list", "keyword_argument", "list_splat", "dictionary_splat", "attribute", "subscript", "slice"],
  ...["unary_operator", "not_operator", "binary_operator", "boolean_operator", "comparison_operator"],
  ...["conditional_expression", "lambda", "expression_list", "pattern_list", "list_pattern", "tuple_pattern"],
] as const satisfies readonly string[];

const tokenKinds = [
  ...["+", "-", "*", "/", "//", "%", "&", "|", "^", "~", "<<", ">>", "==", "!=", "<", "<=", ">", ">=", "in", "not in"],
  ...["and", "or", "not", "=", ":", ","],
  ...["+=", "-=", "*=", "/=", "//=", "%=", "&=", "|=", "^=", "<<=", ">>="],
] as const satisfies readonly string[];

export type CstKind =
  (typeof namedKinds)[number] | (typeof tokenKinds)[number] | "extra" | "refused" | "token" | "error";

/** The kind of each of the grammar's numbered node types. Numbers outside are ERROR nodes. */
export function cstKinds(language: Language): readonly CstKind[] {
  const named = new Map<string, CstKind>(namedKinds.map((kind) => [kind, kind]));
  const tokens = new Map<string, CstKind>(tokenKinds.map((kind) => [kind, kind]));
  return Array.from({ length: language.nodeTypeCount }, (_, id) => {
    const name = language.nodeTypeForId(id) ?? "";
    if (name === "comment" || name === "line_continuation") return "extra";
    if (language.nodeTypeIsNamed(id)) return named.get(name) ?? "refused";
    return tokens.get(unmasked(name)) ?? "token";
  });
}
