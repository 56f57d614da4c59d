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

  /** Reads the words of a buffer. */
  read({ symbols, runs, length }: FoldBuffer): void {
    if (this.first.length < length) {
      const size = Math.max(length, 2 * this.first.length, 256);
      this.first = new Int32Array(size);
      this.end = new Int32Array(size);
      this.hash = new Int32Array(size);
    }
    let count = 0;
    let hash = HASH_SEED;
    for (let i = 1; i < length; i++) {
      const symbol = symbols[i]!;
      if (symbol === SEPARATOR) {
        this.end[count] = i;
        this.hash[count++] = hash;
        hash = HASH_SEED;
        continue;
      }
      if (symbols[i - 1] === SEPARATOR) this.first[count] = i;
      hash = extendHash(hash, symbol, runs[i]!);
    }
    this.count = count;
  }
}

/** FNV-1a, 32 bit: http://www.isthe.com/chongo/tech/comp/fnv/ */
export const HASH_SEED = 0x811c9dc5 | 0;
const PRIME = 0x01000193;

/** The hash of a word with one more symbol, which stands `run` times in a row. */
export function extendHash(hash: number, symbol: number, run: number): number {
  const once = Math.imul(hash ^ symbol, PRIME);
  return run === 2 ? Math.imul(once ^ symbol, PRIME) : once;
}
