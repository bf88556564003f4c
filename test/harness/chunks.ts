/**
 * Chunked Starlark files: many small programs in one file, each with the errors that it must give written on the line where they must stand. The idea is `chunkedfile` of google/starlark-go.
 *
 *     # option:dialect=build
 *     x = 1 // 0   ### "integer division by zero"
 *     ---
 *     fail("no")   ### `fail: n[op]`
 *
 * - A line `---` begins the next chunk. A chunk's text is padded with blank lines, so that its line numbers are those of the file.
 * - `### "regular expression"` (a JSON string, or raw between backquotes) expects one error on its line; the expectation itself is cut off before anybody parses the line. Several may follow
 *   one another on a line. An expected error that does not come and one that comes unexpected both fail.
 * - A comment line `# option:name` or `# option:name=value` sets an option of its chunk.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

export interface Expectation {
  /** One-based. */
  readonly line: number;
  readonly pattern: RegExp;
}

export interface Chunk {
  /** `file.star:12`: the file and the line where the chunk begins. */
  readonly name: string;
  readonly text: string;
  /** Options in comments; an option without a value has the value "". */
  readonly options: ReadonlyMap<string, string>;
  readonly expectations: readonly Expectation[];
}

/** What the code under test reported. */
export interface Reported {
  /** One-based. */
  readonly line: number;
  readonly message: string;
}

/** The files of a directory that end in `.star`, as absolute or relative as `directory` is, sorted. */
export function chunkFiles(directory: string): readonly string[] {
  const names = readdirSync(directory).filter((name) => name.endsWith(".star"));
  return names.sort().map((name) => join(directory, name));
}

export function readChunks(path: string): readonly Chunk[] {
  return parseChunks(readFileSync(path, "utf8"), basename(path));
}

export function parseChunks(source: string, fileName: string): readonly Chunk[] {
  const chunks: Chunk[] = [];
  const lines = source.split("\n");
  let first = 0;
  for (let i = 0; i <= lines.length; i++) {
    if (i < lines.length && lines[i] !== "---") continue;
    chunks.push(chunkOf(lines.slice(first, i), first, fileName));
    first = i + 1;
  }
  return chunks;
}

/** Throws, listing every expected error that did not come and every error that nobody expected. */
export function checkReported(chunk: Chunk, reported: readonly Reported[]): void {
  const unexpected = [...reported];
  const missing: Expectation[] = [];
  for (const expectation of chunk.expectations) {
    const found = unexpected.findIndex((r) => r.line === expectation.line && expectation.pattern.test(r.message));
    if (found < 0) missing.push(expectation);
    else unexpected.splice(found, 1);
  }
  if (missing.length === 0 && unexpected.length === 0) return;
  throw new Error(
    [
      `${chunk.name}:`,
      ...missing.map((e) => `  line ${e.line}: expected an error matching ${String(e.pattern)}`),
      ...unexpected.map((r) => `  line ${r.line}: unexpected error: ${r.message}`),
    ].join("\n"),
  );
}

/** The chunk with Windows line endings: whatever it gives must stay the same. */
export function withCrlf(chunk: Chunk): Chunk {
  return { ...chunk, name: `${chunk.name} (CRLF)`, text: chunk.text.replaceAll("\n", "\r\n") };
}

function chunkOf(lines: readonly string[], first: number, fileName: string): Chunk {
  const options = new Map<string, string>();
  const expectations: Expectation[] = [];
  const text = lines.map((line, index) => {
    const option = /^\s*#\s*option:([\w-]+)(?:=(\S*))?\s*$/.exec(line);
    if (option) options.set(option[1]!, option[2] ?? "");
    const { code, patterns } = splitExpectations(line);
    expectations.push(...patterns.map((pattern) => ({ line: first + index + 1, pattern })));
    return code;
  });
  const padding = "\n".repeat(first);
  return { name: `${fileName}:${first + 1}`, text: padding + text.join("\n"), options, expectations };
}

function splitExpectations(line: string): { code: string; patterns: RegExp[] } {
  const start = /\s*###\s*["`]/.exec(line);
  if (!start) return { code: line, patterns: [] };
  const patterns = [...line.slice(start.index).matchAll(/###\s*("(?:[^"\\]|\\.)*"|`[^`]*`)/g)].map((match) => {
    const quoted = match[1]!;
    const source = quoted.startsWith("`") ? quoted.slice(1, -1) : (JSON.parse(quoted) as string);
    return new RegExp(source);
  });
  return { code: line.slice(0, start.index), patterns };
}
