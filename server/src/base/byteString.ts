/**
 * Strings as Bazel has them: the bytes of UTF-8, one character each (`Latin-1`), so that `len("é")` is 2. Inside the evaluator every string is such a byte string; at its border, where paths go to the file system
 * and answers to people, they are turned into text and back. Source texts stay text, since positions count UTF-16 code units; their literals become byte strings (syntax/literals.ts).
 *
 * Source: bazel.build/rules/language, and StringEncoding.java ("internal" strings).
 */
import type { FileSystem } from "./fileSystem.ts";

const NOT_ASCII = /[^\x00-\x7f]/;
const NOT_LATIN1 = /[^\x00-\xff]/;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The byte string of a text. */
export function toBytes(text: string): string {
  if (!NOT_ASCII.test(text)) return text;
  let bytes = "";
  for (const byte of encoder.encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

/** The text of a byte string; what is not UTF-8 stays as it is. */
export function toText(bytes: string): string {
  if (!NOT_ASCII.test(bytes) || NOT_LATIN1.test(bytes)) return bytes;
  try {
    return decoder.decode(Uint8Array.from(bytes, (character) => character.charCodeAt(0)));
  } catch {
    return bytes;
  }
}

/** Plain data with all of its strings turned by `toText` or `toBytes`; the very same object where that changes none. Anything but arrays, maps, sets and plain objects is left alone. */
export function mapStrings<T>(data: T, turn: (text: string) => string): T {
  return turned(data, turn) as T;
}

function turned(data: unknown, turn: (text: string) => string): unknown {
  if (typeof data === "string") return turn(data);
  if (typeof data !== "object" || data === null) return data;
  if (Array.isArray(data)) return turnedItems(data, turn) ?? data;
  if (data instanceof Map || data instanceof Set) {
    const items = turnedItems([...data], turn);
    if (!items) return data;
    return data instanceof Map ? new Map(items as [unknown, unknown][]) : new Set(items);
  }
  const prototype: unknown = Object.getPrototypeOf(data);
  if (prototype !== Object.prototype && prototype !== null) return data;
  const values = turnedItems(Object.values(data), turn);
  return values ? Object.fromEntries(Object.keys(data).map((key, index) => [key, values[index]])) : data;
}

/** Undefined where nothing changes. */
function turnedItems(items: readonly unknown[], turn: (text: string) => string): readonly unknown[] | undefined {
  let after: unknown[] | undefined;
  for (const [index, item] of items.entries()) {
    const to = turned(item, turn);
    if (to !== item) after ??= [...items];
    if (after) after[index] = to;
  }
  return after;
}

/** A file system whose paths and names are byte strings, over one where they are text; what files contain is text in both. */
export function byteFileSystem(files: FileSystem): FileSystem {
  return {
    readFile: (path) => files.readFile(toText(path)),
    readDirectory: (path) => {
      const result = files.readDirectory(toText(path));
      if (result === "pending" || result.kind !== "entries") return result;
      return { ...result, entries: mapStrings(result.entries, toBytes) };
    },
    stat: (path) => files.stat(toText(path)),
    realPath: (path) => {
      const real = files.realPath(toText(path));
      return real === undefined ? undefined : toBytes(real);
    },
    size: (path) => files.size(toText(path)),
    sha256: (path) => files.sha256(toText(path)),
    settled: () => files.settled(),
  };
}
