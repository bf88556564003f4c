/**
 * Methods that take a string apart, put strings together, and replace parts of one, after Bazel's `StringModule.java`. White space is that of Latin-1; where it is taken
 * away from the ends, since Bazel 8.2 that of ASCII (bazelbuild/bazel#24417).
 */
import type { ParameterSpec } from "../builtin.ts";
import type { StarlarkDict } from "../dict.ts";
import { EvalError } from "../errors.ts";
import { formatBraces } from "../format.ts";
import { toInt32 } from "../integer.ts";
import { reserveElements, reserveText, walk } from "../limits.ts";
import { StarlarkList } from "../list.ts";
import { str } from "../printer.ts";
import { LACKING, type Thread } from "../thread.ts";
import { Tuple } from "../tuple.ts";
import { Unknown } from "../unknown.ts";
import type { Value } from "../value.ts";
import { typeOf } from "../value.ts";
import type { StringMethod } from "./stringSearch.ts";
import { occurrences, stringParam } from "./stringSearch.ts";

const OPTIONAL_CHARS: ParameterSpec = {
  name: "chars",
  kind: "positional-only",
  types: ["string", "NoneType"],
  default: null,
};
const ASCII_SPACE = "\t\n\v\f\r\x1c\x1d\x1e\x1f ";
const SPACE = `${ASCII_SPACE}\x85\xa0`;

export function stripMethod(name: string, doc: string, left: boolean, right: boolean): StringMethod {
  return {
    name,
    doc,
    params: [OPTIONAL_CHARS],
    run: (thread, self, [chars = null]) => {
      const space = thread.get(LACKING)?.byteStrings ? SPACE : ASCII_SPACE;
      const stripped = (chars ?? space) as string;
      let start = 0;
      let end = self.length;
      while (left && start < end && stripped.includes(self.charAt(start))) start++;
      while (right && end > start && stripped.includes(self.charAt(end - 1))) end--;
      return self.slice(start, end);
    },
  };
}

export function splitMethod(
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

export function splitLeft(text: string, separator: string, limit: number): string[] {
  const parts = text.split(separator);
  if (parts.length <= limit + 1) return parts;
  return [...parts.slice(0, limit), parts.slice(limit).join(separator)];
}

export function splitRight(text: string, separator: string, limit: number): string[] {
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

export function partitionMethod(name: string, doc: string, isFirst: boolean): StringMethod {
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

export const join: StringMethod = {
  name: "join",
  doc: "Returns a string in which the string elements of the argument have been joined by this string as a separator.",
  params: [{ name: "elements", kind: "positional-only" }],
  run: (thread, self, [elements = null]) => {
    const parts: string[] = [];
    let index = 0;
    let length = 0;
    let unknown: Unknown | undefined;
    for (const element of walk(thread, elements)) {
      if (element instanceof Unknown) {
        unknown ??= element;
      } else if (typeof element === "string") {
        parts.push(element);
        length += element.length + self.length;
      } else {
        throw new EvalError(
          `expected string for sequence element ${index}, got '${str(element)}' of type ${typeOf(element)}`,
        );
      }
      index++;
    }
    if (unknown) return unknown;
    reserveText(thread, length);
    return parts.join(self);
  },
};

export const replace: StringMethod = {
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

export const splitlines: StringMethod = {
  name: "splitlines",
  doc: "Splits the string at line boundaries ('\\n', '\\r\\n', '\\r') and returns the lines, with their ends where keepends is true.",
  params: [{ name: "keepends", types: ["bool"], default: false }],
  run: (thread, self, [keepEnds]) => {
    reserveElements(thread, occurrences(self, "\n", Infinity) + occurrences(self, "\r", Infinity) + 1);
    const lines = self.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
    return new StarlarkList(keepEnds === true ? lines : lines.map((line) => line.replace(/(?:\r\n|\r|\n)$/, "")));
  },
};

export function affixRemoval(
  name: string,
  param: string,
  doc: string,
  remove: (text: string, affix: string) => string,
): StringMethod {
  const run: StringMethod["run"] = (_thread, self, [affix]) => remove(self, affix as string);
  return { name, doc, params: [stringParam(param)], run };
}

export const elems: StringMethod = {
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

export const format: StringMethod = {
  name: "format",
  doc: "Perform string interpolation: {} takes the next positional argument, {0} one by number, {name} one by name; {{ and }} stand for braces.",
  acceptsUnknown: true,
  params: [
    { name: "args", kind: "args" },
    { name: "kwargs", kind: "kwargs" },
  ],
  run: (thread, self, [args, kwargs]) => formatBraces(thread, self, args as Tuple, kwargs as StarlarkDict),
};
