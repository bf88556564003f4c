/**
 * Content digests: 128 bits of MurmurHash3 (Austin Appleby's public-domain x86_128 variant) as 32 hex digits. They key caches; they guard nothing against an attacker.
 */

/** Accumulates strings into a digest; the parts are length-prefixed, so that ("ab","c") and ("a","bc") differ. */
export class Digester {
  #h1 = 0x9368e53c;
  #h2 = 0x586dcd20;
  #h3 = 0x7a3f1b9d;
  #h4 = 0x2c51e0d7;
  #length = 0;

  add(part: string): this {
    this.#word(part.length);
    // Two UTF-16 units a word; behind the end `charCodeAt` gives NaN, of which the shift makes zero.
    for (let i = 0; i < part.length; i += 2) this.#word(part.charCodeAt(i) | (part.charCodeAt(i + 1) << 16));
    return this;
  }

  addNumber(value: number): this {
    this.#word(value | 0);
    if (!Number.isInteger(value) || Math.abs(value) > 0x7fffffff) this.add(String(value));
    return this;
  }

  /** 32 hex digits. The digester may be fed further. */
  digest(): string {
    let [a, b, c, d] = [this.#h1, this.#h2, this.#h3, this.#h4].map((h) => h ^ this.#length) as [
      number,
      number,
      number,
      number,
    ];
    a = (a + b + c + d) | 0;
    b = (b + a) | 0;
    c = (c + a) | 0;
    d = (d + a) | 0;
    [a, b, c, d] = [mix(a), mix(b), mix(c), mix(d)];
    a = (a + b + c + d) | 0;
    return [a, b + a, c + a, d + a].map((h) => (h >>> 0).toString(16).padStart(8, "0")).join("");
  }

  #word(word: number): void {
    this.#length++;
    const k = rotate(Math.imul(word ^ (word << 16), 0x239b961b), 15);
    this.#h1 = (Math.imul(rotate(this.#h1 ^ Math.imul(k, 0xab0e9789), 19) + this.#h2, 5) + 0x561ccd1b) | 0;
    this.#h2 = (Math.imul(rotate(this.#h2 ^ Math.imul(k, 0x38b34ae5), 17) + this.#h3, 5) + 0x0bcaa747) | 0;
    this.#h3 = (Math.imul(rotate(this.#h3 ^ Math.imul(k, 0xa1e38b93), 15) + this.#h4, 5) + 0x96cd1c35) | 0;
    this.#h4 = (Math.imul(rotate(this.#h4 ^ Math.imul(k, 0x239b961b), 13) + this.#h1, 5) + 0x32ac3b17) | 0;
  }
}

/** The digest of some strings. */
export function digestOf(...parts: readonly string[]): string {
  const digester = new Digester();
  for (const part of parts) digester.add(part);
  return digester.digest();
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function mix(value: number): number {
  let h = value ^ (value >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
