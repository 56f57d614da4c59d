/**
 * 64-bit keys of strings, as two 32-bit halves: with 1,000,000 keys, two are alike with a chance of 3 in 10^8
 * (birthday bound). Multiplicative hashes, finished with MurmurHash3's 32-bit mixing (Appleby, public domain), with seeds
 * drawn per window, so that ids that collide in one window do not in the next.
 */
export class KeyHash {
  /** Halves of the last key. */
  low = 0;
  high = 0;

  constructor(
    private readonly seedLow: number,
    private readonly seedHigh: number,
  ) {}

  /** Begins a key. */
  start(): this {
    this.low = this.seedLow;
    this.high = this.seedHigh;
    return this;
  }

  /** Adds a string and its end, so that "a", "bc" is not "ab", "c". */
  add(text: string): this {
    let { low, high } = this;
    const { length } = text;
    for (let i = 0; i < length; i++) {
      const unit = charCodeAt.call(text, i);
      low = Math.imul(low ^ unit, 0x01000193);
      high = (Math.imul(high ^ unit, 0x5bd1e995) + 0x3c6ef372) | 0;
    }
    this.low = mixed(low ^ length);
    this.high = mixed(high ^ length);
    return this;
  }
}

/** Held, since looking it up in strings of many forms, letter by letter, takes longer than the call. */
const { charCodeAt } = String.prototype;

function mixed(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
