/** Numbers that look random and are the same for the same seed (xorshift, 32 bits). */
export class Random {
  #state: number;

  constructor(seed: number) {
    // Neighbouring seeds shall not begin alike.
    this.#state = Math.imul(seed + 1, 0x9e3779b1) | 1;
    for (let i = 0; i < 8; i++) this.#next();
  }

  /** An integer from 0 up to, and without, `limit`; 0 where the limit is not positive. */
  below(limit: number): number {
    return limit <= 0 ? 0 : this.#next() % limit;
  }

  /** One of a list that is not empty. */
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  #next(): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return x >>> 0;
  }
}
