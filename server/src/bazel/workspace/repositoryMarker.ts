/**
 * `external/@NAME.marker`, which Bazel writes when it has fetched a repository: the key of the definition that it was fetched for, and what else its rule has read (rules/repository/RepositoryDelegatorFunction.java
 * until Bazel 8, bazel/repository/DigestWriter.java since; RepoRecordedInput.java).
 */
import { toBytes } from "../../base/byteString.ts";
import { concatBytes, hex, sha256, utf8, varint } from "../../base/hashes.ts";

export interface RepositoryMarker {
  /** 64 hex digits. */
  readonly key: string;
  readonly inputs: readonly RecordedInput[];
}

export interface RecordedInput {
  /** `FILE`, `ENV`, `STARLARK_SEMANTICS`, `$MANAGED`; since 7.1 also `DIRENTS`, `DIRTREE`, `REPO_MAPPING`, `ABSENT` and others. */
  readonly kind: string;
  readonly name: string;
  /** Null stands for a variable that was not set. */
  readonly value: string | null;
}

export type InputState =
  | { readonly kind: "same" }
  | { readonly kind: "changed"; readonly what: string }
  | { readonly kind: "not-checked"; readonly what: string };

/** What stands where a marker names a file. */
export type FileState =
  | { readonly kind: "missing" }
  | { readonly kind: "directory" }
  /** With the digest that its content has, or one of those that it may have. */
  | { readonly kind: "file"; readonly digests: readonly string[] };

/** What recorded inputs are compared with. */
export interface InputWorld {
  readonly variable: (name: string) => string | undefined;
  /** Of the flags in force that change the language; undefined where it is not known. */
  readonly languageHash?: () => number | undefined;
  /** A file as markers name it, `@zlib//:a.txt` or `@@zlib+//a.txt`; null where its place is not known. */
  readonly file: (label: string) => FileState | null;
  /** The names in a directory, as markers name it; null where that is not known. */
  readonly directoryEntries?: (path: string) => readonly string[] | null;
  /** Canonical name of a repository as another one sees it; undefined where it sees none, null where that is not known. */
  readonly repository?: (from: string, apparent: string) => string | undefined | null;
}

/** Undefined for a text that is no marker. */
export function parseMarker(text: string): RepositoryMarker | undefined {
  const [key = "", ...lines] = toBytes(text)
    .split("\n")
    .filter((line) => line !== "");
  if (!/^[0-9a-f]{32,64}$/.test(key)) return undefined;
  return { key, inputs: lines.map(recordedInput) };
}

function recordedInput(line: string): RecordedInput {
  const space = line.indexOf(" ");
  const whole = unescape(space < 0 ? line : line.slice(0, space)) ?? "";
  const colon = whole.indexOf(":");
  const value = space < 0 ? "" : unescape(line.slice(space + 1));
  return colon < 0
    ? { kind: whole, name: "", value }
    : { kind: whole.slice(0, colon), name: whole.slice(colon + 1), value };
}

function unescape(text: string): string | null {
  if (text === "\\0") return null;
  return text.replace(/\\(.)/g, (_, character: string) =>
    character === "n" ? "\n" : character === "s" ? " " : character,
  );
}

/** Whether a repository's rule would read the same now. */
export function inputsState(inputs: readonly RecordedInput[], world: InputWorld): InputState {
  const states = inputs.map((input) => inputState(input, world));
  return (
    states.find(({ kind }) => kind === "changed") ??
    states.find(({ kind }) => kind === "not-checked") ?? { kind: "same" }
  );
}

function inputState({ kind, name, value }: RecordedInput, world: InputWorld): InputState {
  switch (kind) {
    case "ENV": {
      const same = (world.variable(name) ?? null) === value;
      // Bazel may be called from another environment than this one.
      return same
        ? { kind: "same" }
        : { kind: "not-checked", what: `the environment variable ${name}, which differs here` };
    }
    case "FILE": {
      const file = world.file(name);
      if (file === null) return { kind: "not-checked", what: `the file ${name}` };
      return isRecorded(file, value) ? { kind: "same" } : { kind: "changed", what: `the file ${name}` };
    }
    // Hashes of the flags that change the language, 0 where none does; and the directories of `workspace(managed_directories)`.
    case "STARLARK_SEMANTICS":
      return Number(value) === (world.languageHash?.() ?? 0)
        ? { kind: "same" }
        : { kind: "not-checked", what: "flags of the language" };
    case "$MANAGED":
      return value === "" ? { kind: "same" } : { kind: "not-checked", what: "managed directories" };
    case "DIRENTS": {
      const names = world.directoryEntries?.(name) ?? null;
      const same = names !== null && hex(sha256(writtenStrings(names))) === value;
      return same ? { kind: "same" } : { kind: "not-checked", what: `the entries of the directory ${name}` };
    }
    case "REPO_MAPPING": {
      const [from = "", apparent = ""] = name.split(",");
      const canonical = world.repository?.(from, apparent) ?? null;
      if (canonical === value && canonical !== null) return { kind: "same" };
      return {
        kind: "not-checked",
        what: `which repository ${from === "" ? "the main one" : `@${from}`} calls @${apparent}`,
      };
    }
    default:
      return { kind: "not-checked", what: `${kind}:${name}` };
  }
}

/** `RepoRecordedInput.File.fileValueToMarkerValue`. */
function isRecorded(file: FileState, value: string | null): boolean {
  if (file.kind === "file") return file.digests.includes(value ?? "");
  return value === (file.kind === "directory" ? "DIR" : "ENOENT");
}

/** Sorted strings as Bazel digests them (RepoRecordedInput.Dirents, `Fingerprint.addStrings`): each behind its length, all behind their number. */
function writtenStrings(strings: readonly string[]): Uint8Array {
  const parts = strings.toSorted().flatMap((text) => {
    const bytes = utf8(text);
    return [varint(bytes.length), bytes];
  });
  return concatBytes([varint(strings.length), ...parts]);
}

/** The digests that a file of this text may have: texts come here without a byte order mark. */
export function textDigests(text: string): readonly string[] {
  return [hex(sha256(utf8(text))), hex(sha256(utf8(`\uFEFF${text}`)))];
}
