/** `$(NAME)` and `$(function argument)` in the strings of attributes (`TemplateExpander`, `ShellUtils.tokenize`). Pure: what names stand for is told by a context. */
import { predictablePart } from "../artifact.ts";
import { EvalError } from "../../starlark/errors.ts";
import { Unknown } from "../../starlark/unknown.ts";

/** Throws an EvalError for what is not defined. */
export interface TemplateContext {
  readonly variable: (name: string) => string | Unknown;
  readonly call: (name: string, argument: string) => string | Unknown;
}

const MAX_DEPTH = 10;

/** The expanded text, or the first Unknown in it. Throws an EvalError with Bazel's words where a reference is ill-formed or stands for nothing. */
export function expandTemplate(text: string, context: TemplateContext, depth = 0): string | Unknown {
  if (depth > MAX_DEPTH) throw new EvalError(`potentially unbounded recursion during expansion of '${text}'`);
  let expanded = "";
  let unknown: Unknown | undefined;
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== "$") {
      expanded += text.charAt(at);
      continue;
    }
    at++;
    if (at >= text.length) throw new EvalError("unterminated $");
    if (text[at] === "$") {
      expanded += "$";
      continue;
    }
    const { reference, end } = scanReference(text, at);
    at = end;
    const value = valueOf(reference, context, depth);
    if (value instanceof Unknown) unknown ??= value;
    else expanded += value;
  }
  return unknown ?? expanded;
}

/** The same as Bazel's own rules in Starlark do it (`_expand` of cc_helper.bzl, 7.7.1): a `$` that begins no reference stands for itself, and of a variable's value only what is one reference as a whole is expanded again. */
export function expandInStarlark(text: string, context: TemplateContext): string | Unknown {
  let unknown: Unknown | undefined;
  const expanded = text.replace(/\$(?:\$|\(([^)]*)\))/g, (_written, reference: string | undefined) => {
    if (reference === undefined) return "$";
    const value = valueInStarlark(reference, context);
    if (!(value instanceof Unknown)) return value;
    unknown ??= value;
    return "";
  });
  return unknown ?? expanded;
}

function valueInStarlark(reference: string, context: TemplateContext): string | Unknown {
  const space = reference.indexOf(" ");
  if (space >= 0) return context.call(reference.slice(0, space), reference.slice(space + 1).trim());
  let name = reference;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const value = context.variable(name);
    if (value instanceof Unknown) return value;
    const [, nested] = /^\$\((.*)\)$/s.exec(value) ?? [];
    if (nested === undefined) return value;
    name = nested;
  }
  throw new EvalError(`potentially unbounded recursion during expansion of ${reference}`);
}

/** What stands between the parentheses after `$`, and where its last character is. */
function scanReference(text: string, start: number): { readonly reference: string; readonly end: number } {
  const first = text.charAt(start);
  if (first === "@" || first === "<" || first === "^") return { reference: first, end: start };
  if (first !== "(" && first !== "{") {
    const [word = ""] = /^[\w$]*/.exec(text.slice(start + 1)) ?? [];
    throw unsupported(`$${first}${word}`, `${first}${word}`);
  }
  const end = text.indexOf(first === "(" ? ")" : "}", start);
  if (end < 0) throw new EvalError("unterminated variable reference");
  const reference = text.slice(start + 1, end);
  if (first === "{") throw unsupported(`\${${reference}}`, reference);
  return { reference, end };
}

function unsupported(written: string, name: string): EvalError {
  return new EvalError(
    `'${written}' syntax is not supported; use '$(${name})' instead for "Make" variables, or escape the '$' as '$$' if you intended this for the shell`,
  );
}

function valueOf(reference: string, context: TemplateContext, depth: number): string | Unknown {
  const space = reference.indexOf(" ");
  if (space >= 0) return context.call(reference.slice(0, space), reference.slice(space + 1).trim());
  const value = context.variable(reference);
  return value instanceof Unknown || value === reference ? value : expandTemplate(value, context, depth + 1);
}

/** The words of a shell's command line. Throws an EvalError where a quotation does not end. */
export function shellWords(text: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quotation = "";
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === quotation) quotation = "";
    else if (char === "\\" && quotation !== "'") {
      at++;
      if (at >= text.length) throw new EvalError("backslash at end of string");
      const escaped = text.charAt(at);
      word = (word ?? "") + (quotation === '"' && escaped !== "\\" && escaped !== '"' ? "\\" : "") + escaped;
    } else if (quotation !== "") word = (word ?? "") + char;
    else if (char === "'" || char === '"') {
      quotation = char;
      word ??= "";
    } else if (char === " " || char === "\t") {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? "") + char;
  }
  if (quotation !== "") throw new EvalError("unterminated quotation");
  if (word !== undefined) words.push(word);
  return words;
}

/** A word as a shell reads it (`ShellEscaper`). */
export function shellEscaped(word: string): string {
  return /^[\w@%\-+:,./=]+$/.test(predictablePart(word)) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
