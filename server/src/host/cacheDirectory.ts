/** The cache on disk: one file for each remembered answer, in a directory that several processes, windows and versions of the program share. */
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { InputReading, Memory, Remembered } from "../base/graph.ts";

/** Changes when the form of the files does. */
const FORM = "runfiles-lens 1\n";
const DIGEST_BYTES = 32;
const MOST_BYTES = 64 * 1024 * 1024;
const ENTRY = /^[0-9a-f]{32}$/;
const TEMPORARY = /^[0-9a-f]{32}\.[0-9a-f]{16}\.tmp$/;
/** A temporary file this old belongs to a process that died. In milliseconds. */
const ABANDONED = 3_600_000;

export interface CacheOptions {
  /** Made when something is remembered. */
  readonly directory: string;
  /** All that values depend on besides what they were read from, the program included: others than these see nothing of them. */
  readonly owner: readonly string[];
  /** The oldest entries go when all together take more. */
  readonly mostBytes?: number;
}

/**
 * The memory of a graph. Files are written under another name and then renamed, so that nobody sees half of one; each carries the digest of the rest, and one that is damaged, or of another form, counts as missing and is
 * written anew. What cannot be read or written is no error: the cache only ever saves time.
 */
export class CacheDirectory implements Memory {
  readonly #options: CacheOptions;

  constructor(options: CacheOptions) {
    this.#options = options;
  }

  recall(name: string, key: string): Remembered | undefined {
    const path = this.#pathOf(name, key);
    try {
      const value = decode(readFileSync(path));
      if (value) touch(path);
      return value;
    } catch {
      return undefined;
    }
  }

  remember(name: string, key: string, value: Remembered): void {
    const path = this.#pathOf(name, key);
    const temporary = `${path}.${randomBytes(8).toString("hex")}.tmp`;
    ignoringErrors(() => {
      mkdirSync(this.#options.directory, { recursive: true });
      writeFileSync(temporary, encode(value));
      renameSync(temporary, path);
      this.#shrink();
    });
    ignoringErrors(() => {
      rmSync(temporary, { force: true });
    });
  }

  #pathOf(name: string, key: string): string {
    const digest = createHash("sha256").update(JSON.stringify([FORM, this.#options.owner, name, key]));
    return join(this.#options.directory, digest.digest("hex").slice(0, 32));
  }

  /** Removes what was used least lately, and what dead processes left. Nothing but the cache's own files is touched. */
  #shrink(): void {
    const { directory, mostBytes = MOST_BYTES } = this.#options;
    const names = readdirSync(directory);
    const files = names.filter((name) => ENTRY.test(name)).flatMap((name) => fileAt(join(directory, name)));
    files.sort((a, b) => b.usedAt - a.usedAt);
    let bytes = 0;
    for (const file of files) {
      bytes += file.bytes;
      if (bytes > mostBytes) rmSync(file.path, { force: true });
    }
    for (const file of names.filter((name) => TEMPORARY.test(name)).flatMap((name) => fileAt(join(directory, name))))
      if (Date.now() - file.usedAt > ABANDONED) rmSync(file.path, { force: true });
  }
}

function ignoringErrors(work: () => void): void {
  try {
    work();
  } catch {
    // A full disk, missing rights, another process that was quicker: the answer was computed all the same.
  }
}

interface CacheFile {
  readonly path: string;
  readonly bytes: number;
  /** In milliseconds. */
  readonly usedAt: number;
}

/** None where another process has removed it. */
function fileAt(path: string): readonly CacheFile[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats ? [{ path, bytes: stats.size, usedAt: stats.mtimeMs }] : [];
}

function touch(path: string): void {
  const now = new Date();
  utimesSync(path, now, now);
}

/** `FORM`, the SHA-256 of what follows, and the deflated JSON of a `Stored`. */
function encode({ readings, value }: Remembered): Buffer {
  const body = deflateRawSync(JSON.stringify({ readings: grouped(readings), value } satisfies Stored), { level: 1 });
  return Buffer.concat([Buffer.from(FORM), sha256(body), body]);
}

function decode(bytes: Buffer): Remembered | undefined {
  const start = FORM.length + DIGEST_BYTES;
  const body = bytes.subarray(start);
  if (bytes.toString("latin1", 0, FORM.length) !== FORM || !bytes.subarray(FORM.length, start).equals(sha256(body)))
    return undefined;
  const { readings, value } = JSON.parse(inflateRawSync(body).toString("utf8")) as Stored;
  return { readings: flat(readings), value };
}

/** Input → key → fingerprint. */
interface Stored {
  readonly readings: Readonly<Record<string, readonly (readonly [key: string, fingerprint: string])[]>>;
  readonly value: unknown;
}

function grouped(readings: readonly InputReading[]): Stored["readings"] {
  const groups: Record<string, [string, string][]> = {};
  for (const { input, key, fingerprint } of readings) (groups[input] ??= []).push([key, fingerprint]);
  return groups;
}

function flat(groups: Stored["readings"]): readonly InputReading[] {
  return Object.entries(groups).flatMap(([input, group]) =>
    group.map(([key, fingerprint]) => ({ input, key, fingerprint })),
  );
}

function sha256(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}
