/**
 * Memory that two threads share, so that one can speak to the other while that one is busy, and can still be asked after it has died:
 * - the generation: raised by the client thread whenever what is being computed has been superseded; the evaluator compares it between two steps;
 * - the file that the evaluator began last: named as the culprit when the evaluator dies of it.
 */
const GENERATION = 0;
const PATH_LENGTH = 1;
const PATH_BYTES = 4096;
const HEADER_BYTES = 8;

export class FlightRecorder {
  readonly buffer: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #path: Uint8Array;
  readonly #encoder = new TextEncoder();

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(HEADER_BYTES + PATH_BYTES)) {
    this.buffer = buffer;
    this.#words = new Int32Array(buffer, 0, HEADER_BYTES / Int32Array.BYTES_PER_ELEMENT);
    this.#path = new Uint8Array(buffer, HEADER_BYTES, PATH_BYTES);
  }

  get generation(): number {
    return Atomics.load(this.#words, GENERATION);
  }

  /** Supersedes what is being computed. */
  advance(): void {
    Atomics.add(this.#words, GENERATION, 1);
  }

  /** The evaluator begins with a file. A path that is too long is not recorded. */
  begin(path: string): void {
    const { read, written } = this.#encoder.encodeInto(path, this.#path);
    Atomics.store(this.#words, PATH_LENGTH, read === path.length ? written : 0);
  }

  /** The evaluator is idle: no file is to blame for what happens now. */
  end(): void {
    Atomics.store(this.#words, PATH_LENGTH, 0);
  }

  lastBegun(): string | undefined {
    const length = Atomics.load(this.#words, PATH_LENGTH);
    return length === 0 ? undefined : new TextDecoder().decode(this.#path.slice(0, length));
  }
}
