/**
 * SHA-256 (FIPS 180-4) and MD5 (RFC 1321) of bytes, as Bazel names things on disk: markers of repositories, entries of the repository cache, output bases. Synchronous and without the host's help, as the core has
 * to be; the digests that key our own caches are `digest.ts`'s, which is faster.
 */

/** 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  const state = Uint32Array.from(SHA256_START);
  const view = padded(bytes, false);
  const words = new Uint32Array(64);
  for (let block = 0; block < view.byteLength; block += 64) sha256Block(state, words, view, block);
  const result = new Uint8Array(32);
  const out = new DataView(result.buffer);
  state.forEach((word, i) => {
    out.setUint32(i * 4, word);
  });
  return result;
}

/** 32 hex digits. */
export function md5Hex(bytes: Uint8Array): string {
  const view = padded(bytes, true);
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  for (let block = 0; block < view.byteLength; block += 64) md5Block(state, view, block);
  const result = new Uint8Array(16);
  const out = new DataView(result.buffer);
  state.forEach((word, i) => {
    out.setUint32(i * 4, word, true);
  });
  return hex(result);
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** As subresource integrity is written. */
export function base64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b, c] = bytes.subarray(i, i + 3);
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    const digits = [18, 12, 6, 0].map((shift) => BASE64.charAt((bits >> shift) & 63)).join("");
    text += b === undefined ? `${digits.slice(0, 2)}==` : c === undefined ? `${digits.slice(0, 3)}=` : digits;
  }
  return text;
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    result.set(part, offset);
    offset += part.length;
  }
  return result;
}

/** The message, a one bit, zeros, and its length in bits at the end of a block of 64 bytes. */
function padded(bytes: Uint8Array, littleEndian: boolean): DataView {
  const blocks = Math.ceil((bytes.length + 9) / 64);
  const view = new DataView(new ArrayBuffer(blocks * 64));
  new Uint8Array(view.buffer).set(bytes);
  view.setUint8(bytes.length, 0x80);
  view.setBigUint64(blocks * 64 - 8, BigInt(bytes.length) * 8n, littleEndian);
  return view;
}

const PRIMES = firstPrimes(64);
const SHA256_START = PRIMES.slice(0, 8).map((prime) => fractionBits(Math.sqrt(prime)));
const SHA256_CONSTANTS = PRIMES.map((prime) => fractionBits(Math.cbrt(prime)));

function sha256Block(state: Uint32Array, words: Uint32Array, view: DataView, block: number): void {
  for (let i = 0; i < 16; i++) words[i] = view.getUint32(block + i * 4);
  for (let i = 16; i < 64; i++) {
    const [w15, w2] = [at(words, i - 15), at(words, i - 2)];
    const s0 = right(w15, 7) ^ right(w15, 18) ^ (w15 >>> 3);
    const s1 = right(w2, 17) ^ right(w2, 19) ^ (w2 >>> 10);
    words[i] = at(words, i - 16) + s0 + at(words, i - 7) + s1;
  }
  let [a, b, c, d, e, f, g, h] = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => at(state, i)) as Eight;
  for (let i = 0; i < 64; i++) {
    const choice = (e & f) ^ (~e & g);
    const t1 = h + (right(e, 6) ^ right(e, 11) ^ right(e, 25)) + choice + (SHA256_CONSTANTS[i] ?? 0) + at(words, i);
    const t2 = (right(a, 2) ^ right(a, 13) ^ right(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    [a, b, c, d, e, f, g, h] = [(t1 + t2) >>> 0, a, b, c, (d + t1) >>> 0, e, f, g];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => {
    state[i] = at(state, i) + word;
  });
}

type Eight = [number, number, number, number, number, number, number, number];

const MD5_SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

function md5Block(state: Uint32Array, view: DataView, block: number): void {
  let [a, b, c, d] = [at(state, 0), at(state, 1), at(state, 2), at(state, 3)];
  for (let i = 0; i < 64; i++) {
    const round = i >> 4;
    const mixed = [(b & c) | (~b & d), (d & b) | (~d & c), b ^ c ^ d, c ^ (b | ~d)][round] ?? 0;
    const word = [i, 5 * i + 1, 3 * i + 5, 7 * i][round] ?? 0;
    const constant = Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32);
    const sum = (a + mixed + constant + view.getUint32(block + (word % 16) * 4, true)) >>> 0;
    const shift = MD5_SHIFTS[round * 4 + (i % 4)] ?? 0;
    [a, d, c, b] = [d, c, b, (b + right(sum, 32 - shift)) >>> 0];
  }
  [a, b, c, d].forEach((word, i) => {
    state[i] = at(state, i) + word;
  });
}

function at(words: Uint32Array, index: number): number {
  return words[index] ?? 0;
}

function right(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

function firstPrimes(count: number): readonly number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes;
}

/** The first 32 bits of the fraction, as both standards derive their constants. */
function fractionBits(value: number): number {
  return Math.floor((value - Math.floor(value)) * 2 ** 32);
}

/** A whole number as protocol buffers write it; negative ones with 64 bits. */
export function varint(value: number): Uint8Array {
  const digits: number[] = [];
  for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
    const low = Number(rest & 127n);
    if (rest < 128n) return Uint8Array.from([...digits, low]);
    digits.push(low | 128);
  }
}
