import type { FoldBuffer } from './fold.js';
import { SEPARATOR } from './symbols.js';

/**
 * The words of a folded text, reused from scan to scan: parallel arrays, valid up to `count`. A word is what stands
 * between separators. One pass over the buffer, no allocation.
 */
export class TokenList {
  count = 0;
  /** Index in the buffer of the word's first symbol. */
  first = new Int32Array(0);
  /** Index in the buffer of the separator behind it. */
  end = new Int32Array(0);
  /** 32-bit hash of its symbols; a letter that stands twice counts twice, one that is stretched (three or more) once. */
  hash = new Int32Array(0);
  /** A second hash of the same symbols, so that memories of words can tell apart those that share the first. */
  check = new Int32Array(0);

  /** Reads the words of a buffer. */
  read({ symbols, runs, length }: FoldBuffer): void {
    if (this.first.length < length) {
      const size = Math.max(length, 2 * this.first.length, 256);
      this.first = new Int32Array(size);
      this.end = new Int32Array(size);
      this.hash = new Int32Array(size);
      this.check = new Int32Array(size);
    }
    let count = 0;
    let hash = HASH_SEED;
    let check = 0;
    let start = 1;
    for (let i = 1; i < length; i++) {
      const symbol = symbols[i]!;
      if (symbol === SEPARATOR) {
        this.first[count] = start;
        this.end[count] = i;
        this.check[count] = check;
        this.hash[count++] = hash;
        hash = HASH_SEED;
        check = 0;
        start = i + 1;
        continue;
      }
      const run = runs[i]!;
      hash = extendHash(hash, symbol, run);
      check = extendCheck(check, symbol, run);
    }
    this.count = count;
  }
}

/** FNV-1a, 32 bit: http://www.isthe.com/chongo/tech/comp/fnv/ */
export const HASH_SEED = 0x811c9dc5 | 0;
const PRIME = 0x01000193;

/** A hash, begun with HASH_SEED, with one more unit. */
export function hashStep(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, PRIME);
}

/** The hash of a word with one more symbol, which stands `run` times in a row. */
export function extendHash(hash: number, symbol: number, run: number): number {
  const once = hashStep(hash, symbol);
  return run === 2 ? hashStep(once, symbol) : once;
}

/** As extendHash, of the second hash: a polynomial, begun with 0. */
export function extendCheck(check: number, symbol: number, run: number): number {
  return (Math.imul(check, 0x9e3779b1) + (run === 2 ? symbol + 256 : symbol)) | 0;
}
