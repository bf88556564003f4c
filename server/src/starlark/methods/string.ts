/**
 * Methods of strings, after Bazel's `StringModule.java`. Their notions of letters and case are ASCII, as in Bazel.
 */
import { methodTable } from "../builtin.ts";
import type { Value } from "../value.ts";
import {
  affixRemoval,
  elems,
  format,
  join,
  partitionMethod,
  replace,
  splitLeft,
  splitlines,
  splitMethod,
  splitRight,
  stripMethod,
} from "./stringParts.ts";
import type { StringMethod } from "./stringSearch.ts";
import { affixMethod, count, searchMethod } from "./stringSearch.ts";

/** A method without arguments. */
function simple(name: string, doc: string, run: (self: string) => Value): StringMethod {
  return { name, doc, params: [], run: (_thread, self) => run(self) };
}

function lower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function upper(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + lower(text.slice(1));
}

/** Letters are those of Latin-1 here, as which Bazel takes bytes; `ß` has no upper case of one character, and stays (`Character.toUpperCase`). */
function title(text: string): string {
  return text.replace(/\p{L}+/gu, (word) => {
    const first = word.charAt(0);
    return (first === "\xdf" ? first : first.toUpperCase()) + word.slice(1).toLowerCase();
  });
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
