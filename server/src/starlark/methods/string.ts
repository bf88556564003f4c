/**
 * Methods of strings, after Bazel's `StringModule.java`. Their notions of letters, case and space are ASCII (Latin-1 for `strip`), as in Bazel.
 */
import type { MethodSpec, ParameterSpec } from "../builtin.ts";
import { methodTable } from "../builtin.ts";
import type { StarlarkDict } from "../dict.ts";
import { EvalError } from "../errors.ts";
import { formatBraces } from "../format.ts";
import { toInt32 } from "../integer.ts";
import { reserveElements, reserveText, walk } from "../limits.ts";
import { StarlarkList } from "../list.ts";
import { str } from "../printer.ts";
import { bounds } from "../sequence.ts";
import type { Thread } from "../thread.ts";
import { Tuple } from "../tuple.ts";
import { Unknown } from "../unknown.ts";
import type { Value } from "../value.ts";
import { typeOf } from "../value.ts";

type StringMethod = MethodSpec<string>;

const OPTIONAL_CHARS: ParameterSpec = {
  name: "chars",
  kind: "positional-only",
  types: ["string", "NoneType"],
  default: null,
};
const START: ParameterSpec = { name: "start", kind: "positional-only", types: ["int", "NoneType"], default: 0 };
const END: ParameterSpec = { name: "end", kind: "positional-only", types: ["int", "NoneType"], default: null };

function stringParam(name: string): ParameterSpec {
  return { name, kind: "positional-only", types: ["string"] };
}

/** A method without arguments. */
function simple(name: string, doc: string, run: (self: string) => Value): StringMethod {
  return { name, doc, params: [], run: (_thread, self) => run(self) };
}

// Searching -----------------------------------------------------------------------------------------------------------

/** `find` and its kin: the index of `sub` within bounds, or -1. */
function searchMethod(
  name: string,
  doc: string,
  search: (text: string, sub: string) => number,
  mustFind: boolean,
): StringMethod {
  return {
    name,
    doc,
    params: [stringParam("sub"), START, END],
    run: (_thread, self, [sub, start = null, end = null]) => {
      const range = bounds(start, end, self.length);
      const found = search(self.slice(range.start, range.end), sub as string);
      if (found < 0 && mustFind) throw new EvalError("substring not found");
      return found < 0 ? -1 : found + range.start;
    },
  };
}

/** `startswith` and `endswith`. */
function affixMethod(name: string, doc: string, test: (text: string, affix: string) => boolean): StringMethod {
  return {
    name,
    doc,
    params: [{ name: "sub", kind: "positional-only", types: ["string", "tuple"] }, START, END],
    run: (_thread, self, [sub = null, start = null, end = null]) => {
      const range = bounds(start, end, self.length);
      const text = self.slice(range.start, range.end);
      if (!(sub instanceof Tuple)) return test(text, sub as string);
      return anyAffix(sub.items, (affix) => test(text, affix));
    },
  };
}

/** A known affix that fits decides; otherwise an Unknown one makes the answer Unknown. */
function anyAffix(affixes: readonly Value[], test: (affix: string) => boolean): Value {
  let unknown: Unknown | undefined;
  for (const [i, affix] of affixes.entries()) {
    if (affix instanceof Unknown) unknown ??= affix;
    else if (typeof affix !== "string") {
      throw new EvalError(`at index ${i} of sub, got element of type ${typeOf(affix)}, want string`);
    } else if (test(affix)) return true;
  }
  return unknown ?? false;
}

const count: StringMethod = {
  name: "count",
  doc: "Returns the number of (non-overlapping) occurrences of substring sub in string[start:end].",
  params: [stringParam("sub"), START, END],
  run: (_thread, self, [sub, start = null, end = null]) => {
    const range = bounds(start, end, self.length);
    return occurrences(self.slice(range.start, range.end), sub as string, Infinity);
  },
};

/** How often a string occurs without overlap, at most `limit`; the empty one before every character and at the end. */
function occurrences(text: string, sub: string, limit: number): number {
  if (sub === "") return Math.min(text.length + 1, limit);
  let found = 0;
  for (let at = text.indexOf(sub); at >= 0 && found < limit; at = text.indexOf(sub, at + sub.length)) found++;
  return found;
}

// Cutting and joining -------------------------------------------------------------------------------------------------

const SPACE = "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0";

function stripMethod(name: string, doc: string, left: boolean, right: boolean): StringMethod {
  return {
    name,
    doc,
    params: [OPTIONAL_CHARS],
    run: (_thread, self, [chars = null]) => {
      const stripped = (chars ?? SPACE) as string;
      let start = 0;
      let end = self.length;
      while (left && start < end && stripped.includes(self.charAt(start))) start++;
      while (right && end > start && stripped.includes(self.charAt(end - 1))) end--;
      return self.slice(start, end);
    },
  };
}

function splitMethod(
  name: string,
  doc: string,
  split: (text: string, separator: string, limit: number) => string[],
): StringMethod {
  return {
    name,
    doc,
    params: [
      stringParam("sep"),
      { name: "maxsplit", kind: "positional-only", types: ["int", "NoneType"], default: null },
    ],
    run: (thread, self, [separator, maxsplit = null]) => {
      if (separator === "") throw new EvalError("Empty separator");
      const limit = maxsplit === null ? Infinity : toInt32(maxsplit, "maxsplit");
      reserveElements(thread, occurrences(self, separator as string, limit < 0 ? Infinity : limit) + 1);
      return new StarlarkList(split(self, separator as string, limit < 0 ? Infinity : limit));
    },
  };
}

function splitLeft(text: string, separator: string, limit: number): string[] {
  const parts = text.split(separator);
  if (parts.length <= limit + 1) return parts;
  return [...parts.slice(0, limit), parts.slice(limit).join(separator)];
}

function splitRight(text: string, separator: string, limit: number): string[] {
  const parts: string[] = [];
  let end = text.length;
  while (parts.length < limit) {
    const start = end - separator.length < 0 ? -1 : text.lastIndexOf(separator, end - separator.length);
    if (start < 0) break;
    parts.push(text.slice(start + separator.length, end));
    end = start;
  }
  parts.push(text.slice(0, end));
  return parts.reverse();
}

function partitionMethod(name: string, doc: string, isFirst: boolean): StringMethod {
  return {
    name,
    doc,
    params: [stringParam("sep")],
    run: (_thread, self, args) => {
      const separator = args[0] as string;
      if (separator === "") throw new EvalError("empty separator");
      const at = isFirst ? self.indexOf(separator) : self.lastIndexOf(separator);
      if (at < 0) return new Tuple(isFirst ? [self, "", ""] : ["", "", self]);
      return new Tuple([self.slice(0, at), separator, self.slice(at + separator.length)]);
    },
  };
}

const join: StringMethod = {
  name: "join",
  doc: "Returns a string in which the string elements of the argument have been joined by this string as a separator.",
  params: [{ name: "elements", kind: "positional-only" }],
  run: (thread, self, [elements = null]) => {
    const parts: string[] = [];
    let length = 0;
    let unknown: Unknown | undefined;
    for (const element of walk(thread, elements)) {
      if (element instanceof Unknown) {
        unknown ??= element;
      } else if (typeof element !== "string") {
        throw new EvalError(
          `expected string for sequence element ${parts.length}, got '${str(element)}' of type ${typeOf(element)}`,
        );
      }
      parts.push(element as string);
      length += (element as string).length + self.length;
    }
    if (unknown) return unknown;
    reserveText(thread, length);
    return parts.join(self);
  },
};

const replace: StringMethod = {
  name: "replace",
  doc: "Returns a copy of the string in which the occurrences of old have been replaced with new, at most count of them where that is given.",
  params: [
    stringParam("old"),
    stringParam("new"),
    { name: "count", kind: "positional-only", types: ["int"], default: -1 },
  ],
  run: (thread, self, args) => {
    const [old, replacement] = args as [string, string];
    const limit = toInt32(args[2] as Value, "count");
    const times = occurrences(self, old, limit < 0 ? Infinity : limit);
    reserveText(thread, self.length + times * (replacement.length - old.length));
    if (old === "") return interleave(self, replacement, times);
    const parts = splitLeft(self, old, times);
    return parts.join(replacement);
  },
};

/** Puts a string before each of the first `times` characters, and at the end where there are fewer. */
function interleave(text: string, inserted: string, times: number): string {
  let result = "";
  for (let i = 0; i < times; i++) result += inserted + text.charAt(i);
  return result + text.slice(times);
}

const splitlines: StringMethod = {
  name: "splitlines",
  doc: "Splits the string at line boundaries ('\\n', '\\r\\n', '\\r') and returns the lines, with their ends where keepends is true.",
  params: [{ name: "keepends", types: ["bool"], default: false }],
  run: (thread, self, [keepEnds]) => {
    reserveElements(thread, occurrences(self, "\n", Infinity) + occurrences(self, "\r", Infinity) + 1);
    const lines = self.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
    return new StarlarkList(keepEnds === true ? lines : lines.map((line) => line.replace(/(?:\r\n|\r|\n)$/, "")));
  },
};

function affixRemoval(
  name: string,
  param: string,
  doc: string,
  remove: (text: string, affix: string) => string,
): StringMethod {
  return { name, doc, params: [stringParam(param)], run: (_thread, self, [affix]) => remove(self, affix as string) };
}

const elems: StringMethod = {
  name: "elems",
  doc: "Returns an iterable value containing successive 1-element substrings of the string.",
  params: [],
  run: (thread: Thread, self) => {
    reserveElements(thread, self.length);
    const list = new StarlarkList(self.split(""));
    list.freeze();
    return list;
  },
};

const format: StringMethod = {
  name: "format",
  doc: "Perform string interpolation: {} takes the next positional argument, {0} one by number, {name} one by name; {{ and }} stand for braces.",
  acceptsUnknown: true,
  params: [
    { name: "args", kind: "args" },
    { name: "kwargs", kind: "kwargs" },
  ],
  run: (thread, self, [args, kwargs]) => formatBraces(thread, self, args as Tuple, kwargs as StarlarkDict),
};

// Case and classes ----------------------------------------------------------------------------------------------------

function lower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function upper(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + lower(text.slice(1));
}

function title(text: string): string {
  return text.replace(/\p{L}+/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());
}

/** Upper-case letters only after what has no case, lower-case ones only after letters, and at least one letter. */
function isTitle(text: string): boolean {
  return /[A-Za-z]/.test(text) && !/[a-zA-Z][A-Z]|(?:^|[^A-Za-z])[a-z]/.test(text);
}

export const STRING_METHODS = methodTable([
  simple(
    "capitalize",
    "Returns a copy of the string with its first character (if any) capitalized and the rest lowercased.",
    capitalize,
  ),
  count,
  elems,
  affixMethod(
    "endswith",
    "Returns True if string[start:end] ends with sub, or with one of a tuple of strings.",
    (text, affix) => text.endsWith(affix),
  ),
  searchMethod(
    "find",
    "Returns the first index where sub is found in string[start:end], or -1.",
    (text, sub) => text.indexOf(sub),
    false,
  ),
  format,
  searchMethod(
    "index",
    "Returns the first index where sub is found in string[start:end]; it is an error if there is none.",
    (text, sub) => text.indexOf(sub),
    true,
  ),
  simple(
    "isalnum",
    "Returns True if all characters in the string are alphanumeric ([a-zA-Z0-9]) and there is at least one.",
    (text) => /^[a-zA-Z0-9]+$/.test(text),
  ),
  simple(
    "isalpha",
    "Returns True if all characters in the string are alphabetic ([a-zA-Z]) and there is at least one.",
    (text) => /^[a-zA-Z]+$/.test(text),
  ),
  simple(
    "isdigit",
    "Returns True if all characters in the string are digits ([0-9]) and there is at least one.",
    (text) => /^[0-9]+$/.test(text),
  ),
  simple(
    "islower",
    "Returns True if all cased characters in the string are lowercase and there is at least one.",
    (text) => /[a-z]/.test(text) && !/[A-Z]/.test(text),
  ),
  simple("isspace", "Returns True if all characters are white space and there is at least one.", (text) =>
    /^[\s\x85]+$/.test(text),
  ),
  simple("istitle", "Returns True if the string is in title case and it contains at least one letter.", isTitle),
  simple(
    "isupper",
    "Returns True if all cased characters in the string are uppercase and there is at least one.",
    (text) => /[A-Z]/.test(text) && !/[a-z]/.test(text),
  ),
  join,
  simple("lower", "Returns the lower case version of this string.", lower),
  stripMethod(
    "lstrip",
    "Returns the string without the leading characters that appear in chars, or without white space.",
    true,
    false,
  ),
  partitionMethod(
    "partition",
    "Splits the string at the first occurrence of the separator: (before, separator, after).",
    true,
  ),
  affixRemoval(
    "removeprefix",
    "prefix",
    "If the string starts with prefix, returns a new string with the prefix removed.",
    (text, prefix) => (text.startsWith(prefix) ? text.slice(prefix.length) : text),
  ),
  affixRemoval(
    "removesuffix",
    "suffix",
    "If the string ends with suffix, returns a new string with the suffix removed.",
    (text, suffix) => (text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text),
  ),
  replace,
  searchMethod(
    "rfind",
    "Returns the last index where sub is found in string[start:end], or -1.",
    (text, sub) => text.lastIndexOf(sub),
    false,
  ),
  searchMethod(
    "rindex",
    "Returns the last index where sub is found in string[start:end]; it is an error if there is none.",
    (text, sub) => text.lastIndexOf(sub),
    true,
  ),
  partitionMethod(
    "rpartition",
    "Splits the string at the last occurrence of the separator: (before, separator, after).",
    false,
  ),
  splitMethod(
    "rsplit",
    "Returns a list of the words in the string, splitting from the right, at most maxsplit times.",
    splitRight,
  ),
  stripMethod(
    "rstrip",
    "Returns the string without the trailing characters that appear in chars, or without white space.",
    false,
    true,
  ),
  splitMethod(
    "split",
    "Returns a list of the words in the string, using sep as the separator, splitting at most maxsplit times.",
    splitLeft,
  ),
  splitlines,
  affixMethod(
    "startswith",
    "Returns True if string[start:end] starts with sub, or with one of a tuple of strings.",
    (text, affix) => text.startsWith(affix),
  ),
  stripMethod(
    "strip",
    "Returns the string without the leading and trailing characters that appear in chars, or without white space.",
    true,
    true,
  ),
  simple(
    "title",
    "Returns the string in title case: every word starts with an uppercase letter, the rest is lowercase.",
    title,
  ),
  simple("upper", "Returns the upper case version of this string.", upper),
]);
