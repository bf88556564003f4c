/** What stands in a command line once the actions are known (`StarlarkCustomCommandLine`, `CommandLineItem`; seen with 4.2.3 and 7.7.1). A directory that an action makes stands for itself: what will lie in it is not known yet. */
import { Args, type ArgsEntry } from "./argsBuiltin.ts";
import { unknownApi } from "./actions.ts";
import { Artifact } from "../artifact.ts";
import { Depset } from "../depset.ts";
import { Label } from "../label.ts";
import { call } from "../../starlark/evaluate.ts";
import { strValue } from "../../starlark/printer.ts";
import { isIterable, toArray } from "../../starlark/iteration.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Tuple } from "../../starlark/tuple.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Thread } from "../../starlark/thread.ts";
import type { Value } from "../../starlark/value.ts";

/** A word, or why it is not known what stands in its place. */
export type Word = string | Unknown;

interface Expansion {
  /** On which functions that map elements run. */
  readonly thread: Thread;
  readonly major: number;
}

/** The words of an action's `arguments`: strings and `Args`. What goes to parameter files stands among them. */
export function commandLine(words: readonly Value[], expansion: Expansion): readonly Word[] {
  return words.flatMap((word) => (word instanceof Args ? wordsOf(word, expansion) : [textOf(word, expansion)]));
}

export function wordsOf({ entries }: Args, expansion: Expansion): readonly Word[] {
  return entries.flatMap((entry) => {
    switch (entry.method) {
      case "add":
        return scalar(entry, expansion);
      case "add_all":
        return vector(entry, expansion);
      case "add_joined":
        return joined(entry, expansion);
      default:
        return [];
    }
  });
}

function scalar({ given }: ArgsEntry, expansion: Expansion): readonly Word[] {
  const first = given.get("arg_name_or_value") ?? null;
  const second = given.get("value");
  const value = formatted(given.get("format"), textOf(second === undefined ? first : second, expansion), expansion);
  return second === undefined ? [value] : [textOf(first, expansion), value];
}

function vector({ given }: ArgsEntry, expansion: Expansion): readonly Word[] {
  const elements = elementsOf(given, expansion);
  if (elements.length === 0 && given.get("omit_if_empty") !== false) return [];
  const before = given.get("before_each") ?? null;
  const end = given.get("terminate_with") ?? null;
  return [
    ...nameOf(given, expansion),
    ...elements.flatMap((element) => (before === null ? [element] : [textOf(before, expansion), element])),
    ...(end === null ? [] : [textOf(end, expansion)]),
  ];
}

function joined({ given }: ArgsEntry, expansion: Expansion): readonly Word[] {
  const elements = elementsOf(given, expansion);
  if (elements.length === 0 && given.get("omit_if_empty") !== false) return [];
  const text = joinedBy(given.get("join_with") ?? null, elements);
  return [...nameOf(given, expansion), formatted(given.get("format_joined"), text, expansion)];
}

function joinedBy(separator: Value, words: readonly Word[]): Word {
  const known = words.filter((word) => typeof word === "string");
  const unknown = words.find((word) => word instanceof Unknown);
  return unknown ?? (typeof separator === "string" ? known.join(separator) : unknownWord(separator));
}

/** The word before the elements, where there is one. */
function nameOf(given: ArgsEntry["given"], expansion: Expansion): readonly Word[] {
  return given.has("values") ? [textOf(given.get("arg_name_or_values") ?? null, expansion)] : [];
}

/** What is added: mapped, without what came before where that is asked for, and written in the format. */
function elementsOf(given: ArgsEntry["given"], expansion: Expansion): readonly Word[] {
  const map = given.get("map_each") ?? null;
  const words = listed(given.get("values") ?? given.get("arg_name_or_values")).flatMap((element) =>
    map === null || element instanceof Unknown ? [textOf(element, expansion)] : mapped(map, element, expansion),
  );
  const kept = given.get("uniquify") === true ? [...new Set(words)] : words;
  return kept.map((word) => formatted(given.get("format_each"), word, expansion));
}

function listed(values: Value | undefined): readonly Value[] {
  if (values instanceof Depset) return [...values.toList(), ...values.unknowns];
  return values !== undefined && isIterable(values) ? toArray(values) : [unknownWord(values ?? null)];
}

/** `map_each` gives a string, several, or None for nothing. */
function mapped(map: Value, element: Value, expansion: Expansion): readonly Word[] {
  const result = call(expansion.thread, map, [element]);
  if (result === null) return [];
  const words = result instanceof StarlarkList || result instanceof Tuple ? result.items : [result];
  return words.map((word) => textOf(word, expansion));
}

/** `CommandLineItem.expandToCommandLine`: files by their paths, true and false as Java writes them. */
function textOf(value: Value, { major }: Expansion): Word {
  if (value instanceof Artifact) return value.path;
  if (value instanceof Label && major > 5) return labelText(value);
  return typeof value === "boolean" ? String(value) : strValue(value);
}

/** As the main repository would write it (`Label.getDisplayForm`): other repositories by the names that it has for them. */
function labelText(label: Label): Word {
  return label.repository === "" ? label.toString() : unknownApi("the text of a label in a command line");
}

/** `SingleStringArgFormatter`: Bazel 4 leaves doubled percent signs as they are. */
function formatted(format: Value | undefined, word: Word, { major }: Expansion): Word {
  if (format === undefined || format === null || word instanceof Unknown) return word;
  if (typeof format !== "string") return unknownWord(format);
  if (major < 5) return format.replace("%s", () => word);
  return format.replace(/%(.)/g, (_written, kind: string) => (kind === "s" ? word : kind));
}

function unknownWord(value: Value): Unknown {
  return value instanceof Unknown ? value : unknownApi("what is added to a command line");
}
