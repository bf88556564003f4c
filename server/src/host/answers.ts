/**
 * What Bazel said of many targets, on the disk: the runfiles of 100,000 targets are more than memory bears, and each is wanted once.
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { comparable } from "../bazelTool/printedLabel.ts";
import type { BazelRunfiles } from "../bazelTool/runfilesFormat.ts";
import { parseRunfilesLine } from "../bazelTool/runfilesFormat.ts";

interface Place {
  readonly label: string;
  readonly offset: number;
  readonly length: number;
}

export class Answers {
  readonly #directory: string;
  readonly #file: number;
  readonly #places = new Map<string, Place>();
  #end = 0;

  constructor() {
    this.#directory = mkdtempSync(join(tmpdir(), "runfiles-lens-answers-"));
    this.#file = openSync(join(this.#directory, "answers"), "w+");
  }

  /** A label's first answer counts: a target and an alias of it are one to each other. */
  add(label: string, line: string): void {
    const key = comparable(label);
    if (this.#places.has(key)) return;
    const length = writeSync(this.#file, line, this.#end);
    this.#places.set(key, { label, offset: this.#end, length });
    this.#end += length;
  }

  /** In Bazel's order. */
  labels(): readonly string[] {
    return [...this.#places.values()].map(({ label }) => label);
  }

  /** Undefined where there is no answer, `unreadable` where what Bazel printed is broken. */
  read(label: string): BazelRunfiles | "unreadable" | undefined {
    const place = this.#places.get(comparable(label));
    if (!place) return undefined;
    const bytes = Buffer.alloc(place.length);
    readSync(this.#file, bytes, 0, place.length, place.offset);
    try {
      return parseRunfilesLine(bytes.toString("utf8"));
    } catch {
      return "unreadable";
    }
  }

  close(): void {
    closeSync(this.#file);
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
