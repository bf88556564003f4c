/**
 * Builds a text of many pieces within the bound on the size of strings. A value that shares parts can have a text exponentially larger than itself, so the bound must hold while the text grows.
 */
import { ResourceLimit } from "./errors.ts";

/** Characters of one string: sixteen million, which the host searches or rewrites in a tenth of a second or two. */
export const MAX_STRING_LENGTH = 1 << 24;

const PIECES_A_CHUNK = 1024;

export class TextBuilder {
  #length = 0;
  /** Pieces since the last chunk; joined now and then, since the host keeps a concatenation as a tree of its parts. */
  #pieces: string[] = [];
  #chunks: string[] | undefined;

  /** Appends a piece. Throws `ResourceLimit`. */
  add(piece: string): void {
    this.#length += piece.length;
    if (this.#length > MAX_STRING_LENGTH) {
      throw new ResourceLimit("memory", `excessive string: more than ${MAX_STRING_LENGTH} characters`);
    }
    if (this.#pieces.push(piece) >= PIECES_A_CHUNK) this.#join();
  }

  toString(): string {
    if (!this.#chunks) return this.#pieces.join("");
    this.#join();
    return this.#chunks.join("");
  }

  #join(): void {
    (this.#chunks ??= []).push(this.#pieces.join(""));
    this.#pieces = [];
  }
}
